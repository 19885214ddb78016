"""An extractor that asks a language model."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import msgspec

from kg.extraction.endpoint.answer import Answer, anchored
from kg.extraction.endpoint.asking import Asking
from kg.extraction.parts import Story
from kg.records import Fault, RecordError, read_record


class AskingExtractor:
    """Gives records of documents as a model answers, each quote found in the text."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def records(self, documents: Iterable[tuple[dict[str, Any], Story]]) -> Iterator[dict[str, Any] | Fault]:
        """Extract each document, or say why that cannot be done."""
        try:
            for document, story in documents:
                use = partial(self._record, document, story)
                yield self._asking.answer(story.text, story.published.isoformat(), use)
        finally:
            self._asking.close()

    def _record(self, document: dict[str, Any], story: Story, answer: Answer) -> dict[str, Any]:
        """:raises RecordError: if the answer makes no record that can be read."""
        said = document | {"published": story.published.isoformat(), "text": story.text}
        by = {"name": self._asking.model}
        parts = anchored(answer, story.text)
        try:
            read_record(msgspec.json.encode({"document": {"id": "one", **_DAY, "text": story.text}, **parts}))
        except RecordError as error:
            reason = f"the model's answer makes no record: {error.fault.pointer}: {error.fault.reason}"
            raise RecordError(Fault("", "bad-answer", reason)) from error
        return {"document": said, "extractor": by, **parts}


_DAY = {"published": "2000-01-01"}
"""What a document says of itself is judged elsewhere; here the answer alone is."""
