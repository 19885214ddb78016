"""Lines of files on any file system, each with its file and number, and its place in the order of the run."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote, urlsplit

import msgspec
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col

from kg.errors import InputError
from kg.pipeline.work import Item, line_of
from kg.records import RECORDS, Line, is_ours, repaired
from kg.spark.batches import mapped
from kg.spark.session import Hadoop

_WHOLE = (".json", ".json.gz", ".json.zst")
_KNOWN = f"known: {' '.join(RECORDS)}, or a folder of them"
_BOM = b"\xef\xbb\xbf"
_ZSTANDARD = "io.airlift.compress.zstd.ZstdCodec"  # comes with Spark and is all Java; Hadoop's own asks for a library

Placed: TypeAlias = tuple[str, int, bytes]
"""A line as Spark reads it: the file, where in it the block begins that the line ends in, and the line."""


class _Block(NamedTuple):
    """A stretch of a file that one task reads, and how many lines end in it."""

    file: str
    start: int
    lines: int


@dataclass(frozen=True)
class Numbering:
    """Which files there are, in the order of the run, and with which line each of their blocks begins."""

    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    first: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def lines(self, rows: Iterable[Placed]) -> Iterator[Line]:
        """Give the lines of a task that are not blank."""
        passed: Counter[tuple[str, int]] = Counter()
        for file, start, data in rows:
            if file not in self.files:
                continue
            passed[file, start] += 1
            number = self.first[file, start] + passed[file, start]
            if found := _line(self.files[file][1], number, data):
                yield found

    def order(self, line: Line) -> tuple[int, int]:
        """Say where a line stands among all of the run."""
        return self._ranks[line.source], line.line or 0

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {name: rank for rank, name in self.files.values()}


def _line(source: str, number: int, data: bytes) -> Line | None:
    """Give a line without its end, None if it is blank; or a file that holds a single record, as it is."""
    data = data.removeprefix(_BOM) if number == 1 else data
    if source.endswith(_WHOLE):
        return Line(source, None, data)
    return Line(source, number, data.rstrip(b"\r\n")) if data.strip() else None


def read_table(session: SparkSession, inputs: Sequence[str]) -> DataFrame:
    """Read the lines of all inputs, in no order.

    :raises InputError: for an input that is not there, or does not end as a file of records does.
    """
    for name in inputs:
        _check(Hadoop(session, name), name)
    configured = session.sparkContext._jsc.hadoopConfiguration().get("io.compression.codecs")
    codecs = ",".join(filter(None, (configured, _ZSTANDARD)))
    columns = col("_metadata.file_path"), col("_metadata.file_block_start"), col("value").cast("binary")

    def read(ending: str, line_end: str | None) -> DataFrame:
        names = f"*.{{{ending},{ending}.gz,{ending}.zst}}"
        reader = session.read.option("io.compression.codecs", codecs)
        found = reader.text(list(inputs), line_end is None, line_end, pathGlobFilter=names, recursiveFileLookup=True)
        return found.select(*columns)

    return read("jsonl", "\n").union(read("json", None))


def _check(found: Hadoop, name: str) -> None:
    if not found.exists:
        raise InputError("there is no such file or folder", where=name)
    if not found.is_folder and not name.endswith(RECORDS):
        raise InputError("not a file of records by its name", where=name, hint=_KNOWN)


_SURVEY = {"file": "string", "start": "int64", "id": "int64", "number": "int64"}


class Survey(NamedTuple):
    """What is found in one reading of all lines.

    :param repeated: stand-ins for the ids that several documents have.
    """

    numbering: Numbering
    repeated: frozenset[int]


def survey(session: SparkSession, table: DataFrame, inputs: Sequence[str]) -> Survey:
    """Count the lines of all blocks, and look for ids that are there again.

    :raises InputError: if there are no lines.
    """
    counted = mapped(table, _surveyed, _SURVEY).groupBy("file", "start", "id").sum("number")
    found = counted.where("id IS NULL OR `sum(number)` > 1").collect()
    blocks = sorted(_Block(file, start, number) for file, start, id, number in found if id is None)
    roots = {name: Hadoop(session, name).path for name in inputs}
    files = _ranked({block.file for block in blocks}, roots)
    if not files:
        raise InputError("there is no record in it", where=", ".join(inputs), hint=_KNOWN)
    first, reached = {}, Counter[str]()
    for block in blocks:
        first[block.file, block.start] = reached[block.file]
        reached[block.file] += block.lines
    return Survey(Numbering(files, first), frozenset(id for _, _, id, _ in found if id is not None))


def _surveyed(rows: Iterable[Placed]) -> Iterator[tuple[str | None, int | None, int | None, int]]:
    """Give each document's id, and with how many lines each block was passed."""
    passed: Counter[tuple[str, int]] = Counter()

    def lines() -> Iterator[Line]:
        for file, start, data in rows:
            passed[file, start] += 1
            if found := _line(file, passed[file, start] if start == 0 else 2, data):  # no number, but for the first
                yield found

    for item in repaired(lines()):
        if (found := stand_in(item)) is not None:
            yield None, None, found, 1
    yield from ((file, start, None, number) for (file, start), number in passed.items())


def stand_in(item: Item) -> int | None:
    """Give a number in the place of a document's id, if that can be read. Two ids may have one, but hardly do."""
    found = name_of(line_of(item).data)
    if found is None:
        return None
    digest = blake2b(found.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _ranked(files: set[str], roots: Mapping[str, str]) -> dict[str, tuple[int, str]]:
    """Sort files as one machine reads them, and name them as the user did."""
    paths = {file: unquote(urlsplit(file).path) for file in files}
    named: dict[str, str] = {}
    for given, root in roots.items():
        for file, path in sorted(paths.items(), key=lambda pair: pair[1].split("/")):
            if path == root:
                named.setdefault(file, given)
            elif path.startswith(root.rstrip("/") + "/") and not is_ours(path.rpartition("/")[2]):
                named.setdefault(file, f"{given.rstrip('/')}/{path.removeprefix(root).lstrip('/')}")
    return {file: (rank, name) for rank, (file, name) in enumerate(named.items())}


class Named(msgspec.Struct):
    """What is needed to know of a document before it is read."""

    id: str
    published: str = ""


class _Record(msgspec.Struct):
    document: Named


_NAMED = msgspec.json.Decoder(_Record)


def name_of(data: bytes) -> Named | None:
    """Give the id of a record's document and its day, if they can be read."""
    try:
        return _NAMED.decode(data).document
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
