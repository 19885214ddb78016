"""How far an export to a folder has come: written after each part, so that another run can go on from there.

It lies in the folder until the export is complete: a database with what the run remembers, and the rejections so far. A
commit of the database is the one moment at which a part begins to count.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kg.errors import InputError, OutputError
from kg.linesort import LineSort
from kg.pipeline.counts import Counts
from kg.pipeline.memory import Memory
from kg.pipeline.outputs import opened
from kg.pipeline.partfiles import Part
from kg.pipeline.work import Item, line_of
from kg.validation import Entries

FOLDER = ".unfinished"
_OTHER_INPUTS = "the inputs are not those of the first run"
_START_AGAIN = "remove the folder to start again"


class Reached(msgspec.Struct):
    """What was done at a commit.

    :param plan: how the export is made, and of which inputs; another one is another export.
    :param trail: the hash of the records that were read.
    :param rejected: how many bytes of rejections there were.
    :param summary: the files of the summary of the corpus.
    """

    plan: dict[str, Any]
    counts: dict[str, Any]
    trail: str
    rejected: int = 0
    parts: list[Part] = []
    summary: list[str] = []


class Trail:
    """Which records went by, as a hash."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, item: Item) -> None:
        """Note a record."""
        line = line_of(item)
        self._digest.update(f"{line.source}\n{line.line}\n{len(line.data)}\n".encode("utf-8", "surrogateescape"))
        self._digest.update(line.data)

    def pass_over(self, items: Iterator[Item], number: int, expected: str) -> None:
        """Take as many records from the items as were done. :raises InputError: if they are others."""
        for _ in range(number):
            if (item := next(items, None)) is None:
                raise InputError(_OTHER_INPUTS, hint=_START_AGAIN)
            self.add(item)
        if self.text() != expected:
            raise InputError(_OTHER_INPUTS, hint=_START_AGAIN)

    def noted(self, done: Iterable[tuple[Item, Any]]) -> Iterator[tuple[Item, Any]]:
        """Note each record that is done when its turn comes."""
        for one in done:
            self.add(one[0])
            yield one

    def text(self) -> str:
        """Give the hash so far."""
        return self._digest.hexdigest()


class Checkpoint:
    """The state of an export to a folder, opened for one process at a time.

    :raises OutputError: if it cannot be opened.
    """

    def __init__(self, folder: Path, plan: dict[str, Any]) -> None:
        self._folder = folder / FOLDER
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._db = self._opened()
            self.rejections: BinaryIO = (self._folder / "rejections.jsonl").open("ab")
        except sqlite3.OperationalError as error:
            raise OutputError(f"another export is at work here ({error})", where=str(folder)) from error
        except (OSError, sqlite3.DatabaseError) as error:
            raise OutputError(f"cannot be written: {error}", where=str(folder)) from error
        self.reached = self._read() or Reached(plan, msgspec.to_builtins(Counts()), Trail().text())
        self.memory = Memory(self._db, self._summary())
        self.rejections.truncate(self.reached.rejected)
        self.rejections.seek(0, os.SEEK_END)

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._folder / "run.db", timeout=0, isolation_level=None)
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TABLE IF NOT EXISTS reached (state BLOB)")
        return db

    def _summary(self) -> Entries:
        folder = self._folder / "summary"
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            if path.name not in self.reached.summary:
                path.unlink()
        sort = LineSort(folder)
        sort.take_up(folder / name for name in self.reached.summary)
        return Entries(sort)

    def _read(self) -> Reached | None:
        row = self._db.execute("SELECT state FROM reached").fetchone()
        return msgspec.json.decode(row[0], type=Reached) if row else None

    @property
    def begun(self) -> bool:
        """Whether any record is done."""
        return bool(self.reached.counts["read"])

    def commit(self, counts: Counts, trail: Trail, part: Part | None) -> None:
        """Note that all is done up to here. The part, if there is one, has its name already."""
        self.rejections.flush()
        os.fsync(self.rejections.fileno())
        self.reached.counts = msgspec.to_builtins(counts)
        self.reached.trail = trail.text()
        self.reached.rejected = self.rejections.tell()
        self.reached.parts += [part] if part else []
        self.memory.ids.spill()
        self.memory.summary.spill()
        self.reached.summary = [path.name for path in self.memory.summary.sort.chunks]
        self._db.execute("DELETE FROM reached")
        self._db.execute("INSERT INTO reached VALUES (?)", (msgspec.json.encode(self.reached),))
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")
        self.memory.summary.sort.discard_stale()

    def copy_rejections(self, path: Path) -> None:
        """Write the rejections to where they are wanted; nothing if there are none."""
        if not self.reached.rejected:
            path.unlink(missing_ok=True)
            return
        with (self._folder / "rejections.jsonl").open("rb") as source, opened(path) as file:
            shutil.copyfileobj(source, file)

    def close(self) -> None:
        """Let go of it; what was not committed is forgotten."""
        self.rejections.close()
        self._db.close()

    def remove(self) -> None:
        """Remove it, since the export is complete or has not begun."""
        self.close()
        shutil.rmtree(self._folder, ignore_errors=True)
