from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import QueryError
from kg.queries import Param, Query, Table, bind, entity_resolver, load_quads, run, sparql_term
from kg.queries.results import lexical
from kg.terms import XSD, iri, literal
from tests.queries.cases import LIBRARY
from tests.stories import golden_quads

BODY = "SELECT ?who WHERE {\n  VALUES ?who { UNDEF }\n}\n"


def query(type: str, *, required: bool = False, text: str = BODY) -> Query:
    param = Param("who", type, "somebody", required=required)
    return Query("q", text, "Who?", (param,), None, ("happened",), Path("q.rq"))


def nobody(text: str) -> Sequence[str]:
    raise QueryError(f"nothing is called {text!r}")


def bound(type: str, *values: str) -> str:
    return bind(query(type), {"who": list(values)}, entity_resolver(partial(run, load_quads(golden_quads()))))


# -- values ------------------------------------------------------------------------------------------------------------

DAY, MONTH, YEAR = (XSD + name for name in ("date", "gYearMonth", "gYear"))
VALUES = [
    ("date", "2023-09-16", literal("2023-09-16", DAY)),
    ("date", " 2023-09 ", literal("2023-09", MONTH)),
    ("date", "2023", literal("2023", YEAR)),
    ("number", "3", literal("3", XSD + "integer")),
    ("number", "-0.5", literal("-0.5", XSD + "decimal")),
    ("text", "Russian media", literal("Russian media")),
    ("text", "", literal("")),
    ("entity", "https://example.org/a", iri("https://example.org/a")),
    ("entity", "<urn:a:b>", iri("urn:a:b")),
    ("entity", "Osric Vane", iri("https://example.org/visits/person/osric_vane")),
    ("entity", "Q71", iri("https://example.org/visits/item/Q71")),
    ("entity", "http://www.wikidata.org/entity/Q71", iri("https://example.org/visits/item/Q71")),
    ("entity", "<http://www.wikidata.org/entity/Q71>", iri("https://example.org/visits/item/Q71")),
]


@pytest.mark.parametrize(("type", "value", "term"), VALUES)
def test_a_value_becomes_its_term(type: str, value: str, term: str) -> None:
    assert bound(type, value) == BODY.replace("UNDEF", term)


def test_several_values_stand_side_by_side_each_once() -> None:
    assert '{ "a" "b" }' in bound("text", "a", "b", "a")


@pytest.mark.parametrize("values", [{}, {"who": []}])
def test_without_a_value_a_parameter_stays_unbound(values: dict[str, list[str]]) -> None:
    assert bind(query("entity"), values, nobody) == BODY


WRONG = [
    *(("date", value) for value in ("yesterday", "2023-02-30", "16.09.2023", "198X", "2023~", "2023-09-01/2023-09-30")),
    *(("number", value) for value in ("", "three", "1e9", "NaN", "1,5", "1 2", "0x10", "١")),
    *(
        ("entity", value)
        for value in ("<not an iri>", "https://exa mple.org/", "<a> . ?s ?p <b>", "Nobody At All", "Q1")
    ),
    *(("entity", value) for value in ("", " ", "<>", "osric vane")),
]


@pytest.mark.parametrize(("type", "value"), WRONG)
def test_a_wrong_value_is_an_error_that_names_the_parameter(type: str, value: str) -> None:
    with pytest.raises(QueryError, match="parameter 'who'"):
        bound(type, value)


def test_an_unknown_parameter_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"has no parameter 'whom' \(it has: who\)"):
        bind(query("text"), {"whom": "a"}, nobody)


@pytest.mark.parametrize("values", [{}, {"who": []}, {"who": ""}])
def test_a_required_parameter_must_be_given(values: dict[str, str | list[str]]) -> None:
    with pytest.raises(QueryError, match=r"needs a value for 'who' \(somebody\)"):
        bind(query("date", required=True), values, nobody)


def test_a_label_that_almost_fits_is_suggested() -> None:
    with pytest.raises(QueryError, match="perhaps: Osric Vane"):
        bound("entity", "osric")


def test_a_label_of_several_entities_lists_the_choices() -> None:
    with pytest.raises(QueryError) as caught:
        bound("entity", "Brannock air base")
    lines = str(caught.value).splitlines()
    assert [line.split() for line in lines[1:]] == [
        [iri(f"https://example.org/visits/entity/{id}"), "Facility", "no", "item"]
        for id in ("deputies-talk:e12", "president-home:l")
    ]


def test_an_item_of_several_nodes_means_them_all() -> None:
    nodes = [iri(f"https://example.org/{name}") for name in "ab"]
    same = iri("https://schema.org/sameAs"), iri("http://www.wikidata.org/entity/Q42")
    store = load_quads([((node, *same), "") for node in nodes])
    assert bind(query("entity"), {"who": "Q42"}, entity_resolver(partial(run, store))) == BODY.replace(
        "UNDEF", " ".join(nodes)
    )


# -- no value changes the query ----------------------------------------------------------------------------------------

HOSTILE = [
    '"',
    "'",
    '"""',
    "UNDEF }",
    '" } ?s ?p ?o . VALUES ?x { "',
    "a\nVALUES ?who { UNDEF }\nb",
    "\r\n\t\x0b\x00\x7f",
    "\\",
    '\\"',
    "\\u0022 }",
    "\\\\u0022 } #",
    "\\U00000022",
    r"\1 \g<0> \g<1>",
    "# not a comment",
    "<https://example.org/>",
    "?who $who %s {0} ${x}",
    "\u2028\u202e\ufeff\U0001f6e5",
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def texts_of(store: Store, text: str) -> list[str]:
    answer = run(store, text)
    assert isinstance(answer, Table)
    assert answer.columns == ("who",)
    return [lexical(row[0]) for row in answer.rows]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_text_is_only_a_text(value: str) -> None:
    assert texts_of(Store(), bind(query("text"), {"who": value}, nobody)) == [value]


@given(TEXTS)
def test_any_text_comes_back_as_it_went_in(value: str) -> None:
    text = bind(query("text"), {"who": value}, nobody)
    assert texts_of(Store(), text) == [value]
    assert text.split("\n")[::2] == BODY.split("\n")[::2]


@given(st.sampled_from(["entity", "date", "text", "number"]), st.one_of(TEXTS, st.sampled_from(HOSTILE)))
@example("entity", "https://example.org/> } INSERT { <a")
def test_a_value_never_changes_the_structure_of_a_query(type: str, value: str) -> None:
    """Whatever is bound, the text around it is that of the query, and it holds one value; or it is refused."""
    try:
        text = bind(query(type), {"who": value}, entity_resolver(partial(run, Store())))
    except QueryError:
        return
    head, tail = BODY.split("UNDEF")
    assert text.startswith(head)
    assert text.endswith(tail)
    assert len(texts_of(Store(), text)) == 1


@given(TEXTS)
def test_a_label_is_looked_up_as_it_is(value: str) -> None:
    node = iri("https://example.org/a")
    store = load_quads([((node, iri("http://www.w3.org/2000/01/rdf-schema#label"), literal(value)), "")])
    resolve = entity_resolver(partial(run, store))
    if not value.strip().startswith(("<", "Q", "http")):
        assert resolve(value) == (node,)


def test_no_backslash_stands_before_a_u_that_is_not_an_escape() -> None:
    r"""A reader that undoes \uXXXX before it reads anything else must find none of ours but those that we mean."""
    assert sparql_term(literal("\\u0022")) == '"\\\\\\U000000750022"'
    assert sparql_term(literal("\\\\U0")) == '"\\\\\\\\\\U000000550"'
    assert sparql_term(literal("\x01\\n\n")) == '"\\u0001\\\\n\\n"'


TEXT_PARAMS = [(name, param.name) for name, found in LIBRARY.items() for param in found.params if param.type == "text"]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(("name", "param"), TEXT_PARAMS)
def test_shipped_queries_take_hostile_texts(name: str, param: str, value: str) -> None:
    text = bind(LIBRARY[name], {param: value}, nobody)
    assert run(Store(), text) == run(Store(), LIBRARY[name].text)
