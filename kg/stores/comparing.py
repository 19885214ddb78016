"""What a file and a store have otherwise, document by document."""

from collections.abc import Iterator
from typing import NamedTuple

from kg.errors import StoreError
from kg.queries import Triples
from kg.stores.ledger import read_ledger
from kg.stores.spool import Spool
from kg.stores.store import Store
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
    answer = store.ask(triples_of(graph), union=False)
    if not isinstance(answer, Triples):
        raise StoreError("the store gave no triples for a CONSTRUCT query", where=store.address)
    return tuple(sorted(" ".join(triple) for triple in answer.triples))
