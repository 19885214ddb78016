import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef

from kg.terms import XSD, iri, literal, tagged
from kg.validation.nodes import node_of, term_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT)
def test_plain_texts_come_back(text: str) -> None:
    assert term_of(node_of(literal(text))) == literal(text)
    assert str(node_of(literal(text))) == text


@given(TEXT)
def test_tagged_texts_come_back(text: str) -> None:
    assert term_of(node_of(tagged(text, "en-GB"))).casefold() == tagged(text, "en-gb").casefold()


@pytest.mark.parametrize(
    ("term", "node"),
    [
        (iri("https://x.example/a"), URIRef("https://x.example/a")),
        ("_:b1", BNode("b1")),
        (literal("007", XSD + "integer"), Literal("007", datatype=URIRef(XSD + "integer"), normalize=False)),
        (literal("2023-09", XSD + "gYearMonth"), Literal("2023-09", datatype=URIRef(XSD + "gYearMonth"))),
        (literal('a "b"@en^^<c>'), Literal('a "b"@en^^<c>')),
        (tagged('a"@b', "en"), Literal('a"@b', lang="en")),
    ],
)
def test_terms_and_nodes(term: str, node: Literal) -> None:
    assert node_of(term) == node
    assert term_of(node) == term


def test_escapes_of_other_writers_are_read() -> None:
    assert str(node_of(r'"\u00e9\U0001F680\'\b"')) == "é🚀'\b"


def test_what_is_no_term_is_refused() -> None:
    with pytest.raises(ValueError, match="not a term"):
        node_of("plain")
