"""Where a quote stands in a text: exactly, else but for marks, case and spacing, else nearly."""

import re
from typing import Final

from rapidfuzz.fuzz import partial_ratio_alignment

from kg.extraction.parts import Extent
from kg.extraction.story import fold

_NEARLY: Final = 92.0
_SHORTEST: Final = 12
"""Characters of a quote that is looked for nearly: any shorter one is near to too much."""


class Anchors:
    """A text in which quotes are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold(text).lower()

    def all(self, name: str) -> list[Extent]:
        """Every place where a name stands as a word of its own; if there is none, where it nearly does."""
        if not name.strip():
            return []
        words = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        return [found.span() for found in words.finditer(self.text)] or list(filter(None, [self.first(name)]))

    def first(self, quote: str) -> Extent | None:
        """The first place where a quote stands, if it does."""
        start = self.text.find(quote)
        if quote and start >= 0:
            return start, start + len(quote)
        return self._but_for_marks(quote) or self._nearly(quote)

    def _but_for_marks(self, quote: str) -> Extent | None:
        words = fold(quote).lower().split()
        if not words or len(self._folded) != len(self.text):
            return None
        found = re.search(r"\s+".join(map(re.escape, words)), self._folded)
        return found.span() if found else None

    def _nearly(self, quote: str) -> Extent | None:
        if not _SHORTEST <= len(quote) <= len(self.text):
            return None
        found = partial_ratio_alignment(quote.lower(), self._folded, score_cutoff=_NEARLY)
        return self._whole_words(found.dest_start, found.dest_end) if found else None

    def _whole_words(self, start: int, end: int) -> Extent:
        while start > 0 and self.text[start - 1].isalnum() and self.text[start].isalnum():
            start -= 1
        while end < len(self.text) and self.text[end - 1].isalnum() and self.text[end].isalnum():
            end += 1
        return start, end
