"""Terms of pyoxigraph made one by one, and written."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.terms import split_literal


def term(text: str) -> NamedNode | Literal:
    """Make a term."""
    parts = split_literal(text)
    if parts is None:
        return NamedNode(text[1:-1])
    value, language, datatype = parts
    return Literal(value, language=language, datatype=NamedNode(datatype) if datatype else None)


def triples() -> Iterator[Triple]:
    """Make the triples of the graph."""
    for line in Path("graph.nt").read_text(encoding="utf-8").split("\n")[:-1]:
        subject, predicate, value = line[:-2].split(" ", 2)
        yield Triple(NamedNode(subject[1:-1]), NamedNode(predicate[1:-1]), term(value))


with Path("peer.nt").open("wb") as out:
    serialize(triples(), out, RdfFormat.N_TRIPLES)
