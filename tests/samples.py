"""Records of our own words, changed at one place, and the profiles that tests map them with."""

import copy
import io
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from kg.mapping import MappedDocument, Mapping, Settings, map_record, read_mapping
from kg.ontology import read_ontology
from kg.pipeline import Counts, Plan, Target, export_files
from kg.profile import find_profile
from kg.records import Record, Sources, read_record
from kg.serialization import format_named, format_of, packed, read_quads
from kg.terms import Triple

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
        {"id": "l", "type": "locatedIn", "subject": "w", "object": "o", "evidence": [span("Ostrava Works")]},
        {"id": "k", "type": "locatedIn", "subject": "o", "object": "c", "evidence": [span("Ostrava")]},
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


def compressed(data: bytes, name: str) -> bytes:
    """Compress as the end of a name asks, ``.gz`` or ``.zst``; no end, and nothing is done."""
    out = io.BytesIO()
    stream = packed(out, f"a{name}")
    stream.write(data)
    if stream is not out:
        stream.close()
    return out.getvalue()


def read(record: dict[str, Any]) -> Record:
    return read_record(encoded(record))


@cache
def mapping(folder: Path | None = None) -> Mapping:
    found = find_profile(folder)
    return read_mapping(found.mapping, read_ontology(found.ontology))


def mapped(record: dict[str, Any], settings: Settings | None = None) -> MappedDocument:
    """Map a record with the profile that ships with the package."""
    return map_record(read(record), mapping(), settings)


def ports(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Copy the profile of port calls to a folder, with other text at some places of its files."""
    shutil.copytree(PORTS, folder)
    for name, old, new in changes:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))
    return folder


def log(*changes: tuple[str, str], number: int = 7) -> dict[str, Any]:
    """Give the log of a port that the profile ships with, with other text at some places."""
    text = LOG.read_text().replace("log-7", f"log-{number}")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    found: dict[str, Any] = json.loads(text)
    return found


def lines(*records: object) -> bytes:
    return b"".join(encoded(record) + b"\n" for record in records)


def export_to(
    out: Path,
    *inputs: Path,
    folder: Path | None = PORTS,
    form: str | None = None,
    strict: bool = False,
    validate_every: int = 1,
    in_order: bool = False,
    stdin: bytes = b"",
) -> Counts:
    """Export files to a file, and what goes beside it."""
    return export_files(
        Sources([str(each) for each in inputs] or ["-"], io.BytesIO(stdin)),
        Target.beside(out, format_named(form) if form else format_of(out), in_order=in_order),
        Plan(find_profile(folder), Settings(), strict=strict, validate_every=validate_every),
        version="0",
        progress=lambda counts: None,
    )


def rejections(out: Path) -> list[dict[str, Any]]:
    path = out.with_name(out.name + ".rejections.jsonl")
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def quads(out: Path) -> set[tuple[Triple, str]]:
    with out.open("rb") as file:
        return set(read_quads(file, format_of(out)))
