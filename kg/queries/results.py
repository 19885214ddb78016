"""What a query answers, and how it is written: W3C CSV, TSV and JSON for tables, Markdown, RDF for triples.

In CSV a text that a spreadsheet would run as a formula (it begins with ``= + - @``, a tab or a carriage return) gets an
apostrophe in front; TSV and JSON hold every term exactly.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import TypeAlias

from kg.errors import OutputError
from kg.serialization import FORMATS, Layout, format_named, open_writer
from kg.terms import XSD, Triple, split_literal

Row: TypeAlias = tuple[str | None, ...]
"""A term for each column, as N-Triples text; None where it is unbound."""


@dataclass(frozen=True)
class Table:
    """The answer to a SELECT query."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def texts(self) -> list[dict[str, str | None]]:
        """Give each row as plain texts by column: what a data frame is made of."""
        return [
            {name: None if term is None else lexical(term) for name, term in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]


@dataclass(frozen=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE query, in order, each triple once."""

    triples: tuple[Triple, ...]


Answer: TypeAlias = Table | Triples | bool
"""What a query answers; an ASK query answers with a truth value."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))


def split_term(term: str) -> tuple[str, str | None, str | None]:
    """Give a literal's text, language tag and datatype; of any other term its text."""
    return split_literal(term) or (term[1:-1] if term.startswith("<") else term, None, None)


def lexical(term: str | None) -> str:
    """Give the text of a term: of an IRI without brackets, of a literal without quotes; nothing for None."""
    return "" if term is None else split_term(term)[0]


def written(answer: Answer, form: str, layout: Layout | None = None) -> str:
    """Write an answer in a format of :data:`ANSWER_FORMATS`.

    :param layout: how triples are laid out in Turtle.
    :raises OutputError: for an unknown format, or one that cannot hold the answer.
    """
    if form not in ANSWER_FORMATS:
        raise OutputError(f"no format is called {form[:40]!r}", hint=f"choose one of {', '.join(ANSWER_FORMATS)}")
    if isinstance(answer, Triples):
        if form not in _RDF:
            raise OutputError(f"triples cannot be written as {form}", hint=f"choose one of {', '.join(_RDF)}")
        return _rdf(answer, form, layout or Layout())
    if form in _RDF:
        raise OutputError(f"a table cannot be written as {form}", hint=f"choose one of {', '.join(_WRITERS)}")
    if isinstance(answer, bool):
        return _truth(form, "true" if answer else "false")
    return _WRITERS[form](answer)


def plain_rows(table: Table) -> list[list[str]]:
    """Give the rows as texts that are safe to print on a terminal, without control characters."""
    return [[_printable(lexical(term)) for term in row] for row in table.rows]


def _printable(text: str) -> str:
    """Leave out control characters and those that turn the direction of writing; a line feed or tab becomes a blank."""
    blank = re.sub(r"[\t\r\n]+", " ", text)
    return "".join(char for char in blank if unicodedata.category(char) != "Cc" and char not in _TURNS)


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def _csv(table: Table) -> str:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(term) for term in row] for row in table.rows)
    return out.getvalue()


def _cell(term: str | None) -> str:
    if term is None:
        return ""
    text, _, datatype = split_term(term)
    risky = term.startswith('"') and datatype not in _NUMBERS and text.startswith(_FORMULA)
    return f"'{text}" if risky else text


def _tsv(table: Table) -> str:
    head = "\t".join(f"?{name}" for name in table.columns)
    return "".join(f"{line}\n" for line in (head, *("\t".join(term or "" for term in row) for row in table.rows)))


def _json(table: Table) -> str:
    bindings = [
        {name: _json_term(term) for name, term in zip(table.columns, row, strict=True) if term is not None}
        for row in table.rows
    ]
    return _dumped({"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}})


def _json_term(term: str) -> dict[str, str]:
    text, language, datatype = split_term(term)
    if term.startswith("<"):
        return {"type": "uri", "value": text}
    if term.startswith("_:"):
        return {"type": "bnode", "value": text[2:]}
    extra = {"xml:lang": language} if language else {"datatype": datatype} if datatype else {}
    return {"type": "literal", "value": text, **extra}


def _markdown(table: Table) -> str:
    lines = [list(table.columns), ["---"] * len(table.columns), *plain_rows(table)]
    return "".join(f"| {' | '.join(map(_escaped, line))} |\n" for line in lines)


def _escaped(text: str) -> str:
    return re.sub(r"([\\|<>`*_\[\]])", r"\\\1", text) if text != "---" else text


def _truth(form: str, word: str) -> str:
    return _dumped({"head": {}, "boolean": word == "true"}) if form == "json" else f"{word}\n"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _rdf(answer: Triples, form: str, layout: Layout) -> str:
    out = BytesIO()
    writer = open_writer(format_named(form), out, layout, in_order=True)
    writer.write("", answer.triples)
    writer.close()
    return out.getvalue().decode()


_WRITERS: dict[str, Callable[[Table], str]] = {"csv": _csv, "tsv": _tsv, "json": _json, "markdown": _markdown}
_RDF: Sequence[str] = tuple(form.name for form in FORMATS)

ANSWER_FORMATS = (*_WRITERS, *_RDF)
"""Names of the formats: those before ``turtle`` hold tables, the others triples."""
