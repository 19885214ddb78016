"""Between N-Triples terms and the nodes of rdflib."""

from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier, Node

from kg.terms import literal, split_literal, tagged


def node_of(term: str) -> Identifier:
    r"""Give the node that a term stands for.

    >>> node_of('"a \\"b\\""').toPython()
    'a "b"'
    """
    if term.startswith("<"):
        return URIRef(term[1:-1])
    if term.startswith("_:"):
        return BNode(term[2:])
    found = split_literal(term)
    if found is None:
        raise ValueError(f"not a term of N-Triples: {term[:120]!r}")
    text, language, datatype = found
    return Literal(text, lang=language, datatype=URIRef(datatype) if datatype else None, normalize=False)


def term_of(node: Node) -> str:
    """Give the term of a node, as :mod:`kg.terms` writes it; a relative IRI of a careless graph is written as it is."""
    if isinstance(node, Literal):
        if node.language:
            return tagged(str(node), node.language)
        return literal(str(node), str(node.datatype) if node.datatype is not None else None)
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"
