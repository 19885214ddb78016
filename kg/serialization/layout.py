"""How a graph is laid out for a reader: data that a profile hands in, and that the writers only walk."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Layout:
    """Prefixes, and the order in which a person reads. ``Layout()`` suits any graph.

    :param prefixes: prefix -> namespace, both as plain text; the prefix ``""`` is allowed.
    :param classes: class term -> rank of its individuals' blocks; one that is not listed comes after those that are.
    :param predicates: predicate term -> rank within a block, after ``a``; those not listed follow, by their text.
    :param nested: predicate terms whose objects are printed right behind the first block that points to them so.
    :param order: predicate terms whose first value is the sort key of the blocks of one rank, the first predicate that
        differs deciding (document, earliest date, label …); a missing value sorts last. Then comes the subject itself.
    """

    prefixes: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)
    predicates: Mapping[str, int] = field(default_factory=dict)
    nested: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
