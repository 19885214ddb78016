"""A Wikidata JSON dump as a stream of entities: an array with one entity a line, plain, gzipped or bzip2ed."""

import bz2
import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from kg.errors import DumpError


class Text(msgspec.Struct, frozen=True):
    """A label, alias or description."""

    value: str


class Snak(msgspec.Struct, frozen=True):
    """A property's value as it stands in a statement; ``datavalue`` lacks where the value is unknown or none."""

    datavalue: dict[str, Any] = {}

    @property
    def value(self) -> Any:
        """The value, else None."""
        return self.datavalue.get("value")


class Qualifiers(msgspec.Struct, frozen=True):
    """From when to when a statement holds."""

    P580: list[Snak] = []
    P582: list[Snak] = []


class Statement(msgspec.Struct, frozen=True):
    """A statement with its rank."""

    mainsnak: Snak
    rank: str = "normal"
    qualifiers: Qualifiers | list[Any] = []


class Claims(msgspec.Struct, frozen=True):
    """The statements that an index keeps something of."""

    P31: list[Statement] = []
    P279: list[Statement] = []
    P17: list[Statement] = []
    P27: list[Statement] = []
    P1001: list[Statement] = []
    P131: list[Statement] = []
    P39: list[Statement] = []
    P625: list[Statement] = []
    P239: list[Statement] = []
    P238: list[Statement] = []


class Entity(msgspec.Struct, frozen=True):
    """An entity of a dump or of an API reply. PHP writes an empty table as an empty list, hence the unions."""

    id: str = ""
    type: str = "item"
    modified: str = ""
    labels: dict[str, Text] | list[Any] = []
    aliases: dict[str, list[Text]] | list[Any] = []
    descriptions: dict[str, Text] | list[Any] = []
    claims: Claims | list[Any] = []
    sitelinks: dict[str, msgspec.Raw] | list[Any] = []
    entity: str = ""
    redirect: str = ""
    """A merged item is written as ``{"entity": OLD, "redirect": NEW}``."""


_DECODER = msgspec.json.Decoder(Entity)


def decode_entity(data: bytes) -> Entity:
    """Decode an entity. :raises DumpError: if it is none."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DumpError(f"not an entity of Wikidata: {error}") from error


class Dump:
    """A dump file. Reading it to its end leaves its SHA-256 in ``hash``."""

    def __init__(self, path: Path, progress: Callable[[int], None] = lambda lines: None) -> None:
        self.path = path
        self.hash = ""
        self._progress = progress

    def entities(self) -> Iterator[Entity]:
        """Yield every entity. :raises DumpError: for a line that is none, or a file that ends too soon."""
        for number, line in self.lines():
            yield self.decode(number, line)

    def decode(self, number: int, line: bytes) -> Entity:
        """Decode the entity of a line. :raises DumpError: with the place, if it is none."""
        try:
            return decode_entity(line)
        except DumpError as error:
            raise DumpError(error.reason, where=f"{self.path}:{number}") from error

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Yield every entity as bytes, with the number of its line."""
        closed = False
        for number, raw in enumerate(self._raw(), 1):
            line = raw.strip()
            if number == 1 and line != b"[":
                raise DumpError("not a Wikidata dump: it must begin with a line that is [", where=f"{self.path}:1")
            closed = line == b"]"
            if line not in (b"[", b"]", b""):
                yield number, line.removesuffix(b",")
                self._progress(number)
        if not closed:
            raise DumpError(
                "the dump is cut short: its last line is not ]", where=str(self.path), hint="fetch it again"
            )

    def _raw(self) -> Iterator[bytes]:
        try:
            with self.path.open("rb") as file:
                hashing = _Hashing(file)
                opened = _open(self.path, cast(BinaryIO, hashing))
                yield from opened
                self.hash = hashing.hexdigest()
        except (OSError, EOFError, zlib.error) as error:
            raise DumpError(f"the dump cannot be read: {error}", where=str(self.path)) from error


def _open(path: Path, file: BinaryIO) -> BinaryIO:
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if path.suffix == ".bz2":
        return cast(BinaryIO, bz2.BZ2File(file))
    return file


class _Hashing:
    """A binary file that hashes what is read from it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        return data

    def __iter__(self) -> Iterator[bytes]:
        for line in self._file:
            self._digest.update(line)
            yield line

    def hexdigest(self) -> str:
        while self.read(2**20):
            pass
        return self._digest.hexdigest()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
