"""The Python face: what a notebook does."""

from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic

import kg
from kg.queries import Table
from tests.cli.test_cli import PORTS, RECORD

BASE = "https://example.org/visits/"
V = "https://w3id.org/visits-kg#"


def test_records_become_a_dataset_with_a_graph_for_each_document() -> None:
    second = {**RECORD, "document": {"id": "d2", "published": "2024-03-06"}}
    done = kg.export([RECORD, second])
    assert {str(graph.identifier) for graph in done.graph.graphs() if len(graph)} == {
        BASE + "graph/d1",
        BASE + "graph/d2",
    }
    assert (URIRef(BASE + "event/d1:v"), None, URIRef(V + "Visit")) in done.graph
    assert done.counts.exported == 2
    assert done.rejections == []


def test_what_is_rejected_is_told_and_nothing_raised() -> None:
    bad = {**RECORD, "events": [{"id": "v", "type": "Visit", "participants": ["nobody"], "modality": "happened"}]}
    done = kg.export([bad, RECORD])
    assert [(one.code, one.pointer) for one in done.rejections] == [("dangling-id", "/events/0/participants/0")]
    assert done.counts.exported == 1


def test_a_dataset_is_judged_and_asked() -> None:
    done = kg.export([RECORD])
    reports = kg.validate(done.graph)
    assert {scope: report.conforms for scope, report in reports.items()} == {"document": True, "corpus": True}
    answer = kg.query(done.graph, "itinerary", person="Ada Quill")
    assert isinstance(answer, Table)
    assert any('"Ostrava"' in row for row in answer.rows)
    assert [row["place"] for row in answer.texts()] == ["Ostrava"]


def test_a_graph_is_asked_like_a_dataset() -> None:
    done = kg.export([RECORD])
    plain = union(done.graph)
    assert kg.query(plain, "itinerary") == kg.query(done.graph, "itinerary")


@pytest.mark.parametrize("suffix", ["trig", "nq", "ttl", "jsonld", "rdf"])
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str) -> None:
    done = kg.export([RECORD])
    path = tmp_path / f"graph.{suffix}"
    names = {"nq": "nquads", "ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
    done.graph.serialize(path, format=names.get(suffix, suffix))
    found = kg.read_graph(path)
    assert isinstance(found, Dataset) == (suffix in ("trig", "nq", "jsonld"))
    assert isomorphic(union(found), union(done.graph))


def test_a_profile_of_another_domain() -> None:
    done = kg.export(PORTS / "log.jsonl", profile=PORTS)
    assert [one.pointer for one in done.rejections] == ["/events/2"]
    answer = kg.query(done.graph, "calls", profile=PORTS, port="Tallinn")
    assert isinstance(answer, Table)
    assert [row[:2] for row in answer.rows] == [('"Amber Gull"', '"Tallinn"')]


def test_a_record_object_is_exported_like_its_json() -> None:
    path = PORTS / "log.jsonl"
    done = kg.export([kg.read_record(path.read_bytes())], profile=PORTS)
    assert isomorphic(union(done.graph), union(kg.export(path, profile=PORTS).graph))
    assert [(one.line, one.pointer) for one in done.rejections] == [(1, "/events/2")]


def union(graph: Graph) -> Graph:
    found = Graph()
    for triple in graph.triples((None, None, None)):
        found.add(triple)
    return found


def test_settings_and_strictness() -> None:
    own = kg.export([RECORD], settings=kg.Settings(base="https://data.example/", by_name=False, max_quote=5))
    texts = {str(value) for value in own.graph.objects(None, URIRef(V + "quote"))}
    assert texts == {"Ada Q"}
    assert (URIRef("https://data.example/entity/d1:a"), None, None) in own.graph
    assert kg.export(PORTS / "log.jsonl", profile=PORTS, strict=True).counts.exported == 0


def test_an_unknown_name_is_no_part_of_the_package() -> None:
    with pytest.raises(AttributeError, match="no attribute 'frobnicate'"):
        kg.frobnicate  # noqa: B018
