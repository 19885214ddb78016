from collections.abc import Iterator

import pytest
from pyshacl import validate as pyshacl_validate
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

from kg.mapping import read_mapping
from kg.ontology import read_ontology
from kg.terms import iri_text
from kg.validation import CORPUS, DOCUMENT, SCOPES, Report, read_shapes
from kg.validation.shapes import targeting
from tests.validation.goldens import AREAS, GOLDEN, JUDGES, PROFILE, SHAPES, focus_of, mutate, scope_of
from tests.validation.mutations import MUTATIONS, Mutation

SHAPES_GRAPH = read_shapes(PROFILE.shapes)
GRAPH = SHAPES_GRAPH.graph
ONTOLOGY = read_ontology(PROFILE.ontology)
NAMED = sorted({s for s in GRAPH.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(SHAPES)})
ROWS = [(area, mutation) for area, mutations in MUTATIONS.items() for mutation in mutations]
NO_CONSTRAINT = frozenset(
    {"declare", "ignoredProperties", "message", "name", "path", "prefixes", "property", "qualifiedValueShape", "select"}
    | {"severity", "targetClass", "targetObjectsOf", "targetSubjectsOf"}
)
"""What SHACL says of a shape beside its constraints."""
PROPERTY_VALUED = [SH.path, SH.targetSubjectsOf, SH.targetObjectsOf]
PROPERTY_VALUED += [SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals]


def component(parameter: str) -> str:
    name = "SPARQL" if parameter == "sparql" else parameter[0].upper() + parameter[1:]
    return f"{SH}{name}ConstraintComponent"


def constraints() -> Iterator[tuple[str, str]]:
    """Yield each named shape with each of its own constraint components."""
    for shape in NAMED:
        for predicate in map(str, GRAPH.predicates(shape)):
            name = predicate.removeprefix(str(SH))
            if predicate.startswith(str(SH)) and name not in NO_CONSTRAINT:
                yield str(shape), component(name)


def identify(value: object) -> str:
    return f"{value.shape}-{value.component}" if isinstance(value, Mutation) else str(value)


@pytest.mark.parametrize("area", AREAS)
def test_golden_graphs_have_no_result(area: str) -> None:
    judge = JUDGES[scope_of(area)]
    assert judge.results(judge.findings(GOLDEN[area])) == []


@pytest.mark.parametrize(("area", "mutation"), ROWS, ids=identify)
def test_each_mutation_is_caught(area: str, mutation: Mutation) -> None:
    judge = JUDGES[scope_of(area)]
    graph = mutate(area, mutation)
    assert set(graph) != set(GOLDEN[area])
    results = judge.results(judge.findings(graph))
    wanted = (
        SHAPES + mutation.shape,
        f"{SH}{mutation.component}ConstraintComponent",
        mutation.severity,
        focus_of(area, mutation),
    )
    assert wanted in {(r.shape, r.component, r.severity, r.focus) for r in results}
    # a warning or an info alone never keeps anything out
    if mutation.severity != "Violation":
        assert Report(tuple(results)).conforms
    assert all(result.message.strip() for result in results)


def test_each_constraint_has_a_mutation() -> None:
    caught = {(SHAPES + m.shape, f"{SH}{m.component}ConstraintComponent") for _, m in ROWS}
    assert set(constraints()) - caught == set()


def test_each_severity_is_the_one_of_its_shape() -> None:
    for _, mutation in ROWS:
        stated = GRAPH.value(URIRef(SHAPES + mutation.shape), SH.severity) or SH.Violation
        assert str(stated) == f"{SH}{mutation.severity}"


@pytest.mark.parametrize("shape", SHAPES_GRAPH.scopes, ids=str)
def test_each_target_finds_a_node_in_the_golden_graphs(shape: Node) -> None:
    scopes = SHAPES_GRAPH.scopes[shape]
    graphs = [graph for area, graph in GOLDEN.items() if scope_of(area) in scopes]
    for predicate in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode):
        for target in GRAPH.objects(shape, predicate):
            assert any(targeted(graph, predicate, target) for graph in graphs), f"{shape} never finds a {target}"


def targeted(graph: Graph, predicate: Node, target: Node) -> bool:
    if predicate == SH.targetClass:
        return any(str(target) in ONTOLOGY.ancestors(str(found)) for found in graph.objects(None, RDF.type))
    return (None, target, None) in graph


def test_every_shape_is_named_explained_and_used() -> None:
    used = (
        set(GRAPH.objects(None, SH.property)) | set(GRAPH.objects(None, SH.node)) | set(GRAPH.objects(None, SH.sparql))
    )
    for shape in NAMED:
        assert (shape, RDFS.isDefinedBy, URIRef(SHAPES.rstrip("#"))) in GRAPH
        assert shape in SHAPES_GRAPH.scopes or shape in used
        name = GRAPH.value(shape, SH.name)
        assert str(name).strip() or GRAPH.value(shape, RDF.type) == SH.SPARQLConstraint


def test_nameless_shapes_stand_inside_others_only() -> None:
    # what they find is reported by the shape that asks them, with its message
    callers = {shape for shape, inner in GRAPH.subject_objects(SH.property) if isinstance(inner, BNode)}
    called = set(GRAPH.objects(None, SH.node))
    assert all(isinstance(shape, BNode) or shape in called - set(SHAPES_GRAPH.scopes) for shape in callers)


def test_every_constraint_has_one_message_in_english() -> None:
    for shape, parameter in constraints():
        holder = GRAPH.value(URIRef(shape), SH.sparql) if parameter == component("sparql") else URIRef(shape)
        [message] = GRAPH.objects(holder, SH.message)
        assert getattr(message, "language", None) == "en"
        assert len(str(message)) > 20


def test_every_target_class_and_path_is_known_to_the_ontology() -> None:
    classes = set(GRAPH.objects(None, SH.targetClass)) | set(GRAPH.objects(None, SH["class"]))
    assert {str(one) for one in classes} <= ONTOLOGY.classes
    known = (
        ONTOLOGY.object_properties
        | ONTOLOGY.literal_properties
        | {str(RDF.type), str(RDFS.subClassOf), str(OWL.sameAs)}
    )
    properties = {
        found for predicate in PROPERTY_VALUED for path in GRAPH.objects(None, predicate) for found in steps(path)
    }
    assert {str(one) for one in properties} <= known


def steps(path: Node) -> Iterator[Node]:
    """Yield the properties of a path."""
    if not isinstance(path, BNode):
        yield path
    elif (path, RDF.first, None) in GRAPH:
        for step in GRAPH.items(path):
            yield from steps(step)
    else:
        for inner in GRAPH.objects(path):
            yield from steps(inner)


def test_every_value_that_is_named_is_declared() -> None:
    lists = [member for found in GRAPH.objects(None, SH["in"]) for member in GRAPH.items(found)]
    named = {str(value) for value in (*lists, *GRAPH.objects(None, SH.hasValue))}
    assert named <= ONTOLOGY.terms


@pytest.mark.parametrize(
    ("shape", "scheme"),
    [("Place-kind", "PlaceKinds"), ("Facility-kind", "FacilityKinds"), ("Report-modality", "Modalities")],
)
def test_kinds_are_those_of_the_scheme(shape: str, scheme: str) -> None:
    concepts = ONTOLOGY.concepts[f"https://w3id.org/visits-kg/kind#{scheme}"]
    assert listed(URIRef(SHAPES + shape)) == set(concepts.values())


def listed(shape: Node | None) -> set[str]:
    members = GRAPH.value(shape, SH["in"])
    assert members is not None
    return {str(member) for member in GRAPH.items(members)}


def test_lists_of_classes_and_predicates_are_those_of_the_ontology_and_the_mapping() -> None:
    mapping = read_mapping(PROFILE.mapping, ONTOLOGY)
    events = {iri_text(rule.type) for rule in mapping.events.types.values()}
    entities = {iri_text(rule.type) for rule in mapping.entities.values()}
    direct = {iri_text(rule.direct) for rule in mapping.relations.types.values() if rule.direct}
    kinds = {iri_text(rule.type) for rule in mapping.relations.types.values()}
    assert listed(GRAPH.value(URIRef(SHAPES + "Event-oneKind"), SH.qualifiedValueShape)) == events
    assert listed(GRAPH.value(URIRef(SHAPES + "OneType-type"), SH.qualifiedValueShape)) == entities
    assert listed(URIRef(SHAPES + "RelationReport-predicate")) == direct
    assert listed(URIRef(SHAPES + "RelationReport-ofKind")) == kinds


def test_closed_shapes_cover_every_mapped_class() -> None:
    mapping = read_mapping(PROFILE.mapping, ONTOLOGY)
    closed = {str(GRAPH.value(shape, SH.targetClass)) for shape in GRAPH.subjects(SH.closed)}
    mapped = {mapping.document_type, mapping.evidence_type, *(rule.type for rule in mapping.entities.values())}
    for rules in (mapping.events, mapping.relations):
        mapped |= {*rules.unasserted.values(), *(rule.type for rule in rules.types.values())}
    for term in mapped:
        assert closed & ONTOLOGY.ancestors(iri_text(term)), f"no closed shape for {term}"


def test_without_the_ontology_subclasses_are_missed() -> None:
    lone = Mutation("Asserted-evidence", "MinCount", "d:visit :evidence []")
    graph = mutate("events", lone)
    shapes = SHAPES_GRAPH.of_scope(DOCUMENT)
    _, report, _ = pyshacl_validate(graph, shacl_graph=shapes)
    assert (None, SH.sourceShape, URIRef(SHAPES + "Asserted-evidence")) not in report
    judge = JUDGES[DOCUMENT]
    assert {r.shape for r in judge.results(judge.findings(graph))} == {SHAPES + "Asserted-evidence"}


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_keeps_the_targets_of_its_own_shapes_only(scope: str) -> None:
    kept = SHAPES_GRAPH.of_scope(scope)
    assert set(targeting(kept)) == {shape for shape, scopes in SHAPES_GRAPH.scopes.items() if scope in scopes}
    assert len(kept) < len(GRAPH)
    assert set(kept) < set(GRAPH)


def test_a_corpus_fault_is_no_fault_of_a_document() -> None:
    graph = mutate("corpus", Mutation("", "", added='d:person :birthDate "1962"^^xsd:gYear'))
    found = {
        scope: {r.shape for r in JUDGES[scope].results(JUDGES[scope].findings(graph))} for scope in (DOCUMENT, CORPUS)
    }
    assert SHAPES + "BirthDateOfCorpus" in found[CORPUS]
    assert SHAPES + "BirthDateOfCorpus" not in found[DOCUMENT]
