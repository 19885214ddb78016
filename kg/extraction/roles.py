"""Titles given to named persons."""

from spacy.tokens import Doc

from kg.extraction.parts import Role, Thing


def find_roles(doc: Doc, things: list[Thing]) -> list[Role]:
    """The roles that stand beside a name, in the order of the text."""
    return []
