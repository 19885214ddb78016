"""Deciding: which outcome candidates and their probabilities come to."""

from kg.linking.candidates import Candidate
from kg.linking.model import Model, logit
from kg.linking.outcome import AMBIGUOUS, LINKED, NIL


def decide(ranked: list[tuple[float, Candidate]], model: Model) -> tuple[str, str]:
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
