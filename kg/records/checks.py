"""The border check: what types cannot say about a record, as pure functions that yield faults."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from kg.dates import parse_day
from kg.records.model import Entity, Event, Fault, Record, Relation, Span

DEEPEST = 100
"""How deep lists and objects of a record may be nested; far deeper ones exhaust the stack, which is no verdict."""

# XML 1.0 (fifth edition, production 2) cannot hold these, so no text in any format may.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_ROLES: dict[type, tuple[str, ...]] = {
    Event: ("participants", "host", "objects", "place", "facility", "attributedTo"),
    Relation: ("subject", "object", "attributedTo"),
}
_POINTS = {part: attrgetter(*roles) for part, roles in _ROLES.items()}
SPANS = {"entities": "mentions", "events": "evidence", "relations": "evidence"}
"""Where each part of a record keeps its stretches of text."""


def forbidden_text(value: object, pointer: str = "") -> str | None:
    """Find the first text, keys included, with a character that XML 1.0 forbids; give its JSON pointer.

    >>> forbidden_text({"a": ["fine", "bell \\x07"]})
    '/a/1'
    """
    if isinstance(value, str):
        return pointer if _FORBIDDEN.search(value) else None
    for key, item in _members(value):
        step = f"{pointer}/{escape_step(key)}"
        found = step if _FORBIDDEN.search(key) else forbidden_text(item, step)
        if found is not None:
            return found
    return None


def too_deep(value: object) -> bool:
    """Tell whether lists and objects are nested deeper than any honest record nests them."""
    level = [value]
    for _ in range(DEEPEST):
        level = [item for one in level for _, item in _members(one)]
        if not level:
            return False
    return True


def escape_step(key: str) -> str:
    """Write a key as a step of a JSON pointer (RFC 6901, section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


def _members(value: object) -> Iterable[tuple[str, Any]]:
    if isinstance(value, dict):
        return value.items()
    if isinstance(value, list):
        return ((str(index), item) for index, item in enumerate(value))
    return ()


def is_sound(record: Record) -> bool:
    """Whether :func:`record_faults` surely finds nothing: the quick way, which most records go."""
    document, ids = record.document, {entity.id for entity in record.entities}
    if not document.id.strip() or parse_day(document.published) is None:
        return False
    if len(ids) < len(record.entities) or "" in ids:
        return False
    if not all(_are_sound(reports, ids) for reports in (record.events, record.relations)):
        return False
    spans = chain.from_iterable(
        [
            *[entity.mentions for entity in record.entities],
            *[event.evidence for event in record.events],
            *[relation.evidence for relation in record.relations],
        ]
    )
    return _spans_are_sound(spans, document.text)


def _are_sound(reports: Sequence[Event] | Sequence[Relation], ids: set[str]) -> bool:
    own: set[str] = set()
    for report in reports:
        for found in _POINTS[type(report)](report):
            if found and not (found in ids if type(found) is str else ids.issuperset(found)):
                return False
        if isinstance(report, Relation) and not report.subject:
            return False
        own.add(report.id)
    return len(own) == len(reports) and "" not in own


def _spans_are_sound(spans: Iterable[Span], text: str | None) -> bool:
    if text is None:
        return not any(_span_reason(span, text) for span in spans)
    length = len(text)
    for span in spans:
        start, end = span.start, span.end
        if not 0 <= start <= end <= length or (span.text is not None and text[start:end] != span.text):
            return False
    return True


def record_faults(record: Record) -> Iterator[Fault]:
    """Yield every fault that makes the record unreadable as a whole."""
    if not record.document.id.strip():
        yield Fault("/document/id", "empty-id", "a document needs an id")
    if parse_day(record.document.published) is None:
        reason = f"the dateline must be a day as YYYY-MM-DD, not {record.document.published[:40]!r}"
        yield Fault("/document/published", "bad-date", reason)
    ids = frozenset(entity.id for entity in record.entities)
    text = record.document.text
    for collection in ("entities", "events", "relations"):
        seen: set[str] = set()
        for index, part in enumerate(getattr(record, collection)):
            pointer = f"/{collection}/{index}"
            if part.id in seen or not part.id:
                yield Fault(
                    f"{pointer}/id", "duplicate-id", f"the id {part.id!r} is empty or used twice in {collection}"
                )
            seen.add(part.id)
            yield from _dangling(part, ids, pointer)
            spans = getattr(part, SPANS[collection])
            yield from _bad_spans(spans, text, f"{pointer}/{SPANS[collection]}") if spans else ()


def references(part: Entity | Event | Relation) -> Iterator[tuple[str, str]]:
    """Yield the entity ids that a part points to through the contract's own roles, each with its place in the part."""
    for role in _ROLES.get(type(part), ()):
        found = getattr(part, role)
        if isinstance(found, list):
            yield from ((f"{role}/{index}", id) for index, id in enumerate(found))
        elif found or role == "subject":  # elsewhere a blank says nothing
            yield role, found


def _dangling(part: Entity | Event | Relation, ids: frozenset[str], pointer: str) -> Iterator[Fault]:
    for place, id in references(part):
        if id not in ids:
            yield Fault(f"{pointer}/{place}", "dangling-id", f"no entity has the id {id[:80]!r}")


def _bad_spans(spans: list[Span], text: str | None, pointer: str) -> Iterator[Fault]:
    for index, span in enumerate(spans):
        if reason := _span_reason(span, text):
            yield Fault(f"{pointer}/{index}", "bad-span", reason)


def _span_reason(span: Span, text: str | None) -> str | None:
    if not 0 <= span.start <= span.end:
        return f"offsets {span.start} to {span.end} are no stretch of text"
    if text is None or (span.text is None and span.end <= len(text)):
        return None
    found = text[span.start : span.end]
    if span.end > len(text) or found != span.text:
        return f"the document has {found[:60]!r} at {span.start} to {span.end}, not {(span.text or '')[:60]!r}"
    return None
