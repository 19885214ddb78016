"""An index file, opened for reading: its particulars, its items, and look-ups by name."""

import sqlite3
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from kg.errors import IndexFileError
from kg.linking.schema import COLUMNS

BROKEN = "the index is damaged or cut short"
AGAIN = "build it again with kg index build"


class Item(NamedTuple):
    """An item of an index. ``types`` are the profile's types that it may stand for; none means unknown."""

    id: str
    label: str
    description: str
    types: frozenset[str]
    classes: tuple[str, ...]
    countries: frozenset[str]
    places: frozenset[str]
    latitude: float | None
    longitude: float | None
    icao: str | None
    iata: str | None
    sitelinks: int
    popularity: float


class Office(NamedTuple):
    """An office that a person held: the position's label, and from and to which day, where known."""

    label: str
    start: str | None
    end: str | None


class Name(NamedTuple):
    """A name of an item: its key, and whether it is the label (0) or an alias (1)."""

    item: int
    key: str
    rank: int


class Index:
    """Look-ups in an index file. Each gives the best known items first, and no more than the bound."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db
        self.item = lru_cache(maxsize=4096)(self._item)

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the index was made of: dump and its hash, date, languages, roots, counts, and the hash of all that."""
        return dict(self._rows("SELECT key, value FROM meta"))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many items, names and redirects there are."""
        return msgspec.json.decode(self.meta["counts"], type=dict[str, int])

    def by_key(self, key: str, limit: int = 100) -> list[Name]:
        """Find names by key."""
        return self._names("SELECT item, key, rank FROM name WHERE key = ? ORDER BY rowid LIMIT ?", key, limit)

    def by_fold(self, fold: str, limit: int = 100) -> list[Name]:
        """Find names by fold."""
        return self._names("SELECT item, key, rank FROM name WHERE fold = ? ORDER BY rowid LIMIT ?", fold, limit)

    def by_prefix(self, prefix: str, limit: int = 1000) -> list[Name]:
        """Find names whose key begins so."""
        query = "SELECT item, key, rank FROM name WHERE key >= ? AND key < ? LIMIT ?"
        return self._names(query, prefix, prefix + "\x7f", limit)

    def by_words(self, words: Iterable[str], limit: int = 100) -> list[Name]:
        """Find names that hold all the words."""
        match = " AND ".join(f'"{word}"' for word in words if word.isalnum())
        source = "word JOIN name ON name.rowid = word.rowid"
        query = f"SELECT name.item, name.key, name.rank FROM {source} WHERE word MATCH ? LIMIT ?"  # noqa: S608
        return self._names(query, match, limit) if match else []

    def by_code(self, code: str) -> list[Name]:
        """Find airfields by ICAO or IATA code."""
        query = "SELECT id, ?1, 0 FROM item WHERE icao = ?1 UNION SELECT id, ?1, 0 FROM item WHERE iata = ?1"
        return self._names(query, code)

    def keys_of(self, item: int) -> list[str]:
        """Give the keys of all names of an item."""
        return [key for (key,) in self._rows("SELECT key FROM name WHERE item = ? ORDER BY rowid", item)]

    def current(self, item: str) -> str:
        """Follow redirects of merged items."""
        seen: set[str] = set()
        while item not in seen:
            seen.add(item)
            found = self._rows("SELECT new FROM redirect WHERE old = ?", int(item[1:]))
            item = f"Q{found[0][0]}" if found else item
        return item

    def offices(self, item: str) -> list[Office]:
        """Give the offices that a person held."""
        query = "SELECT item.label, start, end FROM held JOIN item ON item.id = position WHERE held.item = ?"
        return [Office(*row) for row in self._rows(query, int(item[1:]))]

    def check(self) -> None:
        """Read the whole file. :raises IndexFileError: if any part of it is damaged."""
        faults = [fault for (fault,) in self._rows("PRAGMA integrity_check") if fault != "ok"]
        if faults:
            raise IndexFileError(f"{BROKEN}: {faults[0]}", where=str(self.path), hint=AGAIN)

    def _item(self, id: int) -> Item | None:
        rows = self._rows(f"SELECT {COLUMNS}, popularity FROM item WHERE id = ?", id)  # noqa: S608
        if not rows:
            return None
        number, label, description, types, classes, countries, places, *rest = rows[0]
        items = (tuple(f"Q{one}" for one in text.split()) for text in (classes, countries, places))
        kinds, lands, around = items
        return Item(
            f"Q{number}",
            label,
            description,
            frozenset(types.split()),
            kinds,
            frozenset(lands),
            frozenset(around),
            *rest,
        )

    def _names(self, query: str, *values: object) -> list[Name]:
        return [Name(*row) for row in self._rows(query, *values)]

    def _rows(self, query: str, *values: object) -> list[Any]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexFileError(f"{BROKEN}: {error}", where=str(self.path), hint=AGAIN) from error
