"""The options that say on what a verb runs: this machine, or a Spark cluster."""

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import click

from kg.cli.extras import load

F = TypeVar("F", bound=Callable[..., Any])


def _pairs(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if wrong := [name for name, sign, _ in pairs if not (name and sign)]:
        raise click.BadParameter(f"{wrong[0]!r} is not NAME=VALUE")
    return {name: value for name, _, value in pairs}


def engine_options(function: F) -> F:
    """Add ``--engine``, ``--master`` and ``--spark-conf``."""
    for option in (
        click.option(
            "--spark-conf", multiple=True, callback=_pairs, metavar="NAME=VALUE", help="A setting of Spark; repeatable."
        ),
        click.option("--master", metavar="URL", help="Spark's master: spark://host:7077, yarn, local[4] and so on."),
        click.option(
            "--engine",
            type=click.Choice(["local", "spark"]),
            default="local",
            show_default=True,
            help="Run on this machine, or on a Spark cluster: then OUT is a folder on any Hadoop file system.",
        ),
    ):
        function = option(function)
    return function


def opened_spark(master: str | None, settings: dict[str, str]) -> AbstractContextManager[Any]:
    """Open a Spark session. Its Python is this one, unless the environment names another.

    :raises KgError: if Spark was not installed.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session: AbstractContextManager[Any] = load("kg.spark.session").opened_session(master, settings)
    return session


def refuse_engine(engine: str, given: dict[str, Any]) -> None:
    """Make sure that options go with the engine: those that are given are named by their flags.

    :raises click.UsageError: if one does not.
    """
    for flag, value in given.items():
        if value:
            raise click.UsageError(f"{flag} does not go with --engine {engine}")
