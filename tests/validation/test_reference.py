import pytest
from pyshacl import validate as pyshacl_validate
from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.term import Identifier, Node

from kg.errors import GraphError, ProfileError
from kg.ontology import read_ontology
from kg.profile import Profile
from kg.terms import Triple
from kg.validation import DOCUMENT, SEVERITIES, ReferenceValidator, Validator
from kg.validation.nodes import term_of
from kg.validation.reference import background
from kg.validation.results import in_order
from tests.validation.goldens import AREAS, GOLDEN, JUDGES, PROFILE, SHAPES, mutate, scope_of
from tests.validation.mutations import MUTATIONS, Mutation

ODD = [
    "<https://example.org/x>",
    '""',
    '"x"@en',
    '"2024-02-30"^^<http://www.w3.org/2001/XMLSchema#date>',
    '"x"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"INF"^^<http://www.w3.org/2001/XMLSchema#double>',
]


def text(node: Node | None) -> str:
    assert isinstance(node, Identifier)
    return term_of(node)


def triples(graph: Graph) -> list[Triple]:
    return [(text(s), text(p), text(o)) for s, p, o in graph]


def worst(area: str) -> Graph:
    """Give a golden graph with what all its mutations add."""
    graph = Graph()
    for mutation in MUTATIONS[area]:
        graph += mutate(area, mutation)
    return graph


@pytest.mark.parametrize("area", AREAS)
def test_says_what_pyshacl_says(area: str) -> None:
    graph, judge = worst(area), JUDGES[scope_of(area)]
    hierarchy = Graph()
    for triple in background(read_ontology(PROFILE.ontology)):
        hierarchy.add(triple)
    _, report, _ = pyshacl_validate(graph + hierarchy, shacl_graph=judge.shapes.of_scope(judge.scope))
    wanted = {
        (
            str(report.value(one, SH.sourceShape)),
            str(report.value(one, SH.sourceConstraintComponent)),
            str(report.value(one, SH.resultSeverity)).removeprefix(str(SH)),
            text(report.value(one, SH.focusNode)),
            None if (value := report.value(one, SH.value)) is None else text(value),
            str(report.value(one, SH.resultMessage)),
        )
        for one in report.objects(None, SH.result)
    }
    found = judge.validate(triples(graph))
    assert len(found) > 5
    assert {(r.shape, r.component, r.severity, r.focus, r.value, r.message) for r in found} == wanted


def test_satisfies_the_seam() -> None:
    judge: Validator = JUDGES[DOCUMENT]
    assert judge.validate([]) == []


def test_order_of_triples_changes_nothing() -> None:
    given = triples(worst("events"))
    results = JUDGES[DOCUMENT].validate(given)
    assert results == JUDGES[DOCUMENT].validate(reversed(given))
    assert results == in_order(results[::-1])
    assert sorted(SEVERITIES.index(r.severity) for r in results) == [SEVERITIES.index(r.severity) for r in results]


def test_one_graph_leaves_no_trace_in_the_next() -> None:
    judge = ReferenceValidator(PROFILE)
    clean = triples(GOLDEN["events"])
    before = judge.validate(triples(worst("events")))
    assert judge.validate(clean) == []
    assert judge.validate(triples(worst("events"))) == before


def test_the_graph_given_is_not_written_to() -> None:
    graph = mutate("events", Mutation("", "", added="d:visit :score 2.0"))
    before = set(graph)
    assert JUDGES[DOCUMENT].findings(graph)
    assert set(graph) == before


def test_result_says_where_and_what() -> None:
    [result] = JUDGES[DOCUMENT].validate(triples(mutate("events", Mutation("", "", added="d:visit :score 2.0"))))
    assert result.focus == "<https://example.org/visits/visit>"
    assert result.path == "<https://w3id.org/visits-kg#score>"
    assert result.value == '"2.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert result.shape == SHAPES + "Report-score"


def test_a_path_of_several_steps_is_written_as_sparql_does() -> None:
    lone = Mutation("", "", without="d:arrival :participant []")
    [result] = JUDGES[DOCUMENT].validate(triples(mutate("events", lone)))
    names = ("participant", "host", "equipment")
    assert result.path == "|".join(f"<https://w3id.org/visits-kg#{name}>" for name in names)


def test_a_query_fills_its_message() -> None:
    wrong = Mutation("", "", added='d:person :birthDate "1962"^^<http://www.w3.org/2001/XMLSchema#gYear>')
    results = JUDGES["corpus"].validate(triples(mutate("corpus", wrong)))
    assert {r.shape for r in results} == {SHAPES + "BirthDateOfCorpus"}
    assert "One person has two birth dates, 1961-03-02 and 1962: two persons" in " ".join(r.message for r in results)


@pytest.mark.parametrize("area", [area for area in AREAS if area != "corpus"])
@pytest.mark.parametrize("odd", ODD)
def test_no_value_is_too_odd_to_judge(area: str, odd: str) -> None:
    given = [(s, p, odd if "#type" not in p else o) for s, p, o in triples(GOLDEN[area])]
    assert any(result.severity == "Violation" for result in JUDGES[DOCUMENT].validate(given))


def test_a_blank_node_cannot_be_compared() -> None:
    given = [(s, p, "_:b" if "#start" in p else o) for s, p, o in triples(GOLDEN["documents"])]
    with pytest.raises(GraphError, match="BlankNode"):
        JUDGES[DOCUMENT].validate(given)


def test_a_nameless_shape_goes_by_the_name_above_it(profile: Profile) -> None:
    write(profile, "x:Outer a sh:NodeShape ; profile:scope profile:document ; sh:targetSubjectsOf x:p ;"
                   " sh:property [ sh:path x:p ; sh:maxCount 0 ; sh:message \"none\" ] .")  # fmt: skip
    [result] = ReferenceValidator(profile).validate([("<https://x.example/a>", "<https://x.example/p>", '"1"')])
    assert result.shape == "https://x.example/Outer"


def test_shapes_that_cannot_be_applied_are_an_error_of_the_profile(profile: Profile) -> None:
    write(profile, "x:Outer a sh:NodeShape ; profile:scope profile:document ; sh:targetSubjectsOf x:p ;"
                   " sh:lessThan x:q .")  # fmt: skip
    with pytest.raises(ProfileError, match="cannot apply the document shapes") as caught:
        ReferenceValidator(profile).validate([("<https://x.example/a>", "<https://x.example/p>", '"1"')])
    assert caught.value.where == str(profile.shapes)


def test_the_hierarchy_is_that_of_the_ontology() -> None:
    ontology = Graph().parse(PROFILE.ontology)
    named = {(s, p, o) for s, p, o in ontology.triples((None, RDFS.subClassOf, None)) if isinstance(o, URIRef)}
    mixed = set(background(read_ontology(PROFILE.ontology)))
    assert {triple for triple in mixed if triple[1] == RDFS.subClassOf} == named
    assert {p for _, p, _ in mixed} == {
        RDFS.subClassOf,
        RDF.type,
        SKOS.inScheme,
    }


@pytest.fixture
def profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    folder = tmp_path_factory.mktemp("profile")
    (folder / "ontology.ttl").write_text("", encoding="utf-8")
    return Profile(folder, folder / "queries")


def write(profile: Profile, shapes: str) -> None:
    prefixes = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix profile: <https://w3id.org/visits-kg/profile#> .
@prefix x: <https://x.example/> .
"""
    profile.shapes.write_text(prefixes + shapes, encoding="utf-8")
