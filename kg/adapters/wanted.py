"""What to ask a tool for that looks for any label: the table of labels, read the other way round.

Of labels that become the same, the first in the table is asked for; so a person who wants another word puts it first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg.adapters.labels import FrameLabel, Labels

_MANY = ("participants", "host", "objects")
_ONE = ("place", "facility")

T = TypeVar("T")


@dataclass(frozen=True)
class Wanted:
    """Labels to be asked for.

    :param events: label -> the roles that may be filled, and whether several things may fill one.
    :param relations: labels of two ends each.
    """

    entities: tuple[str, ...]
    events: Mapping[str, Mapping[str, bool]]
    relations: tuple[str, ...]


def wanted(labels: Labels) -> Wanted:
    """Give what to ask for, so that the table knows each answer."""
    entities = _firsts((label, (one.type, *sorted(one.attributes.items()))) for label, one in labels.entities.items())
    relations = _firsts((label, (one.type, *sorted(one.values.items()))) for label, one in labels.relations.items())
    events = _firsts((label, one.type) for label, one in labels.events.items())
    return Wanted(
        tuple(entities),
        {label: _roles(labels, label, type) for label, type in events.items()},
        tuple(label for label in relations if label not in labels.entities),
    )


def _firsts(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """The first label of each meaning, with it."""
    first: dict[T, str] = {}
    for label, meaning in pairs:
        first.setdefault(meaning, label)
    return {label: meaning for meaning, label in first.items()}


def _roles(labels: Labels, label: str, type: str) -> dict[str, bool]:
    """The roles that the table speaks of for events of a type, as far as it understands them by their own names."""
    spoken = {role for one in labels.events.values() if one.type == type for role in _named(one)}
    rule = labels.events[label]
    return {
        role: role in _MANY for role in (*_MANY, *_ONE) if role in spoken and role in labels.roles_of(rule, role)[:1]
    }


def _named(label: FrameLabel) -> Iterable[str]:
    for one in (label.source, label.target, *label.roles.values()):
        yield from [one] if isinstance(one, str) else one
