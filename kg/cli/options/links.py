"""Options of an export that say by what entities are linked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import click

from kg.cli.extras import load
from kg.cli.options import decisions_option
from kg.cli.options.grouping import F, grouped
from kg.cli.options.online import Online, online_options
from kg.mapping import read_mapping
from kg.ontology import read_ontology
from kg.pipeline import Plan
from kg.pipeline.decided import Decided, Settled, read_decided


@dataclass(frozen=True)
class Links:
    """By what entities are linked: an index (a small one where its name is empty), services, reviewers' decisions."""

    index: str | None
    decisions: Path | None
    online: Online | None

    @cached_property
    def decided(self) -> Decided:
        """What reviewers decided. :raises DecisionError: if that is contradictory."""
        return read_decided(self.decisions)

    @contextmanager
    def given_to(self, plan: Plan) -> Iterator[Plan]:
        """Give the plan with what links: an index or a service in the light of decisions, or these alone."""
        if self.index is None and self.online is None:
            if self.decided.rows:
                mapping = read_mapping(plan.profile.mapping, read_ontology(plan.profile.ontology))
                plan = replace(plan, link=Settled(self.decided, mapping, plan.settings))
            yield plan
            return
        file = Path(self.index) if self.index else None
        linking = load("kg.cli.linking").opened_linker(file, plan.profile, plan.settings, self.decided, self.online)
        with linking as (link, digest):
            yield replace(plan, link=link, index=digest)


def links_options(function: F) -> F:
    """Add options of linking; the verb gets them as ``links``."""
    found = grouped("links", Links)(function)
    for add in (online_options, decisions_option, _LINK):
        found = add(found)
    return found


_LINK = click.option(
    "--link",
    "index",
    is_flag=False,
    flag_value="",
    metavar="[FILE.kgi]",
    help="Link entities first, with this index, or with a small one of well-known items.",
)
