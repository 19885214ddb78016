import csv
import json
import unicodedata
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.errors import OutputError
from kg.queries import ANSWER_FORMATS, Answer, Table, Triples, plain_rows, written
from kg.queries.results import lexical, split_term
from kg.serialization import FORMATS, format_named, read_quads, term_of
from kg.terms import XSD, iri, literal, tagged

A = iri("https://example.org/a")
TABLE = Table(
    ("who", "what"),
    (
        (A, literal('say "hi", then\ngo\t')),
        ("_:b0", tagged("grüß Gott", "de-AT")),
        (None, literal("-3", XSD + "integer")),
        (literal(""), None),
    ),
)
EMPTY = Table(("who",), ())

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
TERMS = st.one_of(
    st.none(),
    st.sampled_from([A, iri("https://example.org/é?q=1#x"), "_:b1"]),
    st.builds(literal, TEXTS),
    st.builds(tagged, TEXTS, st.sampled_from(["en", "de-at"])),
    st.builds(literal, TEXTS, st.sampled_from([XSD + "date", "http://id.loc.gov/datatypes/edtf/EDTF"])),
)
TABLES = st.lists(st.tuples(TERMS, TERMS)).map(lambda rows: Table(("a", "b"), tuple(rows)))


def read_back(text: str, form: QueryResultsFormat) -> Table:
    """Read results with pyoxigraph, strictly."""
    found = parse_query_results(text.encode(), form)
    assert isinstance(found, QuerySolutions)
    columns = tuple(variable.value for variable in found.variables)
    return Table(columns, tuple(tuple(None if term is None else term_of(term) for term in row) for row in found))


def same_but_for_blank_nodes(found: Table, wanted: Table) -> bool:
    def rows(table: Table) -> list[list[str | None]]:
        return [["_:" if term and term.startswith("_:") else term for term in row] for row in table.rows]

    return found.columns == wanted.columns and rows(found) == rows(wanted)


@given(TABLES)
def test_json_is_read_back_as_it_was_written(table: Table) -> None:
    assert same_but_for_blank_nodes(read_back(written(table, "json"), QueryResultsFormat.JSON), table)


@given(TABLES)
def test_tsv_is_read_back_as_it_was_written(table: Table) -> None:
    assert same_but_for_blank_nodes(read_back(written(table, "tsv"), QueryResultsFormat.TSV), table)


@given(TABLES)
def test_csv_has_the_text_of_each_term(table: Table) -> None:
    rows = list(csv.reader(StringIO(written(table, "csv"), newline="")))
    assert rows[0] == list(table.columns)
    assert [[cell.removeprefix("'") for cell in row] for row in rows[1:]] == [
        [lexical(term).removeprefix("'") for term in row] for row in table.rows
    ]


def test_csv_is_that_of_the_w3c() -> None:
    assert written(TABLE, "csv") == (
        'who,what\r\nhttps://example.org/a,"say ""hi"", then\ngo\t"\r\n_:b0,grüß Gott\r\n,-3\r\n,\r\n'
    )


def test_tsv_is_that_of_the_w3c() -> None:
    assert written(TABLE, "tsv") == (
        "?who\t?what\n"
        '<https://example.org/a>\t"say \\"hi\\", then\\ngo\\t"\n'
        '_:b0\t"grüß Gott"@de-AT\n'
        f'\t"-3"^^<{XSD}integer>\n'
        '""\t\n'
    )


def test_json_is_that_of_the_w3c() -> None:
    assert json.loads(written(TABLE, "json")) == {
        "head": {"vars": ["who", "what"]},
        "results": {
            "bindings": [
                {
                    "who": {"type": "uri", "value": "https://example.org/a"},
                    "what": {"type": "literal", "value": 'say "hi", then\ngo\t'},
                },
                {
                    "who": {"type": "bnode", "value": "b0"},
                    "what": {"type": "literal", "value": "grüß Gott", "xml:lang": "de-AT"},
                },
                {"what": {"type": "literal", "value": "-3", "datatype": XSD + "integer"}},
                {"who": {"type": "literal", "value": ""}},
            ]
        },
    }


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_never_holds_a_formula(text: str) -> None:
    for term in (literal(text), tagged(text, "en"), literal(text, "http://id.loc.gov/datatypes/edtf/EDTF")):
        [_, [cell]] = csv.reader(StringIO(written(Table(("a",), ((term,),)), "csv"), newline=""))
        assert cell == "'" + text


@pytest.mark.parametrize("term", [literal("-1", XSD + "integer"), literal("+0.5", XSD + "decimal"), literal("a=1")])
def test_csv_leaves_numbers_and_plain_texts_alone(term: str) -> None:
    [_, [cell]] = csv.reader(StringIO(written(Table(("a",), ((term,),)), "csv"), newline=""))
    assert cell == lexical(term)


def test_markdown_keeps_a_row_on_its_line() -> None:
    table = Table(("a", "b"), ((literal("x | y\r\nz"), literal("<b>*hi*</b> [c](d) `e` \\")), (None, A)))
    assert written(table, "markdown").splitlines() == [
        "| a | b |",
        "| --- | --- |",
        r"| x \| y z | \<b\>\*hi\*\</b\> \[c\](d) \`e\` \\ |",
        "|  | https://example.org/a |",
    ]
    assert written(Table(("a",), ((literal("---"),),)), "markdown").endswith("| --- |\n| --- |\n")


@given(TABLES)
def test_plain_rows_hold_no_control_character(table: Table) -> None:
    cells = [cell for row in plain_rows(table) for cell in row]
    assert not any(unicodedata.category(char) == "Cc" for cell in cells for char in cell)


def test_plain_rows_are_readable() -> None:
    rows = Table(("a",), ((literal("a\tb\r\nc"),), (literal("\x1b[31mred\u202e\x9b"),), (None,)))
    assert plain_rows(rows) == [["a b c"], ["[31mred"], [""]]


@pytest.mark.parametrize("form", [form.name for form in FORMATS])
def test_triples_are_written_in_every_rdf_format(form: str) -> None:
    triples = Triples(((A, iri("https://example.org/p"), literal("x")), (A, iri("https://example.org/p"), A)))
    text = written(triples, form)
    assert {triple for triple, _ in read_quads(text.encode(), format_named(form))} == set(triples.triples)


def test_a_truth_is_one_word() -> None:
    assert json.loads(written(True, "json")) == {"head": {}, "boolean": True}
    assert written(False, "csv") == "false\n"


MISFITS: list[tuple[Answer, str]] = [
    (EMPTY, "turtle"),
    (Triples(()), "csv"),
    (True, "turtle"),
    (EMPTY, "xls"),
]


@pytest.mark.parametrize(("answer", "form"), MISFITS)
def test_a_format_that_cannot_hold_the_answer_is_an_error(answer: Answer, form: str) -> None:
    with pytest.raises(OutputError, match="choose one of"):
        written(answer, form)


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "markdown"])
def test_an_empty_table_has_its_columns(form: str) -> None:
    assert form in ANSWER_FORMATS
    assert "who" in written(EMPTY, form)


@given(TEXTS, st.sampled_from([None, "en", "de-1996"]))
def test_a_literal_is_taken_apart(text: str, language: str | None) -> None:
    term = literal(text) if language is None else tagged(text, language)
    assert split_term(term) == (text, language, None)
    assert split_term(literal(text, XSD + "date")) == (text, None, XSD + "date")
