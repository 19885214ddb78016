import json
import random
from io import BytesIO

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OutputError, TermError
from kg.serialization.formats import FORMATS, JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TURTLE, Format
from kg.serialization.layout import Layout
from kg.serialization.writers import open_writer
from kg.terms import RDF_TYPE, XSD, Triple, iri, literal, tagged

EX = "https://example.org/"
LAYOUT = Layout(
    prefixes={"": EX + "terms#", "ex": EX, "a": EX + "a", "xsd": XSD, "xmlns": "urn:xmlns:", "p": "urn:p:"},
    nested=frozenset({iri(EX + "p")}),
    order=(iri(EX + "p"),),
)
Graphs = list[tuple[str, list[Triple]]]


def valid(text: str) -> bool:
    try:
        iri(text)
    except TermError:
        return False
    return True


SPACES = st.sampled_from(
    [EX, EX + "terms#", EX + "a", EX + "b/", "urn:x:", "urn:p:", "http://a.b/?q=", "a:", "tag:x,1:/"]
)
PARTS = [*"ab19._-~!$&'()*+,;=:@/?é中\u00b7\u200d\U00010000", "%41", "%4", "//"]
LOCALS = st.lists(st.sampled_from(PARTS), max_size=6).map("".join)
IRIS = st.builds("{}{}".format, SPACES, LOCALS).filter(valid).map(iri) | st.sampled_from([RDF_TYPE, iri(EX + "C")])
# RDF/XML holds a predicate only if it ends in a name.
PREDICATES = (
    st.builds("{}{}{}".format, SPACES, LOCALS, st.sampled_from(["p", "é", "_1", "p-1.a"])).filter(valid).map(iri)
)
BLANKS = st.sampled_from(["_:a", "_:1a", "_:b.c-d"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\t\n\r\"'\\<>&]@^\u2028\x85 "), max_size=12)
TEXTS = TEXTS.map(lambda text: "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")))
NUMBERS = st.sampled_from(["0", "-1", "+1", "01", "1.0", ".5", "1.", "1E0", "true", "1", "", "x"])
DATATYPES = st.sampled_from([XSD + name for name in ("integer", "decimal", "boolean", "double", "string", "date")])
LITERALS = (
    st.builds(literal, TEXTS)
    | st.builds(literal, NUMBERS, DATATYPES)
    | st.builds(tagged, TEXTS, st.sampled_from(["en", "en-GB", "zh-Hans-CN", "x-a"]))
)
TRIPLES = st.lists(st.tuples(IRIS | BLANKS, PREDICATES | st.just(RDF_TYPE), IRIS | BLANKS | LITERALS), max_size=12)
GRAPHS = st.lists(st.tuples(st.just("") | IRIS, TRIPLES), max_size=4)


def written(form: Format, graphs: Graphs, layout: Layout = LAYOUT, *, in_order: bool = False) -> bytes:
    out = BytesIO()
    writer = open_writer(form, out, layout, in_order=in_order)
    for graph, triples in graphs:
        writer.write(graph, triples)
    writer.close()
    return out.getvalue()


def canonical(data: bytes, form: Format) -> set[pyoxigraph.Quad]:
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(data, form.syntax))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def lines(graphs: Graphs, form: Format) -> bytes:
    """What the format should hold, said without any of the writers."""
    quads = [(triple, graph if form.graphs else "") for graph, triples in graphs for triple in triples]
    return "".join(f"{' '.join(triple)} {graph} .\n" for triple, graph in quads).encode()


@pytest.mark.parametrize("layout", [LAYOUT, Layout()], ids=["layout", "plain"])
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@given(graphs=GRAPHS)
def test_every_format_reads_back_as_what_was_written(form: Format, layout: Layout, graphs: Graphs) -> None:
    expected = canonical(lines(graphs, form), NQUADS)
    assert canonical(written(form, graphs, layout), form) == expected
    assert canonical(written(form, graphs, layout, in_order=True), form) == expected


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@given(graphs=GRAPHS, seed=st.integers())
def test_sorted_the_order_of_the_input_changes_no_byte(form: Format, graphs: Graphs, seed: int) -> None:
    shuffled = [(graph, [triple]) for graph, triples in graphs for triple in triples]
    random.Random(seed).shuffle(shuffled)
    assert written(form, shuffled, in_order=True) == written(form, graphs, in_order=True)


@given(triples=TRIPLES, seed=st.integers())
def test_a_graph_of_trig_is_the_same_bytes_in_any_order(triples: list[Triple], seed: int) -> None:
    shuffled = random.Random(seed).sample(triples, len(triples))
    assert written(TRIG, [("<a:g>", shuffled)]) == written(TRIG, [("<a:g>", triples)])


A, B, P = iri(EX + "A"), iri(EX + "B"), iri(EX + "p")


def test_trig_shows_each_graph_in_braces() -> None:
    graphs = [("", [(A, P, B)]), (B, [(A, RDF_TYPE, B), (A, P, literal("1\n2")), (B, P, A)]), (A, [])]
    assert written(TRIG, graphs, Layout(prefixes={"ex": EX})).decode() == (
        "@prefix ex: <https://example.org/> .\n\n"
        "ex:A ex:p ex:B .\n\n"
        'ex:B {\n    ex:A a ex:B ;\n        ex:p "1\\n2" .\n\n    ex:B ex:p ex:A .\n}\n\n'
        "ex:A {\n}\n"
    )


def test_lines_are_in_the_order_in_which_they_come_each_once() -> None:
    graphs = [("<a:g>", [(B, P, A), (A, P, B), (B, P, A)])]
    assert written(NQUADS, graphs).decode() == f"{B} {P} {A} <a:g> .\n{A} {P} {B} <a:g> .\n"
    assert written(NTRIPLES, graphs).decode() == f"{B} {P} {A} .\n{A} {P} {B} .\n"


def test_turtle_holds_a_limited_number_of_documents() -> None:
    writer = open_writer(TURTLE, BytesIO(), LAYOUT, limit=2)
    writer.write("<a:1>", [(A, P, B)])
    writer.write("<a:2>", [(A, P, B)])
    with pytest.raises(OutputError, match=r"at most 2 documents .*\.nq, \.nt, \.trig, \.jsonld or \.rdf"):
        writer.write("<a:3>", [])


def test_json_ld_has_a_context_and_short_names() -> None:
    document = json.loads(written(JSONLD, [("<a:g>", [(A, RDF_TYPE, B), (A, P, literal("1", XSD + "integer"))])]))
    assert document["@context"]["ex"] == EX
    assert "a" not in document["@context"], "its namespace ends in no delimiter"
    assert document["@graph"] == [
        {
            "@id": "a:g",
            "@graph": [{"@id": "ex:A", "@type": "ex:B", "ex:p": {"@value": "1", "@type": "xsd:integer"}}],
        }
    ]


@pytest.mark.parametrize("form", [JSONLD, RDFXML], ids=lambda form: form.name)
def test_a_document_without_triples_is_whole(form: Format) -> None:
    assert canonical(written(form, []), form) == set()
    assert canonical(written(form, [("<a:g>", [])]), form) == set()


def test_json_ld_leaves_out_a_prefix_whose_namespace_would_be_read_as_a_short_name() -> None:
    layout = Layout(prefixes={"urn": "https://example.org/", "x": "urn:x:"})
    assert json.loads(written(JSONLD, [], layout))["@context"] == {"urn": EX}
    with pytest.raises(OutputError, match="<urn:x:a> for a prefix"):
        written(JSONLD, [("", [(iri("urn:x:a"), P, B)])], layout)


def test_json_ld_refuses_an_iri_that_would_be_read_as_a_short_name() -> None:
    with pytest.raises(OutputError, match="<xsd:a> for a prefix"):
        written(JSONLD, [("", [(iri("xsd:a"), P, B)])])


@pytest.mark.parametrize(
    "triple",
    [
        (A, iri(EX + "1"), B),
        (A, iri(EX), B),
        (A, iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#li"), B),
        (A, iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#about"), B),
        (A, iri("http://www.w3.org/2000/xmlns/a"), B),
        (A, P, literal("\x01")),
        (A, P, literal("\ufffe")),
    ],
    ids=lambda triple: ascii(triple[1:]),
)
def test_rdf_xml_refuses_what_xml_cannot_hold_and_names_it(triple: Triple) -> None:
    with pytest.raises(OutputError) as caught:
        written(RDFXML, [("", [triple])])
    assert triple[1] in caught.value.reason or triple[2] in caught.value.reason
