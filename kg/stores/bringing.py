"""Batches of documents on their way into a store: sorted, sent, counted, and sent anew where the count is wrong."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from kg.errors import StoreError
from kg.stores.folding import folded_count
from kg.stores.sending import for_changed, for_new
from kg.stores.spool import Document
from kg.stores.store import Store, count_triples
from kg.stores.updates import forgetting

_COUNTED_TOGETHER = 1_000_000
"""Triples. To count some while others come takes a store longer than one after the other, most of all a cold one."""


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

    def as_dict(self) -> dict[str, Any]:
        """Give the counts in a fixed order."""
        return {**vars(self), "failed": dict(sorted(self.failed.items()))}


Progress = Callable[[int], None]
"""Is told how many documents have been sent, or are in the store as they are."""
Prepare = Callable[[Store, Sequence[Document]], Callable[[], None]]


@dataclass(frozen=True)
class Batch:
    """Documents that the store does not have, those that it has otherwise, and those of the others to count.

    :param size: how many documents there are in all.
    """

    new: Sequence[Document]
    changed: Sequence[Document]
    same: Sequence[Document]
    size: int


class Bringing:
    """The way of one load's batches.

    :param held: what the store has by its ledger; follows what is found there.
    :param recount: count also what the ledger has as it is.
    :param begin: is called before anything is sent.
    """

    def __init__(
        self, store: Store, held: dict[str, str], *, recount: bool, begin: Callable[[], None], progress: Progress
    ) -> None:
        self.loaded = Loaded()
        self._store = store
        self._held = held
        self._recount = recount
        self._begin = begin
        self._progress = progress

    def bring(self, batches: Iterable[Sequence[Document]]) -> None:
        """Send what the store does not have, and count it: when that is many triples, and in the end."""
        waiting: list[Batch] = []
        done = triples = 0
        with ThreadPoolExecutor(1) as sender:
            for batch in self._send(map(self._sort, batches), sender):
                done += batch.size
                self._progress(done)
                waiting.append(batch)
                triples += sum(each.size for each in (*batch.new, *batch.changed, *batch.same))
                if triples >= _COUNTED_TOGETHER:
                    self._settle(waiting)
                    waiting, triples = [], 0
        self._settle(waiting)

    def _sort(self, documents: Sequence[Document]) -> Batch:
        """Leave out what the store has already, if that need not be counted."""
        new = [each for each in documents if each.graph not in self._held]
        changed = [each for each in documents if self._held.get(each.graph, each.digest) != each.digest]
        same = [each for each in documents if self._held.get(each.graph) == each.digest] if self._recount else []
        self.loaded.skipped += len(documents) - len(new) - len(changed) - len(same)
        return Batch(new, changed, same, len(documents))

    def _send(self, batches: Iterable[Batch], sender: ThreadPoolExecutor) -> Iterator[Batch]:
        """Make each batch ready while the one before is sent, and give it, without what the store refused, afterwards.

        Nothing is sent after a batch that could not be, nor before the one before was taken.
        """
        before: Future[Batch] | None = None
        for batch in batches:
            begun = sender.submit(self._begin) if batch.new or batch.changed else None
            ready = for_new(self._store, batch.new) if batch.new else None
            if before:
                yield before.result()
            if begun:
                begun.result()
            before = sender.submit(self._sent_batch, batch, ready)
        if before:
            yield before.result()

    def _sent_batch(self, batch: Batch, ready: Callable[[], None] | None) -> Batch:
        new, changed = self._sent(batch.new, for_new, ready), self._sent(batch.changed, for_changed)
        return replace(batch, new=new, changed=changed)

    def _settle(self, sent: Sequence[Batch]) -> None:
        """Count what was sent, and send anew what the store has otherwise."""
        new = [each for batch in sent for each in batch.new]
        changed = [each for batch in sent for each in batch.changed]
        same = [each for batch in sent for each in batch.same]
        wrong = _wrong(self._store, [*new, *changed, *same])
        again = _wrong(self._store, self._sent(wrong, for_changed))
        for document in again:
            self._store.update(forgetting(document.graph))
            reason = f"the store does not hold the {document.size:,} triples it was given"
            self.loaded.failed[document.graph] = reason
        lost = [each for each in wrong if self._held.get(each.graph) == each.digest]
        self.loaded.skipped += len(same) - len(lost)
        self.loaded.verified += len(same) - len(lost)
        self._note(new, [*changed, *lost])

    def _note(self, new: Sequence[Document], changed: Sequence[Document]) -> None:
        new, changed = ([each for each in some if each.graph not in self.loaded.failed] for some in (new, changed))
        self.loaded.new += len(new)
        self.loaded.changed += len(changed)
        self.loaded.verified += len(new) + len(changed)
        for document in (*new, *changed):
            self.loaded.triples += document.size
            self._held[document.graph] = document.digest

    def _sent(
        self, documents: Sequence[Document], prepare: Prepare, ready: Callable[[], None] | None = None
    ) -> list[Document]:
        """Send documents; where the store refuses some, find out which. Give those that went."""
        if not documents:
            return []
        try:
            (ready or prepare(self._store, documents))()
            return list(documents)
        except StoreError as error:
            if error.retriable:
                raise
            if len(documents) == 1:
                self.loaded.failed[documents[0].graph] = str(error)
                return []
        half = len(documents) // 2
        return [*self._sent(documents[:half], prepare), *self._sent(documents[half:], prepare)]


def _wrong(store: Store, documents: Sequence[Document]) -> list[Document]:
    """Give the documents of which the store does not hold as many triples as it should."""
    counts = count_triples(store, [each.graph for each in documents])
    return [each for each in documents if not _right(each, counts[each.graph], store)]


def _right(document: Document, number: int, store: Store) -> bool:
    """Whether a count is that of all triples, or lies above that of all values where the store folds some."""
    if number == document.size:
        return True
    return folded_count(document.lines, store.kind.folds) <= number <= document.size
