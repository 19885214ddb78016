"""From a story to a record: names, roles, what refers back, times, events."""

import dataclasses
import importlib.metadata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.anaphora.coreference import resolve
from kg.extraction.anaphora.reference import read_reference
from kg.extraction.calendar import read_calendar
from kg.extraction.events import find_events
from kg.extraction.frames import read_frames
from kg.extraction.lexicon import read_lexicon
from kg.extraction.model import parse
from kg.extraction.names import find_things, index_tokens
from kg.extraction.naming import Sketch
from kg.extraction.nominals import find_sites
from kg.extraction.parts import Extent, Happening, Referents, Role, Story, Thing
from kg.extraction.relations import Related, find_relations, read_ties
from kg.extraction.roles import find_roles, offices
from kg.extraction.sight import blank
from kg.extraction.sketch import sketch
from kg.extraction.times import find_times
from kg.extraction.words import split_words

_LIES = "locatedIn"


class Extractor:
    """The rules with their tables, over a language model.

    :param tables: the folder with the lists and frames, ``extraction/`` of a profile.
    """

    def __init__(self, model: Language, tables: Path) -> None:
        self.model = model
        self.tables = tables
        self.frames = read_frames(tables)
        self.lexicon = read_lexicon(tables)
        self.ties = read_ties(tables)

    def records(self, documents: Iterable[tuple[dict[str, Any], Story]]) -> Iterator[dict[str, Any]]:
        """Extract each document: its metadata as a record has them, and the story."""
        documents = list(documents)
        sketches = [self.sketch(story) for _, story in documents]
        seen = [blank(story.reading, found.blanks) for (_, story), found in zip(documents, sketches, strict=True)]
        for (document, story), found, doc in zip(documents, sketches, parse(self.model, seen), strict=True):
            yield self.record(document, story, found, doc)

    def sketch(self, story: Story) -> Sketch:
        """What the words of a story name, before the model reads it."""
        return sketch(story.reading, split_words(story.reading, story.passages), self.lexicon)

    def record(self, document: dict[str, Any], story: Story, sketch: Sketch, doc: Doc) -> dict[str, Any]:
        """The record of one document that the model has read."""
        tokens = index_tokens(doc)
        things, of = find_things(tokens, story, sketch, self.lexicon)
        things += find_sites(tokens, story, things, self.lexicon)
        roles = find_roles(sketch, of, tokens, self.lexicon)
        referents = resolve(doc, things, roles, read_reference(self.tables))
        times = find_times(doc, story.published, read_calendar(self.tables / "times.yaml"))
        events = find_events(doc, story, referents, times, self.frames)
        related = find_relations(doc, referents, self.ties)
        told = _Told(story)
        things = _spoken_of(referents, events, related)
        spoken = {thing.id for thing in things}
        ties: list[Role | Related] = [
            *offices(roles, self.lexicon),
            *(one for one in related if {one.subject, one.object} <= spoken),
        ]
        return {
            "document": document | {"published": story.published.isoformat(), "text": story.text},
            "extractor": {"name": "kg", "version": importlib.metadata.version("visits-kg")},
            "entities": [told.entity(thing) for thing in things],
            "events": [told.event(f"v{number}", event) for number, event in enumerate(events, 1)],
            "relations": [told.relation(f"r{number}", one) for number, one in enumerate(ties, 1)],
        }


def _spoken_of(referents: Referents, events: list[Happening], related: list[Related]) -> list[Thing]:
    """The things with a name, and those without that have a part in an event, or in more than a place."""
    parts = {part for event in events for part in _parts(event)}
    parts |= {part for one in related if one.type != _LIES for part in (one.subject, one.object)}
    return [thing for thing in referents.things.values() if not thing.nominal or thing.id in parts]


def _parts(event: Happening) -> tuple[str | None, ...]:
    return (*event.participants, *event.host, *event.objects, event.place, event.facility, event.attributed_to)


class _Told:
    """What was found in a story, as a record says it."""

    def __init__(self, story: Story) -> None:
        self._text = story.text
        self._ends = [end for _, end in story.passages]

    def entity(self, thing: Thing) -> dict[str, Any]:
        return {
            "id": thing.id,
            "type": thing.type,
            "name": thing.name,
            "attributes": thing.attributes,
            "mentions": [self._span((mention.start, mention.end)) for mention in thing.mentions],
        }

    def event(self, name: str, event: Happening) -> dict[str, Any]:
        fields = dataclasses.asdict(event)
        evidence = [self._span(fields.pop("sentence"))]
        fields["attributedTo"] = fields.pop("attributed_to")
        fields["attributedText"] = fields.pop("attributed_text")
        return {"id": name, **fields, "evidence": evidence}

    def relation(self, name: str, one: Role | Related) -> dict[str, Any]:
        said = (
            {"type": "holdsRole", "subject": one.person, "label": one.label, "object": one.body}
            if isinstance(one, Role)
            else {"type": one.type, "subject": one.subject, "object": one.object}
        )
        return {"id": name, **said, "evidence": [self._span(one.sentence)]}

    def _span(self, extent: Extent) -> dict[str, Any]:
        """A stretch of the text; it ends with the running text, whatever blanks the model took into a sentence."""
        start, end = extent
        place = bisect_right(self._ends, start)
        end = min(end, self._ends[place]) if place < len(self._ends) else end
        text = self._text[start:end].rstrip()
        return {"start": start, "end": start + len(text), "text": text}
