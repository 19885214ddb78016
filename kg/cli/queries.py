"""``kg queries``."""

import json
from pathlib import Path

import click

from kg.cli.options import json_option, profile_option
from kg.profile import find_profile
from kg.queries import Query, read_library


@click.command("queries")
@profile_option
@json_option
def command(profile: Path | None, as_json: bool) -> None:
    """List the named queries with their parameters."""
    library = read_library(find_profile(profile).queries)
    if as_json:
        click.echo(json.dumps([_as_dict(query) for query in library.values()], indent=1, ensure_ascii=False))
        return
    for query in library.values():
        click.echo(click.style(query.name, bold=True))
        click.echo(f"    {query.question}")
        for param in query.params:
            needed = ", required" if param.required else ""
            click.echo(f"    --param {param.name}=…  {param.type}{needed}: {param.description}")


def _as_dict(query: Query) -> dict[str, object]:
    return {
        "name": query.name,
        "question": query.question,
        "params": [vars(param) for param in query.params],
        "example": query.example,
        "modalities": query.modalities,
    }
