"""What every store can do, on a server or on disk: answer, change, and take in quads."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from kg.errors import StoreError
from kg.queries import Answer, Table, Triples, lexical
from kg.stores.body import Body
from kg.stores.kinds import Kind

_GRAPHS_AT_ONCE = 1000


class Store(Protocol):
    """A triple store.

    All that is sent through it may be sent twice and comes to the same: it holds no blank node.
    """

    @property
    def kind(self) -> Kind:
        """What is known of it."""

    @property
    def address(self) -> str:
        """Where it is, for people."""

    def ask(self, text: str, *, union: bool = True) -> Answer:
        """Run a query; ``union`` makes its default graph the union of all graphs."""

    def update(self, text: str) -> None:
        """Run an update."""

    def add(self, quads: Body) -> None:
        """Take in N-Quads where the kind is ``whole``, else TriG. Only for kinds that have ``data``."""

    def close(self) -> None:
        """Let go of it."""


def rows_of(store: Store, text: str) -> Sequence[tuple[str, ...]]:
    """Ask for a table whose cells are all bound, over named graphs only."""
    answer = store.ask(text, union=False)
    if not isinstance(answer, Table):
        raise StoreError("the store gave no table for a SELECT query", where=store.address)
    return [tuple(term or "" for term in row) for row in answer.rows]


def lines_of(store: Store, text: str) -> list[str]:
    """Ask for triples, over named graphs only, as N-Triples lines without their full stop."""
    answer = store.ask(text, union=False)
    if not isinstance(answer, Triples):
        raise StoreError("the store gave no triples for a CONSTRUCT query", where=store.address)
    return [" ".join(triple) for triple in answer.triples]


def count_triples(store: Store, graphs: Sequence[str]) -> dict[str, int]:
    """Count the triples of each of some named graphs."""
    found: dict[str, int] = {}
    for some in _chunks(graphs):
        text = f"SELECT ?g (COUNT(*) AS ?number) WHERE {{ VALUES ?g {{ {some} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        # some stores answer with one row without a graph where they find none
        found.update((graph, int(lexical(number))) for graph, number in rows_of(store, text) if graph)
    return {graph: found.get(graph, 0) for graph in graphs}


def _chunks(terms: Sequence[str]) -> Iterator[str]:
    return (" ".join(terms[start : start + _GRAPHS_AT_ONCE]) for start in range(0, len(terms), _GRAPHS_AT_ONCE))
