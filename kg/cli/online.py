"""Options of services in the network, for every verb that may ask one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from os import environ
from pathlib import Path
from typing import Any, TypeVar, cast

import click

F = TypeVar("F", bound=Callable[..., Any])

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


_ASKED = (
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
)
_SERVICE = (
    click.option(
        "--contact",
        default="",
        envvar="KG_CONTACT",
        metavar="MAIL",
        help="Your mail address or page, which Wikimedia wants to see in each request; also as KG_CONTACT.",
    ),
    click.option("--api", default=_WIKIDATA, show_default=True, metavar="URL", help="The Action API of Wikidata."),
    click.option(
        "--cache",
        type=click.Path(path_type=Path, dir_okay=False),
        envvar="KG_CACHE",
        metavar="FILE",
        help="Where replies are kept, for 30 days; else in the user's cache folder.",
    ),
    click.option(
        "--patience",
        type=click.FloatRange(min=0),
        default=300,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for one answer in all, when a service is busy.",
    ),
    click.option(
        "--parallel",
        type=click.IntRange(1, 8),
        default=1,
        show_default=True,
        metavar="N",
        help="Requests under way at once. Wikimedia asks for one.",
    ),
)


def service_options(function: F) -> F:
    """Add what any verb needs that asks a service: contact, addresses, cache, and how patient it is."""
    for option in reversed(_SERVICE):
        function = option(function)
    return function


def online_options(function: F) -> F:
    """Add options under which linking may ask services; the verb gets them as ``online``, None if it may not."""

    @wraps(function)
    def packed(online: bool, offline: bool, reconcile: str | None, reconcile_type: tuple[str, ...], **rest: Any) -> Any:
        settings = {name: rest.pop(name) for name in ("contact", "api", "cache", "patience", "parallel")}
        if not (online or offline or reconcile):
            return function(online=None, **rest)
        settings["api"] = settings["api"] if online or not reconcile else None
        settings["cache"] = settings["cache"] or default_cache()
        found = Online(reconcile=reconcile, types=_types(reconcile_type), offline=offline, **settings)
        return function(online=found, **rest)

    served: Any = service_options(packed)
    for option in reversed(_ASKED):
        served = option(served)
    return cast(F, served)


def default_cache() -> Path:
    """Give where replies are kept if nobody says otherwise."""
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "visits-kg" / "replies.sqlite"


def _types(pairs: tuple[str, ...]) -> dict[str, str]:
    found = dict(pair.partition("=")[::2] for pair in pairs)
    if wrong := next((pair for pair in pairs if not all(pair.partition("="))), None):
        raise click.UsageError(f"--reconcile-type wants TYPE=NAME, as Person=person, not {wrong!r}")
    return found
