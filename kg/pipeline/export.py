"""The order of work on one machine: lines in, graphs and rejections out, in the order of the input."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

from kg.errors import OutputError
from kg.mapping import OWL_SAME_AS
from kg.pipeline.counts import Counts
from kg.pipeline.stage import Outcome
from kg.pipeline.work import Item, line_of
from kg.records import Fault, Line
from kg.serialization import Writer
from kg.terms import RDF_TYPE, Triple


def export(
    items: Iterable[Item],
    work: Callable[[Iterable[Item]], Iterable[tuple[Item, Outcome]]],
    writer: Writer,
    reject: Callable[[Line, str | None, Fault], None],
    *,
    same_as: bool = False,
) -> Iterator[Counts]:
    """Export each record, and give the counts so far after each.

    :param work: gives what becomes of each item, in order: :meth:`Work.outcomes`, or that of workers.
    :param reject: is called for each thing that was rejected, with the line, the document's id if known, and the fault.
    :param same_as: make sure that no item has two classes.
    """
    counts = Counts()
    with closing(SeenIds()) as seen, closing(ItemTypes()) as same:
        for item, made in work(items):
            line, outcome = line_of(item), _once(made, seen)
            counts.add(outcome)
            for fault in outcome.faults:
                reject(line, outcome.id, fault)
            if outcome.document is not None:
                triples = outcome.document.triples()
                if same_as:
                    same.check(triples)
                counts.triples += len(triples)
                writer.write(outcome.document.graph, triples)
            yield counts


def _once(outcome: Outcome, seen: "SeenIds") -> Outcome:
    """Reject a document whose id came before."""
    if outcome.document is None or outcome.id is None or seen.add(outcome.id):
        return outcome
    reason = f"a document with the id {outcome.id!r:.80} came before in this run"
    return Outcome(outcome.id, None, [Fault("/document/id", "duplicate-document", reason)])


class ItemTypes:
    """Which class each thing has that is said to be the same as an item; on disk when they grow.

    With ``owl:sameAs`` two things of one item are one, so it must not be a place here and an organization there.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a private temporary file
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE kind (item TEXT PRIMARY KEY, class TEXT) WITHOUT ROWID")

    def check(self, triples: Iterable[Triple]) -> None:
        """Note the classes of things that are the same as an item.

        :raises OutputError: if one item has two classes.
        """
        items = {subject: value for subject, predicate, value in triples if predicate == OWL_SAME_AS}
        kinds = {(items[subject], value) for subject, name, value in triples if name == RDF_TYPE and subject in items}
        for item, kind in sorted(kinds):
            self._db.execute("INSERT OR IGNORE INTO kind VALUES (?, ?)", (item, kind))
            (known,) = self._db.execute("SELECT class FROM kind WHERE item = ?", (item,)).fetchone()
            if known != kind:
                reason = f"{item} is a {known} and a {kind}, so owl:sameAs would make one thing of two classes"
                raise OutputError(reason, hint="correct the link or the type, or leave --same-as out")

    def close(self) -> None:
        """Remove the file."""
        self._db.close()


class SeenIds:
    """The ids seen in a run, on disk when they grow, so that memory does not grow with the corpus."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a private temporary file
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, id: str) -> bool:
        """Note an id; tell whether it is new."""
        return self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (id,)).rowcount == 1

    def close(self) -> None:
        """Remove the file."""
        self._db.close()
