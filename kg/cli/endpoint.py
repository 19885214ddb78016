"""Options of a language model that is asked about texts."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from kg.cli.online import default_cache
from kg.extraction.endpoint.budget import Budget
from kg.extraction.endpoint.settings import Asked
from kg.mapping import read_mapping
from kg.ontology import read_ontology
from kg.profile import find_profile

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--endpoint",
        metavar="URL",
        help="Ask a language model instead of the rules: the base of an OpenAI-compatible API, as "
        "http://127.0.0.1:11434/v1. A key is taken from KG_ENDPOINT_KEY alone.",
    ),
    click.option("--endpoint-model", metavar="NAME", help="What the endpoint calls the model."),
    click.option("--beside-rules", is_flag=True, help="Unite what the model finds with what the rules find."),
    click.option(
        "--max-tokens", type=click.IntRange(min=1), metavar="N", help="Ask no more when so many tokens are used."
    ),
    click.option(
        "--max-cost",
        type=click.FloatRange(min=0, min_open=True),
        metavar="X",
        help="Ask no more when so much is spent, at these prices.",
    ),
    click.option(
        "--price-in", type=click.FloatRange(min=0), metavar="P", help="What a million tokens of questions cost."
    ),
    click.option(
        "--price-out", type=click.FloatRange(min=0), metavar="P", help="What a million tokens of answers cost."
    ),
    click.option(
        "--cache",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Where answers are kept, so that none is paid twice; else in the user's cache folder.",
    ),
    click.option(
        "--patience",
        type=click.FloatRange(min=0),
        default=300,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for one answer in all, when the endpoint is busy.",
    ),
)
_NAMES = (
    "endpoint_model",
    "beside_rules",
    "max_tokens",
    "max_cost",
    "price_in",
    "price_out",
    "cache",
    "patience",
)


def endpoint_options(function: F) -> F:
    """Add options of an endpoint; the verb gets them as ``asked``, None if there is none to ask."""

    @wraps(function)
    def packed(endpoint: str | None, **rest: Any) -> Any:
        said = {name: rest.pop(name) for name in _NAMES}
        return function(asked=_asked(endpoint, rest["profile"], **said), **rest)

    found: Any = packed
    for option in reversed(_OPTIONS):
        found = option(found)
    return cast(F, found)


def _asked(
    url: str | None,
    profile: Path | None,
    *,
    endpoint_model: str | None,
    beside_rules: bool,
    max_tokens: int | None,
    max_cost: float | None,
    price_in: float | None,
    price_out: float | None,
    cache: Path | None,
    patience: float,
) -> Asked | None:
    if url is None:
        given: dict[str, object] = {"--endpoint-model": endpoint_model, "--beside-rules": beside_rules}
        given |= {"--max-tokens": max_tokens, "--max-cost": max_cost, "--price-in": price_in, "--price-out": price_out}
        given |= {"--cache": cache}
        if wrong := next((name for name, value in given.items() if value), None):
            raise click.UsageError(f"{wrong} goes with --endpoint only")
        return None
    if not endpoint_model:
        raise click.UsageError("--endpoint needs --endpoint-model: what the endpoint calls the model")
    if max_cost is not None and not (price_in or price_out):
        raise click.UsageError("--max-cost needs --price-in and --price-out: no endpoint says what it charges")
    return Asked(
        url,
        endpoint_model,
        _types(profile),
        cache or default_cache().with_name("answers.sqlite"),
        Budget(max_tokens, max_cost, price_in or 0.0, price_out or 0.0),
        beside_rules=beside_rules,
        patience=patience,
    )


def _types(folder: Path | None) -> dict[str, list[str]]:
    """The types that the profile's mapping knows."""
    profile = find_profile(folder)
    mapping = read_mapping(profile.mapping, read_ontology(profile.ontology))
    return {
        "entities": list(mapping.entities),
        "events": list(mapping.events.types),
        "relations": list(mapping.relations.types),
    }
