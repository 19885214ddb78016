"""Extraction on a cluster: texts in lines of records go in, records come out, in a folder that is whole or not."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import msgspec
from pyspark.sql import SparkSession

from kg.errors import OutputError
from kg.pipeline import Outcome
from kg.pipeline.extract import Extracted, Extraction
from kg.pipeline.files import manifest
from kg.pipeline.reading import Texts
from kg.pipeline.recordfile import one_line
from kg.pipeline.work import Item, line_of
from kg.records import repaired
from kg.spark.batches import collected
from kg.spark.lines import Numbering, Placed, read_table, survey
from kg.spark.members import NO_DAY, Row
from kg.spark.output import Output
from kg.spark.shipping import packed, unpacked
from kg.spark.tasks import COUNTS, REJECTIONS, counted, outcomes, rejected

MANIFEST = "extract.manifest.json"
_RECORDS, _NOTICES = "records", "notices"
_TOLD = 20
"""How many notices are told; all of them lie in a file."""


def extract_cluster(
    session: SparkSession, inputs: Sequence[str], folder: str, texts: Texts, *, version: str
) -> Extracted:
    """Extract all lines of the inputs to a folder. What comes out is what one machine makes of the same inputs.

    :raises KgError: for an input that cannot be read, or an output that is there already or cannot be written.
    """
    output = Output(session, folder)
    output.refuse_content()
    texts.opened()  # what is wrong with the model or the tables is said before the cluster is asked for anything
    lines = read_table(session, inputs)
    numbering = survey(session, lines, inputs).numbering
    output.write(lines, partial(_rows, packed(replace(texts, notice=_unheard), session), numbering))
    counts = Extracted()
    for (text,) in collected(output.texts(COUNTS)):
        counts.merge(Extracted.restored(msgspec.json.decode(text)))
    files = output.described(output.publish(_RECORDS, "records-{:05d}.jsonl.gz"))
    output.publish(REJECTIONS, "rejections-{:05d}.jsonl.gz")
    _tell(output, texts.notice)
    output.publish(_NOTICES, "notices-{:05d}.txt.gz")
    if (there := sum(file.lines for file in files)) != counts.extracted:
        reason = f"the files hold {there:,} records, and {counts.extracted:,} were made"
        raise OutputError(reason, where=folder, hint="remove the folder, and look at the file system")
    parts = [{"name": file.name, "records": file.lines, "bytes": file.bytes, "sha256": file.sha256} for file in files]
    named = [name for _, name in numbering.files.values()]
    said = {"visits-kg": version, "inputs": named, "counts": counts.as_dict(), "parts": parts}
    output.complete(MANIFEST, manifest(said))
    return counts


def _tell(output: Output, notice: Callable[[str], None]) -> None:
    """Tell here what was noticed there."""
    if (notices := output.texts(_NOTICES)) is None:
        return
    for (text,) in notices.orderBy("value").limit(_TOLD).collect():
        notice(text)
    if (more := notices.count() - _TOLD) > 0:
        notice(f"{more:,} notices more are in notices-*.txt.gz")


class _Noticed(Outcome):
    """An outcome, and what was noticed on the way to it."""

    told: list[str] = msgspec.field(default_factory=list)


@dataclass(frozen=True)
class _Listening:
    """Extraction, and where its notices come to lie."""

    work: Extraction
    heard: list[str]

    def outcomes(self, items: Iterable[Item], first: int = 0) -> Iterator[tuple[Item, Outcome]]:
        for item, made in self.work.outcomes(items, first):
            yield item, _Noticed(made.id, None, made.faults, line=made.line, told=self.heard.copy())
            self.heard.clear()


def _unheard(_: str) -> None:
    """Tell nobody."""


@cache
def _opened(texts: bytes) -> _Listening:
    """Load the model: once for all tasks of a process."""
    found: Texts = unpacked(texts)
    heard: list[str] = []
    work = Extraction.of(replace(found, notice=heard.append))
    heard.clear()  # of the model: that was told where the run began
    return _Listening(work, heard)


def _rows(texts: bytes, numbering: Numbering, lines: Iterable[Placed]) -> Iterator[Row]:
    """Extract from the lines of a task."""
    counts = Extracted()
    for item, made in outcomes(partial(_opened, texts), repaired(numbering.lines(lines))):
        line = made.line or line_of(item)
        yield from ((_NOTICES, NO_DAY, " ".join(text.split()).encode() + b"\n") for text in getattr(made, "told", ()))
        for fault in made.faults:
            counts.add((line, fault))
            yield rejected(line, None, fault)
        if not made.faults:
            counts.add(line)
            yield _RECORDS, NO_DAY, one_line(line.data) + b"\n"
    yield counted(counts)
