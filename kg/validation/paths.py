"""Property paths as SPARQL writes them, with full IRIs."""

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

_AFTER: dict[Node, str] = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def path_text(graph: Graph, path: Node) -> str:
    """Write a path of a shapes graph; a single property is its N-Triples term."""
    if isinstance(path, URIRef):
        return f"<{path}>"
    if (path, RDF.first, None) in graph:
        return "/".join(_step(graph, step) for step in graph.items(path))
    [(kind, inner)] = graph.predicate_objects(path)
    if kind == SH.alternativePath:
        return "|".join(_step(graph, step) for step in graph.items(inner))
    step = _step(graph, inner)
    return f"^{step}" if kind == SH.inversePath else f"{step}{_AFTER[kind]}"


def _step(graph: Graph, path: Node) -> str:
    text = path_text(graph, path)
    return text if isinstance(path, URIRef) else f"({text})"
