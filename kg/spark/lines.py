"""Lines of files on any file system, each with its file and number, and its place in the order of the run."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import msgspec
from pyspark import RDD
from pyspark.sql import SparkSession
from pyspark.sql.functions import col

from kg.errors import InputError
from kg.records import Line
from kg.spark.session import Hadoop

ENDINGS = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_OURS = (".rejections.jsonl", ".rejections.jsonl.gz")
_BOM = b"\xef\xbb\xbf"


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

    def lines(self, rows: Iterable[Any]) -> Iterator[Line]:
        """Give the lines of a task that are not blank."""
        passed: Counter[tuple[str, int]] = Counter()
        for file, start, value in rows:
            if file not in self.files:
                continue
            passed[file, start] += 1
            number = self.first[file, start] + passed[file, start]
            data = bytes(value).removeprefix(_BOM) if number == 1 else bytes(value)
            if data.strip():
                yield Line(self.files[file][1], number, data.rstrip(b"\r\n"))

    def order(self, line: Line) -> tuple[int, int]:
        """Say where a line stands among all of the run."""
        return self._ranks[line.source], line.line or 0

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {name: rank for rank, name in self.files.values()}


def read_rows(session: SparkSession, inputs: Sequence[str]) -> "RDD[Any]":
    """Read the lines of all inputs as (file, block, bytes), in no order.

    :raises InputError: for an input that is not there, or does not end as a file of lines does.
    """
    for name in inputs:
        _check(Hadoop(session, name), name)
    reader = session.read.option("lineSep", "\n").option("recursiveFileLookup", "true")
    text = reader.option("pathGlobFilter", "*.{jsonl,jsonl.gz,jsonl.zst}").text(list(inputs))
    place = col("_metadata.file_path"), col("_metadata.file_block_start")
    return text.select(*place, col("value").cast("binary")).rdd


def _check(found: Hadoop, name: str) -> None:
    if not found.exists:
        raise InputError("there is no such file or folder", where=name)
    if not found.is_folder and not name.endswith(ENDINGS):
        hint = f"known: {' '.join(ENDINGS)}, or a folder of them"
        raise InputError("not a file of lines by its name", where=name, hint=hint)


def numbering_of(session: SparkSession, rows: "RDD[Any]", inputs: Sequence[str]) -> Numbering:
    """Count the lines of all blocks. :raises InputError: if there are no lines."""
    blocks = sorted(_Block(*block) for block in rows.mapPartitions(_counted).collect())
    roots = {name: Hadoop(session, name).path for name in inputs}
    files = _ranked({block.file for block in blocks}, roots)
    if not files:
        raise InputError("there is no line in it", where=", ".join(inputs))
    first, reached = {}, Counter[str]()
    for block in blocks:
        first[block.file, block.start] = reached[block.file]
        reached[block.file] += block.lines
    return Numbering(files, first)


def _counted(rows: Iterable[Any]) -> Iterator[tuple[str, int, int]]:
    counts = Counter((file, start) for file, start, _ in rows)
    return ((file, start, number) for (file, start), number in counts.items())


def _ranked(files: set[str], roots: Mapping[str, str]) -> dict[str, tuple[int, str]]:
    """Sort files as one machine reads them, and name them as the user did."""
    paths = {file: unquote(urlsplit(file).path) for file in files}
    named: dict[str, str] = {}
    for given, root in roots.items():
        for path, file in sorted((path, file) for file, path in paths.items()):
            if path == root:
                named.setdefault(file, given)
            elif path.startswith(root.rstrip("/") + "/") and not path.endswith(_OURS):
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
