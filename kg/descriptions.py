"""A graph by its nodes: what is said of each, ready to be judged and to be written, with nothing to look for.

A description is never changed once it is here; what two parts say of one node is put together in a new one.
"""

from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from typing import TypeAlias

from kg.terms import Triple

Values: TypeAlias = Collection[str]
"""Terms, each once, in a fixed order: a tuple of one, or the keys of a dictionary."""
Description: TypeAlias = dict[str, Values]
"""What a graph says of one node: its predicates, and the objects of each."""
Node: TypeAlias = tuple[str, Description]
"""A node's term, and what is said of it."""


@dataclass
class Descriptions(Collection[Triple]):
    """The different triples of a graph, by their subjects.

    :param several: the nodes that have several values of some property.
    """

    nodes: dict[str, Description]
    several: Set[str]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> "Descriptions":
        """Sort triples by subject and predicate, if that was not done."""
        if isinstance(triples, Descriptions):
            return triples
        nodes: dict[str, Description] = {}
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
        return cls(nodes, several)

    @classmethod
    def together(cls, nodes: Iterable[Node], several: Set[str]) -> "Descriptions":
        """Put together what is said of each node.

        :param several: the nodes of which several values of some property are said at once.
        """
        found: dict[str, Description] = {}
        more: set[str] = set()
        for node, said in nodes:
            known = found.setdefault(node, said)
            if known is not said and known != said:
                found[node] = united(known, said)
                more.add(node)
        more = {node for node in more if dict in map(type, found[node].values())}
        return cls(found, more | (several & found.keys()))

    def __iter__(self) -> Iterator[Triple]:
        for node, said in self.nodes.items():
            for predicate, values in said.items():
                for value in values:
                    yield node, predicate, value

    def __contains__(self, triple: object) -> bool:
        return any(triple == one for one in self)

    def __len__(self) -> int:
        more = [len(values) - 1 for node in self.several for values in self.nodes[node].values()]
        return sum(map(len, self.nodes.values())) + sum(more)


def values_of(terms: Collection[str]) -> Values:
    """Give terms as values of a property.

    >>> values_of(['"a"', '"b"', '"a"']), values_of(['"a"'])
    ({'"a"': None, '"b"': None}, ('"a"',))
    """
    distinct = dict.fromkeys(terms)
    return distinct if len(distinct) > 1 else tuple(distinct)


def say(said: Description, predicate: str, values: Values) -> Values:
    """Say something of a node that is being described, beside what is said already; give all values."""
    known = said.setdefault(predicate, values)
    if known is not values and known != values:
        known = said[predicate] = values_of((*known, *values))
    return known


def united(one: Description, other: Description) -> Description:
    """Give what both say of a node."""
    both = dict(one)
    for predicate, values in other.items():
        say(both, predicate, values)
    return both
