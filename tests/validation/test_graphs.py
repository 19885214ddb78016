import pytest
from rdflib import RDF, SH, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.validation import CORPUS, DOCUMENT, ReferenceValidator, standard_report, validate_graph
from tests.validation.goldens import AREAS, GOLDEN, PROFILE, SHAPES, mutate
from tests.validation.mutations import MUTATIONS, Mutation

NO_PLACE = Mutation("Visit-where", "MinCount", "d:visit :place []")
NO_EVIDENCE = Mutation("Asserted-evidence", "MinCount", "d:visit :evidence []")


def dataset(**graphs: Graph) -> Dataset:
    found = Dataset(default_union=True)
    for name, graph in graphs.items():
        part = found.graph(URIRef(f"https://example.org/graph/{name}"))
        for triple in graph:
            part.add(triple)
    return found


def test_a_plain_graph_is_judged_as_one_document() -> None:
    reports = validate_graph(mutate("events", NO_EVIDENCE), PROFILE)
    assert list(reports) == [DOCUMENT, CORPUS]
    assert [result.shape for result in reports[DOCUMENT].results] == [SHAPES + "Asserted-evidence"]
    assert reports[CORPUS].results == ()


def test_a_lone_warning_conforms_but_not_by_the_standard() -> None:
    graph = mutate("events", NO_PLACE)
    report = validate_graph(graph, PROFILE)[DOCUMENT]
    assert report.conforms
    assert report.counts() == {"Violation": 0, "Warning": 1, "Info": 0}
    assert (None, SH.conforms, Literal(False)) in standard_report(graph, PROFILE)


def test_each_named_graph_is_judged_by_itself() -> None:
    # what one document lacks, another must not make good
    part = GOLDEN["relations"]
    other = Graph()
    lone = URIRef("https://example.org/visits/person")
    other += part.triples((lone, None, None))
    part_of_two = dataset(one=GOLDEN["relations"], two=other)
    missing = {result.shape for result in validate_graph(part_of_two, PROFILE)[DOCUMENT].results}
    assert missing == {SHAPES + "DirectHoldsOffice-report"}
    assert validate_graph(part + other, PROFILE)[DOCUMENT].results == ()


def test_the_default_graph_is_judged_beside_the_named_ones() -> None:
    data = dataset(one=GOLDEN["events"])
    data.add((URIRef("https://example.org/visits/x"), RDF.type, URIRef("https://w3id.org/visits-kg#Weapon")))
    assert {r.shape for r in validate_graph(data, PROFILE)[DOCUMENT].results} == {SHAPES + "Entity-label"}


def test_corpus_shapes_see_all_graphs_together() -> None:
    person = "https://example.org/visits/person"
    born = URIRef("https://w3id.org/visits-kg#birthDate")
    one, two = Graph(), Graph()
    one.add((URIRef(person), born, Literal("1961", datatype="http://www.w3.org/2001/XMLSchema#gYear")))
    two.add((URIRef(person), born, Literal("1962", datatype="http://www.w3.org/2001/XMLSchema#gYear")))
    reports = validate_graph(dataset(one=one, two=two), PROFILE)
    assert [(r.shape, r.focus) for r in reports[CORPUS].results] == [(SHAPES + "BirthDateOfCorpus", f"<{person}>")]
    assert not validate_graph(one, PROFILE)[CORPUS].results


def test_the_graph_is_left_as_it_was() -> None:
    data = dataset(one=mutate("events", NO_PLACE))
    before = set(data.quads())
    validate_graph(data, PROFILE)
    assert set(data.quads()) == before


def test_the_standard_report_holds_both_scopes() -> None:
    graph = mutate("corpus", Mutation("", "", "d:person rdfs:label []", 'd:person :birthDate "1962"^^xsd:gYear'))
    report = standard_report(graph, PROFILE)
    [root] = report.subjects(RDF.type, SH.ValidationReport)
    shapes = {report.value(result, SH.sourceShape) for result in report.objects(root, SH.result)}
    assert {URIRef(SHAPES + "BirthDateOfCorpus"), URIRef(SHAPES + "Entity-label")} <= shapes
    assert (root, SH.conforms, Literal(False)) in report


def test_the_standard_report_of_a_clean_graph() -> None:
    wanted = Graph().parse(
        data="@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:ValidationReport ; sh:conforms true .",
        format="turtle",
    )
    assert isomorphic(standard_report(GOLDEN["documents"], PROFILE), wanted)


@pytest.mark.parametrize("area", AREAS)
def test_the_reports_are_those_of_pyshacl(area: str) -> None:
    broken = [mutate(area, mutation) for mutation in MUTATIONS[area][:3]]
    data = dataset(whole=GOLDEN[area], **{f"broken{number}": graph for number, graph in enumerate(broken)})
    documents = [set(part) for part in data.graphs() if len(part)]
    for scope, parts in ((DOCUMENT, documents), (CORPUS, [set().union(*documents)])):
        judge = ReferenceValidator(PROFILE, scope)
        expected = judge.results([finding for part in parts for finding in judge.findings(part)])
        assert list(validate_graph(data, PROFILE)[scope].results) == expected


def test_what_no_file_can_hold_is_judged_too() -> None:
    data = Graph() + GOLDEN["events"]
    data.add((URIRef("https://example.org/visits/x"), RDF.type, URIRef("https://w3id.org/visits-kg#Weapon")))
    data.add((URIRef("https://example.org/y"), URIRef("https://example.org/p"), Literal("\ud800")))
    assert {r.shape for r in validate_graph(data, PROFILE)[DOCUMENT].results} == {SHAPES + "Entity-label"}


def test_progress_is_told_of_each_document() -> None:
    told: list[int] = []
    validate_graph(dataset(one=GOLDEN["events"], two=GOLDEN["relations"]), PROFILE, told.append)
    assert told == [1, 2]
