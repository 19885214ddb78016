"""Bringing the documents of a file into a store, and leaving it right whatever happens on the way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.errors import StoreError
from kg.stores.folding import folded_count
from kg.stores.ledger import loading, read_ledger
from kg.stores.sending import send_changed, send_new, take_out
from kg.stores.spool import Document, Spool
from kg.stores.store import Store, count_triples
from kg.stores.updates import forgetting

_GRAPHS_AT_ONCE = 1000


@dataclass
class Loaded:
    """What became of the documents. Each that is in the file is in ``new``, ``changed``, ``skipped`` or ``failed``."""

    new: int = 0
    changed: int = 0
    skipped: int = 0
    retracted: int = 0
    verified: int = 0
    triples: int = 0
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many documents are behind us."""
        return self.new + self.changed + self.skipped + len(self.failed)

    def as_dict(self) -> dict[str, Any]:
        """Give the counts in a fixed order."""
        return {**vars(self), "failed": dict(sorted(self.failed.items()))}


Progress = Callable[[Loaded], None]


def load(
    spool: Spool, store: Store, *, prune: bool = False, recount: bool = False, progress: Progress = lambda _: None
) -> Loaded:
    """Send what is new or has changed, and count it in the store.

    :param prune: retract documents that the store was given and the file does not have.
    :param recount: count also what did not change; done anyway after a load that was cut off.
    :raises StoreError: if the store cannot be reached any more. What was done is done whole, and a rerun completes it.
    """
    with loading(store) as cut_off:
        loaded, held = Loaded(), read_ledger(store)
        for batch in _batches(spool, store.kind.triples):
            _bring_batch(store, batch, held, loaded, recount=recount or cut_off)
            progress(loaded)
        if prune:
            loaded.retracted = _prune(store, [graph for graph in held if graph not in spool])
    return loaded


def _bring_batch(
    store: Store, batch: Sequence[Document], held: Mapping[str, str], loaded: Loaded, *, recount: bool
) -> None:
    same = [each for each in batch if held.get(each.graph) == each.digest]
    lost = _wrong(store, same) if recount else []
    loaded.skipped += len(same) - len(lost)
    loaded.verified += len(same) - len(lost) if recount else 0
    new = [each for each in batch if each.graph not in held]
    changed = [each for each in batch if each.graph in held and held[each.graph] != each.digest]
    loaded.new += _bring(store, new, send_new, loaded)
    loaded.changed += _bring(store, [*changed, *lost], send_changed, loaded)


def retract(store: Store, graphs: Sequence[str]) -> None:
    """Take documents out and make sure that they are gone. :raises StoreError: if the store still has some of them."""
    if graphs:
        take_out(store, graphs)
    left = [graph for graph, number in count_triples(store, graphs).items() if number]
    if left:
        raise StoreError(f"the store still has triples of {left[0]}", where=store.address)


def _prune(store: Store, graphs: Sequence[str]) -> int:
    for start in range(0, len(graphs), _GRAPHS_AT_ONCE):
        retract(store, graphs[start : start + _GRAPHS_AT_ONCE])
    return len(graphs)


def _batches(documents: Spool, triples: int) -> Iterator[list[Document]]:
    """Give documents in batches of a bounded number of triples; a larger document is a batch of its own."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        if batch and (size + len(document.lines) > triples or len(batch) >= _GRAPHS_AT_ONCE):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.lines)
    if batch:
        yield batch


def _bring(
    store: Store, documents: Sequence[Document], send: Callable[[Store, Sequence[Document]], None], loaded: Loaded
) -> int:
    """Send documents and count them; send anew what the store has otherwise; give how many are right."""
    sent = _send(store, documents, send, loaded)
    wrong = _wrong(store, sent)
    again = _wrong(store, _send(store, wrong, send_changed, loaded))
    for document in again:
        store.update(forgetting(document.graph))
        loaded.failed[document.graph] = f"the store does not hold the {len(document.lines):,} triples it was given"
    right = [each for each in sent if each.graph not in loaded.failed]
    loaded.verified += len(right)
    loaded.triples += sum(len(each.lines) for each in right)
    return len(right)


def _send(
    store: Store, documents: Sequence[Document], send: Callable[[Store, Sequence[Document]], None], loaded: Loaded
) -> list[Document]:
    """Send documents; where the store refuses some, find out which. Give those that went."""
    if not documents:
        return []
    try:
        send(store, documents)
        return list(documents)
    except StoreError as error:
        if error.retriable:
            raise
        if len(documents) == 1:
            loaded.failed[documents[0].graph] = str(error)
            return []
    half = len(documents) // 2
    return [*_send(store, documents[:half], send, loaded), *_send(store, documents[half:], send, loaded)]


def _wrong(store: Store, documents: Sequence[Document]) -> list[Document]:
    """Give the documents of which the store does not hold as many triples as it should."""
    counts = count_triples(store, [each.graph for each in documents])
    return [each for each in documents if not _right(each, counts[each.graph], store)]


def _right(document: Document, number: int, store: Store) -> bool:
    """Whether a count is that of all triples, or lies above that of all values where the store folds some."""
    if number == len(document.lines):
        return True
    return folded_count(document.lines, store.kind.folds) <= number <= len(document.lines)
