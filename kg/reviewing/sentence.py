"""The sentence that a name stands in, for a person to read."""

from typing import NamedTuple

from kg.records import Span
from kg.sentences import sentence_around


class Sentence(NamedTuple):
    """What stands before a mention, the mention, and what stands after it."""

    before: str = ""
    mention: str = ""
    after: str = ""

    def __str__(self) -> str:
        return "".join(self)


def sentence_of(text: str, span: Span) -> Sentence:
    """Give the sentence around a mention, as far as it is not too long."""
    start, end = sentence_around(text, span.start, span.end)
    return Sentence(text[start : span.start], text[span.start : span.end], text[span.end : end])
