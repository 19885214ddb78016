"""Putting documents into a store: at once where it does all or nothing, else one statement at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from kg.errors import StoreError
from kg.stores.body import Body
from kg.stores.spool import Document, batches
from kg.stores.store import Store, lines_of
from kg.stores.updates import (
    LEDGER,
    as_quads,
    as_trig,
    entries_of,
    entry,
    exchange,
    on_its_way,
    removal,
    replacement,
    triples_of,
)


def for_new(store: Store, documents: Sequence[Document]) -> Callable[[], None]:
    """Make ready to send documents that the store is not known to have; give what sends them."""
    if store.kind.atomic and store.kind.data is not None:
        return partial(store.add, Body(map(as_quads if store.kind.whole else as_trig, documents)))
    return for_changed(store, documents)


def for_changed(store: Store, documents: Sequence[Document]) -> Callable[[], None]:
    """Make ready to put documents in the place of whatever the store has of them; give what does so."""
    return partial(send_changed, store, documents)


def send_changed(store: Store, documents: Sequence[Document]) -> None:
    """Put documents in the place of whatever the store has of them."""
    if store.kind.atomic:
        for some in batches(documents, store.kind.triples):
            store.update(replacement(some))
        return
    _note(store, {each.graph: on_its_way(each) for each in documents})
    for document in documents:
        _exchange(store, document.graph, document.lines)
    _note(store, {each.graph: entry(each) for each in documents})


def take_out(store: Store, graphs: Sequence[str]) -> None:
    """Take documents out, each with its entry in the ledger."""
    if store.kind.atomic:
        store.update(removal(graphs))
        return
    for graph in graphs:
        for step in removal([graph]).split(" ;\n"):
            store.update(step)


def _note(store: Store, entries: Mapping[str, str]) -> None:
    """Put lines into the ledger in the place of those that it has for their graphs."""
    have = lines_of(store, entries_of(entries))
    for graphs in _parts(list(entries), store.kind.triples // 2):
        new = [entries[graph] for graph in graphs]
        gone = [line for line in have if line.partition(" ")[0] in graphs and line not in new]
        store.update(exchange(LEDGER, gone, new))


def _exchange(store: Store, graph: str, lines: Sequence[str]) -> None:
    """Bring a graph to what it shall be, in one statement where the store takes as many triples in one."""
    have, want = set(lines_of(store, triples_of(graph))), set(lines)
    gone, new = sorted(have - want), sorted(want - have)
    if gone and len(gone) + len(new) > store.kind.triples:
        hint = "it cannot be replaced at once there; retract it first"
        raise StoreError(f"more than {store.kind.triples:,} triples differ from those in the store", hint=hint)
    for part in [new] if gone else _parts(new, store.kind.triples):
        store.update(exchange(graph, gone, part))


def _parts(lines: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (lines[start : start + size] for start in range(0, len(lines), size))
