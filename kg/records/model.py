"""The extraction record, version 1, as types: one document with its entities, events and relations.

Keys that the contract does not name are kept under ``extra``, so that a mapping may use them and a manifest count them.
"""

from typing import Any

import msgspec


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of ``Document.text``: offsets in Unicode code points, the end exclusive."""

    start: int
    end: int
    text: str | None = None


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The news item: ``id`` and ``published`` (the dateline, an ISO day) are required."""

    id: str
    published: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    authors: list[str] = []
    language: str | None = None
    license: str | None = None
    retrieved: str | None = None
    text: str | None = None
    extra: dict[str, Any] = {}


class Extractor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What took the facts from the text."""

    name: str
    version: str | None = None


class Entity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A thing the document names. ``wikidata`` is an item such as ``Q56226``, or None."""

    id: str
    type: str
    name: str
    aliases: list[str] = []
    wikidata: str | None = None
    score: float | None = None
    attributes: dict[str, Any] = {}
    mentions: list[Span] = []
    extra: dict[str, Any] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What events and relations have in common; ``date`` is EDTF, ``attributedTo`` an entity id."""

    id: str
    type: str
    label: str | None = None
    date: str | None = None
    modality: str | None = None
    attributedTo: str | None = None
    attributedText: str | None = None
    score: float | None = None
    evidence: list[Span] = []
    extra: dict[str, Any] = {}


class Event(Report, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the document says of an event. Roles hold entity ids."""

    participants: list[str] = []
    host: list[str] = []
    place: str | None = None
    facility: str | None = None
    objects: list[str] = []


class Relation(Report, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the document says of a relation between two entities. An absent modality means that it holds."""

    subject: str
    object: str | None = None


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One document and what was extracted from it."""

    document: Document
    extractor: Extractor | None = None
    entities: list[Entity] = []
    events: list[Event] = []
    relations: list[Relation] = []
    extra: dict[str, Any] = {}


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a record or a part of it.

    :param pointer: the place in the record, a JSON pointer (RFC 6901); empty for the whole.
    :param code: the kind of fault, one word for machines.
    :param reason: the same for people.
    :param shape: the SHACL shape that was violated, if it was one.
    """

    pointer: str
    code: str
    reason: str
    shape: str | None = None
