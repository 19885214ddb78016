"""What the folder of a GLiNER2 model has to hold, looked at before a library is loaded that takes its time."""

from pathlib import Path
from typing import Final

import msgspec

from kg.errors import InputError

FETCHED: Final = ["*.json", "*.txt", "*.model", "*.safetensors"]
"""What is fetched of a model on the hub."""

_HUB: Final = "hf:"
_FILES: Final = ("config.json", "encoder_config/config.json", "tokenizer_config.json")
_WEIGHTS: Final = ("model.safetensors", "pytorch_model.bin")


def is_on_hub(name: str) -> bool:
    """Whether a model is named by its place on the Hugging Face hub: nothing else is ever looked for there."""
    return name.startswith(_HUB)


def on_hub(name: str) -> str:
    """Give the name that the hub knows it by."""
    return name.removeprefix(_HUB)


def check_folder(folder: Path, name: str) -> None:
    """Make sure that a folder holds a model, and no code: a model is numbers.

    :param name: how the user named it.
    :raises InputError: if it does not.
    """
    if not folder.is_dir():
        hint = f"for a model on the Hugging Face hub, say {_HUB}OWNER/NAME"
        raise InputError("there is no such folder with a GLiNER2 model", where=name, hint=hint)
    weights = next((one for one in _WEIGHTS if (folder / one).is_file()), _WEIGHTS[0])
    if missing := [one for one in (*_FILES, weights) if not (folder / one).is_file()]:
        hint = "it is a folder that GLiNER2 itself saved, with save_pretrained()"
        raise InputError(f"not the folder of a GLiNER2 model: it has no {missing[0]}", where=name, hint=hint)
    for file in _FILES:
        if "auto_map" in _settings(folder / file, name):
            raise InputError(f"this model brings code of its own, which is not run: auto_map in {file}", where=name)


def _settings(file: Path, name: str) -> dict[str, object]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"not the folder of a GLiNER2 model: {file.name}: {error}", where=name) from error
