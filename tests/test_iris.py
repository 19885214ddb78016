import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import TermError
from kg.iris import DEFAULT_BASE, check_base, encode_part, expand, mint, name_key, parse_item, segment_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" _:%./~-#?é\U0001f600\x00"), min_size=1)
LONG = st.builds(lambda text, times: text * times, TEXTS, st.sampled_from([1, 1, 50, 200, 201]))
PARTS = st.lists(LONG, min_size=1, max_size=3).map(tuple)

# An IRI that was once published must never change: a change in this table is a new major version.
STABLE = [
    ("item", ["Q56226"], "item/Q56226"),
    ("person", ["ada quill"], "person/ada_quill"),
    ("place", ["kingston", "jamaica"], "place/kingston:jamaica"),
    ("facility", ["ostrava works", "ostrava", "czechia"], "facility/ostrava_works:ostrava:czechia"),
    ("document", ["https://a.example/b?c=d#e"], "document/https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%23e"),
    ("event", ["d1", "v_1"], "event/d1:v%5F1"),
    ("evidence", ["d1", "0-9"], "evidence/d1:0-9"),
    ("person", ["김정은 위원장"], "person/%EA%B9%80%EC%A0%95%EC%9D%80_%EC%9C%84%EC%9B%90%EC%9E%A5"),
    ("person", ['o\'neil "x" <y>'], "person/o%27neil_%22x%22_%3Cy%3E"),
    ("aircraft-model", ["su-57~a.b"], "aircraft-model/su-57~a.b"),
    ("entity", [".", "..", "..."], "entity/%2E:%2E%2E:..."),
    ("person", ["x" * 200], "person/" + "x" * 200),
    ("person", ["x" * 201], "person/" + "x" * 33 + "::84a0678c90937f5dcf9994d5866668da"),
    ("person", ["é" * 100], "person/" + "%C3%A9" * 16 + "::f42ec48e1e4b487e590e0b3d4e58437c"),
]


@pytest.mark.parametrize(("segment", "parts", "expected"), STABLE)
def test_iris_never_change(segment: str, parts: list[str], expected: str) -> None:
    assert mint(DEFAULT_BASE, segment, parts) == f"<https://example.org/visits/{expected}>"


@given(st.tuples(PARTS, PARTS) | PARTS.map(lambda parts: (parts, tuple("".join(parts)))))
def test_different_parts_never_give_one_iri(pair: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    one, other = pair
    assert (mint(DEFAULT_BASE, "x", one) == mint(DEFAULT_BASE, "x", other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a:b"], ["a", "b"]),
        (["a_b"], ["a b"]),
        (["a%20b"], ["a b"]),
        (["%2E"], ["."]),
        (["a", "b:c"], ["a:b", "c"]),
        (["é"], ["e\u0301"]),
        (["x" * 300], ["x" * 301]),
        (["x" * 300], ["x" * 33 + "::" + encode_part("x" * 300)[-32:]]),
        (["x" * 300], ["x" * 33, encode_part("x" * 300)[-32:]]),
    ],
)
def test_near_parts_are_told_apart(one: list[str], other: list[str]) -> None:
    assert mint(DEFAULT_BASE, "x", one) != mint(DEFAULT_BASE, "x", other)


@given(PARTS, LONG)
def test_every_iri_is_valid_and_stays_where_it_is(parts: tuple[str, ...], type_name: str) -> None:
    term = mint(DEFAULT_BASE, segment_of(type_name), parts)
    (quad,) = pyoxigraph.parse(f"{term} <a:p> <a:o> .", pyoxigraph.RdfFormat.N_TRIPLES)
    (resolved,) = pyoxigraph.parse(f"{term} <a:p> <a:o> .", pyoxigraph.RdfFormat.TURTLE, base_iri="https://b.example/")
    assert str(quad.subject) == str(resolved.subject) == term
    assert term.isascii()
    assert len(encode_part(parts[0])) <= 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Quill", " ada\u00a0 QUILL\t", True),
        ("José", "Jose\u0301", True),
        ("Straße", "STRASSE", True),
        ("Ǆ", "ǆ", True),
        ("\u1fb4", "α\u0345\u0301", True),
        ("José", "Jose", False),
        ("Ada Quill", "AdaQuill", False),
        ("Ada Quill", "Quill Ada", False),
    ],
)
def test_which_names_are_equal(one: str, other: str, *, same: bool) -> None:
    assert (name_key(one) == name_key(other)) == same


@pytest.mark.parametrize(
    ("type_name", "segment"),
    [
        ("Person", "person"),
        ("AircraftModel", "aircraft-model"),
        ("URL", "url"),
        ("Boeing737Max", "boeing737-max"),
        ("Ship of the line/2", "ship_of_the_line%2F2"),
        ("배", "%EB%B0%B0"),
    ],
)
def test_segments(type_name: str, segment: str) -> None:
    assert segment_of(type_name) == segment


@pytest.mark.parametrize("base", ["https://a.example/", "https://a.example/x#", "http://a.example:80/é/", "urn:x:/"])
def test_a_base_that_is_right(base: str) -> None:
    assert check_base(base) == base


@pytest.mark.parametrize("base", ["", "a/", "//a.example/", "https://a.example", "https://a example/", "https://a/<"])
def test_a_base_that_is_wrong(base: str) -> None:
    with pytest.raises(TermError):
        check_base(base)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Q1", "Q1"),
        ("Q999999999999999", "Q999999999999999"),
        ("http://www.wikidata.org/entity/Q42", "Q42"),
        ("https://www.wikidata.org/wiki/Q42", "Q42"),
        ("", None),
        ("Q", None),
        ("Q0", None),
        ("Q01", None),
        ("q42", None),
        ("Q42 ", None),
        ("Q42\n", None),
        ("Q４２", None),
        ("P31", None),
        ("Q42#P31", None),
        ("Q9999999999999999", None),
        ("http://www.wikidata.org/wiki/Special:EntityData/Q42", None),
    ],
)
def test_items(text: str, item: str | None) -> None:
    assert parse_item(text) == item


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a:b", "https://a.example/b"), ("b", "https://e.example/#b"), (":b", "https://e.example/#b"), ("z:b", None)],
)
def test_curies(name: str, expected: str | None) -> None:
    assert expand(name, {"a": "https://a.example/", "": "https://e.example/#"}) == expected
