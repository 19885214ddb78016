"""The profile's ``linking.yaml``: which items of Wikidata can be a thing of which type, and words around names."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
import msgspec.yaml

from kg.errors import ProfileError


class TypeRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a type of entity is looked for among.

    :param classes: root classes: an item such as ``Q5``, or the English label of a class in the dump.
    :param facts: attributes that a linked thing takes over from the index: ``icao``, ``iata``, ``latitude``,
        ``longitude``.
    :param models: whether a subclass of a root stands for a thing itself, as aircraft models do.
    :param having: a property without which nothing of the type is taken from the query service, for it has too many.
    """

    classes: Annotated[list[str], msgspec.Meta(min_length=1)]
    models: bool = False
    having: Annotated[str, msgspec.Meta(pattern="^(P[1-9][0-9]*)?$")] = ""
    facts: list[Literal["icao", "iata", "latitude", "longitude"]] = []


class Teams(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to tell that a name is that of a team, and not of what the team plays for.

    :param around: words around a mention that speak of sport.
    :param lenders: words of the full names of what teams play for, which short names lack.
    """

    around: list[str] = []
    lenders: list[str] = []


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole ``linking.yaml``.

    :param languages: of labels and aliases; ``mul`` is Wikidata's for names that are the same in many.
    :param types: type of the record -> what it is looked for among.
    :param never: root classes of what is no thing of any type; an item nearer to one of them is not kept.
    :param untyped: whether items without any class are kept; they are linked only where their name leaves no doubt.
    :param titles: words that stand before or after a name and are no part of it.
    :param generic: words that a full name has and a short one lacks: legal forms and the like.
    :param kinds: words that close the name of a site and only say what it is.
    :param nations: each with its adjectives and other names.
    """

    languages: Annotated[list[str], msgspec.Meta(min_length=1)]
    types: dict[str, TypeRule]
    never: list[str] = []
    untyped: bool = True
    titles: list[str] = []
    generic: list[str] = []
    kinds: list[str] = []
    nations: dict[str, list[str]] = {}
    teams: Teams = Teams()

    def roots(self) -> dict[str, list[str]]:
        """Give the root classes of each type, and those of nothing under an empty name."""
        return {**{name: rule.classes for name, rule in self.types.items()}, "": self.never}


def read_rules(path: Path) -> Rules:
    """Read a ``linking.yaml``. :raises ProfileError: if it is missing, or is not of this form."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Rules)
    except FileNotFoundError as error:
        raise ProfileError(
            "the profile has no linking.yaml, so its things cannot be linked", where=str(path)
        ) from error
    except msgspec.DecodeError as error:
        raise ProfileError(f"not the rules of linking: {error}", where=str(path)) from error
