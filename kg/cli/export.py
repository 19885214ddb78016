"""``kg export``."""

import gc
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from kg.adapters.assembly import Assembly
from kg.adapters.labels import read_labels
from kg.cli.converting import labels_option, report_left
from kg.cli.engine import engine_options, opened_spark, refuse_engine
from kg.cli.exported import report_export
from kg.cli.extras import load
from kg.cli.online import Online, online_options
from kg.cli.options import json_option, profile_option
from kg.cli.progress import Progress
from kg.cli.reading import model_option, published_option, texts_of
from kg.cli.targets import target_of
from kg.iris import DEFAULT_BASE, check_base
from kg.mapping import Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline import Counts, Folder, Plan, Target, export_files, export_folder
from kg.pipeline.convert import Converting
from kg.pipeline.decided import Decided, Settled, read_decided
from kg.pipeline.workers import COLLECTING
from kg.profile import Profile, find_profile
from kg.records import Sources, is_text
from kg.serialization import FORMATS


@click.command("export")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    help="The graph, its format by its ending; - is standard output, OUT/ a folder of part files.",
)
@click.option(
    "-f",
    "--format",
    "form",
    metavar="NAME",
    help=f"One of {', '.join(each.name for each in FORMATS)}; for a folder nq.gz and the like, too, which is what "
    "it gets if nothing is said.",
)
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="The IRI under which data is minted.")
@click.option(
    "--identity",
    type=click.Choice(["global", "document"]),
    default="global",
    show_default=True,
    help="Whether equal names and items are one thing everywhere, or only within a document.",
)
@click.option(
    "--max-quote",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="N",
    help="The longest quote in the graph, in characters.",
)
@click.option(
    "--sorted", "in_order", is_flag=True, help="Write quads in order, so that the order of inputs changes no byte."
)
@click.option("--strict", is_flag=True, help="Reject a document whole where a part of it is rejected.")
@click.option(
    "--validate-every",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="Validate each N-th document only; 0 is none. The manifest says so.",
)
@click.option(
    "--corpus/--no-corpus",
    default=True,
    show_default=True,
    help="Judge all documents together, too, by the shapes of corpus scope; nothing is rejected for it.",
)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the manifest goes; else OUT.manifest.json.",
)
@click.option(
    "--rejections",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where rejections go; else OUT.rejections.jsonl.",
)
@click.option(
    "--link",
    "index",
    is_flag=False,
    flag_value="",
    metavar="[FILE.kgi]",
    help="Link entities first, with this index, or with a small one of well-known items.",
)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Reviewers' decisions about links and equal names, in SSSOM; they win.",
)
@click.option("--same-as", is_flag=True, help="Say owl:sameAs of linked entities, too.")
@click.option("--skos", is_flag=True, help="Say skos:exactMatch of linked entities, too.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that work side by side; the output is the same.",
)
@click.option(
    "--part-documents",
    type=click.IntRange(min=1),
    metavar="N",
    help="Of how many records a part file of a folder holds the documents; 10000 if nothing is said.",
)
@click.option(
    "--part-bytes",
    type=click.IntRange(min=1),
    metavar="N",
    help="With how many bytes, uncompressed, a part file takes in no other document.",
)
@click.option("--resume", is_flag=True, help="Go on with an export to a folder that was interrupted.")
@engine_options
@click.option("--by-day", is_flag=True, help="With spark: part the quads by the day of publication, a folder for each.")
@published_option
@labels_option
@model_option
@online_options
@profile_option
@json_option
def command(
    inputs: tuple[str, ...],
    output: str,
    form: str | None,
    base: str,
    identity: str,
    max_quote: int,
    in_order: bool,
    strict: bool,
    validate_every: int,
    corpus: bool,
    manifest: Path | None,
    rejections: Path | None,
    index: str | None,
    decisions: Path | None,
    same_as: bool,
    skos: bool,
    workers: int,
    part_documents: int | None,
    part_bytes: int | None,
    resume: bool,
    engine: str,
    master: str | None,
    spark_conf: dict[str, str],
    by_day: bool,
    published: date | None,
    labels: Path | None,
    model: str | None,
    profile: Path | None,
    as_json: bool,
    online: Online | None,
) -> None:
    """Turn extraction records, or news texts, into a validated graph.

    INPUT is a .json file with one record, a .jsonl file with one a line, either gzipped, a folder of them, or - for
    standard input. A mended OUT.rejections.jsonl is an input like any other. A .txt, .md or .html file is extracted
    from first, as by kg extract; what other tools wrote is converted first, as by kg convert, where its format is
    plain: .spacy, .ann, and JSON of an unmistakable shape.

    Beside OUT stand OUT.manifest.json (counts, hashes) and, if anything was rejected, OUT.rejections.jsonl; if the
    documents contradict one another, OUT.corpus.json. Exit code 1 means that something was rejected, or that all
    documents together violate a shape.

    A folder OUT/ gets part files, for bulk loaders, each complete in itself. They appear one after another; the export
    is whole when export.manifest.json is there. After an interruption the same command with --resume goes on behind
    the last complete part, and ends with the same bytes.
    """
    if online and (workers > 1 or engine == "spark"):
        raise click.UsageError(
            "--workers and --engine do not go with services, which one process asks: use kg link first"
        )
    if engine == "spark":
        _refuse_on_spark(form, rejections, manifest, workers, validate_every, in_order=in_order, resume=resume)
        refuse_engine(engine, {"--part-documents": part_documents, "--part-bytes": part_bytes})
    else:
        refuse_engine(engine, {"--master": master, "--spark-conf": spark_conf, "--by-day": by_day})
        target = target_of(
            inputs, output, form, manifest, rejections, part_documents, part_bytes, in_order=in_order, resume=resume
        )
    decided = read_decided(decisions)
    settings = Settings(
        check_base(base), identity == "global", max_quote, same_as=same_as, skos=skos, sameness=decided.sameness
    )
    plan = Plan(
        find_profile(profile),
        settings,
        strict=strict,
        validate_every=validate_every,
        texts=texts_of(inputs, model, profile, published, {}) if any(map(is_text, inputs)) else None,
        decisions=decided.digest,
        workers=workers,
        corpus=corpus and validate_every > 0,
    )
    if engine == "local":
        plan = replace(plan, **_reading(plan.profile, published, labels))
    if base == DEFAULT_BASE:
        click.echo(f"kg: data is minted under {base}; use --base for IRIs of your own", err=True)
    with _linking(plan, index, decided, online) as linking_plan:
        if engine == "spark":
            counts = _export_on_spark(inputs, output, linking_plan, master, spark_conf, by_day=by_day)
            beside: tuple[object, object] = f"{output}/rejections-*.jsonl.gz", f"{output}/corpus.json"
        else:
            counts = _export(Sources(inputs, sys.stdin.buffer, texts=True), target, linking_plan, resume=resume)
            beside = target.rejections, target.corpus
    report_export(counts, *beside, as_json=as_json, to_stderr=output == "-")
    report_left(plan.left)
    sys.exit(0 if counts.all_well else 1)


def _refuse_on_spark(
    form: str | None,
    rejections: Path | None,
    manifest: Path | None,
    workers: int,
    validate_every: int,
    *,
    in_order: bool,
    resume: bool,
) -> None:
    """Refuse what a cluster has no use for: it writes gzipped N-Quads, in no order, and tries again by itself."""
    given = {"--format": form, "--rejections": rejections, "--manifest": manifest, "--workers": workers > 1}
    given |= {"--validate-every": validate_every > 1, "--sorted": in_order, "--resume": resume}
    refuse_engine("spark", given)


def _export_on_spark(
    inputs: tuple[str, ...], output: str, plan: Plan, master: str | None, settings: dict[str, str], *, by_day: bool
) -> Counts:
    with opened_spark(master, settings) as session:
        run = load("kg.spark.export").export_cluster
        counts: Counts = run(session, inputs, output, plan, version=version("visits-kg"), by_day=by_day)
    return counts


def _reading(profile: Profile, published: date | None, labels: Path | None) -> dict[str, Any]:
    """How what other tools wrote becomes records; the table of labels is read when there is something of theirs."""
    left: Counter[str] = Counter()
    day = published.isoformat() if published else None
    assembly = cache(lambda: Assembly(read_labels(labels or profile.adapters), day))
    return {"read": Converting(assembly, left).items, "left": left}


@contextmanager
def _linking(plan: Plan, index: str | None, decided: Decided, online: Online | None) -> Iterator[Plan]:
    """Give the plan with what links: an index or a service in the light of decisions, or these alone."""
    if index is None and online is None:
        if decided.rows:
            mapping = read_mapping(plan.profile.mapping, read_ontology(plan.profile.ontology))
            plan = replace(plan, link=Settled(decided, mapping, plan.settings))
        yield plan
        return
    file = Path(index) if index else None
    linking = load("kg.cli.linking").opened_linker(file, plan.profile, plan.settings, decided, online)
    with linking as (link, digest):
        yield replace(plan, link=link, index=digest)


def _export(sources: Sources, target: Target | Folder, plan: Plan, *, resume: bool) -> Counts:
    gc.freeze()  # what is there now stays to the end
    gc.set_threshold(*COLLECTING)
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
