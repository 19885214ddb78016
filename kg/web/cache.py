"""Replies kept on disk, each in a transaction of its own, so that whatever ends a run, the next one goes on from there.

It is a cache: a file that is damaged, or of another version, is set aside and said to be, and a new one is begun.
"""

import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from kg.errors import CacheError

_APPLICATION = 0x6B676363  # kgcc
_VERSION = 1
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
CREATE TABLE IF NOT EXISTS reply (service TEXT NOT NULL, key TEXT NOT NULL, day TEXT NOT NULL, value BLOB NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS reply_key ON reply (service, key);
"""
_OTHERWISE = "name another with --cache"
_READ = "SELECT value FROM reply WHERE service = ? AND key = ? AND day >= ?"
_WRITE = "INSERT OR REPLACE INTO reply VALUES (?, ?, ?, ?)"


class Cache:
    """What services replied, by service and key. It may be used by several threads and several processes at once.

    :param offline: what is in it is all there is: nothing is too old, and damage is an error.
    :param days: after how many a reply is too old to be used.
    :param notice: is told when a file was set aside.
    """

    def __init__(
        self,
        path: Path,
        *,
        today: date,
        days: int = 30,
        offline: bool = False,
        notice: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.path = path
        self.offline = offline
        self._today = today.isoformat()
        self._oldest = "" if offline else (today - timedelta(days)).isoformat()
        self._notice = notice
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None

    def get(self, service: str, key: str) -> bytes | None:
        """Give what a service replied, or None where that is not known, or not any more.

        :raises CacheError: if the file cannot be read.
        """
        with self._lock:
            rows = self._do(lambda db: db.execute(_READ, (service, key, self._oldest)).fetchall())
        try:
            return zlib.decompress(rows[0][0]) if rows else None
        except zlib.error:
            return None  # a damaged reply is one that is not there

    def put(self, service: str, replies: Iterable[tuple[str, bytes]]) -> None:
        """Keep replies, all or none. :raises CacheError: if they cannot be written."""
        rows = [(service, key, self._today, zlib.compress(value, 1)) for key, value in replies]
        with self._lock:
            self._do(lambda db: _write(db, rows))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _do(self, work: Callable[[sqlite3.Connection], list[tuple[bytes]]]) -> list[tuple[bytes]]:
        try:
            return self._tried(work)
        except sqlite3.DatabaseError as error:
            self._set_aside(error)
            return self._tried(work)

    def _tried(self, work: Callable[[sqlite3.Connection], list[tuple[bytes]]]) -> list[tuple[bytes]]:
        try:
            return work(self._opened())
        except sqlite3.OperationalError as error:
            raise CacheError(f"the cache cannot be used: {error}", where=str(self.path), hint=_OTHERWISE) from error
        except _OtherError as error:
            raise CacheError(
                "a database of another program, not a cache", where=str(self.path), hint=_OTHERWISE
            ) from error

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            if self.offline and not self.path.exists():
                raise CacheError("there is no cache yet", where=str(self.path), hint="run it once without --offline")
            self._db = _open(self.path)
        return self._db

    def _set_aside(self, error: Exception) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
        if self.offline:
            raise CacheError(f"the cache is damaged: {error}", where=str(self.path), hint="run it without --offline")
        aside = next(one for number in range(1, 10_000) if not (one := _numbered(self.path, number)).exists())
        self.path.replace(aside)
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self._notice(f"the cache {self.path} is damaged ({error}); it now is {aside}, and a new one is begun")


class _OtherError(Exception):
    """A database of another program; it is none of ours to set aside."""


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.damaged-{number}")


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CacheError(f"the cache cannot be made: {error.strerror}", where=str(path)) from error
    db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    try:
        _prepare(db)
    except (sqlite3.Error, _OtherError):
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection) -> None:
    (application,), (version,) = (
        db.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    if application != _APPLICATION and db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise _OtherError
    if application == _APPLICATION and version != _VERSION:
        raise sqlite3.DatabaseError(f"it is of version {version}")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN IMMEDIATE")
    for statement in filter(str.strip, _SCHEMA.split(";")):
        db.execute(statement)
    db.execute("COMMIT")


def _write(db: sqlite3.Connection, rows: list[tuple[str, str, str, bytes]]) -> list[tuple[bytes]]:
    db.execute("BEGIN IMMEDIATE")
    try:
        db.executemany(_WRITE, rows)
        db.execute("COMMIT")
    except sqlite3.Error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return []
