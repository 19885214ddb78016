"""The order of work on one machine: lines in, graphs and rejections out, in the order of the input."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from kg.errors import OutputError
from kg.mapping import OWL_SAME_AS
from kg.pipeline.counts import Counts
from kg.pipeline.stage import Outcome, Stage
from kg.records import Fault, Line, repaired
from kg.serialization import Writer
from kg.terms import RDF_TYPE, Triple


def export(
    lines: Iterable[Line],
    stage: Stage,
    writer: Writer,
    reject: Callable[[Line, str | None, Fault], None],
    *,
    validate_every: int = 1,
) -> Iterator[Counts]:
    """Export each record, and give the counts so far after each.

    :param reject: is called for each thing that was rejected, with the line, the document's id if known, and the fault.
    :param validate_every: validate each record (1), each N-th (N), or none (0).
    """
    counts = Counts()
    unjudged = replace(stage, validator=None)
    with closing(SeenIds()) as seen, closing(ItemTypes()) as same:
        for number, item in enumerate(repaired(lines)):
            judged = validate_every > 0 and number % validate_every == 0
            line, outcome = _process(item, stage if judged else unjudged, seen)
            counts.add(outcome)
            for fault in outcome.faults:
                reject(line, outcome.id, fault)
            if outcome.document is not None:
                triples = outcome.document.triples()
                same.check(triples)
                counts.triples += len(triples)
                writer.write(outcome.document.graph, triples)
            yield counts


def _process(item: Line | tuple[Line, Fault], stage: Stage, seen: "SeenIds") -> tuple[Line, Outcome]:
    if not isinstance(item, Line):
        line, fault = item
        return line, Outcome(None, None, [fault])
    outcome = stage.process(item)
    if outcome.document is not None and outcome.id is not None and not seen.add(outcome.id):
        reason = f"a document with the id {outcome.id!r:.80} came before in this run"
        return item, Outcome(outcome.id, None, [Fault("/document/id", "duplicate-document", reason)])
    return item, outcome


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
