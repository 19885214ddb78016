"""What verbs that read text share: the options, and the extractor opened."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli.extras import load
from kg.extraction.endpoint.settings import Asked
from kg.pipeline.reading import Texts
from kg.profile import find_profile

F = TypeVar("F", bound=Callable[..., Any])


def _day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


def published_option(function: F) -> F:
    """Add ``--published``."""
    return click.option(
        "--published",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_day,
        metavar="YYYY-MM-DD",
        help="The day of publication of texts that do not say it: what 'on Wednesday' is counted from.",
    )(function)


def model_option(function: F) -> F:
    """Add ``--model``."""
    return click.option(
        "--model",
        metavar="NAME",
        help="The language model for texts: an installed spaCy pipeline, or its folder.",
    )(function)


def texts_of(
    inputs: Sequence[str],
    model: str | None,
    profile: Path | None,
    published: date | None,
    said: dict[str, Any],
    *,
    records: bool = False,
    asked: Asked | None = None,
) -> Texts:
    """Say how texts become records.

    :raises KgError: if the extractor was not installed.
    """
    if asked:
        load("kg.extraction.endpoint.opening")
    if asked is None or asked.beside_rules:
        load("kg.extraction.model")
    given = {key: value for key, value in said.items() if value is not None}
    if published:
        given["published"] = published.isoformat()
    return Texts(find_profile(profile).extraction, model, given, tuple(inputs), records, asked, notice)


def notice(text: str) -> None:
    """Say something that is no error."""
    click.echo(f"kg: {text}", err=True)
