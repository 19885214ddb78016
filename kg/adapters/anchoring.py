"""Names without offsets are looked for in the text; what says that they have to do with one another is a sentence."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from kg.adapters.found import Offsets
from kg.sentences import sentence_around

_MOST = 100  # places of one name that are kept
_LARGEST = 1000  # code points on either side of a word that a sentence may have


def find_names(text: str, names: Collection[str]) -> dict[str, list[Offsets]]:
    """Find where names stand as whole words, however their blanks are written; the longest name at a place wins.

    >>> find_names("Kingsby Works, near\\nKingsby", ["Kingsby", "Kingsby Works", "Arden"])
    {'Kingsby Works': [(0, 13)], 'Kingsby': [(20, 27)]}
    """
    by_key = {" ".join(name.split()): name for name in names if name.strip()}
    found: dict[str, list[Offsets]] = defaultdict(list)
    if not by_key:
        return {}
    words = sorted(by_key, key=len, reverse=True)
    any_of = "|".join(r"\s+".join(map(re.escape, name.split())) for name in words)
    for match in re.finditer(rf"(?<!\w)(?:{any_of})(?!\w)", text):
        places = found[by_key[" ".join(match[0].split())]]
        if len(places) < _MOST:
            places.append(match.span())
    return dict(found)


def shared_sentence(text: str, groups: Sequence[Sequence[Offsets]], wanted: int) -> Offsets | None:
    """Find the first of the sentences in which most of these things stand, if as many as are wanted do."""
    there: dict[Offsets, set[int]] = defaultdict(set)
    for number, spans in enumerate(groups):
        for span in spans[:_MOST]:
            there[sentence(text, [span])].add(number)
    best = max(there, key=lambda one: (len(there[one]), -one[0]), default=None)
    return best if best is not None and len(there[best]) >= wanted else None


def sentence(text: str, spans: Iterable[Offsets]) -> Offsets:
    """Give the sentence, or sentences, of a stretch of text."""
    spans = list(spans)
    return sentence_around(text, min(start for start, _ in spans), max(end for _, end in spans), _LARGEST)


def check_spans(text: str | None, spans: Iterable[Offsets]) -> str | None:
    """Say what is wrong with offsets, if anything is."""
    for start, end in spans:
        if not 0 <= start <= end:
            return f"offsets {start} to {end} are no stretch of text"
        if text is not None and end > len(text):
            return f"offsets {start} to {end} lie past the end of the text, which has {len(text)} characters"
    return None
