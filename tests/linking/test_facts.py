"""Codes and positions that come along with a link."""

import json
from typing import Any

import msgspec
import pytest

from kg.linking.facts import facts_of, own_attributes, with_facts
from kg.linking.index import Index, Item
from kg.linking.linker import Linker
from kg.linking.records import link_raw, linked
from kg.records import read_record
from tests.linking.world import ARDEN, KESTREL, PORT

ALL = ["icao", "iata", "latitude", "longitude"]
FACTS = {"icao": "XXOM", "iata": "XOM", "latitude": 61.5, "longitude": -20.25}


def port(index: Index) -> Item:
    found = index.item(int(PORT[1:]))
    assert found is not None
    return found


def test_what_is_wanted_and_well_formed_is_given(index: Index) -> None:
    item = port(index)
    assert facts_of(item, ALL) == FACTS
    assert facts_of(item, ["iata"]) == {"iata": "XOM"}


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"icao": "xxom"}, {"iata", "latitude", "longitude"}),
        ({"icao": None}, {"iata", "latitude", "longitude"}),
        ({"iata": "XO"}, {"icao", "latitude", "longitude"}),
        ({"latitude": 91.0}, {"icao", "iata"}),
        ({"longitude": None}, {"icao", "iata"}),
        ({"longitude": -181.0}, {"icao", "iata"}),
    ],
)
def test_what_is_not_well_formed_is_left_out(index: Index, change: dict[str, Any], left: set[str]) -> None:
    assert facts_of(port(index)._replace(**change), ALL).keys() == left


@pytest.mark.parametrize(
    ("own", "after"),
    [
        ({}, FACTS),
        ({"icao": "ABCD"}, {**FACTS, "icao": "ABCD"}),
        ({"latitude": 1.0}, {"icao": "XXOM", "iata": "XOM", "latitude": 1.0}),
        ({"kind": "airport", **FACTS}, {"kind": "airport", **FACTS}),
    ],
)
def test_what_the_document_says_is_never_overwritten_nor_half_a_position_completed(
    own: dict[str, Any], after: dict[str, Any]
) -> None:
    assert with_facts(own, FACTS) == after


@pytest.mark.parametrize("link", [None, {}, "x", {"facts": "icao"}, {"facts": [["icao"]]}])
def test_what_is_no_earlier_link_takes_nothing_away(link: object) -> None:
    assert own_attributes({"icao": "ABCD"}, link) == {"icao": "ABCD"}


def record(**port: Any) -> dict[str, Any]:
    entities = [
        {"id": "p", "type": "Facility", "name": "Ostmark airport", **port},
        {"id": "c", "type": "Place", "name": "Arden"},
        {"id": "k", "type": "Person", "name": "Kestrel Jon Ott"},
    ]
    return {"document": {"id": "d", "published": "2024-03-05"}, "entities": entities}


def test_they_come_into_the_record_with_their_names_and_again_if_it_is_linked_again(linker: Linker) -> None:
    raw = record(attributes={"kind": "airport", "iata": "ZZZ"})
    read = read_record(msgspec.json.encode(raw))
    first = link_raw(raw, linker.decisions(read))
    port, country, person = first["entities"]
    assert (port["wikidata"], country["wikidata"], person["wikidata"]) == (PORT, ARDEN, KESTREL)
    assert port["attributes"] == {"kind": "airport", **FACTS, "iata": "ZZZ"}
    assert port["link"]["facts"] == ["icao", "latitude", "longitude"]
    assert "attributes" not in person and "facts" not in person["link"]
    again = read_record(json.dumps(first).encode())
    assert link_raw(first, linker.decisions(again)) == first
    typed = linked(again, linker.decisions(again)).entities[0]
    assert (typed.attributes, typed.extra["link"]["facts"]) == (port["attributes"], port["link"]["facts"])


def test_they_go_with_the_link_that_brought_them(linker: Linker) -> None:
    raw = record()
    first = link_raw(raw, linker.decisions(read_record(msgspec.json.encode(raw))))
    first["entities"][0]["name"] = "Nowhere"
    second = link_raw(first, linker.decisions(read_record(msgspec.json.encode(first))))
    assert second["entities"][0]["wikidata"] is None
    assert second["entities"][0]["attributes"] == {}
