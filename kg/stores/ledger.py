"""What a store says it was given: the hash of each document's content, by graph."""

import hashlib
from collections.abc import Iterable, Mapping

from kg.errors import StoreError
from kg.iris import encode_part
from kg.queries import lexical
from kg.stores.store import Store, lines_of, rows_of
from kg.stores.updates import CONTENT, LEDGER, LOADING, WHOLE, exchange, triples_of

_HELD = f"SELECT ?g ?hash WHERE {{ GRAPH {LEDGER} {{ ?g {CONTENT} ?hash }} }} ORDER BY ?g ?hash"


def read_ledger(store: Store) -> dict[str, str]:
    """Read the ledger: the term of each graph, and the hash of its content.

    A graph with two hashes was left so by somebody else; it gets none of the two, so that it is sent again.
    """
    held: dict[str, str] = {}
    for graph, digest in rows_of(store, _HELD):
        held[graph] = "" if graph in held else lexical(digest)
    return held


def count_entries(store: Store) -> int:
    """Count the hashes of the ledger that the store can still give. They do not come over, which is faster."""
    rows = rows_of(store, f"SELECT (COUNT(?hash) AS ?number) WHERE {{ GRAPH {LEDGER} {{ ?g {CONTENT} ?hash }} }}")
    return sum(int(lexical(number)) for (number,) in rows)


class Journal:
    """What the ledger says of loads: whether one is on its way or was cut off, and what the last whole one left.

    :param lines: what the ledger says of itself.
    """

    def __init__(self, store: Store, lines: Iterable[str]) -> None:
        self._store = store
        self._lines = set(lines)

    @property
    def cut_off(self) -> bool:
        """Whether an earlier load did not come to its end. What it sent may not have been counted."""
        return LOADING in self._lines

    def vouches(self, source: str, held: Mapping[str, str]) -> int | None:
        """Give the number of documents of a source, if a load of it came to its end and nothing was loaded since."""
        for line in () if self.cut_off else self._lines:
            number = lexical(line.rpartition(f" {WHOLE} ")[2]).partition(" ")[0]
            if number.isdigit() and line == whole(source, held, int(number)):
                return int(number)
        return None

    def begin(self) -> None:
        """Note that a load is on its way."""
        if not self.cut_off:
            self._write(set(), {LOADING})

    def end(self, left: str | None) -> None:
        """Note that the load has come to its end, and what it has left, see :func:`whole`."""
        lines = {left} if left else self._lines - {LOADING}
        if lines != self._lines:
            self._write(self._lines - lines, lines - self._lines)

    def _write(self, gone: set[str], new: set[str]) -> None:
        self._store.update(exchange(LEDGER, sorted(gone), sorted(new)))
        self._lines = self._lines - gone | new


def read_journal(store: Store) -> Journal:
    """Read what the ledger says of loads."""
    return Journal(store, lines_of(store, triples_of(LEDGER, LEDGER)))


def whole(source: str, held: Mapping[str, str], documents: int) -> str:
    """Write the line that says that all documents of a source have arrived, and what else the ledger has."""
    lines = "\n".join([source, *(f"{graph} {held[graph]}" for graph in sorted(held))])
    return f'{LEDGER} {WHOLE} "{documents} {hashlib.sha256(lines.encode()).hexdigest()}"'


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
