"""Stories whose names are marked by hand, so that the rules for events are tested apart from those for names.

``[Ilham Aliyev|person aliyev]`` is a mention of a person with the id ``aliyev``; ``[he|= aliyev]`` refers back to it,
``[They|= aliyev fidan]`` to two. An expected event is one line: type and participants, then its slots.
"""

import datetime
import re
from dataclasses import dataclass

from spacy.language import Language

from kg.extraction.calendar import Calendar
from kg.extraction.events import find_events
from kg.extraction.frames import Frames
from kg.extraction.parts import Happening, Mention, Referents, Thing
from kg.extraction.story import read_story
from kg.extraction.times import find_times

_MARK = re.compile(r"\[([^|\]]+)\|(\S+) ([^\]]+)\]")
_TYPES = {
    "person": "Person",
    "group": "Group",
    "body": "Organization",
    "site": "Facility",
    "place": "Place",
    "aircraft": "AircraftModel",
    "weapon": "Weapon",
    "vessel": "Vessel",
}


@dataclass
class Marked:
    """A text without its marks, and where they were."""

    text: str
    marks: list[tuple[int, int, str, list[str]]]


def read_marks(marked: str) -> Marked:
    text, marks, last = "", [], 0
    for found in _MARK.finditer(marked):
        text += marked[last : found.start()]
        marks.append((len(text), len(text) + len(found[1]), found[2], found[3].split()))
        text += found[1]
        last = found.end()
    return Marked(text + marked[last:], marks)


def events_of(story: str, published: datetime.date, model: Language, calendar: Calendar, frames: Frames) -> list[str]:
    """The events of a marked story, a line each."""
    marked = read_marks(story)
    told = read_story(marked.text, published)
    doc = model(told.reading)
    things: dict[str, Thing] = {}
    of: dict[int, tuple[str, ...]] = {}
    for start, end, kind, names in marked.marks:
        span = doc.char_span(start, end, alignment_mode="expand")
        assert span is not None
        if kind != "=":
            thing = things.setdefault(names[0], Thing(names[0], _TYPES[kind], told.text[start:end]))
            thing.mentions.append(Mention(start, end, span.root.i))
        of[span.root.i] = tuple(names)
    times = find_times(doc, published, calendar)
    return [_line(event) for event in find_events(doc, told, Referents(things, of), times, frames)]


def _line(event: Happening) -> str:
    parts = [" ".join([event.type, *sorted(event.participants)])]
    parts += [f"host {' '.join(sorted(event.host))}"] if event.host else []
    parts += [f"place {event.place}"] if event.place else []
    parts += [f"at {event.facility}"] if event.facility else []
    parts += [f"objects {' '.join(sorted(event.objects))}"] if event.objects else []
    parts += [event.date] if event.date else []
    parts += [event.modality] if event.modality != "happened" else []
    parts += [f"by {event.attributed_to or event.attributed_text}"] if event.attributed_text else []
    return " | ".join(parts)
