"""``kg retract``."""

import click

from kg.cli.stores import opened_store, store_options
from kg.stores import find_graph, read_ledger, retract


@click.command("retract")
@click.argument("document", metavar="DOCUMENT")
@click.argument("endpoint", metavar="ENDPOINT")
@store_options
def command(document: str, endpoint: str, kind: str | None, timeout: float) -> None:
    """Take one document's facts out of a store, and none of another's.

    DOCUMENT is its identifier, its IRI, or the IRI of its graph.
    """
    with opened_store(endpoint, kind, timeout) as store:
        graph = find_graph(document, read_ledger(store))
        retract(store, [graph])
    click.echo(f"kg: {graph} is retracted", err=True)
