"""Where a quote stands in a text: exactly, else but for marks, case and spacing, else nearly."""

import re
from itertools import islice
from typing import Final

from rapidfuzz.fuzz import partial_ratio_alignment

from kg.extraction.parts import Extent
from kg.extraction.story import fold

_NEARLY: Final = 92.0
_SHORTEST: Final = 12
"""Characters of a quote that is looked for nearly: any shorter one is near to too much."""
_LONGEST: Final = 2_000
_MOST: Final = 100_000_000
"""Characters that are read to look for what does not stand there exactly: whatever a model says, there is an end."""
_PLACES: Final = 100_000
"""Places of all names together."""


class Anchors:
    """A text in which quotes are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded = fold(text).lower()
        self._left = _MOST
        self._places = _PLACES

    def all(self, name: str) -> list[Extent]:
        """Every place where a name stands as a word of its own; if there is none, where it nearly does."""
        if not name.strip():
            return []
        words = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        places = words.finditer(self.text) if name in self.text else iter(())
        found = [place.span() for place in islice(places, self._places)]
        self._places -= len(found)
        return found or list(filter(None, [self.first(name)]))

    def first(self, quote: str) -> Extent | None:
        """The first place where a quote stands, if it does."""
        start = self.text.find(quote)
        if quote and start >= 0:
            return start, start + len(quote)
        if self._left < 0:
            return None
        self._left -= len(self.text)
        return self._but_for_marks(quote) or self._nearly(quote)

    def _but_for_marks(self, quote: str) -> Extent | None:
        words = fold(quote).lower().split()
        if not words or len(self._folded) != len(self.text):
            return None
        found = re.search(r"\s+".join(map(re.escape, words)), self._folded)
        return found.span() if found else None

    def _nearly(self, quote: str) -> Extent | None:
        if not _SHORTEST <= len(quote) <= min(len(self.text), _LONGEST):
            return None
        found = partial_ratio_alignment(quote.lower(), self._folded, score_cutoff=_NEARLY)
        return self._whole_words(found.dest_start, found.dest_end) if found else None

    def _whole_words(self, start: int, end: int) -> Extent:
        while start > 0 and self.text[start - 1].isalnum() and self.text[start].isalnum():
            start -= 1
        while end < len(self.text) and self.text[end - 1].isalnum() and self.text[end].isalnum():
            end += 1
        return start, end
