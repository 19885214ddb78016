"""Options that belong together reach a verb as one value."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, Protocol, TypeAlias, TypeVar, cast

import click

F = TypeVar("F", bound=Callable[..., Any])

Option: TypeAlias = Callable[[F], F]
"""What :func:`click.option` gives."""


class Group(Protocol):
    """A decorator that adds options to a verb."""

    def __call__(self, function: F, /) -> F:
        """Add them."""


def grouped(into: str, make: Callable[..., object], *options: Option[Callable[..., Any]]) -> Group:
    """Add options that a verb gets as one value, by the name of ``into``: what ``make`` gives for them.

    The parameters of ``make`` are named as the options are, or as the values of groups above; those that a verb does
    not have are left to their defaults. An option that a group below has, too, is there once, and goes to both.
    """
    wanted = signature(make).parameters

    def decorate(function: F) -> F:
        below = {option.name for option in _options_of(function)}

        @wraps(function)
        def packed(**given: Any) -> Any:
            value = make(**{name: given[name] for name in wanted if name in given})
            rest = {name: one for name, one in given.items() if name in below or name not in wanted}
            return function(**rest, **{into: value})

        found: Callable[..., Any] = packed
        for option in reversed(options):
            found = found if _name_of(option) in below else option(found)
        return cast(F, found)

    return decorate


def _options_of(function: Callable[..., Any]) -> list[click.Parameter]:
    """The parameters that click's decorators have noted so far."""
    return list(getattr(function, "__click_params__", ()))


def _name_of(option: Option[Callable[..., Any]]) -> str | None:
    def probe() -> None:
        """Take the option."""

    return _options_of(option(probe))[0].name
