"""What was decided about an entity: linked, ambiguous or NIL, with the candidates and the reason."""

from typing import TYPE_CHECKING, Any

import msgspec

from kg.linking.model import Model, logit

if TYPE_CHECKING:  # a decision is read and written without what candidates are found by
    from kg.linking.candidates import Candidate

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


def decide(ranked: list[tuple[float, "Candidate"]], model: Model) -> tuple[str, str]:
    """Give outcome and reason for candidates that stand in the order of their probability."""
    if not ranked:
        return NIL, "no item of its type has such a name"
    best, one = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    if best < model.ambiguous:
        return NIL, f"the likeliest, {one.item.id}, has a probability of only {best:.2f}"
    if best < model.linked:
        return AMBIGUOUS, f"{one.item.id} has a probability of {best:.2f}, and {model.linked:.2f} is asked for"
    if logit(best) - logit(second) < model.margin:
        return AMBIGUOUS, f"{one.item.id} ({best:.2f}) and {ranked[1][1].item.id} ({second:.2f}) are about as likely"
    return LINKED, f"{one.item.label} by {one.way} {one.key!r}"
