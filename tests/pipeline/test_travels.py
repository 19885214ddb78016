"""A real corpus, counted twice: from the records as they are, and from the graph that was made of them."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kg.pipeline import Counts
from kg.serialization import format_named, read_quads
from kg.terms import RDF_TYPE
from tests.samples import TRAVELS, export_to

pytestmark = pytest.mark.skipif(not TRAVELS.is_file(), reason="the corpus of travels is not beside this checkout")

V = "https://w3id.org/visits-kg#"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
COUNTRY = "<https://w3id.org/visits-kg/kind#country>"

Visit = tuple[str, str, str]
"""Person, year and country, as plain texts."""
Things = dict[str, dict[str, list[str]]]
"""The subjects of one document's graph, with their properties and values."""


class Run(NamedTuple):
    counts: Counts
    graphs: dict[str, Things]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    out = tmp_path_factory.mktemp("travels") / "travels.nq"
    counts = export_to(out, TRAVELS, folder=None)
    assert not Path(f"{out}.rejections.jsonl").exists()
    return Run(counts, read_graphs(out))


def read_graphs(out: Path) -> dict[str, Things]:
    graphs: defaultdict[str, Things] = defaultdict(dict)
    with out.open("rb") as file:
        for (subject, predicate, value), graph in read_quads(file, format_named("nquads")):
            graphs[graph].setdefault(subject, {}).setdefault(predicate, []).append(value)
    return graphs


def records() -> Iterator[dict[str, Any]]:
    with gzip.open(TRAVELS) as file:
        yield from map(json.loads, file)


def text(literal: str) -> str:
    (value,) = json.loads(f"[{literal.partition('^^')[0]}]")
    return str(value)


def visit_in_record(record: dict[str, Any]) -> Iterator[Visit]:
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    countries = {e["id"] for e in record["entities"] if e.get("attributes", {}).get("kind") == "country"}
    within = {r["subject"]: r["object"] for r in record["relations"] if r["type"] == "locatedIn"}
    for event in record["events"]:
        place = event["place"]
        country = place if place in countries else within[place]
        assert country in countries
        for person in event["participants"]:
            yield names[person], event["date"][:4], names[country]


def visits_in_graph(things: Things) -> Iterator[Visit]:
    def values(thing: str, name: str) -> list[str]:
        return things[thing].get(f"<{V}{name}>", [])

    for thing, properties in things.items():
        if f"<{V}Visit>" in properties[RDF_TYPE]:
            (place,), (day,) = values(thing, "place"), values(thing, "earliest")
            (country,) = [one for one in (place, *values(place, "locatedIn")) if COUNTRY in values(one, "kind")]
            for person in values(thing, "participant"):
                for who in things[person][LABEL]:
                    for where in things[country][LABEL]:
                        yield text(who), text(day)[:4], text(where)


def test_all_go_in_and_come_out(run: Run) -> None:
    counts = run.counts
    assert (counts.read, counts.exported, counts.rejected) == (4271, 4271, 0)
    assert (counts.parts["events"], counts.parts_rejected, counts.reasons) == (4271, 0, {})
    visits = [one for things in run.graphs.values() for one in things.values() if f"<{V}Visit>" in one[RDF_TYPE]]
    assert len(visits) == len(run.graphs) == 4271
    assert counts.triples == sum(
        len(values) for things in run.graphs.values() for one in things.values() for values in one.values()
    )


def test_visits_by_person_year_and_country_are_those_of_the_records(run: Run) -> None:
    expected = Counter(visit for record in records() for visit in visit_in_record(record))
    found = Counter(visit for things in run.graphs.values() for visit in visits_in_graph(things))
    assert found == expected
    assert expected.total() == 4271


def test_no_two_places_of_different_countries_are_one_thing(run: Run) -> None:
    countries: defaultdict[str, set[str]] = defaultdict(set)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for things in run.graphs.values():
        for thing, properties in things.items():
            if f"<{V}Place>" in properties[RDF_TYPE]:
                countries[thing].update(properties.get(f"<{V}locatedIn>", []))
                names[text(properties[LABEL][0])].add(thing)
    assert [thing for thing, found in countries.items() if len(found) > 1] == []
    # the rule is put to the test: some names stand for places of several countries
    assert len(names["Kingston"]) > 1
