import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.extraction.gliner.folder import check_folder, is_on_hub, on_hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "encoder_config").mkdir()
    for name in ("config.json", "encoder_config/config.json", "tokenizer_config.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"")
    return tmp_path


def test_a_model_has_settings_and_weights(folder: Path) -> None:
    check_folder(folder, "m")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    check_folder(folder, "m")


@pytest.mark.parametrize(
    "name", ["config.json", "encoder_config/config.json", "tokenizer_config.json", "model.safetensors"]
)
def test_what_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(InputError, match=f"m: not the folder of a GLiNER2 model: it has no {name}"):
        check_folder(folder, "m")


def test_settings_that_are_none_are_refused(folder: Path) -> None:
    for text in ("[]", "{", "\N{SNOWMAN}"):
        (folder / "config.json").write_text(text)
        with pytest.raises(InputError, match=r"config\.json"):
            check_folder(folder, "m")


def test_code_is_not_run(folder: Path) -> None:
    (folder / "encoder_config" / "config.json").write_text(json.dumps({"auto_map": {"AutoModel": "evil.Model"}}))
    with pytest.raises(InputError, match="code of its own"):
        check_folder(folder, "m")


def test_only_what_is_said_to_be_on_the_hub_is_looked_for_there() -> None:
    assert is_on_hub("hf:owner/name") and on_hub("hf:owner/name") == "owner/name"
    assert not is_on_hub("owner/name")
    with pytest.raises(InputError, match="hf:OWNER/NAME"):
        check_folder(Path("owner/name"), "owner/name")
