"""The options that say on what a verb runs: this machine, with one process or several, or a Spark cluster."""

import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import click

from kg.cli.extras import load
from kg.cli.options import workers_option
from kg.cli.options.grouping import grouped


@dataclass(frozen=True)
class Engine:
    """On what a verb runs.

    :param spark_conf: settings of Spark; ``by_day``: its output is parted by the day of publication.
    """

    workers: int
    engine: str
    master: str | None
    spark_conf: dict[str, str]
    by_day: bool = False

    def __post_init__(self) -> None:
        """:raises click.UsageError: if something is said of the other engine."""
        if self.on_spark:
            self.refuse({"--workers": self.workers > 1})
        else:
            self.refuse({"--master": self.master, "--spark-conf": self.spark_conf, "--by-day": self.by_day})

    @property
    def on_spark(self) -> bool:
        """Whether it is a cluster."""
        return self.engine == "spark"

    def refuse(self, given: Mapping[str, object]) -> None:
        """Make sure that options go with the engine: those that are given are named by their flags.

        :raises click.UsageError: if one does not.
        """
        for flag, value in given.items():
            if value:
                raise click.UsageError(f"{flag} does not go with --engine {self.engine}")

    def refuse_shared(self, given: Mapping[str, object], why: str) -> None:
        """Make sure that the work may be shared out, if it is to be. :raises click.UsageError: if it may not."""
        shared = "--engine spark" if self.on_spark else "--workers"
        for flag, value in given.items():
            if value and (self.on_spark or self.workers > 1):
                raise click.UsageError(f"{shared} does not go with {flag}: {why}")

    def opened_spark(self) -> AbstractContextManager[Any]:
        """Open a Spark session. Its Python is this one, unless the environment names another.

        :raises KgError: if Spark was not installed.
        """
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        session: AbstractContextManager[Any] = load("kg.spark.session").opened_session(self.master, self.spark_conf)
        return session


def _pairs(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if wrong := [name for name, sign, _ in pairs if not (name and sign)]:
        raise click.BadParameter(f"{wrong[0]!r} is not NAME=VALUE")
    return {name: value for name, _, value in pairs}


_OPTIONS = (
    workers_option,
    click.option(
        "--engine",
        type=click.Choice(["local", "spark"]),
        default="local",
        show_default=True,
        help="Run on this machine, or on a Spark cluster: then OUT is a folder on any Hadoop file system.",
    ),
    click.option("--master", metavar="URL", help="Spark's master: spark://host:7077, yarn, local[4] and so on."),
    click.option(
        "--spark-conf", multiple=True, callback=_pairs, metavar="NAME=VALUE", help="A setting of Spark; repeatable."
    ),
)
_BY_DAY = click.option(
    "--by-day", is_flag=True, help="With spark: part the quads by the day of publication, a folder for each."
)

engine_options = grouped("engine", Engine, *_OPTIONS)
"""Adds options of what a verb runs on; the verb gets them as ``engine``."""

quads_engine_options = grouped("engine", Engine, *_OPTIONS, _BY_DAY)
"""The same for a verb that writes quads."""
