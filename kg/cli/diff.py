"""``kg diff``."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kg.cli.options import json_option, profile_option
from kg.cli.stores import opened_store, store_options
from kg.profile import find_profile
from kg.queries import Fact, Query, Table, differences, facts_of, find_query, load_lines, run, without_things
from kg.stores import Difference, Spool, compare
from kg.terms import iri

_WORDS = {"+": "new", "-": "gone", "~": "changed"}


@click.command("diff")
@click.argument("graph", metavar="GRAPH", type=click.Path(path_type=Path))
@click.argument("endpoint", metavar="ENDPOINT")
@click.option("--graph", "name", metavar="IRI", help="The graph for triples that stand in none, as in `kg load`.")
@store_options
@profile_option
@json_option
def command(
    graph: Path,
    endpoint: str,
    name: str | None,
    kind: str | None,
    timeout: float,
    profile: Path | None,
    as_json: bool,
) -> None:
    """Say which documents, and which facts in them, a load of GRAPH would change.

    Exit code 1 means that something differs.
    """
    query = find_query("explain", find_profile(profile).queries)
    with opened_store(endpoint, kind, timeout) as store, Spool(iri(name) if name else None) as spool:
        spool.read(graph)
        found = [_told(each, query) for each in compare(spool, store)]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(line for each in found for line in _lines(each)) or "nothing differs")
    sys.exit(1 if found else 0)


def _told(difference: Difference, query: Query) -> dict[str, Any]:
    """Tell a document's difference fact by fact."""
    old, new = (_facts(lines, query) for lines in (difference.stored, difference.filed))
    sign = "+" if not difference.stored else "-" if not difference.filed else "~"
    facts = [
        {"sign": each, "about": fact.about, "head": fact.head, "lines": lines}
        for each, fact, lines in differences(old, new)
    ]
    gone = len(set(difference.stored) - set(difference.filed))
    return {
        "sign": sign,
        "graph": difference.graph[1:-1],
        "triples": {"-": gone, "+": len(set(difference.filed) - set(difference.stored))},
        "facts": facts,
    }


def _facts(lines: tuple[str, ...], query: Query) -> list[Fact]:
    answer = run(load_lines(lines), query.text)
    return without_things(facts_of(answer)) if isinstance(answer, Table) else []


def _lines(document: dict[str, Any]) -> Iterator[str]:
    triples = document["triples"]
    yield f"{document['sign']} {document['graph']}: {_WORDS[document['sign']]}, -{triples['-']} +{triples['+']} triples"
    for fact in document["facts"]:
        yield f"    {fact['sign']} {fact['head']}  {fact['about']}"
        yield from (f"        {line}" for line in fact["lines"])
