import random
from textwrap import dedent

import pytest

from kg.errors import OutputError, TermError
from kg.serialization.layout import Layout
from kg.serialization.names import names, prefix_lines, splitter
from kg.serialization.turtle import Blocks
from kg.terms import RDF_TYPE, XSD, Triple, iri, literal, tagged

EX = "https://example.org/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
LABEL = iri(RDFS + "label")


def ex(name: str) -> str:
    return iri(EX + name)


LAYOUT = Layout(
    prefixes={"": EX + "terms#", "ex": EX, "visit": EX + "visit/", "rdfs": RDFS, "xsd": XSD},
    classes={ex("terms#Document"): 0, ex("terms#Meeting"): 1, ex("terms#Evidence"): 2, ex("terms#Person"): 3},
    predicates={LABEL: 0, ex("terms#document"): 1, ex("terms#earliest"): 2},
    nested=frozenset({ex("terms#evidence")}),
    order=(ex("terms#document"), ex("terms#earliest"), LABEL),
)


def meeting(number: int, day: str, evidence: str) -> list[Triple]:
    node = ex(f"visit/d1:v{number}")
    return [
        (node, RDF_TYPE, ex("terms#Meeting")),
        (node, ex("terms#document"), ex("d1")),
        (node, ex("terms#earliest"), literal(day, XSD + "date")),
        (node, ex("terms#evidence"), ex(evidence)),
        (node, ex("terms#participant"), ex("Q56226")),
        (node, ex("terms#participant"), ex("Q7747")),
        (node, ex("terms#score"), literal("0.9", XSD + "decimal")),
    ]


VISIT: list[Triple] = [
    *meeting(10, "2023-09-13", "s2"),
    *meeting(2, "2023-09-13", "s1"),
    *meeting(3, "2023-09-12", "s1"),
    (ex("s1"), RDF_TYPE, ex("terms#Evidence")),
    (ex("s1"), ex("terms#quote"), tagged('They "met"\nat the spaceport.', "en")),
    (ex("s2"), RDF_TYPE, ex("terms#Evidence")),
    (ex("s2"), ex("terms#quote"), literal("A quote.")),
    (ex("s2"), ex("terms#start"), literal("1502", XSD + "integer")),
    (ex("d1"), RDF_TYPE, ex("terms#Document")),
    (ex("Q7747"), RDF_TYPE, ex("terms#Person")),
    (ex("Q7747"), LABEL, tagged("Vladimir Putin", "en")),
    (ex("Q56226"), RDF_TYPE, ex("terms#Person")),
    (ex("Q56226"), LABEL, tagged("Kim Jong Un", "en")),
    (ex("other"), LABEL, literal("")),
]

READABLE = r"""
ex:d1 a :Document .

visit:d1:v3 a :Meeting ;
    :document ex:d1 ;
    :earliest "2023-09-12"^^xsd:date ;
    :evidence ex:s1 ;
    :participant ex:Q7747, ex:Q56226 ;
    :score 0.9 .

ex:s1 a :Evidence ;
    :quote "They \"met\"\nat the spaceport."@en .

visit:d1:v2 a :Meeting ;
    :document ex:d1 ;
    :earliest "2023-09-13"^^xsd:date ;
    :evidence ex:s1 ;
    :participant ex:Q7747, ex:Q56226 ;
    :score 0.9 .

visit:d1:v10 a :Meeting ;
    :document ex:d1 ;
    :earliest "2023-09-13"^^xsd:date ;
    :evidence ex:s2 ;
    :participant ex:Q7747, ex:Q56226 ;
    :score 0.9 .

ex:s2 a :Evidence ;
    :quote "A quote." ;
    :start 1502 .

ex:Q56226 a :Person ;
    rdfs:label "Kim Jong Un"@en .

ex:Q7747 a :Person ;
    rdfs:label "Vladimir Putin"@en .

ex:other rdfs:label "" .
"""


def text(triples: list[Triple], layout: Layout = LAYOUT) -> str:
    return "\n".join(Blocks(layout).write(triples))


def test_a_visit_reads_well() -> None:
    assert text(VISIT) == READABLE.lstrip()


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_input_changes_no_byte(seed: int) -> None:
    shuffled = random.Random(seed).sample(VISIT + VISIT[:9], len(VISIT) + 9)
    assert text(shuffled) == READABLE.lstrip()
    assert text(shuffled, Layout()) == text(VISIT, Layout())


def test_without_a_layout_blocks_go_by_their_subject() -> None:
    triples = [(ex(name), ex("p"), ex("q")) for name in ("v10", "v2", "v02", "w")]
    subjects = [block.split()[0] for block in Blocks(Layout()).write(triples)]
    assert subjects == [ex("v02"), ex("v2"), ex("v10"), ex("w")]


def test_a_ring_of_nested_blocks_is_not_lost() -> None:
    nested = ex("terms#evidence")
    ring = [(ex("s1"), nested, ex("s2")), (ex("s2"), nested, ex("s1")), (ex("a"), ex("p"), ex("s1"))]
    assert [block.split()[0] for block in Blocks(LAYOUT).write(ring)] == ["ex:a", "ex:s1", "ex:s2"]


def test_a_long_chain_of_nested_blocks_is_walked() -> None:
    nested = ex("terms#evidence")
    chain = [(ex(f"s{number}"), nested, ex(f"s{number + 1}")) for number in range(5000)]
    triples = [(ex("start"), nested, ex("s0")), *chain]
    assert [block.split()[0] for block in Blocks(LAYOUT).write(triples)][:3] == ["ex:start", "ex:s0", "ex:s1"]


def test_many_objects_are_wrapped_and_long_ones_stand_alone() -> None:
    triples = [(ex("a"), ex("p"), literal(f"{number:02} {'word ' * 8}")) for number in range(3)]
    expected = f"""
        ex:a ex:p "00 {"word " * 8}", "01 {"word " * 8}",
                "02 {"word " * 8}" .
    """
    assert text(triples) == dedent(expected).lstrip()


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (literal("5", XSD + "integer"), "5"),
        (literal("-5", XSD + "integer"), "-5"),
        (literal("05", XSD + "integer"), '"05"^^xsd:integer'),
        (literal("+5", XSD + "integer"), '"+5"^^xsd:integer'),
        (literal("5\n", XSD + "integer"), '"5\\n"^^xsd:integer'),
        (literal("٥", XSD + "integer"), '"٥"^^xsd:integer'),
        (literal("", XSD + "integer"), '""^^xsd:integer'),
        (literal("0.25", XSD + "decimal"), "0.25"),
        (literal("1.0", XSD + "decimal"), "1.0"),
        (literal("1.", XSD + "decimal"), '"1."^^xsd:decimal'),
        (literal("1", XSD + "decimal"), '"1"^^xsd:decimal'),
        (literal("1.50", XSD + "decimal"), '"1.50"^^xsd:decimal'),
        (literal("true", XSD + "boolean"), "true"),
        (literal("1", XSD + "boolean"), '"1"^^xsd:boolean'),
        (literal("1.0E0", XSD + "double"), '"1.0E0"^^xsd:double'),
        (literal('5"^^<x:y>'), '"5\\"^^<x:y>"'),
        (tagged("a@b", "en-GB"), '"a@b"@en-GB'),
        ("_:b1", "_:b1"),
    ],
)
def test_a_literal_is_bare_only_where_it_reads_back_as_the_same_term(term: str, expected: str) -> None:
    assert Blocks(LAYOUT).term(term) == expected


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("", "ex:"),
        ("a", "ex:a"),
        ("1a", "ex:1a"),
        ("_a", "ex:_a"),
        ("a:b", "ex:a:b"),
        (":", "ex::"),
        ("a.b", "ex:a.b"),
        ("a.", r"ex:a\."),
        ("a..", r"ex:a.\."),
        (".", r"ex:\."),
        (".a", r"ex:\.a"),
        ("-a", r"ex:\-a"),
        ("a-", "ex:a-"),
        ("a%20b", "ex:a%20b"),
        ("%41", "ex:%41"),
        ("O'Neill", r"ex:O\'Neill"),
        ("a(b)", r"ex:a\(b\)"),
        ("a,b~c", r"ex:a\,b\~c"),
        ("a(b),c", None),
        ("a/b", None),
        ("a#b", None),
        ("a?b", None),
        ("a=b&c=d", None),
        ("Пхеньян", "ex:Пхеньян"),
        ("平壤", "ex:平壤"),
        ("a·b", "ex:a·b"),
        ("·a", None),
        ("a×b", None),
        ("a\u2009b", None),
    ],
)
def test_an_iri_is_a_prefixed_name_where_that_is_valid_and_reads_well(local: str, expected: str | None) -> None:
    assert names({"ex": EX})(ex(local)) == (expected or ex(local))


def test_the_longest_namespace_wins_and_the_first_prefix_of_one() -> None:
    split = splitter({"ex": EX, "a": EX + "a", "b": EX + "a", "x": "urn:x.y:"})
    assert split(EX + "abc") == ("a", "bc")
    assert split(EX + "bc") == ("ex", "bc")
    assert split("urn:xzy:a") is None


@pytest.mark.parametrize("prefix", ["_", "1a", "a b", "a.", ":", "a:", ">"])
def test_a_prefix_that_turtle_cannot_write_is_an_error(prefix: str) -> None:
    with pytest.raises(OutputError, match="not a prefix"):
        prefix_lines({prefix: EX})


def test_a_namespace_that_is_no_iri_is_an_error() -> None:
    with pytest.raises(TermError):
        prefix_lines({"ex": "https://example.org/> . <a> <b> <c> . #"})
