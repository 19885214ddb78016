"""``kg serve``."""

import signal
import tempfile
from pathlib import Path

import click

from kg.stores import is_store
from kg.stores.serving import fill, served


@click.command("serve")
@click.argument("graph", metavar="GRAPH_OR_DIR", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="0 is any that is free.")
def command(graph: Path, port: int) -> None:
    """Serve a graph on this machine, to be read with SPARQL, until Ctrl-C.

    GRAPH is an RDF file, an export in parts, or the folder of a local store (`kg store`). The default
    graph is the union of all graphs.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as scratch:
        folder = graph if is_store(graph) else Path(scratch) / "store"
        if folder != graph:
            click.echo(f"{fill(folder, graph):,} triples from {graph}")
        with served(folder, port, union=folder == graph) as address:
            click.echo(f"endpoint    {address}/query\nquery page  {address}/\nCtrl-C ends it")
            try:
                signal.pause()
            except KeyboardInterrupt:
                click.echo("ended")
