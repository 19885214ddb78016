"""Every query has its expected answer on the golden graph, however the graph is laid out in a store."""

import csv
import random
from collections.abc import Iterable, Sequence
from typing import cast

import pytest
from pyoxigraph import RdfFormat, Store, parse
from rdflib import Graph
from rdflib.term import Identifier

from kg.queries import Answer, Table, Triples, bind, entity_resolver, load_quads, run, written
from kg.queries.results import Row, lexical
from kg.serialization import format_named, read_quads
from kg.terms import RDF_TYPE, Triple, iri
from kg.validation.nodes import term_of
from tests.queries.cases import CASES, EXPECTED, LIBRARY, ask, query_of
from tests.stories import BASE, golden_quads

V = "https://w3id.org/visits-kg#"
PAIR = ("osric_vane", "ilka_torvald")


@pytest.fixture(scope="module")
def store() -> Store:
    return load_quads(golden_quads())


def same(answer: Answer, case: str) -> None:
    if isinstance(answer, Triples):
        path = EXPECTED / f"{case}.ttl"
        wanted = {triple for triple, _ in read_quads(path.read_bytes(), format_named("turtle"), where=str(path))}
        assert set(answer.triples) == wanted
    else:
        lines = list(csv.reader(written(answer, "csv").splitlines()))
        assert lines == list(csv.reader((EXPECTED / f"{case}.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("case", CASES)
def test_a_query_gives_its_expected_answer(store: Store, case: str) -> None:
    same(ask(store, case), case)


@pytest.mark.parametrize("case", CASES)
def test_the_order_in_which_a_graph_was_loaded_changes_nothing(case: str) -> None:
    quads = list(golden_quads())
    random.Random(case).shuffle(quads)
    same(ask(load_quads(quads), case), case)


class Unmerged:
    """A store that counts a triple once for each graph that has it, as some endpoints do."""

    def __init__(self) -> None:
        lines = "".join(f"{' '.join(triple)} {graph} .\n" for triple, graph in golden_quads())
        self._store = Store()
        self._store.extend(parse(lines.encode(), RdfFormat.N_QUADS))

    def query(self, text: str) -> object:
        return self._store.query(text, use_default_graph_as_union=True)


@pytest.fixture(scope="module")
def unmerged() -> Store:
    return cast(Store, Unmerged())


@pytest.mark.parametrize("case", CASES)
def test_no_query_counts_a_triple_twice_that_two_graphs_have(unmerged: Store, case: str) -> None:
    same(ask(unmerged, case), case)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(data="".join(f"{' '.join(triple)} .\n" for triple, _ in golden_quads()), format="nt")


@pytest.mark.parametrize("case", CASES)
def test_another_engine_gives_the_same_answer(store: Store, graph: Graph, case: str) -> None:
    text = bind(query_of(case), CASES[case], entity_resolver(lambda text: run(store, text)))
    found, answer = list(cast(Iterable[Sequence[Identifier | None]], graph.query(text))), ask(store, case)
    if isinstance(answer, Triples):
        assert {tuple(node and term_of(node) for node in triple) for triple in found} == set(answer.triples)
    else:
        assert isinstance(answer, Table)
        rows = [["" if value is None else str(value) for value in row] for row in found]
        assert sorted(rows) == sorted([lexical(term) for term in row] for row in answer.rows)


def test_a_meeting_without_a_date_is_neither_the_first_nor_the_last() -> None:
    def encounter(*more: tuple[Triple, str]) -> Row:
        answer = ask(load_quads([*golden_quads(), *more]), "encounters")
        assert isinstance(answer, Table)
        [row] = answer.rows
        return row

    event, graph = iri(BASE + "event/new:v1"), iri(BASE + "graph/new")
    facts = [(RDF_TYPE, iri(V + "Meeting")), *((iri(V + "participant"), iri(BASE + f"person/{who}")) for who in PAIR)]
    before, after = encounter(), encounter(*(((event, name, value), graph) for name, value in facts))
    assert lexical(after[2]) == str(int(lexical(before[2])) + 1)
    assert after[3:] == before[3:]


def test_every_query_has_a_case_and_every_case_its_file() -> None:
    assert {query_of(case).name for case in CASES} == set(LIBRARY)
    assert {path.stem for path in EXPECTED.iterdir()} == set(CASES)


def test_every_query_finds_something_in_the_stories(store: Store) -> None:
    for case in CASES:
        answer = ask(store, case)
        assert answer.triples if isinstance(answer, Triples) else isinstance(answer, Table) and answer.rows, case
