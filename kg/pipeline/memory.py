"""What a run remembers of the records that went by: in a database, so that memory does not grow with the corpus."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from kg.errors import OutputError
from kg.mapping import OWL_SAME_AS
from kg.terms import RDF_TYPE, Triple
from kg.validation import Entries

IDS_IN_MEMORY = 100_000


class Memory:
    """All that a run remembers. It makes no transactions: whoever opened the database may.

    :param summary: what it knows of the corpus.
    """

    def __init__(self, db: sqlite3.Connection, summary: Entries) -> None:
        self.ids = SeenIds(db)
        self.items = ItemTypes(db)
        self.summary = summary


@contextmanager
def scratch_memory() -> Iterator[Memory]:
    """Give a memory in a private temporary file, which is gone afterwards."""
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        yield Memory(db, Entries())


class SeenIds:
    """The ids of the documents: the latest in memory, all before them in the database."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._latest: set[str] = set()
        db.execute("CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._has_older = db.execute("SELECT 1 FROM seen LIMIT 1").fetchone() is not None

    def add(self, id: str) -> bool:
        """Note an id; tell whether it is new."""
        if id in self._latest or (self._has_older and self._is_older(id)):
            return False
        self._latest.add(id)
        if len(self._latest) >= IDS_IN_MEMORY:
            self.spill()
        return True

    def spill(self) -> None:
        """Bring all ids from memory to the database."""
        self._db.executemany("INSERT INTO seen VALUES (?)", zip(sorted(self._latest), strict=True))
        self._has_older = self._has_older or bool(self._latest)
        self._latest.clear()

    def _is_older(self, id: str) -> bool:
        return self._db.execute("SELECT 1 FROM seen WHERE id = ?", (id,)).fetchone() is not None


class ItemTypes:
    """Which class each thing has that is said to be the same as an item.

    With ``owl:sameAs`` two things of one item are one, so it must not be a place here and an organization there.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute("CREATE TABLE IF NOT EXISTS kind (item TEXT PRIMARY KEY, class TEXT) WITHOUT ROWID")

    def check(self, triples: Iterable[Triple]) -> None:
        """Note the classes of things that are the same as an item.

        :raises OutputError: if one item has two classes.
        """
        for item, kind in item_classes(triples):
            self._db.execute("INSERT OR IGNORE INTO kind VALUES (?, ?)", (item, kind))
            (known,) = self._db.execute("SELECT class FROM kind WHERE item = ?", (item,)).fetchone()
            if known != kind:
                raise two_classes(item, known, kind)


def item_classes(triples: Iterable[Triple]) -> list[tuple[str, str]]:
    """Give the classes of things that are said to be the same as an item."""
    items = {subject: value for subject, predicate, value in triples if predicate == OWL_SAME_AS}
    return sorted(
        {(items[subject], value) for subject, name, value in triples if name == RDF_TYPE and subject in items}
    )


def two_classes(item: str, one: str, other: str) -> OutputError:
    """Say that an item has two classes."""
    reason = f"{item} is a {one} and a {other}, so owl:sameAs would make one thing of two classes"
    return OutputError(reason, hint="correct the link or the type, or leave --same-as out")
