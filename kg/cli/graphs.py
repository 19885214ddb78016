"""A graph to load: as it lies there, or made from records."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.cli.extras import load
from kg.errors import InputError
from kg.records import RECORDS
from kg.serialization import is_parted


@contextmanager
def graph_of(source: Path, base: str, profile: Path | None) -> Iterator[tuple[Path, int]]:
    """Give the file or folder of a graph, and the number of rejections where it is made from records."""
    if not source.exists():
        raise InputError("there is no such file or folder", where=str(source))
    if is_parted(source) or (not source.is_dir() and not source.name.endswith(RECORDS)):
        yield source, 0
        return
    with tempfile.TemporaryDirectory(prefix="kg-load-") as folder:
        path = Path(folder) / "records.nq"
        # what judges records takes longer to import than a small graph to load
        yield path, load("kg.cli.recorded").export_records(source, path, base, profile)
