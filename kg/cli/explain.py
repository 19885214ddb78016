"""``kg explain``."""

import json
from pathlib import Path

import click

from kg.cli.asking import asking
from kg.cli.options import json_option, profile_option
from kg.cli.stores import store_options
from kg.errors import QueryError
from kg.profile import find_profile
from kg.queries import Fact, Table, bind, entity_resolver, facts_of, find_query


@click.command("explain")
@click.argument("thing", metavar="IRI_OR_LABEL")
@click.argument("graph", metavar="GRAPH_OR_ENDPOINT")
@store_options
@profile_option
@json_option
def command(thing: str, graph: str, kind: str | None, timeout: float, profile: Path | None, as_json: bool) -> None:
    """Say in words what a graph tells of a thing: each fact with its modality, quote, document and source.

    The thing is given by its exact label, its IRI or its Wikidata item.
    """
    query = find_query("explain", find_profile(profile).queries)
    with asking(graph, kind, timeout) as ask:
        answer = ask(bind(query, {"thing": thing}, entity_resolver(ask)), where=str(query.path))
    facts = facts_of(answer) if isinstance(answer, Table) else []
    if not facts:
        raise QueryError(f"the graph says nothing of {thing[:80]!r}")
    if as_json:
        click.echo(json.dumps([{"about": fact.about, **fact.said} for fact in facts], ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join(map(_told, facts)))


def _told(fact: Fact) -> str:
    return "\n".join([fact.head, *(f"    {line}" for line in fact.lines()), f"    {fact.about}"])
