"""Between N-Triples terms and the nodes of rdflib."""

import re

from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

from kg.terms import literal, tagged

_LITERAL = re.compile(r'"(.*)"(?:@(.+)|\^\^<(.+)>)?', re.DOTALL)
_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def node_of(term: str) -> Identifier:
    r"""Give the node that a term stands for.

    >>> node_of('"a \\"b\\""').toPython()
    'a "b"'
    """
    if term.startswith("<"):
        return URIRef(term[1:-1])
    if term.startswith("_:"):
        return BNode(term[2:])
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(f"not a term of N-Triples: {term[:120]!r}")
    text, language, datatype = match.groups()
    plain = _ESCAPE.sub(_unescape, text) if "\\" in text else text
    return Literal(plain, lang=language, datatype=URIRef(datatype) if datatype else None, normalize=False)


def term_of(node: Identifier) -> str:
    """Give the term of a node, as :mod:`kg.terms` writes it; a relative IRI of a careless graph is written as it is."""
    if isinstance(node, Literal):
        if node.language:
            return tagged(str(node), node.language)
        return literal(str(node), str(node.datatype) if node.datatype is not None else None)
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def _unescape(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    return _SHORT[letter] if letter else chr(int(short or long, 16))
