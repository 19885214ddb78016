"""Opening an index file: whatever is wrong with it is said at once, before anything is looked up."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import IndexFileError
from kg.linking.index import AGAIN, BROKEN, Index
from kg.linking.schema import APPLICATION, VERSION


@contextmanager
def open_index(path: Path) -> Iterator[Index]:
    """Open an index file for reading.

    :raises IndexFileError: if it is missing, no index, of another version, or cut short.
    """
    _check_file(path)
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        index = Index(path, db)
        _check_header(index)
        yield index
    finally:
        db.close()


def _check_file(path: Path) -> None:
    """Compare the size that the header gives with the file's own: a copy that was cut short shows here, at once."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise IndexFileError(f"the index cannot be read: {error.strerror}", where=str(path)) from error
    if not header.startswith(b"SQLite format 3\0"):
        raise IndexFileError("not an index made by kg index build", where=str(path), hint=AGAIN)
    page = int.from_bytes(header[16:18], "big")
    if len(header) < 100 or size != (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big"):
        raise IndexFileError(BROKEN, where=str(path), hint=AGAIN)
    if int.from_bytes(header[68:72], "big") != APPLICATION:
        raise IndexFileError("a database of another program, not an index", where=str(path), hint=AGAIN)
    version = int.from_bytes(header[60:64], "big")
    if version != VERSION:
        raise IndexFileError(
            f"an index of version {version}; this kg reads version {VERSION}", where=str(path), hint=AGAIN
        )


def _check_header(index: Index) -> None:
    if missing := {"hash", "date", "dump", "dump_hash", "counts"} - index.meta.keys():
        raise IndexFileError(f"{BROKEN}: no {min(missing)} in it", where=str(index.path), hint=AGAIN)
