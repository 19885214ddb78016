"""What a store says it was given: the hash of each document's content, by graph."""

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import StoreError
from kg.iris import encode_part
from kg.queries import lexical
from kg.stores.store import Store, rows_of
from kg.stores.updates import CONTENT, LEDGER, LOADING, exchange

_HELD = f"SELECT ?g ?hash WHERE {{ GRAPH {LEDGER} {{ ?g {CONTENT} ?hash }} }} ORDER BY ?g ?hash"


def read_ledger(store: Store) -> dict[str, str]:
    """Read the ledger: the term of each graph, and the hash of its content.

    A graph with two hashes was left so by somebody else; it gets none of the two, so that it is sent again.
    """
    held: dict[str, str] = {}
    for graph, digest in rows_of(store, _HELD):
        held[graph] = "" if graph in held else lexical(digest)
    return held


@contextmanager
def loading(store: Store) -> Iterator[bool]:
    """Note in the ledger that a load is on its way; tell whether an earlier one was cut off.

    What such a load sent may not have been counted.
    """
    subject, predicate, _ = LOADING.split()
    cut_off = bool(rows_of(store, f"SELECT ?o WHERE {{ GRAPH {LEDGER} {{ {subject} {predicate} ?o }} }}"))
    if not cut_off:
        store.update(exchange(LEDGER, [], [LOADING]))
    yield cut_off
    store.update(exchange(LEDGER, [LOADING], []))


def find_graph(document: str, held: dict[str, str]) -> str:
    """Find the graph of a document that a user means: by the graph's IRI, the document's IRI, or its identifier.

    >>> find_graph("d1", {"<https://example.org/visits/graph/d1>": ""})
    '<https://example.org/visits/graph/d1>'

    :raises StoreError: if none or several are meant.
    """
    bare = document.strip().removeprefix("<").removesuffix(">")
    exact = {f"<{bare}>", f"<{bare.replace('/document/', '/graph/')}>"} & held.keys()
    ending = f"/graph/{encode_part(document)}>"
    found = sorted(exact or {graph for graph in held if graph.endswith(ending)})
    if not found:
        raise StoreError(f"the store was given no document {document[:80]!r}", hint="give its identifier or IRI")
    if len(found) > 1:
        raise StoreError(f"several documents are called {document[:80]!r}: {' '.join(found[:5])}", hint="give the IRI")
    return found[0]
