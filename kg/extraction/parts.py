"""What the stages of the extractor hand to one another.

Offsets are code points of ``Story.text``, ends exclusive; tokens are spaCy's, by their index in the one ``Doc``.
"""

import datetime
from dataclasses import dataclass, field

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Story:
    """One document as text.

    :param text: the text as it goes into the record; every offset points into it.
    :param reading: the same text as the model reads it: homoglyphs and typographic marks folded one to one, so that
        both have the same length and an offset in one is an offset in the other.
    :param passages: the extents of running text; headlines, captions and forms are left out.
    :param published: the dateline, against which relative dates are resolved.
    """

    text: str
    reading: str
    passages: tuple[Extent, ...]
    published: datetime.date


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a thing. ``head`` is the token that the grammar hangs on."""

    start: int
    end: int
    head: int


@dataclass(slots=True)
class Thing:
    """An entity of the record to be, with what names it; ``type`` is a record's entity type.

    :param nominal: whether it has no name (``a command post``); such a thing is kept only if it is part of an event.
    """

    id: str
    type: str
    name: str
    mentions: list[Mention] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    nominal: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A title given to a named person.

    :param body: the id of the organization or country, if the text has it.
    :param head: the token of the title that the grammar hangs on; where the title was blanked, the blank.
    :param countries: whose office it is, where the text says so by an adjective: several share one.
    """

    person: str
    label: str
    body: str | None
    sentence: Extent
    head: int
    countries: tuple[str, ...] = ()


@dataclass(slots=True)
class Referents:
    """Which things a token stands for: names, and what refers back to them.

    ``of`` is keyed by the head token of a noun phrase or by a pronoun; a plural stands for several things. Each member
    of a coordination has its own.
    """

    things: dict[str, Thing]
    of: dict[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression, tokens ``start`` to ``end``.

    ``past`` and ``future`` are its EDTF values read either way: a bare weekday, or a month without its year, looks
    back in a report of what happened and ahead in an announcement. They are equal where the text says the year.
    None stands for what has no value (``in the future``).

    :param after: where the expression stands that it is counted from, as ``the next day`` is.
    :param days: how many days later it is than that one.
    """

    start: int
    end: int
    past: str | None
    future: str | None
    after: int | None = None
    days: int = 0


@dataclass(slots=True)
class Happening:
    """An event of the record to be. Roles hold ids of things; ``sentence`` is its evidence."""

    type: str
    sentence: Extent
    participants: list[str] = field(default_factory=list)
    host: list[str] = field(default_factory=list)
    place: str | None = None
    facility: str | None = None
    objects: list[str] = field(default_factory=list)
    date: str | None = None
    modality: str = "happened"
    attributed_to: str | None = None
    attributed_text: str | None = None
