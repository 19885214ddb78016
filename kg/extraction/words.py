"""A text as words, with what stands between them."""

import re
from dataclasses import dataclass
from typing import Final

from kg.extraction.parts import Extent

_ABBREVIATIONS: Final = (
    "Mr|Mrs|Ms|Dr|St|Gen|Lt|Maj|Brig|Col|Adm|Sen|Rep|Gov|Sgt|Capt|Cmdr|Prof|Rev|Hon|Jr|Sr|Inc|Ltd|Corp|Dept|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|No"
)
_WORD: Final = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|(?:{_ABBREVIATIONS})\.|[A-Z]\.(?=\s[A-Z])|\b[A-Z]/[A-Z][\w-]*"
    r"|N\.Korea\w*|S\.Korea\w*|[^\W_]+(?:[-'&.+\u2010\u2011][^\W_]+)*"
)
# After a stop, a line break or an opening quotation mark a capital letter says nothing.
_OPENING: Final = re.compile(r"[.!?:;…]|\n|(?:^|\s)[\"'(\[]")
_CAPITAL: Final = re.compile(r"(?:al|el|ash|ad|as|at|an|ar|az|ul|bin|[dloDLO])[-'][A-Z]|[A-ZÀ-ÖØ-ÞĀ-Ž]|\d+[A-Z]")


# After a hyphen they make an adjective of a name: Moscow-based, U.S.-led.
_ADJECTIVAL: Final = frozenset(
    [
        "led",
        "based",
        "backed",
        "style",
        "made",
        "born",
        "wide",
        "era",
        "like",
        "held",
        "run",
        "owned",
        "funded",
        "trained",
        "type",
        "class",
        "speaking",
        "occupied",
        "imposed",
        "sponsored",
        "controlled",
        "dominated",
        "brokered",
        "mediated",
        "affiliated",
        "aligned",
        "linked",
        "allied",
        "inspired",
        "bound",
        "range",
        "only",
        "friendly",
        "free",
        "old",
        "day",
        "long",
        "term",
        "level",
        "built",
        "administered",
        "installed",
        "supported",
        "style",
        "related",
        "themed",
        "loving",
        "educated",
        "rich",
        "proof",
        "capable",
        "armed",
        "powered",
        "guided",
        "ready",
        "ray",
        "shirt",
        "turn",
        "mail",
        "book",
        "card",
        "wing",
        "half",
        "time",
        "off",
        "up",
        "down",
        "out",
        "in-law",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text.

    :param gap: what stands between the word before and this one.
    :param opens: whether it begins a sentence or a quotation, so that its capital letter says nothing.
    :param possessive: whether ``'s`` follows, which is no part of it.
    :param capital: whether it is written like a name.
    """

    text: str
    start: int
    end: int
    gap: str
    opens: bool
    possessive: bool
    capital: bool


def split_words(text: str, passages: tuple[Extent, ...]) -> list[Word]:
    """The words of the passages, in the order of the text."""
    words: list[Word] = []
    for first, last in passages:
        before = first
        for found in _WORD.finditer(text, first, last):
            words.append(_word(text, found, "\n" if before == first else text[before : found.start()], last))
            before = words[-1].end
    return words


def _word(text: str, found: re.Match[str], gap: str, last: int) -> Word:
    written, end = found[0], found.end()
    possessive = written.endswith("'s")
    if possessive:
        written, end = written[:-2], end - 2
    elif written.endswith("s") and text[end : min(end + 2, last)] in ("' ", "'"):
        possessive = True
    # The gap after a possessive holds its "'s", which opens nothing.
    return Word(written, found.start(), end, gap, _opens(gap), possessive, _is_name(written))


def _opens(gap: str) -> bool:
    return bool(_OPENING.search(gap.removeprefix("'s").removeprefix("'")))


def _is_name(written: str) -> bool:
    """Whether it is written like a name, as Ban Ki-moon is; ``Moscow-based`` is not."""
    if not _CAPITAL.match(written):
        return False
    last = written.rsplit("-", 1)[-1]
    return last == written or not (last in _ADJECTIVAL or (last.endswith("ed") and last.islower()))
