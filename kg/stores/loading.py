"""Bringing the documents of a file into a store, and leaving it right whatever happens on the way."""

from collections.abc import Callable, Sequence

from kg.errors import StoreError
from kg.stores.bringing import Bringing, Loaded, Progress
from kg.stores.ledger import count_entries, read_journal, read_ledger, whole
from kg.stores.sending import take_out
from kg.stores.spool import Spool, batches
from kg.stores.store import Store, count_triples

_GRAPHS_AT_ONCE = 1000
_UNNOTED = "the store does not give back what it was told of it"


def unchanged(store: Store, source: Callable[[], str], *, prune: bool = False) -> Loaded | None:
    """Tell by the ledger alone that a load would send nothing: the source was loaded last, and counted then.

    :param source: gives what tells the file from any other (:func:`kg.serialization.fingerprint`).
    :param prune: tell also that there is nothing to retract.
    """
    held, journal = read_ledger(store), read_journal(store)
    documents = journal.vouches(source(), held)
    if documents is None or (prune and documents != len(held)):
        return None
    return Loaded(skipped=documents)


def load(
    spool: Spool,
    store: Store,
    *,
    prune: bool = False,
    recount: bool = False,
    source: Callable[[], str] = str,
    progress: Progress = lambda _: None,
) -> Loaded:
    """Send what is new or has changed, and count it in the store.

    :param prune: retract documents that the store was given and the file does not have.
    :param recount: count also what did not change; done anyway after a load that was cut off.
    :param source: gives what tells the file from any other, or nothing; noted in the store once all of it has arrived.
    :raises StoreError: if the store cannot be reached any more. What was done is done whole, and a rerun completes it.
    """
    journal, held = read_journal(store), read_ledger(store)
    work = Bringing(store, held, recount=recount or journal.cut_off, begin=journal.begin, progress=progress)
    work.bring(batches(spool, store.kind.quads or store.kind.triples))
    noted = not work.loaded.triples or count_entries(store) == len(held)
    found = held if noted else read_ledger(store)
    if prune:
        gone = [graph for graph in held if graph not in spool]
        if gone:
            journal.begin()
        work.loaded.retracted = _prune(store, held, gone)
    unnoted = {graph: _UNNOTED for graph, digest in held.items() if found.get(graph) != digest}
    work.loaded.failed = unnoted | work.loaded.failed
    left = source() if not work.loaded.failed else ""
    journal.end(whole(left, held, len(spool)) if left else None)
    return work.loaded


def retract(store: Store, graphs: Sequence[str]) -> None:
    """Take documents out and make sure that they are gone. :raises StoreError: if the store still has some of them."""
    if graphs:
        take_out(store, graphs)
    left = [graph for graph, number in count_triples(store, graphs).items() if number]
    if left:
        raise StoreError(f"the store still has triples of {left[0]}", where=store.address)


def _prune(store: Store, held: dict[str, str], gone: Sequence[str]) -> int:
    for start in range(0, len(gone), _GRAPHS_AT_ONCE):
        retract(store, gone[start : start + _GRAPHS_AT_ONCE])
    for graph in gone:
        del held[graph]
    return len(gone)
