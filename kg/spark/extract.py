"""Extraction on a cluster: texts in lines of records go in, records come out, in a folder that is whole or not."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from typing import Any

import msgspec
from pyspark.sql import SparkSession

from kg.errors import OutputError
from kg.pipeline.extract import Extracted, Extraction
from kg.pipeline.files import manifest
from kg.pipeline.reading import Texts
from kg.pipeline.recordfile import one_line
from kg.pipeline.work import line_of
from kg.records import repaired
from kg.spark.lines import Numbering, numbering_of, read_rows
from kg.spark.output import Output
from kg.spark.shipping import packed, unpacked
from kg.spark.tasks import COUNTS, NO_DAY, REJECTIONS, Row, counted, outcomes, rejected

MANIFEST = "extract.manifest.json"
_RECORDS = "records"


def extract_cluster(
    session: SparkSession, inputs: Sequence[str], folder: str, texts: Texts, *, version: str
) -> Extracted:
    """Extract all lines of the inputs to a folder. What comes out is what one machine makes of the same inputs.

    :raises KgError: for an input that cannot be read, or an output that is there already or cannot be written.
    """
    output = Output(session, folder)
    output.refuse_content()
    texts.opened()  # what is wrong with the model or the tables is said before the cluster is asked for anything
    rows = read_rows(session, inputs)
    numbering = numbering_of(session, rows, inputs)
    output.write(rows.mapPartitions(partial(_rows, packed(texts, session), numbering)))
    counts = Extracted()
    for text in output.texts(COUNTS).toLocalIterator():
        counts.merge(Extracted.restored(msgspec.json.decode(text)))
    files = output.described(output.publish(_RECORDS, "records-{:05d}.jsonl.gz"))
    output.publish(REJECTIONS, "rejections-{:05d}.jsonl.gz")
    if (there := sum(file.lines for file in files)) != counts.extracted:
        reason = f"the files hold {there:,} records, and {counts.extracted:,} were made"
        raise OutputError(reason, where=folder, hint="remove the folder, and look at the file system")
    parts = [{"name": file.name, "records": file.lines, "bytes": file.bytes, "sha256": file.sha256} for file in files]
    named = [name for _, name in numbering.files.values()]
    said = {"visits-kg": version, "inputs": named, "counts": counts.as_dict(), "parts": parts}
    output.complete(MANIFEST, manifest(said))
    return counts


@cache
def _opened(texts: bytes) -> Extraction:
    """Load the model: once for all tasks of a process."""
    return Extraction.of(unpacked(texts))


def _rows(texts: bytes, numbering: Numbering, rows: Iterable[Any]) -> Iterator[Row]:
    """Extract from the lines of a task."""
    counts = Extracted()
    for item, made in outcomes(partial(_opened, texts), repaired(numbering.lines(rows))):
        line = made.line or line_of(item)
        for fault in made.faults:
            counts.add((line, fault))
            yield rejected(line, None, fault)
        if not made.faults:
            counts.add(line)
            yield _RECORDS, NO_DAY, one_line(line.data).decode()
    yield counted(counts)
