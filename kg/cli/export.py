"""``kg export``."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import click

from kg.cli.extras import load
from kg.cli.options import json_option, profile_option
from kg.cli.progress import Progress
from kg.errors import OutputError
from kg.iris import DEFAULT_BASE, check_base
from kg.mapping import Settings
from kg.pipeline import Counts, Plan, Target, export_files
from kg.profile import find_profile
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
    help="Reviewers' decisions about links, in SSSOM; they win.",
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
    index: str | None,
    decisions: Path | None,
    same_as: bool,
    skos: bool,
    workers: int,
    profile: Path | None,
    as_json: bool,
) -> None:
    """Turn extraction records into a validated graph.

    INPUT is a .json file with one record, a .jsonl file with one a line, either gzipped, a folder of them, or - for
    standard input. A mended OUT.rejections.jsonl is an input like any other.

    Beside OUT stand OUT.manifest.json (counts, hashes) and, if anything was rejected, OUT.rejections.jsonl.
    """
    if decisions and index is None:
        raise click.UsageError("--decisions needs --link")
    target = _target(output, form, manifest, rejections, in_order=in_order)
    target.refuse_inputs(list(inputs))
    settings = Settings(check_base(base), identity == "global", max_quote, same_as=same_as, skos=skos)
    plan = Plan(find_profile(profile), settings, strict=strict, validate_every=validate_every, workers=workers)
    if base == DEFAULT_BASE:
        click.echo(f"kg: data is minted under {base}; use --base for IRIs of your own", err=True)
    with _linking(plan, index, decisions) as linking_plan:
        counts = _export(Sources(inputs, sys.stdin.buffer), target, linking_plan)
    _report(counts, target, as_json=as_json)
    sys.exit(1 if counts.reasons else 0)


@contextmanager
def _linking(plan: Plan, index: str | None, decisions: Path | None) -> Iterator[Plan]:
    """Give the plan with the index's linker in it, if one is wanted."""
    if index is None:
        yield plan
        return
    file = Path(index) if index else None
    with load("kg.cli.linking").opened_linker(file, plan.profile, plan.settings, decisions) as (link, digest):
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
