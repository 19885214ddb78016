"""BRAT, written: records as texts with annotations, to be corrected by hand and read back.

What the annotations cannot say stands in notes, and what has no place in the text in a file beside.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from kg.adapters.brat import NOTE, note
from kg.adapters.found import ConversionError, Offsets
from kg.adapters.standoff import join_fragments, split_spans, words_of
from kg.iris import encode_part, parse_item
from kg.records import Entity, Event, Record, Relation, write_record

_ROLES = ("participants", "host", "place", "facility", "objects", "attributedTo")
_MANY = ("participants", "host", "objects")
_MODALITIES = "happened|planned|hedged|denied"


class BratFiles(NamedTuple):
    """The files of one record: a name for all, the text, the annotations, and what is beside."""

    name: str
    text: str
    annotations: str
    rest: str


def brat_files(record: Record) -> BratFiles:
    """Write a record. :raises ConversionError: if its text or its types cannot stand in BRAT's files."""
    text = record.document.text
    where = record.document.id
    if text is None:
        raise ConversionError("the record holds no text to annotate", where=where)
    if "\r" in text:
        raise ConversionError("the text holds carriage returns, which BRAT does not count", where=where)
    return BratFiles(encode_part(where), text, *_Writing(record, text).written())


@dataclass
class _Writing:
    record: Record
    text: str
    bounds: list[str] = field(default_factory=list)
    bonds: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    refs: dict[str, str] = field(default_factory=dict)
    """The annotation that stands for each entity."""
    _numbers: Counter[str] = field(default_factory=Counter)

    def written(self) -> tuple[str, str]:
        value = msgspec.json.decode(write_record(self.record), type=dict[str, Any])
        rest: dict[str, Any] = {**value, "entities": [], "events": [], "relations": []}
        rest["document"] = {key: one for key, one in value["document"].items() if key != "text"}
        for entity, raw in zip(self.record.entities, value.get("entities", []), strict=True):
            if not self._entity(entity, raw):
                rest["entities"].append(raw)
        for kind, write in (("events", self._event), ("relations", self._relation)):
            for part, raw in zip(getattr(self.record, kind), value.get(kind, []), strict=True):
                if not write(part, raw):
                    rest[kind].append(raw)
        lines = [*self.bounds, *self.bonds, *self.remarks]
        kept = {key: one for key, one in rest.items() if one}
        return "".join(f"{line}\n" for line in lines), json.dumps(kept, ensure_ascii=False, indent=1) + "\n"

    def _entity(self, entity: Entity, raw: dict[str, Any]) -> bool:
        mentions = [(span.start, span.end) for span in entity.mentions]
        ids = [self._bound(entity.type, [span]) for span in mentions if self.text[slice(*span)].strip()]
        if not ids:
            return False
        self.refs[entity.id] = ids[0]
        if len(ids) > 1:
            self.bonds.append(f"*\tEquiv {' '.join(ids)}")
        item = parse_item(entity.wikidata) if entity.wikidata else None
        if item:
            self.remarks.append(f"{self._id('N')}\tReference {ids[0]} Wikidata:{item}\t{_line(entity.name)}")
        gone = {"type", "mentions", *(["wikidata"] if item else [])}
        more = {key: one for key, one in raw.items() if key not in gone}
        if len(ids) < len(mentions) or any(self._rejoined([span]) != [span] for span in mentions):
            more["mentions"] = mentions
        self._note(ids[0], more)
        return True

    def _event(self, event: Event, raw: dict[str, Any]) -> bool:
        spans = [(span.start, span.end) for span in event.evidence]
        fragments = split_spans(self.text, spans)
        if not fragments:
            return False
        plain = self._rejoined(spans) == spans
        trigger = self._bound(event.type, spans if plain else fragments[:1])
        roles, also = self._roles(raw)
        id = self._id("E")
        self.bonds.append(f"{id}\t{event.type}:{trigger}{''.join(f' {one}' for one in roles)}")
        more = {key: one for key, one in raw.items() if key not in ("type", "modality", "evidence", *_ROLES)}
        extra = {} if plain else {"evidence": spans}
        self._said(id, {"kind": "events", **more, **also, **extra}, event.modality)
        return True

    def _roles(self, raw: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
        """The roles as BRAT numbers them, and those that only a note can hold."""
        roles: list[str] = []
        also: dict[str, Any] = {}
        for role in _ROLES:
            ids = raw.get(role) or []
            several = [ids] if isinstance(ids, str) else ids
            if any(id not in self.refs for id in several):
                also[role] = ids
                continue
            numbered = enumerate(several, 1)
            roles += [f"{role}{'' if number == 1 else number}:{self.refs[id]}" for number, id in numbered]
        return roles, also

    def _relation(self, relation: Relation, raw: dict[str, Any]) -> bool:
        ends = [self.refs.get(id or "") for id in (relation.subject, relation.object)]
        if None in ends:
            return False
        _check_type(relation.type, self.record.document.id)
        id = self._id("R")
        self.bonds.append(f"{id}\t{relation.type} Arg1:{ends[0]} Arg2:{ends[1]}")
        gone = ("type", "subject", "object", "modality", "evidence")
        more = {key: one for key, one in raw.items() if key not in gone}
        spans = [(span.start, span.end) for span in relation.evidence]
        self._said(id, {"kind": "relations", **more, **({"evidence": spans} if spans else {})}, relation.modality)
        return True

    def _bound(self, type: str, spans: Sequence[Offsets]) -> str:
        _check_type(type, self.record.document.id)
        id = self._id("T")
        fragments = split_spans(self.text, spans)
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        self.bounds.append(f"{id}\t{type} {offsets}\t{words_of(self.text, fragments)}")
        return id

    def _rejoined(self, spans: Sequence[Offsets]) -> list[Offsets]:
        """What is read back of spans."""
        return join_fragments(self.text, split_spans(self.text, spans))

    def _id(self, kind: str) -> str:
        self._numbers[kind] += 1
        return f"{kind}{self._numbers[kind]}"

    def _said(self, id: str, more: dict[str, Any], modality: str | None) -> None:
        if modality and not any(c.isspace() for c in modality):
            self.remarks.append(f"{self._id('A')}\tmodality {id} {modality}")
        self._note(id, more)

    def _note(self, id: str, more: dict[str, Any]) -> None:
        self.remarks.append(f"{self._id('#')}\t{NOTE} {id}\t{note(more)}")


def _check_type(type: str, where: str) -> None:
    if not type or any(c.isspace() or c in ":;" for c in type):
        raise ConversionError(f"{type!r:.60} cannot be a type in BRAT: it holds blanks or colons", where=where)


def _line(text: str) -> str:
    return " ".join(text.split())


@dataclass
class Configuration:
    """The ``annotation.conf`` that BRAT wants beside its files: which types there are, and what fills which role."""

    entities: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)

    def add(self, record: Record) -> None:
        """Note the types of a record."""
        self.entities |= {one.type for one in record.entities}
        self.events |= {one.type for one in record.events}
        self.relations |= {one.type for one in record.relations}

    def text(self) -> str:
        """Give the file."""
        roles = ", ".join(f"{role}{'*' if role in _MANY else '?'}:<ENTITY>" for role in _ROLES)
        return "\n".join(
            [
                "[entities]",
                *sorted(self.entities),
                "[relations]",
                *(f"{one}\tArg1:<ENTITY>, Arg2:<ENTITY>" for one in sorted(self.relations)),
                "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>",
                "[events]",
                *(f"{one}\t{roles}" for one in sorted(self.events)),
                "[attributes]",
                f"modality\tArg:<EVENT>, Value:{_MODALITIES}",
                "",
            ]
        )
