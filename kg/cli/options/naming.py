"""Options that say under which IRIs entities stand, for every verb that names them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from kg.cli.options.grouping import Group, Option, grouped
from kg.iris import DEFAULT_BASE, check_base
from kg.mapping import Sameness, Settings


@dataclass(frozen=True)
class Naming:
    """How things are named in a graph, and what is said of them there."""

    base: str
    identity: str
    max_quote: int = Settings.max_quote
    same_as: bool = False
    skos: bool = False

    def settings(self, sameness: Sameness) -> Settings:
        """Give the settings, in the light of what reviewers decided. :raises TermError: if the base is none."""
        by_name = self.identity == "global"
        return Settings(
            check_base(self.base), by_name, self.max_quote, same_as=self.same_as, skos=self.skos, sameness=sameness
        )


def naming_options(about: str, identity: str = "As for kg export.", *more: Option[Callable[..., Any]]) -> Group:
    """Add ``--base`` and ``--identity``; the verb gets them as ``naming``.

    :param about: what is said of the base; ``identity``, of the identity.
    :param more: options that stand behind them, for other fields of :class:`Naming`.
    """
    return grouped(
        "naming",
        Naming,
        click.option("--base", default=DEFAULT_BASE, show_default=True, help=f"The IRI under which {about}."),
        click.option(
            "--identity",
            type=click.Choice(["global", "document"]),
            default="global",
            show_default=True,
            help=identity,
        ),
        *more,
    )
