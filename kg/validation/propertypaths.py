"""Property paths, compiled: from a node of a data graph to its value nodes."""

from collections.abc import Callable, Iterable, Set
from typing import NamedTuple, TypeAlias

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from kg.descriptions import Values
from kg.validation.datagraph import SUBCLASS_OF, DataGraph
from kg.validation.lexical import Undecided

Walk: TypeAlias = Callable[[DataGraph, str], Values]
_DEEPEST = 6


class Edge(NamedTuple):
    """Something said of a node by a property: as its subject, or ``inward``, as its value."""

    predicate: str
    inward: bool = False


class Path(NamedTuple):
    """A way through a graph.

    :param walk: gives the value nodes of a node.
    :param leads_nowhere: whether a node that has just these predicates can have no value node.
    :param arrives: whether a node that has just these predicates must have a value node.
    :param predicate: the property, if the path is but one.
    :param of_kind: whether the value nodes follow from the kind of a node.
    :param upwards: whether it leads from classes to those above them.
    :param steps: the properties, if the path is a sequence of them.
    :param edges: what is said of the node that decides where the path leads; None if what is said of others does, too.
    """

    walk: Walk
    leads_nowhere: Callable[[Set[str]], bool]
    arrives: Callable[[Set[str]], bool]
    predicate: str | None = None
    of_kind: bool = False
    upwards: bool = False
    steps: tuple[str, ...] = ()
    edges: frozenset[Edge] | None = None


def read_path(graph: Graph, node: Node, telling: Set[str], depth: int = 0) -> Path:
    """Read a path of a shapes graph.

    :param telling: the predicates whose values make a node's kind.
    :raises Undecided: if it is malformed, nested deeply, or walks another path backwards, which pySHACL does not.
    """
    if isinstance(node, URIRef):
        return _predicate(f"<{node}>", telling)
    if depth > _DEEPEST:
        raise Undecided
    if (node, RDF.first, None) in graph:
        return _sequence(_steps(graph, node, telling, depth))
    said = [(kind, inner) for kind, inner in graph.predicate_objects(node) if kind != RDF.type]
    if len(said) != 1:
        raise Undecided
    [(kind, inner)] = said
    if kind == SH.alternativePath:
        return _alternative(_steps(graph, inner, telling, depth))
    if kind == SH.inversePath and isinstance(inner, URIRef):
        return _inverse(f"<{inner}>")
    repeated = _REPEATED.get(str(kind))
    if repeated is None:
        raise Undecided
    return repeated(read_path(graph, inner, telling, depth + 1))


def _steps(graph: Graph, items: Node, telling: Set[str], depth: int) -> list[Path]:
    nodes = list(graph.items(items))
    extra = {kind for kind, _ in graph.predicate_objects(items)} - {RDF.first, RDF.rest, RDF.type}
    if extra or not 2 <= len(nodes) <= _DEEPEST:
        raise Undecided
    return [read_path(graph, node, telling, depth + 1) for node in nodes]


def _predicate(iri: str, telling: Set[str]) -> Path:
    return Path(
        lambda graph, node: graph.nodes[node].get(iri, ()),
        lambda predicates: iri not in predicates,
        lambda predicates: iri in predicates,
        iri,
        of_kind=iri in telling,
        upwards=iri == SUBCLASS_OF,
        edges=frozenset({Edge(iri)}),
    )


def _inverse(iri: str) -> Path:
    return Path(
        lambda graph, node: graph.subjects(node, iri), _never, _never, edges=frozenset({Edge(iri, inward=True)})
    )


def _sequence(steps: list[Path]) -> Path:
    start, rest = steps[0].walk, steps[1:]

    def walk(graph: DataGraph, node: str) -> Values:
        nodes = start(graph, node)
        for step in rest:
            if len(nodes) == 1:
                nodes = step.walk(graph, next(iter(nodes)))
            else:
                nodes = {value: None for each in nodes for value in step.walk(graph, each)}
        return nodes

    first, *others = steps
    of_kind = first.of_kind and all(step.upwards for step in others)
    properties = tuple(step.predicate for step in steps if step.predicate is not None)
    plain = properties if len(properties) == len(steps) else ()
    return Path(walk, first.leads_nowhere, _never, of_kind=of_kind, steps=plain)


def _alternative(steps: list[Path]) -> Path:
    def walk(graph: DataGraph, node: str) -> Values:
        found = [values for step in steps if (values := step.walk(graph, node))]
        return found[0] if len(found) == 1 else dict.fromkeys(value for values in found for value in values)

    return Path(
        walk,
        lambda predicates: all(step.leads_nowhere(predicates) for step in steps),
        lambda predicates: any(step.arrives(predicates) for step in steps),
        edges=all_edges(step.edges for step in steps),
    )


def _zero_or_more(step: Path) -> Path:
    def walk(graph: DataGraph, node: str) -> Values:
        return dict.fromkeys((node, *_closure(graph, step, node)))

    return Path(walk, _never, _always, upwards=step.upwards)


def _one_or_more(step: Path) -> Path:
    def walk(graph: DataGraph, node: str) -> Values:
        return _closure(graph, step, node)

    return Path(walk, step.leads_nowhere, step.arrives, upwards=step.upwards)


def _zero_or_one(step: Path) -> Path:
    def walk(graph: DataGraph, node: str) -> Values:
        return dict.fromkeys((node, *step.walk(graph, node)))

    return Path(walk, _never, _always, upwards=step.upwards)


_REPEATED = {
    str(SH.zeroOrMorePath): _zero_or_more,
    str(SH.oneOrMorePath): _one_or_more,
    str(SH.zeroOrOnePath): _zero_or_one,
}


def _closure(graph: DataGraph, step: Path, node: str) -> Values:
    found: dict[str, None] = {}
    waiting = list(step.walk(graph, node))
    while waiting:
        if (current := waiting.pop()) not in found:
            found[current] = None
            waiting.extend(step.walk(graph, current))
    return found


def all_edges(parts: Iterable[frozenset[Edge] | None]) -> frozenset[Edge] | None:
    """Put together what several parts look at; None if one of them looks further than at a node."""
    found: frozenset[Edge] = frozenset()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


def _never(_: Set[str]) -> bool:
    return False


def _always(_: Set[str]) -> bool:
    return True
