from typing import Any

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mapping import Slot
from kg.mapping.values import IRI_VALUES, MAKERS, pairs_of
from kg.terms import is_iri

XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
P = "<https://a.example/p>"
SCHEME = {"port": "<https://a.example/Port>", "air base": "<https://a.example/AirBase>"}


def typed(text: str, name: str) -> str:
    return f'"{text}"^^<{XSD}{name}>'


def slot(kind: str, **more: str) -> Slot:
    return Slot("field", P, kind, scheme=SCHEME if kind == "concept" else None, **more)


GOOD: list[tuple[str, Any, list[str]]] = [
    ("text", "Ada", ['"Ada"']),
    ("text", 'say "hi"\n\\', ['"say \\"hi\\"\\n\\\\"']),
    ("text", "", ['""']),
    ("text", 7, ['"7"']),
    ("text", 6.5, ['"6.5"']),
    ("text", ["a", "b", "a"], ['"a"', '"b"', '"a"']),
    ("text", [], []),
    ("text", None, []),
    ("integer", 0, [typed("0", "integer")]),
    ("integer", -5, [typed("-5", "integer")]),
    ("integer", 10**30, [typed("1" + "0" * 30, "integer")]),
    ("decimal", 1, [typed("1.0", "decimal")]),
    ("decimal", 49.8, [typed("49.8", "decimal")]),
    ("decimal", -0.5, [typed("-0.5", "decimal")]),
    ("decimal", 1e-7, [typed("0.0000001", "decimal")]),
    ("decimal", 1e22, [typed("1" + "0" * 22 + ".0", "decimal")]),
    ("boolean", True, [typed("true", "boolean")]),
    ("boolean", False, [typed("false", "boolean")]),
    ("url", "https://a.example/b?c=d#e", ["<https://a.example/b?c=d#e>"]),
    ("url", "http://a.example", ["<http://a.example>"]),
    ("url", "https://a.example/é", ["<https://a.example/é>"]),
    ("iri", "urn:a:b", ["<urn:a:b>"]),
    ("item", "Q42", ["<http://www.wikidata.org/entity/Q42>"]),
    ("item", "https://www.wikidata.org/wiki/Q42", ["<http://www.wikidata.org/entity/Q42>"]),
    ("date", "2024-02-29", [typed("2024-02-29", "date")]),
    ("date", "2024-02", [typed("2024-02", "gYearMonth")]),
    ("date", "1972", [typed("1972", "gYear")]),
    ("date", 1972, [typed("1972", "gYear")]),
    ("date", "198X", [f'"198X"^^<{EDTF}>']),
    ("date", "1972~", [f'"1972~"^^<{EDTF}>']),
    ("moment", "2024-02-29", [typed("2024-02-29", "date")]),
    ("moment", "2024-02-29T23:59:59Z", [typed("2024-02-29T23:59:59Z", "dateTime")]),
    ("moment", "2024-02-29T00:00:00", [typed("2024-02-29T00:00:00", "dateTime")]),
    ("moment", "2024-02-29T08:00:00.25+09:00", [typed("2024-02-29T08:00:00.25+09:00", "dateTime")]),
    ("moment", "2024-02-29T08:00:00-14:00", [typed("2024-02-29T08:00:00-14:00", "dateTime")]),
    ("concept", "port", ["<https://a.example/Port>"]),
    ("concept", "Air Base", ["<https://a.example/AirBase>"]),
    ("concept", ["port", "AIR BASE"], ["<https://a.example/Port>", "<https://a.example/AirBase>"]),
]

BAD: list[tuple[str, Any, str]] = [
    ("text", True, "a text is wanted, not True"),
    ("text", {"a": 1}, "a text is wanted"),
    ("text", ["a", None], "a text is wanted, not None"),
    ("text", ["a", ["b"]], "a text is wanted"),
    ("text", {"a": "x" * 1000}, "a text is wanted, not {'a': 'xxx"),
    ("integer", True, "a whole number is wanted"),
    ("integer", 1.0, "a whole number is wanted"),
    ("integer", "1", "a whole number is wanted"),
    ("decimal", "49.8", "a number is wanted, not '49.8'"),
    ("decimal", False, "a number is wanted"),
    ("boolean", 1, "true or false is wanted"),
    ("boolean", "true", "true or false is wanted"),
    ("url", "www.a.example", "an http or https address is wanted"),
    ("url", "ftp://a.example/", "an http or https address is wanted"),
    ("url", "javascript:alert(1)", "an http or https address is wanted"),
    ("url", "https://", "an http or https address is wanted"),
    ("url", "https:///path", "an http or https address is wanted"),
    ("url", "https://a.example/b c", "an http or https address is wanted"),
    ("url", "https://a.example/\n", "an http or https address is wanted"),
    ("url", "https://a.example/<b>", "not an absolute IRI"),
    ("url", 'https://a.example/"b"', "not an absolute IRI"),
    ("url", "https://a.example/%zz", "not an absolute IRI"),
    ("url", 5, "an http or https address is wanted"),
    ("iri", "relative", "not an absolute IRI"),
    ("iri", 5, "an IRI is wanted"),
    ("item", "P31", "a Wikidata item such as Q56226 is wanted"),
    ("item", "q42", "a Wikidata item such as Q56226 is wanted"),
    ("item", 42, "a Wikidata item such as Q56226 is wanted"),
    ("date", "2023-02-29", "not a date: '2023-02-29': the calendar has no such day"),
    ("date", "5 March", "not a date"),
    ("date", 5, "not a date: '5'"),
    ("date", True, "not a date: 'True'"),
    ("date", {}, "not a date: '{}'"),
    ("moment", "2024-02-30", "a day (2023-09-16) or a time"),
    ("moment", "2024-02", "a day (2023-09-16) or a time"),
    ("moment", "2024-02-29T", "a day (2023-09-16) or a time"),
    ("moment", "2024-02-29T24:00:00Z", "a day (2023-09-16) or a time"),
    ("moment", "2024-02-29T08:60:00Z", "a day (2023-09-16) or a time"),
    ("moment", "2024-02-30T08:00:00Z", "a day (2023-09-16) or a time"),
    ("moment", "2024-02-29T08:00:00+14:30", "a day (2023-09-16) or a time"),
    ("moment", "2024-02-29 08:00:00", "a day (2023-09-16) or a time"),
    ("moment", "2024-02-29T08:00Z", "a day (2023-09-16) or a time"),
    ("moment", 20240229, "a day (2023-09-16) or a time"),
    ("concept", "harbour", "'harbour' is none of: port, air base"),
    ("concept", "", "'' is none of"),
    ("concept", ["port", 5], "5 is none of"),
]


@pytest.mark.parametrize(("kind", "value", "expected"), GOOD)
def test_a_value_of_its_kind(kind: str, value: Any, expected: list[str]) -> None:
    assert list(pairs_of(slot(kind), value)) == [(P, term) for term in expected]
    for term in expected:
        assert is_iri(term) == (kind in IRI_VALUES)
        assert list(pyoxigraph.parse(f"<a:s> {P} {term} .", pyoxigraph.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize(("kind", "value", "reason"), BAD)
def test_a_value_that_is_not_of_its_kind(kind: str, value: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        list(pairs_of(slot(kind), value))
    assert reason in str(caught.value)
    assert len(str(caught.value)) < 300


def test_each_kind_stands_in_both_tables() -> None:
    assert {row[0] for row in GOOD} == {row[0] for row in BAD} == set(MAKERS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-02", {"edtf": "2024-02", "typed": "2024-02", "earliest": "2024-02-01", "latest": "2024-02-29"}),
        ("2024-02-01/..", {"edtf": "2024-02-01/..", "earliest": "2024-02-01"}),
        ("2024~", {"edtf": "2024~"}),
    ],
)
def test_a_date_is_written_in_as_many_ways_as_are_honest(value: str, expected: dict[str, str]) -> None:
    more = {name: f"<a:{name}>" for name in ("typed", "earliest", "latest")}
    found = dict(pairs_of(slot("date", **more), value))
    texts = {name: term.split('"')[1] for name, term in found.items()}
    assert texts == {P if name == "edtf" else f"<a:{name}>": text for name, text in expected.items()}


def test_an_unknown_word_becomes_the_other_concept() -> None:
    assert list(pairs_of(slot("concept", otherwise="<a:o>"), ["port", "hut", 5])) == [
        (P, SCHEME["port"]), (P, "<a:o>"), (P, "<a:o>")
    ]  # fmt: skip


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_a_decimal_is_the_number_as_written_without_an_exponent(number: float) -> None:
    ((_, term),) = pairs_of(slot("decimal"), number)
    (quad,) = pyoxigraph.parse(f"<a:s> <a:p> {term} .", pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, pyoxigraph.Literal)
    assert "e" not in quad.object.value.lower()
    assert type(number)(float(quad.object.value) if isinstance(number, float) else quad.object.value[:-2]) == number
