"""What was gathered about the names of a record, as an index of its own: the same facts, looked up in the same way."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

from kg.linking.dump import Entity
from kg.linking.index import Index, Item, Name, Office
from kg.linking.online.ancestry import Ancestry
from kg.linking.rows import name_rows, row_of
from kg.linking.rules import Rules
from kg.linking.schema import COLUMNS, SCHEMA, STAGE, WRITE_ITEM, WRITE_NAMES
from kg.linking.taxonomy import number

_MERGED = "INSERT OR REPLACE INTO redirect VALUES (?, ?)"
_HELD = "INSERT INTO held VALUES (?, ?, ?, ?)"
_NAMED = "INSERT INTO stage.name VALUES (?, ?, ?, ?)"
_OFFICE = f"INSERT OR IGNORE INTO stage.item ({COLUMNS}) VALUES (?, ?, '', '', '', '', '', NULL, NULL, NULL, NULL, 0)"  # noqa: S608


@contextmanager
def gathered_index(
    found: Sequence[Entity], offices: Iterable[Entity], rules: Rules, ancestry: Ancestry
) -> Iterator[Index]:
    """Make an index in memory.

    :param offices: what people held; they are there to be named, not to be found.
    """
    taxonomy = ancestry.taxonomy(one for one in found if not one.redirect)
    with closing(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)) as db:
        db.executescript("ATTACH '' AS stage;" + SCHEMA + STAGE)
        db.execute("BEGIN")
        db.executemany(_MERGED, ((number(one.entity), number(one.redirect)) for one in found if one.redirect))
        for entity in found:
            if not entity.redirect and (row := row_of(entity, rules, taxonomy)) is not None:
                db.execute(WRITE_ITEM, row.values)
                db.executemany(_HELD, row.held)
                db.executemany(_NAMED, name_rows(entity, rules.languages))
        db.executemany(_OFFICE, (office for one in offices for office in _labelled(one, rules)))
        db.executemany("INSERT INTO meta VALUES (?, '')", [("hash",), ("date",)])
        db.execute("COMMIT")
        db.executescript(WRITE_NAMES)
        yield Index(Path(), db)


def _labelled(entity: Entity, rules: Rules) -> Iterable[tuple[int, str]]:
    texts = entity.labels if isinstance(entity.labels, dict) else {}
    label = next((texts[one].value for one in rules.languages if one in texts), "")
    return [(number(entity.id), label)] if label and not entity.redirect else []


class Both(Index):
    """An index on disk, and beside it what was gathered about one record. What the file has is taken from there."""

    def __init__(self, file: Index, more: Index) -> None:
        super().__init__(file.path, file._db)
        self._file, self._more = file, more
        self.item = lru_cache(maxsize=4096)(self._item)

    def by_key(self, key: str, limit: int = 100) -> list[Name]:
        """Find names by key."""
        return self._fresh(self._file.by_key(key, limit), self._more.by_key(key, limit))

    def by_fold(self, fold: str, limit: int = 100) -> list[Name]:
        """Find names by fold."""
        return self._fresh(self._file.by_fold(fold, limit), self._more.by_fold(fold, limit))

    def by_prefix(self, prefix: str, limit: int = 1000) -> list[Name]:
        """Find names whose key begins so."""
        return self._fresh(self._file.by_prefix(prefix, limit), self._more.by_prefix(prefix, limit))

    def by_words(self, words: Iterable[str], limit: int = 100) -> list[Name]:
        """Find names that hold all the words."""
        found = list(words)
        return self._fresh(self._file.by_words(found, limit), self._more.by_words(found, limit))

    def by_code(self, code: str) -> list[Name]:
        """Find airfields by code."""
        return self._fresh(self._file.by_code(code), self._more.by_code(code))

    def keys_of(self, item: int) -> list[str]:
        """Give the keys of all names of an item."""
        return self._file.keys_of(item) or self._more.keys_of(item)

    def current(self, item: str) -> str:
        """Follow redirects of merged items."""
        return self._more.current(self._file.current(item))

    def offices(self, item: str) -> list[Office]:
        """Give the offices that a person held."""
        return self._file.offices(item) or self._more.offices(item)

    def _fresh(self, mine: list[Name], more: list[Name]) -> list[Name]:
        return [*mine, *(name for name in more if self._file.item(name.item) is None)]

    def _item(self, id: int) -> Item | None:
        return self._file.item(id) or self._more.item(id)
