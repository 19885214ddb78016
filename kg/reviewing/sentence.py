"""The sentence that a name stands in, for a person to read."""

import re
from typing import NamedTuple

from kg.records import Span

_LONGEST = 240  # code points on either side of a mention
_END = re.compile(r"(?P<word>[^\W\d_]*)[.!?]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\Wa-z])|\n\s*\n")
_ABBREVIATED = 3  # letters: Mr., Gen., U.S. and so on end no sentence


class Sentence(NamedTuple):
    """What stands before a mention, the mention, and what stands after it."""

    before: str = ""
    mention: str = ""
    after: str = ""

    def __str__(self) -> str:
        return "".join(self)


def sentence_of(text: str, span: Span) -> Sentence:
    """Give the sentence around a mention, as far as it is not too long.

    >>> sentence_of("He left. Gen. Ada Quill stayed. So did I.", Span(14, 23))
    Sentence(before='Gen. ', mention='Ada Quill', after=' stayed.')
    """
    first = max(span.start - _LONGEST, 0)
    # a sentence's end is known by what comes after it
    starts = [end.end() + first for end in _END.finditer(text[first : span.end]) if _ends(end)]
    stops = [end.end() + span.end for end in _END.finditer(text[span.end : span.end + _LONGEST]) if _ends(end)]
    start = max([first, *(one for one in starts if one <= span.start)])
    stop = min([span.end + _LONGEST, *stops])
    return Sentence(text[start : span.start], text[span.start : span.end], text[span.end : stop].rstrip())


def _ends(found: re.Match[str]) -> bool:
    word = found["word"] or ""
    return not (0 < len(word) <= _ABBREVIATED and word[0].isupper())
