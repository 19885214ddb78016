"""What verbs that convert share: options, and what is said of what was left out."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.adapters.assembly import day_of

F = TypeVar("F", bound=Callable[..., Any])


def labels_option(function: F) -> F:
    """Add ``--labels``."""
    return click.option(
        "--labels",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="What the labels of other tools become; else adapters.yaml of the profile.",
    )(function)


def check_published(text: str | None) -> str | None:
    """Give a day back. :raises click.UsageError: if it is none."""
    if text is not None and (len(text) != 10 or day_of(text) is None):
        raise click.UsageError(f"--published is a day as 2024-03-05, not {text!r:.40}")
    return text


def report_left(left: Counter[str]) -> None:
    """Say what was left out of what other tools wrote."""
    for what, number in sorted(left.items()):
        click.echo(f"kg: left out: {number:,} x {what}", err=True)
