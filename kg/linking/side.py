"""Files beside a dump: page-view ranks (QRank), and which items were merged into which, as dumps leave that out."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from kg.errors import DumpError
from kg.iris import parse_item


def read_ranks(path: Path) -> Iterator[tuple[int, int]]:
    """Yield item and rank of a QRank file: two columns, ``Entity`` and ``QRank``."""
    for place, row in _rows(path, ","):
        if row == ["Entity", "QRank"]:
            continue
        if len(row) != 2 or not parse_item(row[0]) or not row[1].isdecimal():
            raise DumpError("not a line of QRank, as Q56226,1234", where=f"{path}:{place}")
        yield int(row[0][1:]), int(row[1])


def read_redirects(path: Path) -> Iterator[tuple[int, int]]:
    """Yield each merged item and the one it became, of a file with two columns split by a tab."""
    for place, row in _rows(path, "\t"):
        items = [parse_item(one) for one in row]
        if len(items) != 2 or not items[0] or not items[1]:
            raise DumpError("not two items, the merged one and the one it became", where=f"{path}:{place}")
        yield int(items[0][1:]), int(items[1][1:])


def _rows(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            text = io.TextIOWrapper(file, encoding="utf-8", newline="")
            yield from enumerate(csv.reader(text, delimiter=delimiter), 1)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise DumpError(f"cannot be read: {error}", where=str(path)) from error
