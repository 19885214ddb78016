"""What the text of a literal says about its value, where that is beyond doubt: the rest is for pySHACL to say.

Shapes are judged on N-Triples terms, without an RDF library. Each function here decides a part of the terms just as
pySHACL does, and raises :class:`Undecided` for all others: rare datatypes, spellings that libraries read differently.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from rdflib import RDF, RDFS, XSD, URIRef
from rdflib.term import XSDToPython

from kg.remembering import Remembered
from kg.validation.nodes import node_of

Rule: TypeAlias = Callable[[str], bool]
Number: TypeAlias = int | Decimal | float


class Undecided(Exception):
    """Only pySHACL can say whether a shape finds something here. It never reaches a caller."""


class Circular(Undecided):
    """A shape leads back to itself, or too deep: pySHACL has to judge it from the top."""


_INTEGER = re.compile(r"[+-]?[0-9]{1,100}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,100}(?:\.[0-9]{1,100})?")
_DOUBLE = re.compile(r"[+-]?[0-9]{1,100}(?:\.[0-9]{1,100})?(?:[eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?"
)


def _surely(form: re.Pattern[str], datatype: str) -> Rule:
    """Give a rule for terms: what has the form is well-formed; what has not may still be."""
    ending = f'"^^<{datatype}>'
    fits = re.compile(f'"(?:{form.pattern}){re.escape(ending)}').fullmatch

    def rule(term: str) -> bool:
        if fits(term):
            return True
        if term.endswith(ending):
            raise Undecided
        return False

    return rule


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        raise Undecided
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


_FORMS: dict[URIRef, re.Pattern[str]] = {
    XSD.integer: _INTEGER,
    XSD.decimal: _DECIMAL,
    XSD.double: _DOUBLE,
    XSD.float: _DOUBLE,
    XSD.boolean: re.compile("true|false|0|1"),
    XSD.dateTime: _INSTANT,
}
_NUMBERS: dict[str, tuple[re.Pattern[str], Callable[[str], Number]]] = {
    str(XSD.integer): (_INTEGER, int),
    str(XSD.decimal): (_DECIMAL, Decimal),
    str(XSD.double): (_DOUBLE, float),
}
_DATE = str(XSD.date)


def datatype_rule(datatype: URIRef) -> Rule:
    """Give a rule that says whether a term is a literal of the datatype, and a well-formed one.

    :raises Undecided: for a datatype that stands for others.
    """
    if datatype in (RDFS.Literal, RDFS.Datatype):
        raise Undecided
    if datatype == XSD.string:
        return _is_string
    ending = f'"^^<{datatype}>'
    if datatype == RDF.langString:
        return lambda term: bool(tag_of(term)) or _no_other(term, ending)
    if datatype in _FORMS:
        return _surely(_FORMS[datatype], datatype)
    if datatype == XSD.date:
        return lambda term: term.endswith(ending) and _is_day(term[1 : -len(ending)])
    if XSDToPython.get(datatype):
        return lambda term: _no_other(term, ending)
    return lambda term: term.endswith(ending)  # nothing is known of its values: each literal of it is well-formed


def text_of(term: str) -> str:
    """Give the text of a literal, or the IRI that a term holds."""
    if term[0] == "<":
        return term[1:-1]
    text = term[1:-1] if term[-1] == '"' else term[1 : term.rindex('"')]
    return str(node_of(term)) if "\\" in text else text


def tag_of(term: str) -> str:
    """Give the language tag of a term, in lower case; empty if there is none."""
    if term[0] != '"' or term[-1] in '">':
        return ""
    return term[term.rindex('"') + 2 :].lower()


def value_of(term: str) -> tuple[str, Number | str]:
    """Give what a term is compared by, with its kind: only values of one kind can be compared.

    :raises Undecided: if the term is neither a number nor a day.
    """
    return _values[term]


def _value(term: str) -> tuple[str, Number | str]:
    if term[0] != '"':
        raise Undecided
    text, _, datatype = term[1:-1].rpartition('"^^<')
    if datatype == _DATE and _is_day(text):
        return "day", text
    form, read = _NUMBERS.get(datatype, (None, int))
    if form is not None and form.fullmatch(text):
        return "number", read(text)
    raise Undecided


_values = Remembered(_value)


def compared(one: str, other: tuple[str, Number | str]) -> int:
    """Compare a term with a value: -1 if it is less, 0 if they are equal, 1 if it is greater. :raises Undecided:"""
    (kind, first), (other_kind, second) = value_of(one), other
    if kind != other_kind:
        raise Undecided
    return (first > second) - (first < second)  # type: ignore[operator]  # of one kind


def _is_string(term: str) -> bool:
    return term[-1] == '"' or term.endswith(f'"^^<{XSD.string}>')


def _no_other(term: str, ending: str) -> bool:
    if term.endswith(ending):
        raise Undecided
    return False
