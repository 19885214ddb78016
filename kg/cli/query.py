"""``kg query``."""

import sys
from pathlib import Path

import click

from kg.cli.asking import asking
from kg.cli.options import json_option, profile_option
from kg.cli.stores import store_options
from kg.profile import find_profile
from kg.queries import (
    ANSWER_FORMATS,
    Table,
    Triples,
    bind,
    entity_resolver,
    find_query,
    plain_rows,
    written,
)
from kg.serialization import Layout


@click.command("query")
@click.argument("name", metavar="NAME_OR_FILE")
@click.argument("graph", metavar="GRAPH_OR_ENDPOINT")
@click.option(
    "--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; repeat it for several."
)
@click.option(
    "-f",
    "--format",
    "form",
    metavar="NAME",
    help=f"One of {', '.join(ANSWER_FORMATS)}; else a table on a terminal, csv or turtle elsewhere.",
)
@click.option("--service", is_flag=True, help="Allow SERVICE clauses, which fetch from other endpoints.")
@store_options
@profile_option
@json_option
def command(
    name: str,
    graph: str,
    params: tuple[str, ...],
    form: str | None,
    service: bool,
    kind: str | None,
    timeout: float,
    profile: Path | None,
    as_json: bool,
) -> None:
    """Ask a graph one of the named queries, or one from a file.

    The graph is an RDF file or an export in parts, the address of a triple store, or the folder of a local one; a query
    means the union of all its graphs. `kg queries` lists the names. An entity is given by its exact label, its IRI or
    its Wikidata item.

    \b
    kg query q01-met seed.ttl --param person="Kim Jong Un"
    """
    query = find_query(name, find_profile(profile).queries)
    values = _values(params)
    with asking(graph, kind, timeout) as ask:
        text = bind(query, values, entity_resolver(ask))
        answer = ask(text, service=service, where=str(query.path))
    form = "json" if as_json else form
    if form is None and isinstance(answer, Table) and sys.stdout.isatty():
        _show(answer)
    else:
        form = form or ("turtle" if isinstance(answer, Triples) else "csv")
        click.echo(written(answer, form, Layout(query.prefixes)), nl=False)


def _values(params: tuple[str, ...]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise click.UsageError(f"--param wants NAME=VALUE, not {param!r}")
        values.setdefault(name, []).append(value)
    return values


def _show(table: Table) -> None:
    """Print a table for reading; names are data and not markup."""
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(*table.columns, box=None, header_style="bold", pad_edge=False)
    for row in plain_rows(table):
        grid.add_row(*map(Text, row))
    Console().print(grid)
    click.echo(f"{len(table.rows)} rows", err=True)
