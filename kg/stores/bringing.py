"""Batches of documents on their way into a store: sorted, sent, counted, and sent anew where the count is wrong."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from kg.errors import StoreError
from kg.stores.folding import folded_count
from kg.stores.sending import for_changed, for_new
from kg.stores.spool import Document
from kg.stores.store import Store, count_triples
from kg.stores.updates import forgetting


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
Prepare = Callable[[Store, Sequence[Document]], Callable[[], None]]


@dataclass(frozen=True)
class Batch:
    """Documents that the store does not have, and those that it has otherwise."""

    new: Sequence[Document]
    changed: Sequence[Document]


class Bringing:
    """The way of one load's batches.

    :param held: what the store has by its ledger; follows what is found there.
    :param sender: one thread, in which everything is sent, one after another.
    :param begin: is called before anything is sent.
    """

    def __init__(
        self,
        store: Store,
        held: dict[str, str],
        sender: ThreadPoolExecutor,
        *,
        recount: bool,
        begin: Callable[[], None],
        progress: Progress,
    ) -> None:
        self.loaded = Loaded()
        self.sends = False
        self._store = store
        self._held = held
        self._sender = sender
        self._recount = recount
        self._begin = begin
        self._progress = progress

    def sort(self, documents: Sequence[Document]) -> Batch:
        """Leave out what the store has already."""
        same = [each for each in documents if self._held.get(each.graph) == each.digest]
        lost = _wrong(self._store, same) if self._recount else []
        self.loaded.skipped += len(same) - len(lost)
        self.loaded.verified += len(same) - len(lost) if self._recount else 0
        new = [each for each in documents if each.graph not in self._held]
        changed = [each for each in documents if self._held.get(each.graph, each.digest) != each.digest]
        return Batch(new, [*changed, *lost])

    def send(self, batch: Batch, before: Future[Batch] | None) -> Future[Batch]:
        """Make a batch ready, and have it sent after the one before; what comes of it is what the store did not refuse.

        Nothing is sent after a batch that could not be.
        """
        begun = self._sender.submit(self._begin) if batch.new or batch.changed else None
        self.sends = self.sends or begun is not None
        ready = for_new(self._store, batch.new) if batch.new else None

        def work() -> Batch:
            if begun:
                begun.result()
            if before:
                before.result()
            return Batch(self._sent(batch.new, for_new, ready), self._sent(batch.changed, for_changed))

        return self._sender.submit(work)

    def settle(self, sent: Batch) -> bool:
        """Count what was sent, and send anew what the store has otherwise. Tell whether nothing had to be."""
        documents = [*sent.new, *sent.changed]
        wrong = _wrong(self._store, documents)
        again = _wrong(self._store, self._sender.submit(self._sent, wrong, for_changed).result()) if wrong else []
        for document in again:
            self._store.update(forgetting(document.graph))
            reason = f"the store does not hold the {document.size:,} triples it was given"
            self.loaded.failed[document.graph] = reason
        self._note(sent)
        self._progress(self.loaded)
        return not wrong

    def _note(self, sent: Batch) -> None:
        new, changed = (
            [each for each in some if each.graph not in self.loaded.failed] for some in (sent.new, sent.changed)
        )
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
