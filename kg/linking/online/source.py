"""The contract of whoever gives candidates and facts: what is asked, and what comes back."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from kg.linking.dump import Entity


class Ask(NamedTuple):
    """A name that is looked for, and the type of the entity that bears it."""

    text: str
    type: str


class Hit(NamedTuple):
    """An item that a service found, with what it says of it.

    :param names: what it is called there.
    :param classes: items that it is an instance of, as far as the service says.
    """

    item: str
    names: tuple[str, ...] = ()
    description: str = ""
    classes: tuple[str, ...] = ()


class Facts(Protocol):
    """Gives entities as a dump has them."""

    def entities(self, items: Iterable[str]) -> dict[str, Entity | None]:
        """Give entities; None for one that is gone or never was. What cannot be known is left out.

        A merged item is given as a redirect, beside the one that it became.
        """


class Source(Protocol):
    """Finds items by name.

    :param method: what a link that rests on it says of that.
    """

    @property
    def method(self) -> str:
        """What a link that rests on it calls it."""

    def search(self, asks: Sequence[Ask]) -> dict[Ask, Collection[Hit]]:
        """Find items, best first. What cannot be known, as nothing may be asked, is left out."""
