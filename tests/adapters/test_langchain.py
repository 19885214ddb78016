"""LangChain, by the JSON that ``GraphDocument.model_dump_json()`` of langchain-community 0.4.2 wrote."""

from dataclasses import replace
from typing import Any

import pytest

from kg.adapters.assembly import Assembly
from kg.adapters.langchain import ADAPTER
from tests.adapters.reading import STORY, made, names, told

FIRST = "\U0001f6eb Ada Quill, the envoy, met Bo Reed at Ostrava Works on Monday."
SAID = {"modality": "hedged", "quotes": [FIRST]}


def node(id: str, type: str, **properties: Any) -> dict[str, Any]:
    return {"id": id, "type": type, "properties": properties}


ADA, BO = node("Ada Quill", "Person", role="envoy"), node("Bo Reed", "Person", wikidata="Q99999900001")
WORKS, TALKS = node("Ostrava Works", "Facility"), node("the talks", "Meeting", date="2024-03-04", mood="sober")
ABOUT = {"title": "A Dam", "url": "https://news.example/1"}
SOURCE = {"id": None, "metadata": {"source": "https://news.example/1", "title": "A Dam"}, "page_content": STORY,
          "type": "Document"}  # fmt: skip


def relationship(source: dict[str, Any], type: str, target: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"source": source, "target": target, "type": type, "properties": properties}


def graph(nodes: list[Any], *relationships: Any, **more: Any) -> dict[str, Any]:
    return {"nodes": nodes, "relationships": list(relationships), "source": SOURCE, **more}


def test_nodes_and_relationships_become_entities_and_events(assembly: Assembly) -> None:
    value = graph(
        [ADA, BO],
        relationship(ADA, "MET_WITH", BO, date="2024-03-04", mood="x", n=1),
        relationship(ADA, "VISITED", WORKS),
    )
    (record,), left, faults = made(ADAPTER, assembly, value)
    assert not faults
    assert record["document"] == {
        "id": "x",
        "published": "2024-03-05",
        **ABOUT,
        "text": STORY,
    }
    assert names(record) == {"Ada Quill": "Person", "Bo Reed": "Person", "Ostrava Works": "Facility"}
    assert record["entities"][1]["wikidata"] == "Q99999900001"
    assert record["entities"][0]["attributes"] == {"role": "envoy"}
    assert told(record, "events") == [
        {
            "type": "Meeting",
            "participants": ["Ada Quill", "Bo Reed"],
            "date": "2024-03-04",
            "modality": "hedged",
            "quotes": [FIRST],
        },
        {
            "type": "Visit",
            "participants": ["Ada Quill"],
            "facility": "Ostrava Works",
            "modality": "hedged",
            "quotes": [FIRST],
        },
    ]
    assert left["'mood' of 'MET_WITH'"] == 1
    assert left["property of a relationship"] == 1


def test_an_event_that_is_a_node_becomes_one(assembly: Assembly) -> None:
    taken = relationship(ADA, "PARTICIPATED_IN", TALKS), relationship(BO, "ATTENDED", TALKS)
    more = relationship(TALKS, "HELD_AT", WORKS), relationship(TALKS, "FEATURED", ADA)
    value = graph([ADA, BO, WORKS, TALKS], *taken, *more)
    (record,), left, _ = made(ADAPTER, assembly, value)
    assert told(record, "events") == [
        {"type": "Meeting", "participants": ["Ada Quill", "Bo Reed"], "facility": "Ostrava Works", "date": "2024-03-04",
         "modality": "hedged", "quotes": [FIRST]},
    ]  # fmt: skip
    assert "the talks" not in names(record)
    assert left["'FEATURED' of 'Meeting'"] == 1
    assert left["'mood' of 'Meeting'"] == 1


def test_a_name_that_is_not_in_the_text_is_kept_and_counted(assembly: Assembly) -> None:
    value = graph([ADA, node("n1", "Person", name="Bo Reed"), node("Cy Lund", "Person")])
    (record,), left, _ = made(ADAPTER, assembly, value)
    assert [(one["name"], len(one.get("mentions", []))) for one in record["entities"]] == [
        ("Ada Quill", 1), ("Bo Reed", 1), ("Cy Lund", 0)]  # fmt: skip
    assert left == {"name that is not in the text": 1}


def test_what_no_sentence_says_is_no_fact(assembly: Assembly) -> None:
    kingsby = node("Kingsby", "City")
    value = graph([ADA, kingsby], relationship(ADA, "VISITED", kingsby), relationship(ADA, "LEADER_OF", kingsby))
    (record,), left, _ = made(ADAPTER, replace(assembly, modality="happened"), value)
    for kind in ("events", "relations"):
        assert told(record, kind)[0]["quotes"] == []
        assert told(record, kind)[0]["modality"] == "hedged"
        assert left[f"{kind[:-1]} taken for hedged, as no sentence is found that says so"] == 1


def test_a_relation_holds_an_end_by_its_type(assembly: Assembly) -> None:
    value = graph(
        [WORKS],
        relationship(WORKS, "LOCATED_IN", node("Kingsby", "City")),
        relationship(ADA, "PRESIDENT_OF", node("Arden", "Country")),
    )
    (record,), _, _ = made(ADAPTER, assembly, value)
    within, office = told(record, "relations")
    assert (within["type"], within["subject"], within["object"]) == ("locatedIn", "Ostrava Works", "Kingsby")
    assert (office["type"], office["label"], office["object"]) == ("holdsRole", "President", "Arden")
    assert {one["name"]: one.get("attributes") for one in record["entities"]}["Arden"] == {"kind": "country"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"nodes": [ADA]}, "relationships"),
        (graph([{"type": "Person"}]), "nodes[0]"),
        (graph([ADA], {"source": "Ada Quill", "target": "Bo Reed", "type": "MET"}), "relationships[0].source"),
        ({"lc": 1, "type": "not_implemented", "id": ["GraphDocument"], "repr": "…"}, "model_dump_json"),
        ([], "not of this format"),
        (None, "not of this format"),
    ],
)
def test_what_is_no_graph_is_rejected(assembly: Assembly, value: object, words: str) -> None:
    records, _, (fault,) = made(ADAPTER, assembly, [graph([ADA]), value])
    assert len(records) == 1
    assert words in fault and "x-2" in fault
