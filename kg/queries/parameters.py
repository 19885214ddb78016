"""The values of a query's parameters: each is read by its type and written by the one term writer, never pasted."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from kg.dates import parse_date
from kg.errors import QueryError
from kg.queries.library import Param, Query
from kg.terms import XSD, literal

Values: TypeAlias = Mapping[str, str | Sequence[str]]
"""Parameter name -> what the user gave, one text or several."""

Resolve: TypeAlias = Callable[[str], Sequence[str]]
"""Gives the terms of the entities that a text names (IRI, Wikidata item or label). :raises QueryError: if none."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
# In SPARQL a codepoint escape is undone before anything else is, even behind an escaped backslash (section 19.2).
_ESCAPED = re.compile(r"\\\\([uU])|\\.", re.DOTALL)


def bind(query: Query, values: Values, resolve: Resolve) -> str:
    """Give the query's text with the values in the place of its parameters; those without a value stay unbound.

    :raises QueryError: for an unknown parameter, a value that is not of its type, or a required one that is missing.
    """
    params = {param.name: param for param in query.params}
    for name in values:
        if name not in params:
            known = ", ".join(params) or "none"
            raise QueryError(f"{query.name} has no parameter {name!r}", hint=f"it has: {known}")
    for param in query.params:
        if param.required and not values.get(param.name):
            raise QueryError(f"{query.name} needs a value for {param.name!r} ({param.description})")
    terms = {name: _terms(params[name], value, resolve) for name, value in values.items()}
    return query.filled({name: written for name, written in terms.items() if written})


def _terms(param: Param, value: str | Sequence[str], resolve: Resolve) -> str:
    texts = [value] if isinstance(value, str) else value
    terms = [term for text in texts for term in _READERS[param.type](param, text, resolve)]
    return " ".join(dict.fromkeys(map(sparql_term, terms)))


def sparql_term(term: str) -> str:
    r"""Write an N-Triples term as SPARQL: as it is, but ``\\u`` so that no reader takes it for a codepoint escape."""
    return _ESCAPED.sub(lambda found: f"\\\\\\U{ord(found[1]):08X}" if found[1] else found[0], term)


def _entity(param: Param, text: str, resolve: Resolve) -> Sequence[str]:
    try:
        return resolve(text)
    except QueryError as error:
        raise QueryError(f"parameter {param.name!r}: {error.reason}", hint=error.hint) from error


def _date(param: Param, text: str, _: Resolve) -> Sequence[str]:
    found = parse_date(text.strip())
    if found is None or found.value is None or found.datatype is None:
        raise _wrong(param, text, "a day, month or year, as 2023-09-16, 2023-09 or 2023")
    return (literal(found.value, found.datatype),)


def _text(_: Param, text: str, __: Resolve) -> Sequence[str]:
    return (literal(text),)


def _number(param: Param, text: str, _: Resolve) -> Sequence[str]:
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        raise _wrong(param, text, "a number, as 3 or 0.5")
    return (literal(plain, XSD + ("decimal" if "." in plain else "integer")),)


def _wrong(param: Param, text: str, wanted: str) -> QueryError:
    return QueryError(f"parameter {param.name!r} wants {wanted}, not {text[:60]!r}")


_READERS: dict[str, Callable[[Param, str, Resolve], Sequence[str]]] = {
    "entity": _entity,
    "date": _date,
    "text": _text,
    "number": _number,
}
