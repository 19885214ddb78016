"""What a file and a store have otherwise, document by document."""

from collections.abc import Iterator
from typing import NamedTuple

from kg.stores.ledger import read_ledger
from kg.stores.spool import Spool
from kg.stores.store import Store, lines_of
from kg.stores.updates import triples_of


class Difference(NamedTuple):
    """A document that differs, with its triples as N-Triples lines; there are none where it is missing."""

    graph: str
    stored: tuple[str, ...]
    filed: tuple[str, ...]


def compare(spool: Spool, store: Store) -> Iterator[Difference]:
    """Give the documents that differ: those of the file in its order, then those that only the store was given."""
    held = read_ledger(store)
    for document in spool:
        if held.get(document.graph) != document.digest:
            yield Difference(document.graph, _stored(store, document.graph), document.lines)
    for graph in held:
        if graph not in spool:
            yield Difference(graph, _stored(store, graph), ())


def _stored(store: Store, graph: str) -> tuple[str, ...]:
    return tuple(sorted(lines_of(store, triples_of(graph))))
