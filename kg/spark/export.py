"""An export on a cluster: into a folder that is whole when its manifest is there."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec
from pyspark.sql import SparkSession

from kg.errors import OutputError
from kg.pipeline import Counts, Plan
from kg.pipeline.corpus import Verdict
from kg.pipeline.files import described, manifest
from kg.pipeline.memory import two_classes
from kg.pipeline.partfiles import Part
from kg.serialization import MANIFEST, format_named
from kg.spark.lines import numbering_of, read_rows
from kg.spark.output import Output
from kg.spark.shipping import packed
from kg.spark.tasks import COUNTS, ITEMS, QUADS, REJECTIONS, SUMMARY, Task, ids, judged
from kg.validation import Report, Summarizer
from kg.validation.results import in_order

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
    rows = read_rows(session, inputs)
    numbering = numbering_of(session, rows, inputs)
    task = Task(packed(plan, session), numbering, {}, by_day)
    task = replace(task, firsts=_firsts(rows, task))
    output.write(rows.mapPartitions(task.rows), by_day=by_day)
    counts = _counted(output.texts(COUNTS))
    _refuse_two_classes(output)
    if stage.summarizer:
        counts.corpus = _judged(output, task.plan, stage.summarizer)
    files = output.described(output.publish(QUADS, "part-{:05d}.nq.gz"))
    parts = [Part(file.name, file.graphs, file.lines, file.bytes, file.sha256) for file in files]
    output.publish(REJECTIONS, "rejections-{:05d}.jsonl.gz")
    _check(parts, counts, folder)
    if counts.corpus and counts.corpus.report and counts.corpus.report.results:
        output.note("corpus.json", msgspec.json.format(msgspec.json.encode(counts.corpus.report.as_dict()), indent=1))
    said = {**described(plan, _QUADS, version), "inputs": [name for _, name in numbering.files.values()]}
    output.complete(MANIFEST, manifest({**said, "counts": counts.as_dict(), "parts": msgspec.to_builtins(parts)}))
    return counts


def _firsts(rows: Any, task: Task) -> dict[str, tuple[int, int]]:
    """Find the ids that several documents have, and of each the first that can be exported."""
    repeated = rows.mapPartitions(ids).reduceByKey(int.__add__).filter(lambda pair: pair[1] > 1).keys().collect()
    if not repeated:
        return {}
    wanted = frozenset(repeated)
    found = rows.mapPartitions(lambda part: task.valid(part, wanted)).reduceByKey(min)
    return dict(found.collect())


def _counted(texts: Any) -> Counts:
    counts = Counts()
    for text in texts.toLocalIterator():
        counts.merge(Counts.restored(msgspec.json.decode(text)))
    return counts


def _refuse_two_classes(output: Output) -> None:
    pairs = output.texts(ITEMS).distinct().map(lambda text: (text.partition("\t")[0], [text.partition("\t")[2]]))
    for item, classes in pairs.reduceByKey(list.__add__).filter(lambda pair: len(pair[1]) > 1).take(1):
        raise two_classes(item, *sorted(classes)[:2])


def _judged(output: Output, plan: bytes, summarizer: Summarizer) -> Verdict:
    """Judge the corpus: the lines of one node come together, and each task judges the nodes that it gets."""
    lines = output.texts(SUMMARY).map(lambda line: (line.partition("\t")[0], line))
    found = lines.repartitionAndSortWithinPartitions().values().mapPartitions(partial(judged, plan)).collect()
    report = Report(tuple(in_order(found)))
    return Verdict(report.counts(), list(summarizer.left_out), None, report)


def _check(parts: Iterable[Part], counts: Counts, folder: str) -> None:
    """Nothing is believed that was not counted."""
    there = sum(part.triples for part in parts)
    if there != counts.triples:
        reason = f"the parts hold {there:,} triples, and {counts.triples:,} were made"
        raise OutputError(reason, where=folder, hint="remove the folder, and look at the file system")
