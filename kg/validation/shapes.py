"""A profile's shapes: read, checked for a scope, and split into one shapes graph for each scope."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
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
_IMPLICIT = (RDF.type, RDFS.Class)


@dataclass(frozen=True)
class Shapes:
    """The shapes of a profile."""

    graph: Graph
    scopes: dict[Node, frozenset[str]]
    """Each shape that has a target, with its scopes."""

    def of_scope(self, scope: str) -> Graph:
        """Give a shapes graph without the shapes of other scopes.

        Whatever a shape of the scope refers to is there, and stays without a target where that has another scope.
        """
        others = {shape for shape, scopes in self.scopes.items() if scope not in scopes}
        said = self._said
        needed = _reached(said, (said.keys() - _reached(said, others)) | (self.scopes.keys() - others))
        kept = Graph("SimpleMemory", bind_namespaces="none")
        for prefix, namespace in self.graph.namespaces():
            kept.bind(prefix, namespace)
        for node, pairs in said.items():  # in the order of the file
            for predicate, value in pairs if node in needed else ():
                if node not in others or (predicate not in _TARGETS and (predicate, value) != _IMPLICIT):
                    kept.add((node, predicate, value))
        return kept

    @cached_property
    def _said(self) -> dict[Node, list[tuple[Node, Node]]]:
        found: dict[Node, list[tuple[Node, Node]]] = {}
        for subject, predicate, value in self.graph:
            found.setdefault(subject, []).append((predicate, value))
        return found


def read_shapes(path: Path) -> Shapes:
    """Read shapes in Turtle.

    :raises ProfileError: with file and line, if they do not parse, or if a shape with a target says no scope.
    """
    return _read(path.read_bytes(), path)


@lru_cache(maxsize=2)  # a run needs them once for each scope
def _read(data: bytes, path: Path) -> Shapes:
    graph = _parsed(data, path)
    text = data.decode()
    return Shapes(graph, {shape: _scopes(graph, shape, path, text) for shape in targeting(graph)})


def _reached(said: dict[Node, list[tuple[Node, Node]]], nodes: Iterable[Node]) -> set[Node]:
    """Give nodes, and all that these lead to."""
    found = set(nodes)
    waiting = list(found)
    for node in waiting:
        ahead = [value for _, value in said.get(node, ()) if value not in found]
        found.update(ahead)
        waiting += ahead
    return found


def targeting(graph: Graph) -> list[Node]:
    """List the shapes that have a target, a class that is a shape itself among them."""
    found = {shape for predicate in _TARGETS for shape in graph.subjects(predicate)}
    found |= set(graph.subjects(*_IMPLICIT)) & set(graph.subjects(RDF.type, SH.NodeShape))
    return sorted(found, key=str)


def _parsed(data: bytes, path: Path) -> Graph:
    """Parse Turtle strictly, and quickly; rdflib's own parser does not always know the line of a fault."""
    graph, node = Graph(bind_namespaces="none"), cache(_node)
    quads = parse(data, RdfFormat.TURTLE, base_iri=path.absolute().as_uri())
    try:
        for quad in quads:
            graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    except SyntaxError as error:
        raise ProfileError(f"the shapes do not parse: {error.msg}", where=f"{path}:{error.lineno}") from error
    except ValueError as error:
        raise ProfileError(str(error), where=str(path)) from error
    for prefix, namespace in quads.prefixes.items():
        graph.bind(prefix, namespace)
    return graph


def _node(term: object) -> Node:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if not isinstance(term, pyoxigraph.Literal) or term.direction:
        raise ValueError(f"the shapes hold what RDF 1.1 does not have: {term!s:.120}")
    datatype = URIRef(term.datatype.value)
    # for rdflib, a plain text is another literal than one that is said to be a string
    return Literal(
        term.value, lang=term.language, datatype=None if datatype in (XSD.string, RDF.langString) else datatype
    )


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
