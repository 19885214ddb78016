"""``kg export``."""

import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from kg.cli.exported import report_export, report_left
from kg.cli.extras import load
from kg.cli.options import json_option, labels_option, profile_option
from kg.cli.options.engine import Engine, quads_engine_options
from kg.cli.options.judging import Judging, judging_options
from kg.cli.options.links import Links, links_options
from kg.cli.options.naming import Naming, naming_options
from kg.cli.options.output import Output, output_options
from kg.cli.options.reading import Reading, reading_options
from kg.cli.progress import Progress
from kg.iris import DEFAULT_BASE
from kg.pipeline import Counts, Folder, Plan, Target, export_files, export_folder
from kg.pipeline.converting import Converting
from kg.pipeline.workers import collect_seldom
from kg.profile import Profile, find_profile
from kg.records import Sources, is_text

_naming_options = naming_options(
    "data is minted",
    "Whether equal names and items are one thing everywhere, or only within a document.",
    click.option(
        "--max-quote",
        type=click.IntRange(min=1),
        default=Naming.max_quote,
        show_default=True,
        metavar="N",
        help="The longest quote in the graph, in characters.",
    ),
    click.option("--same-as", is_flag=True, help="Say owl:sameAs of linked entities, too."),
    click.option("--skos", is_flag=True, help="Say skos:exactMatch of linked entities, too."),
)


@click.command("export")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@output_options
@_naming_options
@judging_options
@quads_engine_options
@reading_options
@labels_option
@links_options
@profile_option
@json_option
def command(
    inputs: tuple[str, ...],
    wanted: Output,
    naming: Naming,
    judging: Judging,
    engine: Engine,
    reading: Reading,
    labels: Path | None,
    links: Links,
    profile: Path | None,
    as_json: bool,
) -> None:
    """Turn extraction records, or news texts, into a validated graph.

    INPUT is a .json file with one record, a .jsonl file with one a line, either gzipped, a folder of them, or - for
    standard input. A mended OUT.rejections.jsonl is an input like any other. A .txt, .md or .html file is extracted
    from first, as by kg extract; what other tools wrote is converted first, as by kg convert, where its format is
    plain: .spacy, .ann, and JSON of an unmistakable shape. What --endpoint or --gliner name reads texts as for kg
    extract, those in records without facts too.

    Beside OUT stand OUT.manifest.json (counts, hashes) and, if anything was rejected, OUT.rejections.jsonl; if the
    documents contradict one another, OUT.corpus.json. Exit code 1 means that something was rejected, or that all
    documents together violate a shape.

    A folder OUT/ gets part files, for bulk loaders, each complete in itself. They appear one after another; the export
    is whole when export.manifest.json is there. After an interruption the same command with --resume goes on behind
    the last complete part, and ends with the same bytes.
    """
    _refuse(wanted, judging, engine, reading, links)
    target = None if engine.on_spark else wanted.target(inputs)
    plan = Plan(
        find_profile(profile),
        naming.settings(links.decided.sameness),
        **judging.as_plan(),
        **_inputs_read(inputs, find_profile(profile), reading, labels, engine),
        decisions=links.decided.digest,
        workers=engine.workers,
    )
    if naming.base == DEFAULT_BASE:
        click.echo(f"kg: data is minted under {naming.base}; use --base for IRIs of your own", err=True)
    with links.given_to(plan) as linking:
        if target is None:
            counts = _export_on_spark(inputs, wanted.output, linking, engine)
            beside: tuple[object, object] = f"{wanted.output}/rejections-*.jsonl.gz", f"{wanted.output}/corpus.json"
        else:
            counts = _export(Sources(inputs, sys.stdin.buffer, texts=True), target, linking, resume=wanted.resume)
            beside = target.rejections, target.corpus
    report_export(counts, *beside, reading.used(), as_json=as_json, to_stderr=wanted.output == "-")
    if not as_json:
        reading.report_used()
    report_left(plan.left)
    sys.exit(0 if counts.all_well else 1)


def _refuse(wanted: Output, judging: Judging, engine: Engine, reading: Reading, links: Links) -> None:
    """:raises click.UsageError: if options do not go with one another."""
    engine.refuse_shared({"a service": links.online}, "one process asks it; use kg link first")
    reading.refuse_shared(engine)
    if engine.on_spark:
        engine.refuse(wanted.for_one_machine() | {"--validate-every": judging.validate_every > 1})


def _inputs_read(
    inputs: tuple[str, ...], profile: Profile, reading: Reading, labels: Path | None, engine: Engine
) -> dict[str, Any]:
    """Say, by the fields of a plan, how what is no record becomes one.

    A model that is named reads the texts in records, too. The table of labels is read when something needs it; a
    cluster reads no files of other tools.
    """
    left: Counter[str] = Counter()
    day = reading.published.isoformat() if reading.published else None
    converting = Converting(labels or profile.adapters, day, left)
    texts = reading.by_models or any(map(is_text, inputs))
    return {
        "texts": reading.texts(inputs, profile, records=reading.by_models) if texts else None,
        **({} if engine.on_spark else {"read": converting.items, "left": left}),
    }


def _export_on_spark(inputs: tuple[str, ...], output: str, plan: Plan, engine: Engine) -> Counts:
    with engine.opened_spark() as session:
        run = load("kg.spark.export").export_cluster
        counts: Counts = run(session, inputs, output, plan, version=version("visits-kg"), by_day=engine.by_day)
    return counts


def _export(sources: Sources, target: Target | Folder, plan: Plan, *, resume: bool) -> Counts:
    collect_seldom()
    progress = Progress("documents")
    made_by = version("visits-kg")

    def show(counts: Counts) -> None:
        progress.show(counts.read)

    try:
        if isinstance(target, Target):
            return export_files(sources, target, plan, version=made_by, progress=show)
        return export_folder(sources, target, plan, version=made_by, progress=show, resume=resume)
    except KeyboardInterrupt:
        if isinstance(target, Folder):
            click.echo("kg: the parts that are complete stay; --resume goes on behind them", err=True)
        raise
    finally:
        progress.close()
