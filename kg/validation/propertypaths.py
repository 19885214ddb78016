"""Property paths, compiled: from a node of a data graph to its value nodes."""

from collections.abc import Callable, Collection, Iterable, Set
from typing import NamedTuple, TypeAlias

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from kg.validation.datagraph import DataGraph, Values
from kg.validation.lexical import Undecided

Walk: TypeAlias = Callable[[DataGraph, str], Collection[str]]
_DEEPEST = 6
_AFTER = (SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)


class Path(NamedTuple):
    """A way through a graph.

    :param walk: gives the value nodes of a node.
    :param leads_nowhere: whether a node that has just these predicates can have no value node.
    :param predicate: the property, if the path is but one.
    """

    walk: Walk
    leads_nowhere: Callable[[Set[str]], bool]
    predicate: str | None = None


def read_path(graph: Graph, node: Node, depth: int = 0) -> Path:
    """Read a path of a shapes graph.

    :raises Undecided: if it is malformed, nested deeply, or walks another path backwards, which pySHACL does not.
    """
    if isinstance(node, URIRef):
        return _predicate(f"<{node}>")
    if depth > _DEEPEST:
        raise Undecided
    if (node, RDF.first, None) in graph:
        return _sequence(_steps(graph, node, depth))
    said = [(kind, inner) for kind, inner in graph.predicate_objects(node) if kind != RDF.type]
    if len(said) != 1:
        raise Undecided
    [(kind, inner)] = said
    if kind == SH.alternativePath:
        return _alternative(_steps(graph, inner, depth))
    if kind == SH.inversePath and isinstance(inner, URIRef):
        return _inverse(f"<{inner}>")
    if kind not in _AFTER:
        raise Undecided
    step = read_path(graph, inner, depth + 1)
    return {SH.zeroOrMorePath: _zero_or_more, SH.oneOrMorePath: _one_or_more, SH.zeroOrOnePath: _zero_or_one}[kind](step)


def _steps(graph: Graph, items: Node, depth: int) -> list[Path]:
    nodes = list(graph.items(items))
    extra = {kind for kind, _ in graph.predicate_objects(items)} - {RDF.first, RDF.rest, RDF.type}
    if extra or not 2 <= len(nodes) <= _DEEPEST:
        raise Undecided
    return [read_path(graph, node, depth + 1) for node in nodes]


def _predicate(iri: str) -> Path:
    return Path(lambda graph, node: graph.objects(node, iri), lambda predicates: iri not in predicates, iri)


def _inverse(iri: str) -> Path:
    return Path(lambda graph, node: graph.subjects(node, iri), _never)


def _sequence(steps: list[Path]) -> Path:
    def walk(graph: DataGraph, node: str) -> Values:
        nodes: Iterable[str] = (node,)
        for step in steps:
            nodes = _all_from(graph, step, nodes)
        return dict.fromkeys(nodes)

    return Path(walk, steps[0].leads_nowhere)


def _alternative(steps: list[Path]) -> Path:
    return Path(
        lambda graph, node: {value: None for step in steps for value in step.walk(graph, node)},
        lambda predicates: all(step.leads_nowhere(predicates) for step in steps),
    )


def _zero_or_more(step: Path) -> Path:
    return Path(lambda graph, node: {node: None, **_closure(graph, step, node)}, _never)


def _one_or_more(step: Path) -> Path:
    return Path(lambda graph, node: _closure(graph, step, node), step.leads_nowhere)


def _zero_or_one(step: Path) -> Path:
    return Path(lambda graph, node: {node: None, **step.walk(graph, node)}, _never)


def _closure(graph: DataGraph, step: Path, node: str) -> Values:
    found: dict[str, None] = {}
    waiting = list(step.walk(graph, node))
    while waiting:
        if (current := waiting.pop()) not in found:
            found[current] = None
            waiting.extend(step.walk(graph, current))
    return found


def _all_from(graph: DataGraph, step: Path, nodes: Iterable[str]) -> Values:
    return {value: None for node in nodes for value in step.walk(graph, node)}


def _never(_: Set[str]) -> bool:
    return False
