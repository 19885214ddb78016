"""``kg export``."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from kg.adapters.assembly import Assembly
from kg.adapters.labels import read_labels
from kg.cli.converting import check_published, labels_option, report_left
from kg.cli.extras import load
from kg.cli.options import json_option, profile_option
from kg.cli.progress import Progress
from kg.errors import OutputError
from kg.iris import DEFAULT_BASE, check_base
from kg.mapping import Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline import Counts, Plan, Target, export_files
from kg.pipeline.convert import Converting
from kg.pipeline.decided import Decided, Settled, read_decided
from kg.profile import Profile, find_profile
from kg.records import Sources
from kg.serialization import FORMATS, Format, format_named, format_of


@click.command("export")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o", "--output", required=True, metavar="OUT", help="The graph, its format by its ending; - is standard output."
)
@click.option("-f", "--format", "form", metavar="NAME", help=f"One of {', '.join(each.name for each in FORMATS)}.")
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
    "--link", "index", type=click.Path(path_type=Path), metavar="FILE.kgi", help="Link entities first, with this index."
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
@click.option("--published", metavar="YYYY-MM-DD", help="The day of publication of documents that do not say it.")
@labels_option
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
    manifest: Path | None,
    rejections: Path | None,
    index: Path | None,
    decisions: Path | None,
    same_as: bool,
    skos: bool,
    workers: int,
    published: str | None,
    labels: Path | None,
    profile: Path | None,
    as_json: bool,
) -> None:
    """Turn extraction records into a validated graph.

    INPUT is a .json file with one record, a .jsonl file with one a line, either gzipped, a folder of them, or - for
    standard input. A mended OUT.rejections.jsonl is an input like any other. What other tools wrote is converted first,
    as by kg convert, where its format is plain: .spacy, .ann, and JSON of an unmistakable shape.

    Beside OUT stand OUT.manifest.json (counts, hashes) and, if anything was rejected, OUT.rejections.jsonl.
    """
    _refuse_together(index, decisions, workers)
    target = _target(output, form, manifest, rejections, in_order=in_order)
    target.refuse_inputs(list(inputs))
    decided = read_decided(decisions)
    settings = Settings(
        check_base(base), identity == "global", max_quote, same_as=same_as, skos=skos, sameness=decided.sameness
    )
    plan = Plan(find_profile(profile), settings, strict=strict, validate_every=validate_every, workers=workers)
    plan = replace(plan, decisions=decided.digest, **_reading(plan.profile, published, labels))
    if base == DEFAULT_BASE:
        click.echo(f"kg: data is minted under {base}; use --base for IRIs of your own", err=True)
    with _linking(plan, index, decided) as linking_plan:
        counts = _export(Sources(inputs, sys.stdin.buffer), target, linking_plan)
    _report(counts, target, as_json=as_json)
    report_left(plan.left)
    sys.exit(1 if counts.reasons else 0)


def _reading(profile: Profile, published: str | None, labels: Path | None) -> dict[str, Any]:
    """How what other tools wrote becomes records; the table of labels is read when there is something of theirs."""
    left: Counter[str] = Counter()
    assembly = cache(lambda: Assembly(read_labels(labels or profile.adapters), check_published(published)))
    return {"read": Converting(assembly, left).items, "left": left}


def _refuse_together(index: Path | None, decisions: Path | None, workers: int) -> None:
    if (index or decisions) and workers > 1:
        raise click.UsageError("--workers does not go with --link or --decisions: use kg link first")


@contextmanager
def _linking(plan: Plan, index: Path | None, decided: Decided) -> Iterator[Plan]:
    """Give the plan with what links: the index in the light of decisions, or these alone."""
    if index is None:
        mapping = read_mapping(plan.profile.mapping, read_ontology(plan.profile.ontology))
        yield replace(plan, link=Settled(decided, mapping, plan.settings)) if decided.rows else plan
        return
    with load("kg.cli.linking").opened_linker(index, plan.profile, plan.settings, decided) as (link, digest):
        yield replace(plan, link=link, index=digest)


def _export(sources: Sources, target: Target, plan: Plan) -> Counts:
    progress = Progress("documents")
    try:
        return export_files(
            sources,
            target,
            plan,
            version=version("visits-kg"),
            progress=lambda counts: progress.show(counts.read),
        )
    finally:
        progress.close()


def _target(output: str, form: str | None, manifest: Path | None, rejections: Path | None, *, in_order: bool) -> Target:
    if output == "-":
        if form is None:
            raise OutputError("standard output has no ending to tell the format by", hint="add --format turtle")
        return Target(None, format_named(form), manifest, rejections, in_order=in_order)
    found: Format = format_named(form) if form else format_of(output)
    beside = Target.beside(Path(output), found, in_order=in_order)
    return Target(beside.graph, found, manifest or beside.manifest, rejections or beside.rejections, in_order=in_order)


def _report(counts: Counts, target: Target, *, as_json: bool) -> None:
    """Say what became of the records: on stderr, since standard output may be the graph."""
    if as_json:
        click.echo(json.dumps(counts.as_dict()), err=target.graph is None)
        return
    click.echo(f"kg: {counts.exported:,} of {counts.read:,} documents exported, {counts.triples:,} triples", err=True)
    for shape, number in sorted(counts.notices.items()):
        found = counts.first[shape]
        click.echo(f"kg: {number:,} x {found.severity}: {found.message} First at {found.focus}", err=True)
    if counts.reasons:
        reasons = ", ".join(f"{number:,} {code}" for code, number in sorted(counts.reasons.items()))
        where = target.rejections or "nowhere, since --rejections names no file"
        click.echo(
            f"kg: rejected {counts.rejected:,} documents and {counts.parts_rejected:,} parts ({reasons}): {where}",
            err=True,
        )
