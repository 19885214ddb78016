"""A profile's shapes: read, checked for a scope, and split into one shapes graph for each scope."""

import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, parse
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

from kg.errors import ProfileError

DOCUMENT = "document"
"""Scope of the shapes that hold for each document's graph by itself."""
CORPUS = "corpus"
"""Scope of the shapes that hold for the union of all graphs."""
SCOPES = (DOCUMENT, CORPUS)

PROFILE = "https://w3id.org/visits-kg/profile#"
SCOPE = URIRef(PROFILE + "scope")
_NAMES = {URIRef(PROFILE + scope): scope for scope in SCOPES}
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf, SH.target)


@dataclass(frozen=True)
class Shapes:
    """The shapes of a profile."""

    graph: Graph
    scopes: dict[Node, frozenset[str]]
    """Each shape that has a target, with its scopes."""

    def of_scope(self, scope: str) -> Graph:
        """Give a shapes graph in which only the shapes of the scope have targets.

        All other triples are kept, so that whatever a shape refers to is there.
        """
        others = {shape for shape, scopes in self.scopes.items() if scope not in scopes}
        kept = Graph(bind_namespaces="none")
        for prefix, namespace in self.graph.namespaces():
            kept.bind(prefix, namespace)
        for triple in self.graph:
            if triple[0] not in others or triple[1] not in _TARGETS:
                kept.add(triple)
        return kept


def read_shapes(path: Path) -> Shapes:
    """Read shapes in Turtle.

    :raises ProfileError: with file and line, if they do not parse, or if a shape with a target says no scope.
    """
    text = _text(path)
    graph = Graph(bind_namespaces="none").parse(data=text, format="turtle", publicID=path.absolute().as_uri())
    return Shapes(graph, {shape: _scopes(graph, shape, path, text) for shape in targeting(graph)})


def targeting(graph: Graph) -> list[Node]:
    """List the shapes that have a target, a class that is a shape itself among them."""
    found = {shape for predicate in _TARGETS for shape in graph.subjects(predicate)}
    found |= set(graph.subjects(RDF.type, RDFS.Class)) & set(graph.subjects(RDF.type, SH.NodeShape))
    return sorted(found, key=str)


def _text(path: Path) -> str:
    """Read Turtle that parses: a strict parser knows the line of a fault, which that of rdflib often does not."""
    data = path.read_bytes()
    try:
        for _ in parse(data, RdfFormat.TURTLE, base_iri=path.absolute().as_uri()):
            pass
    except SyntaxError as error:
        raise ProfileError(f"the shapes do not parse: {error.msg}", where=f"{path}:{error.lineno}") from error
    return data.decode()


def _scopes(graph: Graph, shape: Node, path: Path, text: str) -> frozenset[str]:
    named = set(graph.objects(shape, SCOPE))
    if not named or not named <= _NAMES.keys():
        known = " or ".join(f"<{iri}>" for iri in _NAMES)
        where = f"{path}:{_line(graph, shape, text)}"
        raise ProfileError(f"the shape {shape} has a target but no scope", where=where, hint=f"say <{SCOPE}> {known}")
    return frozenset(_NAMES[URIRef(str(one))] for one in named)


def _line(graph: Graph, shape: Node, text: str) -> int:
    """Find the line on which a block about the shape begins; the first of the file if it has no name."""
    if isinstance(shape, BNode):
        return 1
    names = [re.escape(f"<{shape}>")]
    for prefix, namespace in graph.namespaces():
        if str(shape).startswith(namespace):
            names.append(re.escape(f"{prefix}:{str(shape)[len(namespace) :]}"))
    match = re.search(rf"^(?:{'|'.join(names)})(?=\s)", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1
