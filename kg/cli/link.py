"""``kg link``."""

import json
import sys
from pathlib import Path

import click

from kg.cli.linking import opened_reviewed
from kg.cli.options import decisions_option, json_option, profile_option
from kg.cli.options.naming import Naming, naming_options
from kg.cli.options.online import Online, online_options
from kg.cli.progress import Progress
from kg.linking.sssom import stream_mappings
from kg.pipeline import opened
from kg.pipeline.decided import read_decided
from kg.pipeline.link import Decider, Tally, explain, link_files
from kg.profile import find_profile
from kg.records import Sources


@click.command("link")
@click.argument("inputs", nargs=-1, required=True, metavar="RECORDS...")
@click.option(
    "--index",
    "file",
    type=click.Path(path_type=Path),
    help="The index, from kg index build; else, unless a service is asked, a small one of well-known items.",
)
@click.option("-o", "--output", metavar="LINKED", help="The records with links: .json, .jsonl, either .gz, or -.")
@click.option("--explain", "explained", is_flag=True, help="Print candidates, features and reasons of each decision.")
@decisions_option
@click.option(
    "--sssom",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write decisions, links and what is ambiguous as SSSOM, for review. It may be the file of --decisions.",
)
@naming_options("decisions name entities")
@online_options
@profile_option
@json_option
def command(
    inputs: tuple[str, ...],
    file: Path | None,
    output: str | None,
    explained: bool,
    decisions: Path | None,
    sssom: Path | None,
    naming: Naming,
    profile: Path | None,
    as_json: bool,
    online: Online | None,
) -> None:
    """Find the Wikidata item of each entity in records, or that it has none.

    Every record and every key of it is kept; entities get `wikidata` and `link`, where the decision stands: linked,
    ambiguous with the candidates, or nil. A record that cannot be read is passed on as it is, and counted.
    """
    if output is None and not explained:
        raise click.UsageError("say where to with -o, or ask for --explain")
    sources = Sources(inputs, sys.stdin.buffer)
    decided = read_decided(decisions)
    settings = naming.settings(decided.sameness)
    with opened_reviewed(file, find_profile(profile), settings, decided, online, gather=sssom is not None) as linker:
        if explained:
            for text in explain(sources, linker):
                click.echo(text, err=output == "-")
        tally = _link(inputs, sources, linker, output) if output else Tally()
        if sssom:
            with opened(sssom) as out:
                stream_mappings(linker.all_rows(), naming.base, out, decided.about)
    if output:
        _report(tally, as_json=as_json, err=output == "-")
    sys.exit(1 if tally.unread else 0)


def _link(inputs: tuple[str, ...], sources: Sources, linker: Decider, output: str) -> Tally:
    progress = Progress("documents")
    try:
        return link_files(sources, list(inputs), linker, output, lambda tally: progress.show(tally.records))
    finally:
        progress.close()


def _report(tally: Tally, *, as_json: bool, err: bool) -> None:
    if as_json:
        click.echo(json.dumps(tally.as_dict()), err=err)
        return
    outcomes = ", ".join(f"{number:,} {outcome}" for outcome, number in sorted(tally.outcomes.items()))
    click.echo(f"kg: {tally.records:,} records: {outcomes or 'no entities'}", err=True)
    if tally.unread:
        click.echo(f"kg: {tally.unread:,} records cannot be read and were passed on: {tally.first_fault}", err=True)
