"""``kg extract``."""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from kg.cli.extras import load
from kg.cli.options import json_option, profile_option
from kg.cli.options.engine import Engine, engine_options
from kg.cli.options.reading import Reading, reading_options
from kg.cli.progress import Progress
from kg.pipeline.reading import Texts
from kg.profile import find_profile
from kg.records import TEXTS, Sources


@click.command("extract")
@click.argument("inputs", nargs=-1, required=True, metavar="TEXT...")
@click.option("-o", "--output", required=True, metavar="RECORDS", help=".jsonl, or .json for one; .gz, .zst; or -.")
@click.option("--id", help="The document's id; else the file's name without its ending.")
@click.option("--title", help="The document's title.")
@click.option("--url", help="Where the document stands.")
@click.option("--publisher", help="Who published it.")
@reading_options
@engine_options
@profile_option
@json_option
def command(
    inputs: tuple[str, ...],
    output: str,
    reading: Reading,
    engine: Engine,
    profile: Path | None,
    as_json: bool,
    **said: str | None,
) -> None:
    """Find persons, places, aircraft and the events of visits in news text.

    TEXT is a .txt, .md or .html file, a folder of them, - for standard input, or a file of records that hold a document
    with its text and no facts. Dates are resolved against the day of publication: --published says it for documents
    that do not.

    What cannot be extracted from goes to RECORDS.rejections.jsonl, to be mended and given to this command again.

    With --endpoint a language model is asked, and each of its quotes looked for in the text: what has none is kept, but
    never as something that happened. Each answer is kept, so that the same command goes on where it was interrupted.

    With --gliner a GLiNER2 model reads on this machine. It is not asked whether events took place: they are hedged,
    unless with --beside-rules the rules say it.

    With --engine spark, inputs are .jsonl files or folders of them, and RECORDS is a folder.
    """
    reading.refuse_shared(engine)
    texts = reading.texts(inputs, find_profile(profile), dict(said), records=True)
    if engine.on_spark:
        with engine.opened_spark() as session:
            run = load("kg.spark.extract").extract_cluster
            counts = run(session, inputs, output, texts, version=version("visits-kg"))
        rejections = f"{output}/rejections-*.jsonl.gz"
    else:
        counts = _extract(inputs, output, texts, engine.workers)
        rejections = "nowhere, since the output is standard output" if output == "-" else f"{output}.rejections.jsonl"
    _report(counts, rejections, reading, as_json=as_json, to_stderr=output == "-")
    sys.exit(1 if counts.reasons else 0)


def _extract(inputs: tuple[str, ...], output: str, texts: Texts, workers: int) -> Any:
    sources = Sources(inputs, sys.stdin.buffer, texts=True, below=TEXTS)
    progress = Progress("documents")
    try:
        with load("kg.pipeline.extract").reading(texts, workers) as read:
            extract = load("kg.pipeline.extract").extract_files
            return extract(sources, list(inputs), read, output, lambda counts: progress.show(counts.read))
    finally:
        progress.close()


def _report(counts: Any, rejections: str, reading: Reading, *, as_json: bool, to_stderr: bool) -> None:
    if as_json:
        click.echo(json.dumps(counts.as_dict() | reading.used()), err=to_stderr)
        return
    click.echo(
        f"kg: {counts.extracted:,} of {counts.read:,} documents: "
        f"{counts.entities:,} entities, {counts.events:,} events, {counts.relations:,} relations",
        err=True,
    )
    reading.report_used()
    if counts.reasons:
        reasons = ", ".join(f"{number:,} {code}" for code, number in sorted(counts.reasons.items()))
        total = counts.reasons.total()
        click.echo(f"kg: rejected {total:,} documents ({reasons}), first {counts.fault}: {rejections}", err=True)
