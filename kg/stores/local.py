"""A store in a folder on disk, for people who have no server."""

from pathlib import Path

import pyoxigraph

from kg.errors import QueryError, StoreError
from kg.queries import Answer, answer_of
from kg.stores.body import Body
from kg.stores.kinds import LOCAL, Kind


class LocalStore:
    """A pyoxigraph store on disk. One process may hold it at a time.

    :raises StoreError: if the folder holds something else, or another process has it.
    """

    kind: Kind = LOCAL

    def __init__(self, folder: Path) -> None:
        self.address = str(folder)
        try:
            self._store = pyoxigraph.Store(str(folder))
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"the folder cannot be opened as a store: {error}", where=str(folder)) from error

    def ask(self, text: str, *, union: bool = True) -> Answer:
        """Run a query."""
        try:
            return answer_of(self._store.query(text, use_default_graph_as_union=union))
        except (SyntaxError, OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed: {error}", where=self.address) from error

    def update(self, text: str) -> None:
        """Run an update, whole or not at all."""
        try:
            self._store.update(text)
        except (SyntaxError, OSError, RuntimeError) as error:
            raise StoreError(f"the update failed: {error}", where=self.address) from error

    def add(self, quads: Body) -> None:
        """Take in TriG, all or none."""
        try:
            self._store.load(b"".join(quads), pyoxigraph.RdfFormat.TRIG)
        except (SyntaxError, OSError, RuntimeError) as error:
            raise StoreError(f"the quads were not taken: {error}", where=self.address) from error

    def close(self) -> None:
        """Write everything to disk and let other processes have it."""
        self._store.flush()
        del self._store


def is_store(folder: Path) -> bool:
    """Whether a folder holds a store."""
    return (folder / "CURRENT").is_file()
