"""Promises: what a mapping lets be known of the values of a property before there is any graph."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias


class Sort(NamedTuple):
    """What is known of a value.

    :param kind: how its term begins: ``<`` for an IRI, ``"`` for a literal; empty if that is not known.
    :param datatype: the IRI of its datatype; each such literal is well-formed.
    :param type: a class that it has in the same graph.
    :param term: the one term that it can be.
    :param says: whether its text is more than white space.
    :param least: the least number that it can be.
    :param until: a property of the same node, of which no value is less.
    """

    kind: str = ""
    datatype: str | None = None
    type: str | None = None
    term: str | None = None
    says: bool = False
    least: int | None = None
    until: str | None = None


Promises: TypeAlias = Table[str, Sequence[Sort]]
"""For each property of which anything is known, the sorts of its values: each value is of one of them."""

NOTHING: Promises = MappingProxyType({})
