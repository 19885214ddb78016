"""``kg bulk``."""

from pathlib import Path

import click

from kg.cli.graphs import graph_of
from kg.cli.options import profile_option
from kg.cli.progress import Progress
from kg.iris import DEFAULT_BASE
from kg.stores import Spool, kind_named, prepare
from kg.terms import iri


@click.command("bulk")
@click.argument("source", metavar="GRAPH_OR_RECORDS", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--store", "kind", metavar="KIND", required=True, help="The kind of store, or a .yaml file with one.")
@click.option("--graph", metavar="IRI", help="The graph for triples that stand in none, as those of a Turtle file.")
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="The IRI under which data of records is minted.")
@profile_option
def command(source: Path, folder: Path, kind: str, graph: str | None, base: str, profile: Path | None) -> None:
    """Prepare files in DIR for a store's own bulk loader, and print the commands that load them.

    It is the fastest way to fill an empty store. `kg load` of the same graph afterwards counts what arrived.
    """
    found = kind_named(kind)
    with graph_of(source, base, profile) as (path, _), Spool(iri(graph) if graph else None) as spool:
        spool.read(path)
        progress = Progress("documents", total=len(spool))
        prepared = prepare(spool, folder, found, progress.show)
        progress.close()
    tested = "" if found.bulk_tested else ", from its documentation"
    click.echo(f"kg: {prepared.documents:,} documents in {len(prepared.files)} files", err=True)
    click.echo(f"# {found.label}{tested}; what stands in capitals is yours to fill in")
    click.echo("\n".join(prepared.commands))
    click.echo(f"kg load {source} ENDPOINT --store {kind}  # counts what arrived")
