"""A long text in stretches that a model can read at once: whole sentences, as many as go in."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from kg.extraction.parts import Extent

_TOKENS = 4
"""As many tokens a character takes at the most: one for each of its bytes."""

_LETTERS = 20
"""Letters for each token of a window, beyond which what is called a sentence is not even looked at as one."""


class Piece(NamedTuple):
    """A sentence, or as much of one as goes into a window, and how much of the window it takes."""

    start: int
    end: int
    cost: int


def pieces(text: str, sentences: Iterable[Extent], cost: Callable[[str], int], size: int) -> Iterator[Piece]:
    """Give each sentence; one that no window holds is cut between words, and a word that none holds anywhere.

    :param cost: how much of a window words take; of several words, the sum.
    """
    for start, end in sentences:
        is_short = end - start <= size * _LETTERS
        if is_short and (whole := cost(text[start:end])) <= size:
            yield Piece(start, end, whole)
            continue
        begin, spent = start, 0
        for first, more in _words(text, start, end, cost, size):
            if spent + more > size:
                yield Piece(begin, first, spent)
                begin, spent = first, 0
            spent += more
        yield Piece(begin, end, spent)


def _words(text: str, start: int, end: int, cost: Callable[[str], int], size: int) -> Iterator[tuple[int, int]]:
    """Where each word begins and what it takes; of one that no window holds, each part."""
    part = re.compile(rf"\S{{1,{max(1, size // _TOKENS)}}}")
    for word in re.finditer(r"\S+", text[start:end]):
        first, last = word.start() + start, word.end() + start
        is_whole = last - first <= size and cost(word[0]) <= size
        found = [(first, last)] if is_whole else [one.span() for one in part.finditer(text, first, last)]
        yield from ((begin, cost(text[begin:stop])) for begin, stop in found)


def windows(found: Sequence[Piece], size: int) -> Iterator[Extent]:
    """Give the windows. The last sentence of one is the first of the next, so that what they share is seen together."""
    costs = [0, *accumulate(piece.cost for piece in found)]
    first = 0
    while first < len(found):
        last = first
        while last + 1 < len(found) and costs[last + 2] - costs[first] <= size:
            last += 1
        yield found[first].start, found[last].end
        if last + 1 == len(found):
            return
        again = last > first and costs[last + 2] - costs[last] <= size
        first = last if again else last + 1
