"""Where sentences begin and end: a rule of thumb, for evidence to quote and for people to read."""

import re
from collections.abc import Iterator

LONGEST = 240
"""Code points on either side, after which a sentence is cut."""

_END = re.compile(r"[.!?]{1,9}[\"'”’»)\]]{0,9}\s+(?=[\"'“‘«(\[]{0,9}[^\Wa-z])|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]*\Z")
_ABBREVIATED = 3  # letters: Mr., Gen., U.S. and so on end no sentence


def sentence_around(text: str, start: int, end: int, longest: int = LONGEST) -> tuple[int, int]:
    """Give the offsets of the sentence, or the sentences, that a stretch of text lies in.

    >>> story = "He left. Gen. Ada Quill stayed. So did I."
    >>> story[slice(*sentence_around(story, 14, 23))]
    'Gen. Ada Quill stayed.'
    """
    first = max(start - longest, 0)
    # a sentence's end is known by what comes after it
    starts = [one.end() + first for one in _END.finditer(text[first:end]) if _ends(one)]
    stops = [one.end() + end for one in _END.finditer(text[end : end + longest]) if _ends(one)]
    begin = max([first, *(one for one in starts if one <= start)])
    last = text[end : min([end + longest, *stops])].rstrip()
    return begin, end + len(last)


def sentences_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the offsets of the sentences in a stretch of text, one after another; nothing but blanks lies between them.

    >>> story = "He left. Gen. Ada Quill stayed. So did I."
    >>> [story[slice(*one)] for one in sentences_in(story, 0, len(story))]
    ['He left.', 'Gen. Ada Quill stayed.', 'So did I.']
    """
    begin = start
    for stop in [*(one.end() for one in _END.finditer(text, start, end) if _ends(one)), end]:
        words = text[begin:stop]
        if words.strip():
            yield begin + len(words) - len(words.lstrip()), begin + len(words.rstrip())
        begin = stop


def _ends(found: re.Match[str]) -> bool:
    """Whether a sentence ends there: by a mark that stands behind no abbreviation, or by an empty line."""
    before = found.string[max(found.start() - _ABBREVIATED - 1, 0) : found.start()]
    word = _WORD.search(before) if found[0][0] in ".!?" else None
    return not (word and 0 < len(word[0]) <= _ABBREVIATED and word[0][0].isupper())
