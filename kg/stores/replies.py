"""Answers of a store as terms: the content type is checked before anything is believed."""

import json
from typing import Any

from kg.errors import GraphError, StoreError, TermError
from kg.queries import Answer, Table, Triples
from kg.serialization import format_named, read_quads
from kg.stores.transport import Reply
from kg.terms import iri, literal, tagged

TABLES = "application/sparql-results+json"
TRIPLES = "application/n-triples"

_JSON = frozenset({TABLES, "application/json"})
_LINES = frozenset({TRIPLES, "text/plain"})


def read_answer(reply: Reply, where: str) -> Answer:
    """Read the answer to a query.

    :raises StoreError: if it is of another type than was asked for, or is not what its type says.
    """
    if reply.media_type in _JSON:
        return _read_json(reply.body, where)
    if reply.media_type in _LINES:
        try:
            quads = list(read_quads(reply.body, format_named(TRIPLES), where=where))
        except GraphError as error:
            raise StoreError(f"the answer is no N-Triples: {error.reason}", where=error.where) from error
        return Triples(tuple(dict.fromkeys(triple for triple, _ in quads)))
    raise StoreError(f"the store answered with {reply.media_type or 'no type'!r}, which was not asked for", where=where)


def _read_json(body: bytes, where: str) -> Table | bool:
    try:
        answer = json.loads(body)
        if "boolean" in answer:
            return bool(answer["boolean"])
        columns = tuple(answer["head"]["vars"])
        rows = tuple(tuple(_term(row.get(name)) for name in columns) for row in answer["results"]["bindings"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"the answer is no SPARQL result: {error!r:.200}", where=where) from error
    return Table(columns, rows)


def _term(value: dict[str, Any] | None) -> str | None:
    if value is None:
        return None
    text: str = value["value"]
    if value["type"] == "uri":
        try:
            return iri(text)
        except TermError:
            return f"<{text}>" if not set(text) & set('<>"{}|^`\\ \n\r\t') else literal(text)
    if value["type"] == "bnode":
        return f"_:{text}"
    language = value.get("xml:lang")
    return tagged(text, language) if language else literal(text, value.get("datatype"))
