"""The stories of ``examples/`` and their golden graphs."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from kg.mapping import MappedDocument, Mapping, map_record, read_mapping
from kg.ontology import Ontology, read_ontology
from kg.profile import find_profile
from kg.records import read_record
from kg.serialization import format_named, read_quads
from kg.terms import Triple, iri

EXAMPLES = Path(__file__).parents[1] / "examples"
GOLDEN = Path(__file__).parent / "golden"
STORIES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
BASE = "https://example.org/visits/"


@cache
def ontology() -> Ontology:
    return read_ontology(find_profile().ontology)


@cache
def mapping() -> Mapping:
    return read_mapping(find_profile().mapping, ontology())


@cache
def record(story: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"{story}.json").read_bytes())
    return found


def mapped(story: str) -> MappedDocument:
    return map_record(read_record((EXAMPLES / f"{story}.json").read_bytes()), mapping())


@cache
def golden(story: str) -> tuple[Triple, ...]:
    path = GOLDEN / f"{story}.ttl"
    return tuple(triple for triple, _ in read_quads(path.read_bytes(), format_named("turtle"), where=str(path)))


@cache
def golden_quads() -> tuple[tuple[Triple, str], ...]:
    """Give the golden graphs of all stories, each as the named graph of its document."""
    return tuple((triple, iri(f"{BASE}graph/{story}")) for story in STORIES for triple in golden(story))
