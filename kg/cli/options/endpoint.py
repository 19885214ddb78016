"""Options of a language model that is asked about texts."""

from pathlib import Path

import click

from kg.cli.options import cache_option, default_cache, patience_option
from kg.cli.options.grouping import grouped
from kg.extraction.endpoint.budget import Budget
from kg.extraction.endpoint.settings import Asked
from kg.mapping import read_mapping
from kg.ontology import read_ontology
from kg.profile import find_profile


def _asked(
    endpoint: str | None,
    endpoint_model: str | None,
    max_tokens: int | None,
    max_cost: float | None,
    price_in: float | None,
    price_out: float | None,
    cache: Path | None,
    patience: float,
    profile: Path | None,
) -> Asked | None:
    if endpoint is None:
        given: dict[str, object] = {"--endpoint-model": endpoint_model, "--max-tokens": max_tokens}
        given |= {"--max-cost": max_cost, "--price-in": price_in, "--price-out": price_out}
        if wrong := next((name for name, value in given.items() if value), None):
            raise click.UsageError(f"{wrong} goes with --endpoint only")
        return None
    if not endpoint_model:
        raise click.UsageError("--endpoint needs --endpoint-model: what the endpoint calls the model")
    if max_cost is not None and not (price_in or price_out):
        raise click.UsageError("--max-cost needs --price-in and --price-out: no endpoint says what it charges")
    return Asked(
        endpoint,
        endpoint_model,
        _types(profile),
        cache or default_cache("answers.sqlite"),
        Budget(max_tokens, max_cost, price_in or 0.0, price_out or 0.0),
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


endpoint_options = grouped(
    "asked",
    _asked,
    click.option(
        "--endpoint",
        metavar="URL",
        help="Ask a language model instead of the rules: the base of an OpenAI-compatible API, as "
        "http://127.0.0.1:11434/v1. A key is taken from KG_ENDPOINT_KEY alone.",
    ),
    click.option("--endpoint-model", metavar="NAME", help="What the endpoint calls the model."),
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
    cache_option,
    patience_option,
)
"""Adds options of an endpoint; the verb gets them as ``asked``, None if there is none to ask."""
