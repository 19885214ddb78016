"""Time expressions, resolved against the dateline; never against today's clock."""

import datetime

from spacy.tokens import Doc

from kg.extraction.parts import Time


def find_times(doc: Doc, published: datetime.date) -> list[Time]:
    """The expressions that say when, in the order of the text."""
    return []
