"""A data graph of N-Triples terms, indexed for the questions that shapes ask of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

from rdflib import RDFS

from kg.terms import Triple

Values: TypeAlias = Collection[str]
"""Terms, each once, in a fixed order: a tuple of one, or the keys of a dictionary."""
Description: TypeAlias = dict[str, Values]
"""What a graph says of one node: its predicates, and the objects of each."""

SUBCLASS_OF = f"<{RDFS.subClassOf}>"
_NOTHING: Description = {}
_NONE: Values = ()
_MOST_CLASSES = 10_000


class Background:
    """The triples that every graph is judged with, and the class hierarchy that they make."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.nodes: dict[str, Description] = {}
        self.several = described(triples, self.nodes)
        """The nodes that have several values of some property."""
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

    def __init__(self, background: dict[str, Description]) -> None:
        self.background = background

    def __missing__(self, node: str) -> Description:
        return self.background.get(node, _NOTHING)


class DataGraph:
    """The triples of a document over a background. Two spellings of a literal are two terms: see :mod:`kg.terms`."""

    def __init__(self, triples: Iterable[Triple], background: Background) -> None:
        self.nodes: dict[str, Description] = Nodes(background.nodes)
        self.several = background.several | described(triples, self.nodes)
        self.background = background
        for node in background.nodes.keys() & self.nodes.keys():
            for predicate, values in background.nodes[node].items():
                self.nodes[node][predicate] = dict.fromkeys((*self.nodes[node].get(predicate, ()), *values))
            self.several.add(node)
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


def described(triples: Iterable[Triple], nodes: dict[str, Description]) -> set[str]:
    """Index triples by subject and predicate; give the nodes that have several values of some property."""
    several: set[str] = set()
    for subject, predicate, value in triples:
        description = nodes.get(subject)
        if description is None:
            nodes[subject] = {predicate: (value,)}
        elif (values := description.get(predicate)) is None:
            description[predicate] = (value,)
        elif value not in values:
            if isinstance(values, dict):
                values[value] = None
            else:
                description[predicate] = {**dict.fromkeys(values), value: None}
                several.add(subject)
    return several


NO_GRAPH = DataGraph((), Background(()))
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
