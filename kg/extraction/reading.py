"""A text with what is known of it before events are looked for."""

from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.extraction.frames import Frames
from kg.extraction.parts import Referents, Story, Time

ACTORS: Final = frozenset({"Person", "Group", "Organization", "Place"})
PEOPLE: Final = frozenset({"Person", "Group"})
MATERIAL: Final = frozenset({"AircraftModel", "Aircraft", "Weapon", "Vessel"})
SITES: Final = frozenset({"Place", "Facility"})


@dataclass(slots=True)
class Reading:
    """One document as the event rules see it."""

    doc: Doc
    story: Story
    referents: Referents
    frames: Frames
    times: list[Time]
    inside: dict[int, str] = field(default_factory=dict)
    """Token -> the thing in whose name it stands."""
    notes: dict[tuple[str, int], bool] = field(default_factory=dict)
    """What was looked up about a sentence, by its number."""
    timed: set[int] = field(default_factory=set)
    """The tokens of time expressions: ``March`` is no place there."""
    sentences: list[Span] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    """Token -> the number of its sentence."""

    def type_of(self, thing: str) -> str:
        """The type of a thing."""
        return self.referents.things[thing].type

    def own(self, token: Token) -> tuple[str, ...]:
        """What this token alone stands for."""
        found = self.referents.of.get(token.i)
        if found:
            return found
        inside = self.inside.get(token.i)
        return (inside,) if inside else ()


def read(doc: Doc, story: Story, referents: Referents, times: list[Time], frames: Frames) -> Reading:
    """Index a document for the event rules."""
    reading = Reading(doc, story, referents, frames, times)
    for thing in referents.things.values():
        for mention in thing.mentions:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            for token in span or ():
                reading.inside.setdefault(token.i, thing.id)
    reading.timed = {at for time in times for at in range(time.start, time.end)}
    for number, sentence in enumerate(doc.sents):
        reading.sentences.append(sentence)
        reading.sentence_of.extend([number] * len(sentence))
    return reading
