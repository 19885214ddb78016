"""What is written of a link, and that nothing moves when one is added or taken away."""

import json
from typing import Any

import pytest

from kg.mapping import Settings, map_record
from kg.records import read_record
from kg.terms import Triple
from tests.stories import mapping

V = "https://w3id.org/visits-kg#"
LINK = {"outcome": "linked", "method": "index", "score": 0.93, "index": "a" * 64, "date": "2024-03-01", "reason": "key"}


def triples(link: Any = None, item: str | None = "Q42", settings: Settings | None = None) -> list[Triple]:
    entity = {"id": "a", "type": "Person", "name": "Ada Quill", "wikidata": item, **({"link": link} if link else {})}
    value = {"document": {"id": "d", "published": "2024-03-05"}, "entities": [entity]}
    record = read_record(json.dumps(value).encode())
    mapped = map_record(record, mapping(), settings)
    assert not mapped.faults
    assert not mapped.ignored
    return list(mapped.triples())


def test_a_link_is_a_node_with_all_that_is_known_of_it() -> None:
    node = "<https://example.org/visits/link/d:a>"
    assert {(predicate, value) for subject, predicate, value in triples(LINK) if subject == node} == {
        ("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{V}Link>"),
        (f"<{V}linkOf>", "<https://example.org/visits/item/Q42>"),
        (f"<{V}linkedItem>", "<http://www.wikidata.org/entity/Q42>"),
        (f"<{V}unlinked>", "<https://example.org/visits/person/ada_quill>"),
        (f"<{V}confidence>", '"0.93"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (f"<{V}linkMethod>", '"index"'),
        (f"<{V}indexDate>", '"2024-03-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        (f"<{V}indexHash>", f'"{"a" * 64}"'),
        (f"<{V}document>", "<https://example.org/visits/document/d>"),
    }


@pytest.mark.parametrize(
    ("link", "item"),
    [(None, "Q42"), (None, None), ({**LINK, "outcome": "ambiguous"}, None), ({"outcome": "nil"}, None), ("odd", "Q42")],
)
def test_without_a_link_there_is_no_node(link: Any, item: str | None) -> None:
    assert not [one for one in triples(link, item) if "/link/" in one[0]]


def test_an_unknown_date_is_not_written() -> None:
    assert not [one for one in triples({**LINK, "date": ""}) if one[1] == f"<{V}indexDate>"]


@pytest.mark.parametrize(
    ("setting", "term"),
    [
        (Settings(same_as=True), "<http://www.w3.org/2002/07/owl#sameAs>"),
        (Settings(skos=True), "<http://www.w3.org/2004/02/skos/core#exactMatch>"),
    ],
)
def test_equivalence_is_said_only_when_asked_for(setting: Settings, term: str) -> None:
    assert term not in {one[1] for one in triples(LINK)}
    wanted = ("<https://example.org/visits/item/Q42>", term, "<http://www.wikidata.org/entity/Q42>")
    assert wanted in triples(LINK, settings=setting)
    assert term not in {one[1] for one in triples(LINK, None, setting)}
