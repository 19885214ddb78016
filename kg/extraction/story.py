"""A text as the model shall read it."""

import datetime
import re
from typing import Final

from kg.extraction.parts import Extent, Story

# One mark for another, so that offsets stay true.
_MARKS: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
_PARAGRAPH: Final = re.compile(r"[^\n]+")


def read_story(text: str, published: datetime.date) -> Story:
    """A story of that text."""
    return Story(text, text.translate(_MARKS), tuple(_passages(text)), published)


def _passages(text: str) -> list[Extent]:
    return [found.span() for found in _PARAGRAPH.finditer(text)]
