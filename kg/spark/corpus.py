"""The verdict on a corpus: entries of one node come together, and each task judges the nodes that it gets.

They travel many at a time, as lots of nodes: to Spark a row is dear, however short it is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias
from zlib import crc32

import msgspec

from kg.pipeline.corpus import Verdict
from kg.spark.batches import mapped
from kg.spark.members import text_of
from kg.spark.output import Files
from kg.validation import Report, Result, Summarizer, read_entry
from kg.validation.results import in_order

_Opened: TypeAlias = Callable[[], Summarizer | None]
_Lot: TypeAlias = tuple[int, bytes]
_LOT = {"lot": "int64", "lines": "binary"}


def verdict(summarizer: Summarizer, opened: _Opened, files: Files | None) -> Verdict:
    """Judge a corpus by the files of its summary.

    :param opened: gives the summarizer in a process of the cluster.
    """
    found: list[Result] = []
    if files is not None:  # as many lots as files: one has no more lines than a task wrote, or so
        lots = mapped(files.table, partial(_lots, files.number), _LOT).repartition("lot").sortWithinPartitions("lot")
        texts = mapped(lots, partial(_judged, opened), {"result": "string"}).collect()
        found = [Result(*msgspec.json.decode(text)) for (text,) in texts]
    report = Report(tuple(in_order(found)))
    return Verdict(report.counts(), list(summarizer.left_out), None, report)


def _lots(number: int, files: Iterable[tuple[str, bytes]]) -> Iterator[_Lot]:
    for _, data in files:
        lots = defaultdict[int, list[bytes]](list)
        for line in text_of(data).split(b"\n")[:-1]:
            lots[crc32(line[: line.index(b"\t")]) % number].append(line)
        yield from ((lot, b"\n".join(lines)) for lot, lines in lots.items())


def _judged(opened: _Opened, lots: Iterable[_Lot]) -> Iterator[tuple[str]]:
    if (summarizer := opened()) is None:
        return
    for _, parts in groupby(lots, itemgetter(0)):
        lines = {line for _, part in parts for line in part.decode().split("\n")}
        for result in summarizer.results([[read_entry(line) for line in sorted(lines)]]):
            yield (msgspec.json.encode(result).decode(),)
