"""Options of services in the network, for every verb that may ask one."""

from dataclasses import dataclass
from pathlib import Path

import click

from kg.cli.options import cache_option, default_cache, patience_option
from kg.cli.options.grouping import grouped

_WIKIDATA = "https://www.wikidata.org/w/api.php"


@dataclass(frozen=True)
class Online:
    """What is to be asked, and how.

    :param api: the Action API, if it is to be asked; ``reconcile`` a reconciliation service.
    :param types: type of the record -> what the reconciliation service calls it.
    :param offline: ask nothing, and take what the cache has.
    """

    api: str | None
    reconcile: str | None
    types: dict[str, str]
    contact: str
    cache: Path
    offline: bool
    patience: float
    parallel: int


_SERVICE = (
    click.option(
        "--contact",
        default="",
        envvar="KG_CONTACT",
        metavar="MAIL",
        help="Your mail address or page, which Wikimedia wants to see in each request; also as KG_CONTACT.",
    ),
    click.option("--api", default=_WIKIDATA, show_default=True, metavar="URL", help="The Action API of Wikidata."),
    cache_option,
    patience_option,
    click.option(
        "--parallel",
        type=click.IntRange(1, 8),
        default=1,
        show_default=True,
        metavar="N",
        help="Requests under way at once. Wikimedia asks for one.",
    ),
)


def _served(contact: str, api: str, cache: Path | None, patience: float, parallel: int) -> Online:
    return Online(api, None, {}, contact, cache or default_cache(), offline=False, patience=patience, parallel=parallel)


def _online(
    online: bool,
    offline: bool,
    reconcile: str | None,
    reconcile_type: tuple[str, ...],
    contact: str,
    api: str,
    cache: Path | None,
    patience: float,
    parallel: int,
) -> Online | None:
    if not (online or offline or reconcile):
        return None
    return Online(
        api if online or not reconcile else None,
        reconcile,
        _types(reconcile_type),
        contact,
        cache or default_cache(),
        offline,
        patience,
        parallel,
    )


def _types(pairs: tuple[str, ...]) -> dict[str, str]:
    found = dict(pair.partition("=")[::2] for pair in pairs)
    if wrong := next((pair for pair in pairs if not all(pair.partition("="))), None):
        raise click.UsageError(f"--reconcile-type wants TYPE=NAME, as Person=person, not {wrong!r}")
    return found


service_options = grouped("services", _served, *_SERVICE)
"""Adds what any verb needs that asks Wikidata: contact, addresses, cache, and how patient it is; as ``services``."""

online_options = grouped(
    "online",
    _online,
    click.option("--online", is_flag=True, help="Ask Wikidata for what the index, if there is one, does not know."),
    click.option("--offline", is_flag=True, help="Ask nobody: take what an earlier run online left in the cache."),
    click.option(
        "--reconcile", metavar="URL", help="Ask this service (W3C Reconciliation API 0.2), whose identifiers are items."
    ),
    click.option(
        "--reconcile-type",
        multiple=True,
        metavar="TYPE=NAME",
        help="What the reconciliation service calls a type, as Person=person.",
    ),
    *_SERVICE,
)
"""Adds options under which linking may ask services; the verb gets them as ``online``, None if it may not."""
