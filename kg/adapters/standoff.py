"""BRAT's standoff format (https://brat.nlplab.org/standoff.html), line by line: parsed, and written.

Offsets are code points. Line ends in the text are spaces in the annotations, and a stretch that crosses one is written
as two fragments, as BRAT itself does.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.adapters.found import ConversionError, Offsets

_FRAGMENTS = re.compile(r"\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*")
_BLANK = re.compile(r"\s")


class Bound(NamedTuple):
    """A ``T`` line: a type and the fragments of text that it stands for."""

    type: str
    fragments: tuple[Offsets, ...]
    text: str


class Bonds(NamedTuple):
    """An ``E`` or ``R`` line: a type, the trigger of an event, and what fills which role."""

    type: str
    trigger: str | None
    roles: tuple[tuple[str, str], ...]


class Mark(NamedTuple):
    """An ``A``, ``M``, ``N`` or ``#`` line: a name, what it is about, and a value."""

    name: str
    about: str
    value: str


@dataclass
class Standoff:
    """The annotations of one text, by their ids."""

    bounds: dict[str, Bound] = field(default_factory=dict)
    events: dict[str, Bonds] = field(default_factory=dict)
    relations: dict[str, Bonds] = field(default_factory=dict)
    attributes: list[Mark] = field(default_factory=list)
    references: list[Mark] = field(default_factory=list)
    notes: list[Mark] = field(default_factory=list)
    equal: list[list[str]] = field(default_factory=list)


def parse_standoff(data: str, text: str, where: str) -> Standoff:
    """Parse annotations. :raises ConversionError: for a line that is none, or does not go with the text."""
    found = Standoff()
    for number, line in enumerate(data.split("\n"), 1):
        if line.strip():
            try:
                _parse_line(line.rstrip("\r"), text, found)
            except ValueError as error:
                raise ConversionError(str(error), where=f"{where}:{number}") from error
    _check_references(found, where)
    return found


def _parse_line(line: str, text: str, found: Standoff) -> None:
    id, _, rest = line.partition("\t")
    if id in found.bounds or id in found.events or id in found.relations:
        raise ValueError(f"the id {id!r:.20} stands here a second time")
    if id[:1] == "T":
        found.bounds[id] = _bound(rest, text)
    elif id[:1] == "E":
        found.events[id] = _bonds(rest, event=True)
    elif id[:1] == "R":
        found.relations[id] = _bonds(rest, event=False)
    else:
        _parse_remark(line, id, rest, found)


def _parse_remark(line: str, id: str, rest: str, found: Standoff) -> None:
    match id[:1]:
        case "A" | "M":
            found.attributes.append(_mark(rest.replace("\t", " ")))
        case "N":
            found.references.append(_mark(rest.partition("\t")[0]))
        case "#":
            head, _, value = rest.partition("\t")
            found.notes.append(_mark(head)._replace(value=value))
        case "*":
            found.equal.append(rest.split()[1:])
        case _:
            raise ValueError(f"no line of BRAT begins so: {line!r:.60}")


def _bound(rest: str, text: str) -> Bound:
    head, _, words = rest.partition("\t")
    type, _, offsets = head.partition(" ")
    if not type or not _FRAGMENTS.fullmatch(offsets):
        raise ValueError(f"a type with offsets is wanted, as T1<tab>Person 0 9<tab>Ada Quill, not {rest!r:.60}")
    fragments = tuple(_offsets(one) for one in offsets.split(";"))
    for start, end in fragments:
        if not start < end <= len(text):
            raise ValueError(f"offsets {start} to {end} are no stretch of the text, which has {len(text)} characters")
    there = words_of(text, fragments)
    if words and _BLANK.sub(" ", words) != there:
        raise ValueError(f"the text has {there!r:.60} at {offsets}, not {words!r:.60}")
    return Bound(type, fragments, there)


def _offsets(text: str) -> Offsets:
    start, _, end = text.partition(" ")
    return int(start), int(end)


def words_of(text: str, fragments: Iterable[Offsets]) -> str:
    """Give the words of fragments as they stand in an annotation."""
    return _BLANK.sub(" ", " ".join(text[start:end] for start, end in fragments))


def _bonds(rest: str, *, event: bool) -> Bonds:
    head, *pairs = rest.split()
    type, colon, trigger = head.partition(":")
    roles = [tuple(pair.split(":", 1)) for pair in pairs]
    if not type or bool(colon) is not event or not all(len(pair) == 2 for pair in roles):
        raise ValueError(f"a type with roles is wanted, as {'Meet:T1' if event else 'met'} Arg1:T2, not {rest!r:.60}")
    return Bonds(type, trigger if event else None, tuple((role, ref) for role, ref in roles))


def _mark(text: str) -> Mark:
    name, _, rest = text.partition(" ")
    about, _, value = rest.partition(" ")
    if not name or not about:
        raise ValueError(f"a name and an id are wanted, not {text!r:.60}")
    return Mark(name, about, value.strip())


def _check_references(found: Standoff, where: str) -> None:
    known = found.bounds.keys() | found.events.keys() | found.relations.keys()
    bonds = [*found.events.items(), *found.relations.items()]
    wanted = [(id, ref) for id, one in bonds for ref in (one.trigger, *(ref for _, ref in one.roles)) if ref]
    wanted += [("*", ref) for group in found.equal for ref in group]
    wanted += [(one.name, one.about) for one in (*found.attributes, *found.references)]
    for id, ref in wanted:
        if ref not in known:
            raise ConversionError(f"{id} points to {ref!r:.20}, which is not there", where=where)


def split_spans(text: str, spans: Iterable[Offsets]) -> list[Offsets]:
    """Give spans as fragments that cross no end of a line."""
    found: list[Offsets] = []
    for start, end in spans:
        lines = re.finditer(r"[^\n]+", text[start:end])
        found += [(start + line.start(), start + line.end()) for line in lines]
    return found


def join_fragments(text: str, fragments: Sequence[Offsets]) -> list[Offsets]:
    """Give fragments as spans: those that only the end of a line is between are one.

    >>> join_fragments("one\\ntwo three", [(0, 3), (4, 7), (8, 13)])
    [(0, 7), (8, 13)]
    """
    found: list[Offsets] = []
    for start, end in sorted(fragments):
        between = text[found[-1][1] : start] if found else ""
        if found and "\n" in between and not between.strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
