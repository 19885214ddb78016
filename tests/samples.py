"""Records of our own words, changed at one place, and the profiles that tests map them with."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from kg.mapping import MappedDocument, Mapping, Settings, map_record, read_mapping
from kg.ontology import read_ontology
from kg.profile import Profile, find_profile
from kg.records import Record, read_record

PORTS = Path(__file__).parent / "profiles" / "port-calls"
LOG = PORTS / "log.jsonl"
TRAVELS = Path(__file__).parents[2] / "shared" / "travels" / "records.jsonl.gz"

TEXT = "\U0001f6eb Ada Quill, the envoy, met Bo Reed at Ostrava Works, her aide said. \U0001f600"
GONE = object()
"""Set at a place, it takes the place away."""


def span(text: str, start: int = 0) -> dict[str, Any]:
    """Give the stretch of the text, found from a code point on."""
    found = TEXT.index(text, start)
    return {"start": found, "end": found + len(text), "text": text}


RECORD: dict[str, Any] = {
    "document": {
        "id": "d1",
        "published": "2024-03-05",
        "title": "An envoy in Ostrava",
        "url": "https://news.example/1",
        "publisher": "Example News",
        "authors": ["Cy Lund"],
        "language": "en",
        "license": "CC0-1.0",
        "retrieved": "2024-03-06T08:00:00Z",
        "text": TEXT,
    },
    "extractor": {"name": "by-hand", "version": "1"},
    "entities": [
        {
            "id": "a",
            "type": "Person",
            "name": "Ada Quill",
            "aliases": ["A. Quill"],
            "wikidata": "Q1",
            "score": 0.5,
            "attributes": {"birthDate": "1970-05"},
            "mentions": [span("Ada Quill")],
        },
        {"id": "b", "type": "Person", "name": "Bo Reed", "mentions": [span("Bo Reed")]},
        {"id": "o", "type": "Place", "name": "Ostrava", "attributes": {"kind": "city"}},
        {"id": "c", "type": "Place", "name": "Czechia", "attributes": {"kind": "country"}},
        {"id": "w", "type": "Facility", "name": "Ostrava Works", "attributes": {"kind": "plant"}},
    ],
    "events": [
        {
            "id": "m",
            "type": "Meeting",
            "participants": ["a", "b"],
            "host": ["b"],
            "place": "o",
            "facility": "w",
            "objects": [],
            "date": "2024-03-04",
            "modality": "happened",
            "attributedTo": "b",
            "attributedText": "her aide",
            "score": 0.75,
            "evidence": [span(TEXT[2:])],
        },
        {
            "id": "v",
            "type": "Visit",
            "participants": ["a"],
            "place": "o",
            "date": "2024-03",
            "modality": "happened",
            "evidence": [span("Ada Quill")],
        },
    ],
    "relations": [
        {"id": "h", "type": "holdsRole", "subject": "a", "label": "envoy", "evidence": [span("the envoy")]},
        {"id": "l", "type": "locatedIn", "subject": "w", "object": "o"},
        {"id": "k", "type": "locatedIn", "subject": "o", "object": "c"},
    ],
}


def changed(*changes: tuple[str, Any]) -> dict[str, Any]:
    """Give the record with other values at some JSON pointers; ``-`` as the last step adds to a list."""
    record = copy.deepcopy(RECORD)
    for pointer, value in changes:
        *path, last = pointer.split("/")[1:]
        at: Any = record
        for step in path:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if last == "-":
            at.append(value)
        elif value is GONE:
            del at[int(last) if isinstance(at, list) else last]
        else:
            at[int(last) if isinstance(at, list) else last] = value
    return record


def encoded(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")


def read(record: dict[str, Any]) -> Record:
    return read_record(encoded(record))


def profile(folder: Path | None = None) -> Profile:
    return find_profile(folder)


@cache
def mapping(folder: Path | None = None) -> Mapping:
    found = find_profile(folder)
    return read_mapping(found.mapping, read_ontology(found.ontology))


def mapped(record: dict[str, Any], settings: Settings | None = None) -> MappedDocument:
    """Map a record with the profile that ships with the package."""
    return map_record(read(record), mapping(), settings)
