"""An export on a cluster: into a folder that is whole when its manifest is there."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import msgspec
from pyspark.sql import DataFrame, SparkSession, functions

from kg.errors import OutputError
from kg.pipeline import Counts, Plan
from kg.pipeline.files import described, manifest
from kg.pipeline.memory import two_classes
from kg.pipeline.partfiles import Part
from kg.serialization import MANIFEST, format_named
from kg.spark.batches import collected, mapped
from kg.spark.corpus import verdict
from kg.spark.lines import read_table, survey
from kg.spark.output import Output
from kg.spark.shipping import packed
from kg.spark.tasks import COUNTS, ITEMS, QUADS, REJECTIONS, SUMMARY, Task, summarizer_of

_QUADS = format_named("nquads")


def export_cluster(
    session: SparkSession, inputs: Sequence[str], folder: str, plan: Plan, *, version: str, by_day: bool = False
) -> Counts:
    """Export all lines of the inputs to a folder.

    What comes out is what one machine makes of the same inputs: the same quads, rejections and counts.

    :param by_day: part the quads by the day of publication, a folder for each.
    :raises KgError: for an input that cannot be read, or an output that is there already or cannot be written.
    """
    output = Output(session, folder)
    output.refuse_content()
    stage = plan.stage()  # a faulty profile is found before the cluster is asked for anything
    lines = read_table(session, inputs)
    numbering, repeated = survey(session, lines, inputs)
    task = Task(packed(plan, session), numbering, {}, by_day)
    if repeated:
        task = replace(task, firsts=_firsts(lines, task, repeated))
    output.write(lines, task.rows, by_day=by_day)
    counts = _counted(output)
    _refuse_two_classes(output)
    if stage.summarizer:
        counts.corpus = verdict(stage.summarizer, partial(summarizer_of, task.plan), output.files(SUMMARY))
    files = output.described(output.publish(QUADS, "part-{:05d}.nq.gz"))
    parts = [Part(file.name, file.graphs, file.lines, file.bytes, file.sha256) for file in files]
    output.publish(REJECTIONS, "rejections-{:05d}.jsonl.gz")
    _check(parts, counts, folder)
    if counts.corpus and counts.corpus.report and counts.corpus.report.results:
        output.note("corpus.json", msgspec.json.format(msgspec.json.encode(counts.corpus.report.as_dict()), indent=1))
    said = {**described(plan, _QUADS, version), "inputs": [name for _, name in numbering.files.values()]}
    output.complete(MANIFEST, manifest({**said, "counts": counts.as_dict(), "parts": msgspec.to_builtins(parts)}))
    return counts


def _firsts(lines: DataFrame, task: Task, repeated: frozenset[int]) -> dict[str, tuple[int, int]]:
    """Find, of each id that several documents have, the first that can be exported."""
    found = mapped(lines, partial(task.valid, repeated), {"id": "string", "rank": "int64", "line": "int64"})
    firsts = found.groupBy("id").agg(functions.min(functions.struct("rank", "line")).alias("first")).collect()
    return {id: (first.rank, first.line) for id, first in firsts}


def _counted(output: Output) -> Counts:
    counts = Counts()
    for (text,) in collected(output.texts(COUNTS)):
        counts.merge(Counts.restored(msgspec.json.decode(text)))
    return counts


def _refuse_two_classes(output: Output) -> None:
    if (pairs := output.texts(ITEMS)) is None:
        return
    parted = functions.split("value", "\t")
    pairs = pairs.select(parted[0].alias("item"), parted[1].alias("class"))
    classes = pairs.groupBy("item").agg(functions.collect_set("class").alias("classes"))
    for item, found in classes.where("size(classes) > 1").take(1):
        raise two_classes(item, *sorted(found)[:2])


def _check(parts: Iterable[Part], counts: Counts, folder: str) -> None:
    """Nothing is believed that was not counted."""
    there = sum(part.triples for part in parts)
    if there != counts.triples:
        reason = f"the parts hold {there:,} triples, and {counts.triples:,} were made"
        raise OutputError(reason, where=folder, hint="remove the folder, and look at the file system")
