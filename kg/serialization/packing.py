"""Compressed files, told by their names: same bytes in, same bytes out; and a file cut short is an error."""

import gzip
import sys
import zlib
from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO, cast

from kg.errors import GraphError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP_LEVEL = 6

# ending -> what wraps a stream for writing, and for reading
_PACKINGS: dict[str, tuple[Callable[[BinaryIO], object], Callable[[BinaryIO], object]]] = {
    ".gz": (
        lambda file: gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0),  # no name and no clock
        lambda file: gzip.GzipFile(fileobj=file),
    ),
    ".zst": (lambda file: zstd.ZstdFile(file, "wb"), zstd.ZstdFile),
}


def packing_of(path: PurePath | str) -> str:
    """Give the ending that says how a file is compressed, else nothing.

    >>> packing_of("visits.nq.GZ"), packing_of("visits.nq")
    ('.gz', '')
    """
    suffix = PurePath(path).suffix.lower()
    return suffix if suffix in _PACKINGS else ""


def packed(file: BinaryIO, path: PurePath | str) -> BinaryIO:
    """Give a stream that writes to the file, compressed if the name says so. Closing it leaves the file open."""
    packing = packing_of(path)
    return cast(BinaryIO, _PACKINGS[packing][0](file)) if packing else file


def unpacked(file: BinaryIO, path: PurePath | str) -> BinaryIO:
    """Give a stream that reads what the file held before it was compressed."""
    packing = packing_of(path)
    return cast(BinaryIO, _Whole(cast(BinaryIO, _PACKINGS[packing][1](file)), str(path))) if packing else file


class _Whole:
    """Reads a compressed stream; one that is cut short or spoilt is an error of the graph."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self._file = file
        self._where = where

    def read(self, size: int = -1) -> bytes:
        try:
            return self._file.read(size)
        except (EOFError, OSError, zlib.error, zstd.ZstdError) as error:
            raise GraphError(f"cannot be decompressed: {error}", where=self._where) from error
