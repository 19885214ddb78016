"""BRAT, read: an ``.ann`` file with the ``.txt`` file beside it, and what ``kg convert --to brat`` put there, too."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kg.adapters.found import SOURCE, TARGET, ConversionError, Found, Frame, Offsets, Thing
from kg.adapters.shapes import stem
from kg.adapters.standoff import Bonds, Standoff, join_fragments, parse_standoff
from kg.iris import parse_item
from kg.records import Line

NOTE = "kg"
"""The type of notes that hold, as JSON, what a record says and BRAT has no place for."""
REST = ".rest.json"
"""The end of the name of the file beside, with what has no place in the text."""

_NEWLINES = re.compile(r"\r\n?")


class BratAdapter:
    """Standoff annotations."""

    endings = (".ann",)

    def shape(self, value: dict[str, Any]) -> bool:
        """It is never JSON."""
        return False

    def read(self, line: Line) -> Iterator[Found | ConversionError]:
        """Read the annotations of one text."""
        path = Path(line.source)
        if path.suffix != ".ann":
            raise ConversionError("the file of annotations is wanted, whose name ends in .ann", where=line.place)
        text = _text(_bytes(path.with_suffix(".txt")), f"{path.with_suffix('.txt')}")
        found = parse_standoff(_text(line.data, line.place), text, line.place)
        rest = _rest(path.with_name(path.stem + REST))
        yield _Reading(stem(line), text, found, _notes(found, line.place)).found(rest)


ADAPTER = BratAdapter()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = f"the text of the annotations cannot be read: {error.strerror}"
        raise ConversionError(reason, where=str(path)) from error


def _text(data: bytes, where: str) -> str:
    """Decode a text as BRAT does, to which any end of a line is one character."""
    try:
        return _NEWLINES.sub("\n", data.decode())
    except UnicodeDecodeError as error:
        raise ConversionError(f"not a text in UTF-8: {error}", where=where) from error


def _rest(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return msgspec.json.decode(_bytes(path), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConversionError(f"not what kg convert put there: {error}", where=str(path)) from error


def _notes(found: Standoff, where: str) -> dict[str, dict[str, Any]]:
    notes: dict[str, dict[str, Any]] = {}
    for one in found.notes:
        if one.name == NOTE:
            try:
                notes[one.about] = msgspec.json.decode(one.value, type=dict[str, Any])
            except (msgspec.DecodeError, RecursionError) as error:
                raise ConversionError(f"the note on {one.about} is not JSON: {error}", where=where) from error
    return notes


@dataclass
class _Reading:
    name: str
    text: str
    standoff: Standoff
    notes: dict[str, dict[str, Any]]

    def found(self, rest: dict[str, Any]) -> Found:
        tool = "" if rest else "brat"  # whoever corrects a record is not its extractor
        about = rest.pop("document", {})
        left = Counter({"note": sum(one.name != NOTE for one in self.standoff.notes)})
        left["attribute of a thing or relation"] = sum(
            one.about in self.standoff.bounds and one.name != "modality" for one in self.standoff.attributes
        )
        things = list(self._things())
        return Found(self.name, self.text, about, things, list(self._frames(left)), left, tool, rest)

    def _things(self) -> Iterator[Thing]:
        triggers = {one.trigger for one in self.standoff.events.values()}
        items = {one.about: _item(one.value) for one in self.standoff.references}
        groups = {ref: group for group in self._groups() for ref in group}
        for ref, one in self.standoff.bounds.items():
            if ref in triggers:
                continue
            group = groups.get(ref, [ref])
            note = next((self.notes[each] for each in group if each in self.notes), None)
            more = dict(note or {})
            spans = _given(more.pop("mentions", None)) or join_fragments(self.text, one.fragments)
            if note is None and len(group) > 1:
                more = {"id": group[0]}
            item = next((items[each] for each in group if items.get(each)), None)
            name = " ".join(one.text.split())
            yield Thing(ref, one.type, name, tuple(spans), item=item, own=note is not None, more=more)

    def _groups(self) -> list[list[str]]:
        """What is said to be equal, put together."""
        groups: list[set[str]] = []
        for refs in self.standoff.equal:
            apart = [one for one in groups if not one & set(refs)]
            together = set(refs).union(*(one for one in groups if one & set(refs)))
            groups = [*apart, together]
        order = {ref: number for number, ref in enumerate(self.standoff.bounds)}
        return [sorted(one, key=lambda ref: order.get(ref, -1)) for one in groups]

    def _frames(self, left: Counter[str]) -> Iterator[Frame]:
        for ref, one in self.standoff.events.items():
            trigger = self.standoff.bounds[one.trigger or ""]
            yield self._frame(ref, one, join_fragments(self.text, trigger.fragments), left)
        for ref, one in self.standoff.relations.items():
            yield self._frame(ref, one, [], left)

    def _frame(self, ref: str, one: Bonds, spans: list[Offsets], left: Counter[str]) -> Frame:
        note = dict(self.notes.get(ref, {}))
        own = ref in self.notes
        kind = str(note.pop("kind", "events" if one.trigger else "relations")) if own else ""
        ends = ("subject", "object") if own else (SOURCE, TARGET)
        roles = one.roles if one.trigger else tuple(zip(ends, (end for _, end in one.roles), strict=False))
        left["event within an event"] += sum(end in self.standoff.events for _, end in roles)
        texts = tuple(
            ("modality" if each.name == "modality" else each.name, each.value or each.name)
            for each in self.standoff.attributes
            if each.about in (ref, one.trigger)
        )
        spans = _given(note.pop("evidence", None)) or spans
        roles = tuple((role, end) for role, end in roles if end not in self.standoff.events)
        return Frame(one.type, roles, texts, spans=tuple(spans), quoted=own, kind=kind, more=note)


def _given(value: object) -> list[Offsets]:
    """Offsets that a note holds, where annotations cannot."""
    try:
        return msgspec.convert(value, list[tuple[int, int]]) if value is not None else []
    except msgspec.ValidationError:
        return []


def _item(value: str) -> str | None:
    """``Wikidata:Q42``, as BRAT writes references to a database."""
    base, _, id = value.partition(":")
    return parse_item(id) if base.lower() in ("wikidata", "wd") else None


def note(value: dict[str, Any]) -> str:
    """Write the JSON of a note, on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
