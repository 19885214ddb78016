from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.errors import GraphError, InputError, OutputError, QueryError
from kg.queries import Table, Triples, check_syntax, load_graph, load_quads, run
from kg.terms import iri, literal

S, P, G = (f"<https://example.org/{name}>" for name in "spg")
EVERYTHING = "SELECT * WHERE { ?s ?p ?o } ORDER BY ?o"
FILES = [
    ("a.ttl", f"{S} {P} 1 ."),
    ("a.nt", f'{S} {P} "1" .\n'),
    ("a.nq", f'{S} {P} "1" {G} .\n'),
    ("a.trig", f"{G} {{ {S} {P} 1 }}"),
    ("a.jsonld", '{"@id": "https://example.org/s", "https://example.org/p": 1}'),
    (
        "a.rdf",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">'
        '<rdf:Description rdf:about="https://example.org/s"><e:p>1</e:p></rdf:Description></rdf:RDF>',
    ),
]


def rows(answer: object) -> int:
    assert isinstance(answer, Table)
    return len(answer.rows)


@pytest.mark.parametrize(("name", "text"), FILES)
def test_a_graph_is_loaded_by_its_suffix(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert rows(run(load_graph(path), EVERYTHING)) == 1


def test_a_query_means_the_union_of_all_graphs_each_triple_once() -> None:
    one, two = (S, P, literal("1")), (S, P, literal("2"))
    store = load_quads([(one, ""), (one, G), (one, S), (two, G)])
    assert rows(run(store, EVERYTHING)) == 2
    count = run(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert isinstance(count, Table)
    assert [[term and term[:3] for term in row] for row in count.rows] == [['"2"']]
    assert rows(run(store, f"SELECT * WHERE {{ GRAPH {G} {{ ?s ?p ?o }} }}")) == 2


def test_a_file_that_does_not_parse_is_an_error_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "bad.nt"
    path.write_text(f"{S} {P} 1 .\n{S} {P} oops .\n", encoding="utf-8")
    with pytest.raises(GraphError) as caught:
        load_graph(path)
    assert (caught.value.where or "").startswith(f"{path}:1:")


def test_a_file_that_cannot_be_loaded_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        load_graph(tmp_path / "none.ttl")
    with pytest.raises(OutputError, match="no format"):
        load_graph(tmp_path / "graph.txt")


def test_the_answer_is_of_the_query_form() -> None:
    store = load_quads([((S, P, literal("1")), "")])
    assert run(store, "ASK { ?s ?p ?o }") is True
    assert run(store, "ASK { ?s ?s ?o }") is False
    made = run(store, "CONSTRUCT { ?s ?p ?o , ?s . ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert made == Triples(((S, P, literal("1")), (S, P, S)))
    assert run(store, "SELECT ?o ?none WHERE { ?s ?p ?o }") == Table(("o", "none"), ((literal("1"), None),))


def test_a_query_that_does_not_parse_is_an_error_with_line_and_column() -> None:
    for ask in (lambda text: run(Store(), text, where="q.rq"), lambda text: check_syntax(text, "q.rq")):
        with pytest.raises(QueryError, match=r"not SPARQL: line 2, column \d+: expected") as caught:
            ask("SELECT * WHERE {\n  ?s ?p }")
        assert caught.value.where == "q.rq:2"


def test_an_update_is_no_query() -> None:
    with pytest.raises(QueryError, match="not SPARQL"):
        run(Store(), "INSERT DATA { <a:b> <a:b> <a:b> }")


ELSEWHERE = "<http://127.0.0.1:9/>"
WITH_SERVICE = [
    f"SELECT * WHERE {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ service silent {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ SERVICE{ELSEWHERE}{{?s ?p ?o}}}}",
    f"SELECT * WHERE {{ SERVICE # a remark {{\n {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ SERVICE#'\n{ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ VALUES ?x {{ {ELSEWHERE} }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * WHERE { SERVICE e:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * WHERE { SERVICE SILENT: { ?s ?p ?o } }",
    f"SELECT * WHERE {{ ?s ?p true.SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ ?s ?p trueSERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ ?s ?p 'a # b' SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ ?s ?p ''' ' # ''' SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f'SELECT * WHERE {{ ?s ?p "\\"" SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}',
    f'SELECT * WHERE {{ ?s ?p """ \\""" "" """ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}',
    f"SELECT * WHERE {{ ?s ?p <https://example.org/#a> SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ FILTER(1<2) SERVICE {ELSEWHERE} {{ ?s ?p ?o }} FILTER(2>1) }}",
    f"SELECT * WHERE {{ \\u0053ERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
    f"SELECT * WHERE {{ {{ SELECT * WHERE {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }} }} }}",
]


@pytest.mark.parametrize("text", WITH_SERVICE)
def test_another_endpoint_is_not_asked_unless_it_is_allowed(text: str) -> None:
    with pytest.raises(QueryError, match="asks another endpoint"):
        run(Store(), text)


WITHOUT_SERVICE = [
    "SELECT * WHERE { ?s ?p ?o } # SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
    "SELECT * WHERE { ?s ?p 'SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }' }",
    'SELECT * WHERE { ?s ?p """\nSERVICE <http://127.0.0.1:9/> {"""  }',
    "SELECT ?service ?x { ?service ?x ?o }",
    "SELECT ?aservice ?x { ?aservice ?x ?o }",
    "SELECT ?service { GRAPH ?service { ?s ?p ?o } }",
    "PREFIX service: <https://example.org/> SELECT * WHERE { ?s service:x ?o . service:x ?p ?o }",
    "SELECT * WHERE { ?s <https://example.org/SERVICE> ?o { ?o ?p ?s } }",
    "SELECT * WHERE { VALUES ?service { <https://example.org/> } }",
]


@pytest.mark.parametrize("text", WITHOUT_SERVICE)
def test_the_word_alone_is_no_service(text: str) -> None:
    assert rows(run(Store(), text)) in (0, 1)


def test_an_endpoint_that_fails_is_an_error_of_the_query() -> None:
    store = Store()
    with pytest.raises(QueryError, match="the query failed"):
        run(store, WITH_SERVICE[0], service=True, where="q.rq")
    assert not store.contains_named_graph(NamedNode(ELSEWHERE[1:-1]))


def test_terms_are_as_the_one_writer_has_them() -> None:
    triple = (S, P, literal("a\x0b\x7f\n", "https://example.org/type"))
    assert run(load_quads([(triple, "")]), "SELECT ?s ?p ?o { ?s ?p ?o }") == Table(("s", "p", "o"), (triple,))
    assert iri("https://example.org/s") == S
