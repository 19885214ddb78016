"""Promises: what a mapping lets be known of the values of a property before there is any graph."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias


class Behind(NamedTuple):
    """A node that stands behind each triple of a property: the triple's subject is a value of the node's ``property``.

    :param said: what is said of the node, for sure: predicates and objects.
    """

    property: str
    said: tuple[tuple[str, str], ...]


class Sort(NamedTuple):
    """What is known of a value.

    :param kind: how its term begins: ``<`` for an IRI, ``"`` for a literal; empty if that is not known.
    :param datatype: the IRI of its datatype; each such literal is well-formed.
    :param type: a class that it has in the same graph.
    :param term: the one term that it can be.
    :param says: whether its text is more than white space.
    :param least: the least number that it can be.
    :param until: a property of the same node, of which no value is less.
    :param same: whether all values of the property in a graph are this one.
    :param has: the properties of which it has a value in the same graph.
    :param behind: a node of the same graph that stands behind the triple.
    """

    kind: str = ""
    datatype: str | None = None
    type: str | None = None
    term: str | None = None
    says: bool = False
    least: int | None = None
    until: str | None = None
    same: bool = False
    has: frozenset[str] = frozenset()
    behind: Behind | None = None


Promises: TypeAlias = Table[str, Sequence[Sort]]
"""For each property of which anything is known, the sorts of its values: each value is of one of them."""

NOTHING: Promises = MappingProxyType({})
