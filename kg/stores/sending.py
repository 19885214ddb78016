"""Putting documents into a store: at once where it does all or nothing, else one statement at a time."""

from collections.abc import Iterator, Sequence

from kg.errors import StoreError
from kg.queries import Triples
from kg.stores.spool import Document
from kg.stores.store import Store
from kg.stores.updates import LEDGER, as_quads, entry, exchange, removal, replacement, triples_of


def send_new(store: Store, documents: Sequence[Document]) -> None:
    """Send documents that the store is not known to have."""
    if store.kind.atomic and store.kind.data is not None:
        store.add(as_quads(documents))
    else:
        send_changed(store, documents)


def send_changed(store: Store, documents: Sequence[Document]) -> None:
    """Put documents in the place of whatever the store has of them."""
    if store.kind.atomic:
        store.update(replacement(documents))
        return
    for document in documents:
        _exchange(store, document.graph, document.lines)
        note(store, document)


def take_out(store: Store, graphs: Sequence[str]) -> None:
    """Take documents out, each with its entry in the ledger."""
    if store.kind.atomic:
        store.update(removal(graphs))
        return
    for graph in graphs:
        for step in removal([graph]).split(" ;\n"):
            store.update(step)


def note(store: Store, document: Document) -> None:
    """Note a document in the ledger, after it has arrived."""
    gone = [line for line in _lines(store, triples_of(LEDGER, document.graph)) if line != entry(document)]
    store.update(exchange(LEDGER, gone, [entry(document)]))


def _exchange(store: Store, graph: str, lines: Sequence[str]) -> None:
    """Bring a graph to what it shall be, in one statement where the store takes as many triples in one."""
    have, want = set(_lines(store, triples_of(graph))), set(lines)
    gone, new = sorted(have - want), sorted(want - have)
    if gone and len(gone) + len(new) > store.kind.triples:
        hint = "it cannot be replaced at once there; retract it first"
        raise StoreError(f"more than {store.kind.triples:,} triples differ from those in the store", hint=hint)
    for part in [new] if gone else _parts(new, store.kind.triples):
        store.update(exchange(graph, gone, part))


def _lines(store: Store, text: str) -> list[str]:
    answer = store.ask(text, union=False)
    if not isinstance(answer, Triples):
        raise StoreError("the store gave no triples for a CONSTRUCT query", where=store.address)
    return [" ".join(triple) for triple in answer.triples]


def _parts(lines: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (lines[start : start + size] for start in range(0, len(lines), size))
