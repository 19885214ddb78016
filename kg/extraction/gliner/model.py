"""A GLiNER2 model (https://github.com/fastino-ai/GLiNER2), loaded and asked, by the library of that name.

A folder is loaded from the disk alone; only a model that is named by the hub is fetched from there. A model is numbers:
one whose encoder brings code of its own is not loaded.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from kg.errors import KgError
from kg.extraction.gliner.folder import FETCHED, check_folder, is_on_hub, on_hub
from kg.extraction.gliner.results import whole_result
from kg.extraction.gliner.windows import pieces, windows
from kg.extraction.parts import Story
from kg.sentences import sentences_in

_MOST: Final = 512
"""Tokens of text that are read at once, though a model may take more: it learnt from short texts."""
_ENOUGH: Final = 256
"""As many are read in any case by a model that no text is too long for."""
_LEAST: Final = 32
_SPARE: Final = 4  # tokens that a tokenizer may put around a text
_BATCH: Final = 8


class GlinerModel:
    """A model that looks for labels in texts.

    :param name: the model's own name, without where it lies.
    :param threshold: how sure it has to be, from 0 to 1.
    """

    def __init__(self, model: Any, name: str, threshold: float) -> None:
        self.name = f"gliner2 {name}"
        self.version = version("gliner2")
        self._model = model
        self._threshold = threshold
        self._schema: Any = None
        self._size = 0

    def look_for(
        self, entities: Sequence[str], structures: Mapping[str, Mapping[str, bool]], relations: Sequence[str]
    ) -> None:
        """Say what to look for.

        :param structures: by label, the fields, and whether several things may fill one.
        :raises KgError: if the labels leave the model no room for a text.
        """
        schema = self._model.create_schema().entities(list(entities)).relations(list(relations))
        for label, fields in structures.items():
            structure = schema.structure(label)
            for field, many in fields.items():
                structure.field(field, dtype="list" if many else "str")
        self._schema = schema
        self._size = self._room()

    def result(self, story: Story) -> dict[str, Any]:
        """Read the running text of a story, and give what is found in it, with its offsets."""
        sentences = [one for start, end in story.passages for one in sentences_in(story.reading, start, end)]
        extents = list(windows(list(pieces(story.reading, sentences, self._cost, self._size)), self._size))
        results = self._model.batch_extract(
            [story.reading[start:end] for start, end in extents],
            self._schema,
            batch_size=_BATCH,
            threshold=self._threshold,
            include_confidence=True,
            include_spans=True,
        )
        return whole_result(story.text, zip(extents, results, strict=True))

    def _room(self) -> int:
        """How many tokens of text go beside the labels."""
        config = self._model.encoder.config
        labels = len(self._model.processor.transform_record(".", self._schema).input_ids) + _SPARE
        left = (getattr(config, "max_position_embeddings", None) or labels + _MOST) - labels
        if _is_relative(config):
            left = max(left, _ENOUGH)
        if left < _LEAST:
            reason = f"the model reads {left + labels:,} tokens at once, and the labels alone take {labels:,}"
            raise KgError(reason, hint="let it look for fewer, by an adapters.yaml in a profile")
        return min(left, _MOST)

    def _cost(self, text: str) -> int:
        processor = self._model.processor
        return sum(len(processor.tokenizer.tokenize(word)) for word, _, _ in processor.word_splitter(text))


def _is_relative(config: Any) -> bool:
    """Whether an encoder knows tokens by their distance, as DeBERTa does, so that no text is too long for it."""
    return bool(getattr(config, "relative_attention", False)) and not getattr(config, "position_biased_input", True)


def load_gliner(name: str, threshold: float) -> GlinerModel:
    """Load a model: its folder, or ``hf:OWNER/NAME``, which is fetched.

    :raises KgError: if there is none of the name, it cannot be loaded, or the library is not installed.
    """
    hub = is_on_hub(name)
    if not hub:
        check_folder(Path(name), name)
    try:
        from gliner2 import AutoExtractor
        from huggingface_hub import snapshot_download
    except ModuleNotFoundError as error:
        raise KgError(f"GLiNER2 needs {error.name}", hint="pip install 'visits-kg[gliner]'") from error
    logging.getLogger("transformers").setLevel(logging.ERROR)  # it takes GLiNER2's configuration for an odd one
    folder = Path(_tried(snapshot_download, on_hub(name), allow_patterns=FETCHED, where=name)) if hub else Path(name)
    check_folder(folder, name)
    model = _tried(AutoExtractor.from_pretrained, str(folder), map_location="cpu", where=name)
    return GlinerModel(model, on_hub(name) if hub else folder.resolve().name, threshold)


def _tried(do: Callable[..., Any], *given: Any, where: str, **named: Any) -> Any:
    """Do what may end in any error of the libraries below: of damaged files, of the hub, of the network."""
    try:
        return do(*given, **named)
    except Exception as error:
        lines = str(error).strip().splitlines()
        reason = f"this GLiNER2 model cannot be had: {lines[0] if lines else type(error).__name__}"
        raise KgError(reason, where=where) from error
