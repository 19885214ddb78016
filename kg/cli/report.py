"""``kg report``."""

import json
from pathlib import Path

import click

from kg.cli.asking import Ask, asking
from kg.cli.options import profile_option
from kg.cli.stores import store_options
from kg.errors import UnableError
from kg.profile import find_profile
from kg.queries import Query, Table, bind, entity_resolver, read_library, written
from kg.serialization import MANIFEST, is_parted

_QUERIES = ("coverage", "provenance", "contradictions", "planned-not-held", "unidentified")


@click.command("report")
@click.argument("graph", metavar="GRAPH_OR_ENDPOINT")
@store_options
@profile_option
def command(graph: str, kind: str | None, timeout: float, profile: Path | None) -> None:
    """Say in Markdown what a graph holds and what in it wants a look.

    Counts by kind, where it comes from, contradictions, plans that nobody reports as held, and what has no identifier;
    and what was rejected, where the manifest of the export lies beside the graph, or in its folder.
    """
    library = read_library(find_profile(profile).queries)
    with asking(graph, kind, timeout) as ask:
        for query in (library[name] for name in _QUERIES if name in library):
            click.echo(f"## {query.question}\n\n{_answered(query, ask)}")
    manifest = Path(graph) / MANIFEST if is_parted(Path(graph)) else Path(f"{graph}.manifest.json")
    if manifest.is_file():
        click.echo(f"## What was rejected?\n\n{_rejected(manifest)}")


def _answered(query: Query, ask: Ask) -> str:
    try:
        answer = ask(bind(query, {}, entity_resolver(ask)), where=str(query.path))
    except UnableError as error:
        return f"Not known: {error}\n"
    return written(answer, "markdown") if isinstance(answer, Table) and answer.rows else "None.\n"


def _rejected(manifest: Path) -> str:
    counts = json.loads(manifest.read_text(encoding="utf-8"))["counts"]
    lines = [f"| {code} | {number} |\n" for code, number in counts["rejected"].items()]
    records = counts["records"]
    head = f"{records['rejected']:,} of {records['in']:,} records, {counts['parts']['rejected']:,} parts of others.\n"
    return head + ("\n| reason | times |\n| --- | --- |\n" + "".join(lines) if lines else "")
