"""From a model's answer to a record: each quote is found in the text; what has none is never said to have happened."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

import msgspec

from kg.dates import parse_date
from kg.extraction.endpoint.anchoring import Anchors
from kg.extraction.parts import Extent

_ROLES: Final = ("participants", "host", "objects")
_SLOTS: Final = ("place", "facility", "attributedTo")
_ENDS: Final = (*_SLOTS, "subject", "object")


Texts: TypeAlias = list[str] | None
"""Models that are not held to the schema say null for an empty list."""


class _Part(msgspec.Struct):
    id: str
    type: str


class AnsweredEntity(_Part):
    """An entity as a model gives it: the mentions are words of the text."""

    name: str
    aliases: Texts = None
    mentions: Texts = None


class AnsweredReport(_Part, kw_only=True):
    """An event or a relation as a model gives it: the evidence is words of the text."""

    label: str | None = None
    date: str | None = None
    modality: str | None = None
    attributedTo: str | None = None
    attributedText: str | None = None
    evidence: Texts = None


class AnsweredEvent(AnsweredReport, kw_only=True):
    """An event, its roles filled with ids of entities."""

    participants: Texts = None
    host: Texts = None
    place: str | None = None
    facility: str | None = None
    objects: Texts = None


class AnsweredRelation(AnsweredReport, kw_only=True):
    """A relation between two entities."""

    subject: str
    object: str | None = None


class Answer(msgspec.Struct):
    """A model's answer about one document."""

    entities: list[AnsweredEntity] | None = None
    events: list[AnsweredEvent] | None = None
    relations: list[AnsweredRelation] | None = None


def anchored(answer: Answer, text: str) -> dict[str, list[dict[str, Any]]]:
    """The parts of a record: spans for quotes, dangling ids and malformed dates left out.

    A part of which no quote stands in the text, or that points to such an entity, is marked ``"anchored": false``; if
    it was said to have happened, it is hedged.
    """
    anchors = Anchors(text)
    entities = [_entity(entity, anchors) for entity in _once(answer.entities)]
    known = {entity["id"] for entity in entities}
    relations = (one for one in answer.relations or () if one.subject in known)
    events = [_event(event, anchors, known) for event in _once(answer.events)]
    reports = {"events": events, "relations": [_relation(one, anchors, known) for one in _once(relations)]}
    loose = {entity["id"] for entity in entities if "anchored" in entity}
    return {"entities": entities} | {
        name: [_hedged(report) if _is_loose(report, loose) else report for report in found]
        for name, found in reports.items()
    }


def _is_loose(report: dict[str, Any], loose: set[str]) -> bool:
    parts = {report.get(slot) for slot in _ENDS}.union(*(report.get(role, ()) for role in _ROLES))
    return "anchored" in report or not parts.isdisjoint(loose)


def _hedged(report: dict[str, Any]) -> dict[str, Any]:
    asserted = report["modality"] in (None, "happened")
    return report | {"anchored": False} | ({"modality": "hedged"} if asserted else {})


def _once(parts: Iterable[Any] | None) -> Iterator[Any]:
    seen: set[str] = set()
    for part in parts or ():
        if part.id not in seen:
            seen.add(part.id)
            yield part


def _entity(entity: AnsweredEntity, anchors: Anchors) -> dict[str, Any]:
    names = dict.fromkeys([*(entity.mentions or ()), entity.name, *(entity.aliases or ())])
    extents = sorted({extent for name in names for extent in anchors.all(name)})
    part = {"id": entity.id, "type": entity.type, "name": entity.name, "aliases": entity.aliases or []}
    return part | _spans("mentions", extents, anchors.text)


def _event(event: AnsweredEvent, anchors: Anchors, known: set[str]) -> dict[str, Any]:
    part = _report(event, anchors)
    part |= {role: [one for one in getattr(event, role) or () if one in known] for role in _ROLES}
    return part | {slot: _known(getattr(event, slot), known) for slot in _SLOTS}


def _relation(relation: AnsweredRelation, anchors: Anchors, known: set[str]) -> dict[str, Any]:
    ends = {"subject": relation.subject, "object": _known(relation.object, known)}
    return _report(relation, anchors) | ends | {"attributedTo": _known(relation.attributedTo, known)}


def _known(id: str | None, known: set[str]) -> str | None:
    return id if id in known else None


def _report(report: AnsweredReport, anchors: Anchors) -> dict[str, Any]:
    extents = [extent for quote in report.evidence or () if (extent := anchors.first(quote))]
    return {
        "id": report.id,
        "type": report.type,
        "label": report.label,
        "date": _edtf(report.date),
        "modality": report.modality,
        "attributedText": report.attributedText,
    } | _spans("evidence", extents, anchors.text)


def _spans(key: str, extents: list[Extent], text: str) -> dict[str, Any]:
    spans = [{"start": start, "end": end, "text": text[start:end]} for start, end in extents]
    return {key: spans} if spans else {key: [], "anchored": False}


def _edtf(date: str | None) -> str | None:
    return date if date and parse_date(date) else None
