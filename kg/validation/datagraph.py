"""A data graph of N-Triples terms, indexed for the questions that shapes ask of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from rdflib import RDFS

from kg.descriptions import Description, Descriptions, Values, united
from kg.terms import Triple

SUBCLASS_OF = f"<{RDFS.subClassOf}>"
_NOTHING: Description = {}
_NONE: Values = ()
_MOST_CLASSES = 10_000


class Background:
    """The triples that every graph is judged with, and the class hierarchy that they make."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        found = Descriptions.of(triples)
        self.nodes, self.several = found.nodes, found.several
        self.predicates = frozenset(predicate for description in self.nodes.values() for predicate in description)
        self.ancestors = _Ancestors(self.nodes).__getitem__
        """Gives a class and all its superclasses."""


class _Ancestors(dict[str, frozenset[str]]):
    """Each class that was asked for, with all above it."""

    def __init__(self, nodes: Mapping[str, Description]) -> None:
        self._nodes = nodes

    def __missing__(self, iri: str) -> frozenset[str]:
        found = ancestors(self._nodes, iri)
        if len(self) < _MOST_CLASSES:
            self[iri] = found
        return found


class Nodes(dict[str, Description]):
    """What a document says of each node; of all others, what the background says."""

    def __init__(self, nodes: dict[str, Description], background: dict[str, Description]) -> None:
        super().__init__(nodes)
        self.background = background

    def __missing__(self, node: str) -> Description:
        return self.background.get(node, _NOTHING)


class DataGraph:
    """The triples of a document over a background. Two spellings of a literal are two terms: see :mod:`kg.terms`."""

    def __init__(self, found: Descriptions, background: Background) -> None:
        self.nodes: dict[str, Description] = Nodes(found.nodes, background.nodes)
        self.several = background.several | found.several
        self.background = background
        for node in background.nodes.keys() & found.nodes.keys():
            self.nodes[node] = united(found.nodes[node], background.nodes[node])
            self.several |= {node}
        self._subjects: dict[str, dict[str, dict[str, None]]] = {}

    def objects(self, node: str, predicate: str) -> Values:
        """Give the values of a property."""
        return self.nodes[node].get(predicate, _NONE)

    def subjects(self, node: str, predicate: str) -> Values:
        """Give the nodes of which this one is a value."""
        if predicate not in self._subjects:
            self._subjects[predicate] = self._inverted(predicate)
        return self._subjects[predicate].get(node, _NONE)

    def holders(self, predicate: str) -> Iterator[tuple[str, Values]]:
        """Yield each node that has the property, with its values."""
        for node, description in self.described() if predicate in self.background.predicates else self.nodes.items():
            if predicate in description:
                yield node, description[predicate]

    def described(self) -> Iterator[tuple[str, Description]]:
        """Yield each node with what is said of it, those of the background too."""
        yield from self.nodes.items()
        yield from ((node, said) for node, said in self.background.nodes.items() if node not in self.nodes)

    @cached_property
    def ancestors(self) -> Callable[[str], frozenset[str]]:
        """Give what gives a class and all its superclasses."""
        return self._above if self.has_hierarchy else self.background.ancestors

    @cached_property
    def has_hierarchy(self) -> bool:
        """Whether the document says of classes what is under what."""
        return any(SUBCLASS_OF in description for description in self.nodes.values())

    def _above(self, iri: str) -> frozenset[str]:
        return ancestors({**self.background.nodes, **self.nodes}, iri)

    def _inverted(self, predicate: str) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        for node, values in self.holders(predicate):
            for value in values:
                found.setdefault(value, {})[node] = None
        return found


NO_GRAPH = DataGraph(Descriptions.of(()), Background(()))
"""For questions that only the term of a node decides."""


def ancestors(nodes: Mapping[str, Description], iri: str) -> frozenset[str]:
    """Give the class and all its superclasses."""
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        if (current := waiting.pop()) not in found:
            found.add(current)
            waiting.extend(nodes.get(current, _NOTHING).get(SUBCLASS_OF, ()))
    return frozenset(found)
