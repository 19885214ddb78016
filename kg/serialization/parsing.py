"""Reading RDF: strictly, by pyoxigraph, into terms as :mod:`kg.terms` writes them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO

import pyoxigraph

from kg.errors import GraphError, TermError
from kg.serialization.formats import Format
from kg.terms import Triple, iri, literal, tagged

_iri = lru_cache(maxsize=1 << 16)(iri)


def read_quads(
    data: bytes | BinaryIO, form: Format, *, where: str | None = None, base: str | None = None
) -> Iterator[tuple[Triple, str]]:
    """Read triples, each with the term of its graph (``""`` is the default graph), while the data is parsed.

    :param where: the file's name, for errors.
    :param base: the IRI against which relative ones are resolved.
    :raises GraphError: at the first place that does not parse, or that holds what RDF 1.1 does not.
    """
    try:
        for quad in pyoxigraph.parse(data, form.syntax, base_iri=base):
            triple = term_of(quad.subject), term_of(quad.predicate), term_of(quad.object)
            yield triple, term_of(quad.graph_name)
    except SyntaxError as error:
        raise GraphError(error.msg, where=_place(where, error)) from error
    except (TermError, GraphError) as error:
        raise GraphError(error.reason, where=where) from error


def term_of(term: object) -> str:
    """Give a term of pyoxigraph as N-Triples text, the default graph as ``""``.

    :raises GraphError: for what RDF 1.2 added: triple terms, and literals with a direction.
    """
    match term:
        case pyoxigraph.NamedNode():
            return _iri(term.value)
        case pyoxigraph.BlankNode():
            return f"_:{term.value}"
        case pyoxigraph.Literal(direction=None):
            return tagged(term.value, term.language) if term.language else literal(term.value, term.datatype.value)
        case pyoxigraph.DefaultGraph():
            return ""
        case _:
            raise GraphError(f"not supported, only RDF 1.1 is: {str(term)[:120]}")


def _place(where: str | None, error: SyntaxError) -> str | None:
    if error.lineno is None:
        return where
    place = f"{error.lineno}:{error.offset}"
    return f"{where}:{place}" if where else f"line {place}"
