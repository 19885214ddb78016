"""What refers back: short forms, titles, pronouns, plural groups."""

from spacy.tokens import Doc

from kg.extraction.parts import Referents, Role, Thing


def resolve(doc: Doc, things: list[Thing], roles: list[Role]) -> Referents:
    """For each head of a noun phrase, the things it stands for."""
    of = {mention.head: (thing.id,) for thing in things for mention in thing.mentions}
    return Referents({thing.id: thing for thing in things}, of)
