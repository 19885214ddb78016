"""An extractor that asks a language model."""

from collections.abc import Iterable, Iterator
from typing import Any

from kg.extraction.endpoint.answer import anchored
from kg.extraction.endpoint.asking import Asking
from kg.extraction.parts import Story
from kg.records import Fault


class AskingExtractor:
    """Gives records of documents as a model answers, each quote found in the text."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def records(self, documents: Iterable[tuple[dict[str, Any], Story]]) -> Iterator[dict[str, Any] | Fault]:
        """Extract each document, or say why that cannot be done."""
        for document, story in documents:
            answer = self._asking.answer(story.text, story.published.isoformat())
            if isinstance(answer, Fault):
                yield answer
                continue
            said = document | {"published": story.published.isoformat(), "text": story.text}
            yield {"document": said, "extractor": {"name": self._asking.model}, **anchored(answer, story.text)}
