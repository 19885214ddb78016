"""``kg extract``."""

import json
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from kg.cli.endpoint import endpoint_options
from kg.cli.engine import engine_options, opened_spark, refuse_engine
from kg.cli.extras import load
from kg.cli.options import json_option, profile_option
from kg.cli.progress import Progress
from kg.cli.reading import model_option, published_option, texts_of
from kg.extraction.endpoint.budget import Budget
from kg.extraction.endpoint.settings import Asked
from kg.pipeline.reading import Texts
from kg.records import TEXTS, Sources


@click.command("extract")
@click.argument("inputs", nargs=-1, required=True, metavar="TEXT...")
@click.option("-o", "--output", required=True, metavar="RECORDS", help=".jsonl, or .json for one; .gz, .zst; or -.")
@published_option
@click.option("--id", help="The document's id; else the file's name without its ending.")
@click.option("--title", help="The document's title.")
@click.option("--url", help="Where the document stands.")
@click.option("--publisher", help="Who published it.")
@model_option
@engine_options
@endpoint_options
@profile_option
@json_option
def command(
    inputs: tuple[str, ...],
    output: str,
    published: date | None,
    model: str | None,
    engine: str,
    master: str | None,
    spark_conf: dict[str, str],
    profile: Path | None,
    as_json: bool,
    asked: Asked | None,
    **said: str | None,
) -> None:
    """Find persons, places, aircraft and the events of visits in news text.

    TEXT is a .txt, .md or .html file, a folder of them, - for standard input, or a file of records that hold a document
    with its text and no facts. Dates are resolved against the day of publication: --published says it for documents
    that do not.

    What cannot be extracted from goes to RECORDS.rejections.jsonl, to be mended and given to this command again.

    With --endpoint a language model is asked, and each of its quotes looked for in the text: what has none is kept, but
    never as something that happened. Each answer is kept, so that the same command goes on where it was interrupted.

    With --engine spark, inputs are .jsonl files or folders of them, and RECORDS is a folder.
    """
    texts = texts_of(inputs, model, profile, published, dict(said), records=True, asked=asked)
    if engine == "spark":
        refuse_engine(engine, {"--endpoint": asked})  # what is spent could not be counted
        with opened_spark(master, spark_conf) as session:
            run = load("kg.spark.extract").extract_cluster
            counts = run(session, inputs, output, texts, version=version("visits-kg"))
        rejections = f"{output}/rejections-*.jsonl.gz"
    else:
        refuse_engine(engine, {"--master": master, "--spark-conf": spark_conf})
        counts = _extract(inputs, output, texts)
        rejections = "nowhere, since the output is standard output" if output == "-" else f"{output}.rejections.jsonl"
    _report(counts, rejections, asked.budget if asked else None, as_json=as_json, to_stderr=output == "-")
    sys.exit(1 if counts.reasons else 0)


def _extract(inputs: tuple[str, ...], output: str, texts: Texts) -> Any:
    sources = Sources(inputs, sys.stdin.buffer, texts=True, below=TEXTS)
    progress = Progress("documents")
    try:
        extract = load("kg.pipeline.extract").extract_files
        return extract(sources, list(inputs), texts.opened(), output, lambda counts: progress.show(counts.read))
    finally:
        progress.close()


def _report(counts: Any, rejections: str, budget: Budget | None, *, as_json: bool, to_stderr: bool) -> None:
    if as_json:
        used = {"endpoint": budget.as_dict()} if budget else {}
        click.echo(json.dumps(counts.as_dict() | used), err=to_stderr)
        return
    click.echo(
        f"kg: {counts.extracted:,} of {counts.read:,} documents: "
        f"{counts.entities:,} entities, {counts.events:,} events, {counts.relations:,} relations",
        err=True,
    )
    if budget:
        spent = f", {budget.spent:.2f} spent" if budget.price_in or budget.price_out else ""
        click.echo(f"kg: the endpoint was asked {budget.asked:,} times: {budget.used:,} tokens{spent}", err=True)
    if counts.reasons:
        reasons = ", ".join(f"{number:,} {code}" for code, number in sorted(counts.reasons.items()))
        total = counts.reasons.total()
        click.echo(f"kg: rejected {total:,} documents ({reasons}), first {counts.fault}: {rejections}", err=True)
