"""Records by GLiNER2: what it finds goes the way of GLiNER2's results in a file, by the same table of labels."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from kg.adapters.assembly import Assembly
from kg.adapters.found import ConversionError
from kg.adapters.gliner2 import ADAPTER
from kg.adapters.labels import Labels, read_labels
from kg.adapters.wanted import wanted
from kg.extraction.gliner.model import GlinerModel, load_gliner
from kg.extraction.gliner.settings import Gliner
from kg.extraction.parts import Story
from kg.extraction.union import Extracts, Part
from kg.pipeline.convert import converted
from kg.records import Fault, Line


class GlinerExtractor:
    """Gives records of documents as a GLiNER2 model reads them.

    It is not asked whether what it found took place, so its events have no modality: see :class:`Hedging`.

    :param left: what the table of labels has no use for is counted here.
    """

    def __init__(self, model: GlinerModel, labels: Labels, left: Counter[str]) -> None:
        self._model = model
        self._assembly = Assembly(labels)
        self._left = left
        asked = wanted(labels)
        model.look_for(asked.entities, asked.events, asked.relations)

    def records(self, documents: Iterable[tuple[Part, Story]]) -> Iterator[Part | Fault]:
        """Extract each document, or say why that cannot be done."""
        for document, story in documents:
            yield self._record(document, story)

    def _record(self, document: Part, story: Story) -> Part | Fault:
        published = story.published.isoformat()
        about = {"id": "one", "published": published}  # what a document says of itself is judged elsewhere
        value = {"text": story.text, "document": about, "result": self._model.result(story)}
        (made,) = converted(Line("text", None, msgspec.json.encode(value)), ADAPTER, self._assembly)
        if isinstance(made, ConversionError):
            return Fault("", "bad-answer", f"what GLiNER2 found makes no record: {made.reason}")
        data, left = made
        self._left.update({what: number for what, number in left.items() if not what.startswith("event taken for")})
        record: dict[str, Any] = msgspec.json.decode(data)
        return {
            "document": document | {"published": published, "text": story.text},
            "extractor": {"name": self._model.name, "version": self._model.version},
            "entities": record.get("entities", []),
            "events": [event | {"modality": None} for event in record.get("events", [])],
            "relations": record.get("relations", []),
        }


class Hedging:
    """An extractor whose events are hedged where nothing says whether they took place.

    :param modality: what they are taken for: ``hedged``, unless the table of labels says otherwise.
    """

    def __init__(self, extractor: Extracts, modality: str) -> None:
        self._extractor = extractor
        self._modality = modality

    def records(self, documents: Iterable[tuple[Part, Story]]) -> Iterator[Part | Fault]:
        """Extract each document, in order."""
        for found in self._extractor.records(documents):
            yield (
                found
                if isinstance(found, Fault)
                else found | {"events": [self._hedged(one) for one in found["events"]]}
            )

    def _hedged(self, event: Part) -> Part:
        return event if event.get("modality") else event | {"modality": self._modality}


def opened_gliner(gliner: Gliner) -> GlinerExtractor:
    """Load the model. :raises KgError: if it or the table of labels cannot be loaded."""
    labels = read_labels(gliner.labels)
    return GlinerExtractor(load_gliner(gliner.model, gliner.threshold), labels, gliner.left)
