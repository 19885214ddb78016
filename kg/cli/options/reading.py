"""How texts are read, as the options say it, for every verb that reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from kg.cli.exported import report_left
from kg.cli.extras import load
from kg.cli.options import published_option
from kg.cli.options.endpoint import endpoint_options
from kg.cli.options.engine import Engine
from kg.cli.options.gliner import gliner_options
from kg.cli.options.grouping import F, grouped
from kg.extraction.endpoint.settings import Asked
from kg.extraction.gliner.settings import Gliner
from kg.pipeline.reading import Texts
from kg.profile import Profile


@dataclass(frozen=True)
class Reading:
    """By what texts are read: the rules, models instead of them, or both."""

    published: date | None
    model: str | None
    beside_rules: bool
    asked: Asked | None
    gliner: Gliner | None

    def __post_init__(self) -> None:
        """:raises click.UsageError: if there is nothing for the rules to stand beside."""
        if self.beside_rules and not self.by_models:
            raise click.UsageError("--beside-rules goes with --endpoint or --gliner only")

    @property
    def by_models(self) -> bool:
        """Whether models read, instead of the rules or beside them."""
        return self.asked is not None or self.gliner is not None

    def refuse_shared(self, engine: Engine) -> None:
        """Make sure that no work is shared out that cannot be. :raises click.UsageError: if it would be."""
        engine.refuse_shared({"--endpoint": self.asked}, "one process counts what is spent")
        engine.refuse_shared({"--gliner": self.gliner}, "one process with the model uses all cores")

    def texts(
        self, inputs: Sequence[str], profile: Profile, said: dict[str, Any] | None = None, *, records: bool
    ) -> Texts:
        """Say how texts become records.

        :param said: what is known of the documents.
        :param records: also read records that hold a text and no facts.
        :raises KgError: if what reads them was not installed.
        """
        if self.asked:
            load("kg.extraction.endpoint.opening")
        if self.beside_rules or not self.by_models:
            load("kg.extraction.model")
        given = {key: value for key, value in (said or {}).items() if value is not None}
        if self.published:
            given["published"] = self.published.isoformat()
        return Texts(
            profile.extraction,
            self.model,
            given,
            tuple(inputs),
            records,
            self.asked,
            self.gliner,
            self.beside_rules,
            notice,
        )

    def used(self) -> dict[str, Any]:
        """Give, for programs, what was used of an endpoint, and what of GLiNER2's results was left out."""
        used: dict[str, Any] = {"endpoint": self.asked.budget.as_dict()} if self.asked else {}
        return used | ({"left": dict(sorted(self.gliner.left.items()))} if self.gliner else {})

    def report_used(self) -> None:
        """Say the same for people."""
        if self.gliner:
            report_left(self.gliner.left)
        if self.asked:
            budget = self.asked.budget
            spent = f", {budget.spent:.2f} spent" if budget.price_in or budget.price_out else ""
            click.echo(f"kg: the endpoint was asked {budget.asked:,} times: {budget.used:,} tokens{spent}", err=True)


def reading_options(function: F) -> F:
    """Add options of how texts are read; the verb gets them as ``reading``."""
    found = grouped("reading", Reading)(function)
    for add in (_BESIDE, gliner_options, endpoint_options, _MODEL, published_option):
        found = add(found)
    return found


_MODEL = click.option(
    "--model", metavar="NAME", help="The language model of the rules: an installed spaCy pipeline, or its folder."
)
_BESIDE = click.option(
    "--beside-rules", is_flag=True, help="Unite what the endpoint or GLiNER2 finds with what the rules find."
)


def notice(text: str) -> None:
    """Say something that is no error."""
    click.echo(f"kg: {text}", err=True)
