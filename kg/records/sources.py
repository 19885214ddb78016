"""Where records come from: files, folders and standard input, plain or compressed, one JSON document at a time.

Nothing is kept but the line at hand; the SHA-256 of each source is ready when the source has been read.
"""

import gzip
import hashlib
import io
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from kg.errors import InputError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LONGEST_RECORD = 64 * 2**20
"""Bytes of one record; a longer one is rejected unread."""

RECORDS = (".json", ".jsonl", ".json.gz", ".jsonl.gz", ".json.zst", ".jsonl.zst")
"""How the names of record files end."""

TEXTS = (".txt", ".md", ".markdown", ".html", ".htm")
"""How the names of texts end."""

OTHERS = (".spacy", ".spacy.gz", ".ann", ".ann.gz")
"""How the names of other tools' files end, beside JSON; they are read where they are named."""

_OURS = re.compile(r".*\.rejections\.jsonl(?:\.gz)?|rejections-\d{5}\.jsonl\.gz|.*\.(?:manifest|corpus)\.json")


class Line(NamedTuple):
    """One record as it stands in a source; ``line`` counts from 1, and is None where a file holds just one record."""

    source: str
    line: int | None
    data: bytes

    @property
    def place(self) -> str:
        """Give the place for people: ``file`` or ``file:line``."""
        return self.source if self.line is None else f"{self.source}:{self.line}"


_AT_ONCE = 2**18


class Sources:
    """The inputs of a run, read in the order given; a folder stands for files below it, sorted.

    :param texts: read texts as well, each as one item, standard input also.
    :param below: how the names of the files end that a folder stands for.
    """

    def __init__(
        self, inputs: Sequence[str], stdin: BinaryIO, *, texts: bool = False, below: tuple[str, ...] = RECORDS
    ) -> None:
        self._inputs = inputs
        self._stdin = stdin
        self._texts = texts
        self._below = below
        self.hashes: dict[str, str] = {}

    def __iter__(self) -> Iterator[Line]:
        for source in dict.fromkeys(self._sources()):  # a file in a folder that is also given by itself is read once
            yield from self._lines(source)

    def sizes(self) -> dict[str, int | None]:
        """Give the size of each source, as it lies; None for standard input."""
        return {source: None if source == "-" else Path(source).stat().st_size for source in self._sources()}

    def _sources(self) -> Iterator[str]:
        for name in self._inputs:
            yield from [name] if name == "-" else map(str, self._expanded(Path(name)))

    def _expanded(self, path: Path) -> list[Path]:
        return expand_input(path, (*RECORDS, *TEXTS) if self._texts else RECORDS, self._below)

    def _lines(self, source: str) -> Iterator[Line]:
        try:
            with _Hashing(self._stdin if source == "-" else Path(source).open("rb")) as raw:
                at_once = io.DEFAULT_BUFFER_SIZE if source == "-" else _AT_ONCE  # whoever writes to a pipe may pause
                buffered = io.BufferedReader(cast(io.RawIOBase, _unpacked(raw, source)), at_once)
                whole = source != "-" and not source.removesuffix(".gz").removesuffix(".zst").endswith(".jsonl")
                text = source == "-" and self._below == TEXTS
                yield from _one(source, buffered) if whole else _many(source, buffered, text=text)
                raw.drain()
                self.hashes[source] = raw.hexdigest()
        except (OSError, EOFError, zlib.error, zstd.ZstdError) as error:
            raise InputError(f"cannot be read: {error}", where=source) from error


def _unpacked(raw: "_Hashing", source: str) -> object:
    """Give what the file held before it was compressed: a raw stream in all but name."""
    if source.endswith(".zst"):
        return zstd.ZstdFile(raw)
    return gzip.GzipFile(fileobj=raw) if source.endswith(".gz") else raw


def is_ours(name: str) -> bool:
    """Whether a file lies beside an output by its name: it is read where it is named, and not as a part of a folder."""
    return _OURS.fullmatch(name) is not None


def is_text(name: str) -> bool:
    """Whether a file is a text by its name, not a file of records."""
    return name.lower().endswith(TEXTS)


def expand_input(path: Path, endings: tuple[str, ...] = RECORDS, below: tuple[str, ...] = RECORDS) -> list[Path]:
    """Give the files that a path stands for: itself, or those below it.

    :raises InputError: if there is nothing there, or nothing of a known kind.
    """
    if path.is_dir():
        files = (file for file in path.rglob("*") if file.name.endswith(below) and file.is_file())
        found = sorted(file for file in files if not is_ours(file.name))
        if not found:
            raise InputError(f"the folder holds no file that ends in {' '.join(below)}", where=str(path))
        return found
    if not path.exists():
        raise InputError("there is no such file or folder", where=str(path))
    if path.is_file() and not path.name.endswith((*endings, *OTHERS)):
        hint = f"known: {' '.join(endings)}, or - for standard input"
        raise InputError("not a file of a known kind by its name", where=str(path), hint=hint)
    return [path]


def _one(source: str, file: BinaryIO) -> Iterator[Line]:
    yield Line(source, None, file.read(LONGEST_RECORD + 1).removeprefix(b"\xef\xbb\xbf"))


def _many(source: str, file: BinaryIO, *, text: bool) -> Iterator[Line]:
    number = 0
    while data := file.readline(LONGEST_RECORD + 1):
        number += 1
        data = data.removeprefix(b"\xef\xbb\xbf") if number == 1 else data
        if len(data) > LONGEST_RECORD:
            _skip_line(file)
        if number == 1 and _opens_whole(data, text=text):
            yield Line(source, None, data + file.read(LONGEST_RECORD + 1))
        elif data.strip():
            yield Line(source, number, data.rstrip(b"\r\n"))


def _opens_whole(data: bytes, *, text: bool) -> bool:
    """Standard input may hold one record over many lines, or a text."""
    return data.strip() in (b"{", b"[") or (text and not data.lstrip().startswith(b"{"))


def _skip_line(file: BinaryIO) -> None:
    while (rest := file.readline(LONGEST_RECORD)) and not rest.endswith(b"\n"):
        pass


class _Hashing(io.RawIOBase):
    """A raw stream that hashes what passes through it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._digest.update(data)
        return len(data)

    def drain(self) -> None:
        """Read what is left, so that the hash is that of the whole."""
        while self.read(2**20):
            pass

    def hexdigest(self) -> str:
        return self._digest.hexdigest()

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()
