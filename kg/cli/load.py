"""``kg load``."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from kg.cli.graphs import graph_of
from kg.cli.options import json_option, profile_option
from kg.cli.progress import Progress
from kg.cli.stores import opened_store, store_options
from kg.iris import DEFAULT_BASE
from kg.serialization import fingerprint
from kg.stores import Loaded, Spool, Store, load, read_ledger, unchanged
from kg.terms import iri

_MANY = 100_000
_PARSERS = 3  # each takes some 55 MB


@click.command("load")
@click.argument("source", metavar="GRAPH_OR_RECORDS", type=click.Path(path_type=Path))
@click.argument("endpoint", metavar="ENDPOINT")
@click.option("--prune", is_flag=True, help="Retract documents that were loaded before and are not in the input.")
@click.option("--recount", is_flag=True, help="Count in the store also the documents that did not change.")
@click.option("--graph", metavar="IRI", help="The graph for triples that stand in none, as those of a Turtle file.")
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="The IRI under which data of records is minted.")
@store_options
@profile_option
@json_option
def command(
    source: Path,
    endpoint: str,
    prune: bool,
    recount: bool,
    graph: str | None,
    base: str,
    kind: str | None,
    timeout: float,
    profile: Path | None,
    as_json: bool,
) -> None:
    """Bring an export, or records, into a triple store, and count what arrived.

    A graph is a file, or the folder of an export in parts. ENDPOINT is the address of a server, or the folder of a
    local store (`kg store`). Only documents that are new or have changed are sent, each whole or not at all; a load
    that was interrupted is completed by the same command. Triples of a file without named graphs go, as one document,
    into the graph that --graph names.

    Credentials come from KG_STORE_USER and KG_STORE_PASSWORD, from KG_STORE_TOKEN, or from netrc. Exit code 1 means
    that some documents did not arrive, or that some records were rejected.
    """
    target = iri(graph) if graph else None
    with opened_store(endpoint, kind, timeout) as store, graph_of(source, base, profile) as (path, rejected):
        with ThreadPoolExecutor(1) as beside:
            before = beside.submit(fingerprint, path, target)
            known = None if recount else unchanged(store, before.result, prune=prune)
        loaded = known or _bring(path, target, store, before.result(), prune=prune, recount=recount)
    _report(loaded, as_json=as_json)
    sys.exit(1 if loaded.failed or rejected else 0)


def _bring(path: Path, graph: str | None, store: Store, before: str, *, prune: bool, recount: bool) -> Loaded:
    with Spool(graph) as spool, ThreadPoolExecutor(1) as beside:
        spool.read(path, workers=min(os.cpu_count() or 1, _PARSERS))
        after = beside.submit(fingerprint, path, graph)
        _hint(path, store, len(spool))
        progress = Progress("documents", total=len(spool))
        try:
            return load(
                spool,
                store,
                prune=prune,
                recount=recount,
                source=lambda: before if after.result() == before else "",  # else it was written to meanwhile
                progress=progress.show,
            )
        finally:
            progress.close()


def _hint(path: Path, store: Store, documents: int) -> None:
    """Say that there is a faster way, where there is and it matters."""
    if documents >= _MANY and store.kind.bulk and not read_ledger(store):
        way = f"kg bulk {path} DIR --store {store.kind.name}"
        click.echo(
            f"kg: {documents:,} documents into an empty store: its own bulk loader is faster, see {way}", err=True
        )


def _report(loaded: Loaded, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(loaded.as_dict()))
        return
    for graph, reason in list(loaded.failed.items())[:20]:
        click.echo(f"kg: {graph} did not arrive: {reason}", err=True)
    click.echo(
        f"kg: {loaded.new:,} documents new, {loaded.changed:,} changed, {loaded.skipped:,} as they were, "
        f"{loaded.retracted:,} retracted, {len(loaded.failed):,} failed; {loaded.triples:,} triples sent, "
        f"{loaded.verified:,} documents counted",
        err=True,
    )
