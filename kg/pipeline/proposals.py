"""What reviewers should look at, on disk when it grows: one row for each entity and item, the surest."""

import sqlite3
from collections.abc import Iterator

import msgspec

from kg.linking.sssom import Mapping as Row


class Proposals:
    """Links and candidates that nobody decided about yet."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a private temporary file
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE row (subject TEXT, item TEXT, score REAL, cells TEXT, UNIQUE (subject, item))")

    def propose(self, row: Row) -> None:
        """Take a row in, unless a surer one of the same entity and item is there."""
        values = (row.subject, row.item or "", row.confidence or 0.0, msgspec.json.encode(row).decode())
        self._db.execute(
            "INSERT INTO row VALUES (?, ?, ?, ?) ON CONFLICT (subject, item) DO UPDATE"
            " SET score = excluded.score, cells = excluded.cells WHERE excluded.score > score",
            values,
        )

    def rows(self) -> Iterator[Row]:
        """Yield what was proposed, in the order in which it came."""
        for (cells,) in self._db.execute("SELECT cells FROM row ORDER BY rowid"):
            yield msgspec.json.decode(cells, type=Row)

    def close(self) -> None:
        """Remove the file."""
        self._db.close()
