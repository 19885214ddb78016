"""Services opened as a linker."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from kg.cli.options.online import Online
from kg.linking.index import Index
from kg.linking.online.actionapi import ActionApi
from kg.linking.online.ancestry import Ancestry
from kg.linking.online.gathering import Gatherer
from kg.linking.online.linker import OnlineLinker
from kg.linking.online.reconciliation import Reconciliation
from kg.linking.online.source import Facts, Source
from kg.linking.rules import Rules
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.manners import Manners, check_contact


@contextmanager
def opened_services(online: Online, rules: Rules, file: Index | None) -> Iterator[OnlineLinker]:
    """Open services as a linker. Nothing is asked before the first record is linked."""
    with opened_cache(online.cache, offline=online.offline) as cache:
        api = opened_api(online, rules, cache) if online.api else None
        reconciliation = _reconciliation(online, rules, cache) if online.reconcile else None
        sources: Sequence[Source] = [one for one in (api, reconciliation) if one is not None]
        facts: Facts | None = api or reconciliation
        assert facts is not None  # noqa: S101  # the options ask for one of them
        yield OnlineLinker(Gatherer(tuple(sources), facts, rules, Ancestry(facts, rules)), rules, file)


@contextmanager
def opened_cache(path: Path, *, offline: bool) -> Iterator[Cache]:
    """Open the cache; that an old one was set aside is said."""
    today = datetime.now(UTC).date()
    with closing(
        Cache(path, today=today, offline=offline, notice=lambda text: click.echo(f"kg: {text}", err=True))
    ) as cache:
        yield cache


def opened_api(online: Online, rules: Rules, cache: Cache) -> ActionApi:
    """Make the client of the Action API. :raises ServiceError: if there is no contact, though one is needed."""
    client = Client(online.api or "", manners_of(online, contact=not online.offline))
    languages = [one for one in rules.languages if one != "mul"] or ["en"]
    return ActionApi(client, cache, [*languages, "mul"], online.parallel)


def _reconciliation(online: Online, rules: Rules, cache: Cache) -> Reconciliation:
    roots = {name: rule.classes for name, rule in rules.types.items()}
    client = Client(online.reconcile or "", manners_of(online, contact=bool(online.contact)))
    return Reconciliation(client, cache, roots, online.types)


def manners_of(online: Online, *, contact: bool) -> Manners:
    """Say how services are treated. :raises ServiceError: if a contact is needed and there is none."""
    who = check_contact(online.contact) if contact else ""
    return Manners(who, patience=online.patience, parallel=online.parallel)
