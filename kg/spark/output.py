"""The folder that a run on a cluster fills: rows are written by Spark's commit protocol, named, and declared whole."""

import gzip
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import col, spark_partition_id, when

from kg.spark.batches import mapped
from kg.spark.members import MEMBER, NO_DAY, SEPARATOR, Row, members, text_of
from kg.spark.session import Hadoop

_UNFINISHED = ".unfinished"
_GRAPH = re.compile(rb"^[^\n]* (<[^>\n]*>) \.\n(?:[^\n]* \1 \.\n)*", re.MULTILINE)
_CHUNK = 2**22


class File(NamedTuple):
    """A file that was published: how it lies, and its lines, in how many stretches of one graph."""

    name: str
    lines: int
    graphs: int
    bytes: int
    sha256: str


class Files(NamedTuple):
    """Files that were written: a table of their paths and contents, and how many there are."""

    table: DataFrame
    number: int


class Output:
    """A folder on any file system. It is whole when its manifest is there; a run that fails leaves none."""

    def __init__(self, session: SparkSession, folder: str) -> None:
        self._session = session
        self._files = Hadoop(session, folder)

    def refuse_content(self) -> None:
        """Make sure that nothing is in the folder. :raises OutputError: if there is."""
        self._files.refuse_content()

    def write(self, lines: DataFrame, rows: Callable[[Any], Iterable[Row]], *, by_day: bool = False) -> None:
        """Write what the tasks say of their lines, each task's once."""
        table = mapped(lines, partial(members, rows), MEMBER).withColumn("data", col("data").cast("string"))
        if by_day:  # those of a day come together; what has no day stays where it is
            table = table.repartition("kind", "day", when(col("day") == NO_DAY, spark_partition_id()))
        writer = table.write.partitionBy("kind", "day").option("compression", "none").option("lineSep", SEPARATOR)
        writer.text(self._files.at(_UNFINISHED))

    def texts(self, kind: str) -> DataFrame | None:
        """Give all lines of a kind, in no order; None if there are none."""
        found = self.files(kind)
        return mapped(found.table, _lines, {"value": "string"}) if found else None

    def files(self, kind: str) -> Files | None:
        """Give the files of a kind; None if there are none."""
        below = f"{_UNFINISHED}/kind={kind}"
        number = len(self._files.names(below))
        return Files(self._contents([self._files.at(below)]), number) if number else None

    def publish(self, kind: str, name: str) -> list[str]:
        """Give the files of a kind their names, numbered from 0 on, by days where they are parted by days."""
        below = f"{_UNFINISHED}/kind={kind}"
        published = []
        for day, files in groupby(self._files.names(below), key=lambda file: file.partition("/")[0]):
            folder = "" if day == "day=-" else day.replace("day=", "published=") + "/"
            for number, file in enumerate(files):
                published.append(folder + name.format(number))
                self._files.move(f"{below}/{file}", published[-1])
        return published

    def note(self, name: str, data: bytes) -> None:
        """Write a small file."""
        self._files.write(name, data)

    def complete(self, name: str, data: bytes) -> None:
        """Write the file that says that all is there."""
        self._files.remove(_UNFINISHED)
        self._files.write(name, data)

    def described(self, names: list[str]) -> list["File"]:
        """Read files back, where they lie: their hashes, and what is in them."""
        if not names:
            return []
        addresses = {self._files.at(name): name for name in names}
        found = mapped(self._contents(list(addresses)), _described, _DESCRIBED).collect()
        ends = {_path(address): name for address, name in addresses.items()}
        return sorted(File(ends[_path(path)], *content) for path, *content in found)

    def _contents(self, addresses: list[str]) -> DataFrame:
        return self._session.read.format("binaryFile").load(addresses).select("path", "content")


def _path(address: str) -> str:
    """Give the path alone: the same file is file:/a and file:///a."""
    return "/" + address.partition(":")[2].lstrip("/") if ":" in address else address


def _lines(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str]]:
    for _, data in files:
        yield from ((line.decode(),) for line in text_of(data).split(b"\n")[:-1])


_DESCRIBED = {"path": "string", "lines": "int64", "graphs": "int64", "bytes": "int64", "sha256": "string"}


def _described(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, int, int, int, str]]:
    for path, data in files:
        yield path, *_counted(data), len(data), hashlib.sha256(data).hexdigest()


def _counted(data: bytes) -> tuple[int, int]:
    """Count lines, and the stretches of quads of one graph."""
    lines, graphs, last = 0, 0, b""
    with gzip.open(io.BytesIO(data)) as file:
        while chunk := file.read(_CHUNK):
            chunk += file.readline()
            lines += chunk.count(b"\n")
            for found in _GRAPH.finditer(chunk):
                graphs += found[1] != last
                last = found[1]
    return lines, graphs
