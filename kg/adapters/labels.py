"""The table of labels: what the words of other tools become in a record. A user edits it, or gives another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import msgspec.yaml

from kg.errors import ProfileError

_BLANKS = re.compile(r"[\s_.-]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class EntityLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a label of things becomes."""

    type: str
    attributes: dict[str, str] = {}


class FrameLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a label of relations or events becomes.

    :param source: the roles that the first end of a relation may take, the first that fits; ``target``, the other.
    :param types: of the two ends, where the tool itself gives them none.
    :param roles: of this label alone; the table's own roles stand for the rest.
    :param values: fields that are the same for all of this label, such as the office of ``president of``.
    """

    type: str
    source: str | list[str] = []
    target: str | list[str] = []
    types: list[str] = []
    roles: dict[str, str | list[str]] = {}
    values: dict[str, str] = {}


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    entities: dict[str, str | EntityLabel]
    events: dict[str, str | FrameLabel]
    relations: dict[str, str | FrameLabel]
    roles: dict[str, str | list[str]]
    names: dict[str, str]
    fits: dict[str, list[str]]
    modalities: dict[str, str]
    modality: str


@dataclass(frozen=True)
class Labels:
    """The table, by labels in the form in which equal ones are equal (:func:`plain`)."""

    entities: Mapping[str, EntityLabel]
    events: Mapping[str, FrameLabel]
    relations: Mapping[str, FrameLabel]
    roles: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    """The type of a name of which a tool says no more than that it fills a role."""
    fits: Mapping[str, frozenset[str]]
    modalities: Mapping[str, str]
    modality: str

    def own_type(self, label: str) -> str:
        """Give the type that a label of ours is, or became when somebody changed it."""
        known = self.entities.get(plain(label))
        return label if known is None or label in {one.type for one in self.entities.values()} else known.type

    def roles_of(self, label: FrameLabel, role: str) -> tuple[str, ...]:
        """Give the roles of a record that a tool's role may be, likeliest first."""
        own = {"source": label.source, "target": label.target, **{plain(key): one for key, one in label.roles.items()}}
        return _several(own.get(plain(role), [])) or self.roles.get(plain(role), ())


def plain(label: str) -> str:
    """Give the form in which labels are compared: MET_WITH, metWith and "met with" are one, and so is met-with2.

    >>> plain("MET_WITH"), plain("metWith2"), plain("Place.City")
    ('met with', 'met with', 'place city')
    """
    return _BLANKS.sub(" ", _HUMP.sub(" ", label).casefold()).strip().rstrip("0123456789").strip() or label.casefold()


def read_labels(path: Path) -> Labels:
    """Read a table. :raises ProfileError: if it is none, with the place in it."""
    try:
        table = msgspec.yaml.decode(path.read_bytes(), type=_Table)
    except OSError as error:
        raise ProfileError(f"the table of labels cannot be read: {error.strerror}", where=str(path)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"not a table of labels: {error}", where=str(path)) from error
    return Labels(
        {plain(key): EntityLabel(one) if isinstance(one, str) else one for key, one in table.entities.items()},
        {plain(key): FrameLabel(one) if isinstance(one, str) else one for key, one in table.events.items()},
        {plain(key): FrameLabel(one) if isinstance(one, str) else one for key, one in table.relations.items()},
        {plain(key): _several(one) for key, one in table.roles.items()},
        {plain(key): type for key, type in table.names.items()},
        {key: frozenset(types) for key, types in table.fits.items()},
        {plain(key): one for key, one in table.modalities.items()},
        table.modality,
    )


def _several(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
