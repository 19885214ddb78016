"""What was decided about an entity: linked, ambiguous or NIL, with the candidates and the reason."""

from typing import Any

import msgspec

LINKED, AMBIGUOUS, NIL = "linked", "ambiguous", "nil"


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """A candidate with its probability, for a person or a review file."""

    item: str
    label: str
    score: float
    description: str = ""
    way: str = ""
    features: dict[str, float] = {}


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """The decision about one entity.

    :param method: ``index``, ``document`` (it follows a fuller name there), ``record`` or ``review``.
    :param index: the hash of the index that was asked, and ``date`` its day.
    :param reason: why, in words.
    :param facts: attributes that the index knows of the item.
    """

    outcome: str
    method: str
    item: str | None = None
    score: float | None = None
    index: str = ""
    date: str = ""
    reason: str = ""
    candidates: list[Choice] = []
    facts: dict[str, Any] = {}
