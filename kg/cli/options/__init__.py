"""What options several verbs share: single ones here, and, in a file each, those that reach a verb as one value."""

from datetime import date, datetime
from os import environ
from pathlib import Path

import click


def _day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


profile_option = click.option(
    "--profile",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="A folder with ontology.ttl, shapes.ttl, mapping.yaml and queries/ instead of the one that ships with kg.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
labels_option = click.option(
    "--labels",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="What the labels of other tools become; else adapters.yaml of the profile.",
)
decisions_option = click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Reviewers' decisions about links and equal names, in SSSOM; they win.",
)
published_option = click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    metavar="YYYY-MM-DD",
    help="The day of publication of documents that do not say it: what 'on Wednesday' is counted from.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Processes that work side by side; the output is the same.",
)
cache_option = click.option(
    "--cache",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="KG_CACHE",
    metavar="FILE",
    help="Where replies are kept, Wikidata's for 30 days, a model's for good; else in the user's cache folder.",
)
patience_option = click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for one answer in all, when a service is busy.",
)


def default_cache(name: str = "replies.sqlite") -> Path:
    """Give where replies are kept if nobody says otherwise."""
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "visits-kg" / name
