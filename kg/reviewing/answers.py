"""What a person types, as an answer."""

from typing import NamedTuple

from kg.iris import parse_item

ACCEPT, REJECT, OTHER, NONE, SKIP, BACK, JOIN, SPLIT, MORE, HELP, QUIT = (
    "accept", "reject", "other", "none", "skip", "back", "join", "split", "more", "help", "quit",
)  # fmt: skip
VERBS = (SKIP, ACCEPT, REJECT, OTHER, NONE, BACK, JOIN, SPLIT, MORE, HELP, QUIT)  # of verbs that begin alike, the first
_SYNONYMS = {"nil": NONE, "?": HELP, "exit": QUIT}


class Answer(NamedTuple):
    """A verb, and what it is to be done with."""

    verb: str
    what: str = ""


def parse_answer(text: str) -> Answer | None:
    """Give the answer that a line stands for, else None. A number accepts, an item is another one.

    >>> parse_answer("2"), parse_answer("Q42"), parse_answer("r 1"), parse_answer("sp"), parse_answer("s")
    (Answer(verb='accept', what='2'), Answer(verb='other', what='Q42'), Answer(verb='reject', what='1'), \
Answer(verb='split', what=''), Answer(verb='skip', what=''))
    """
    word, _, rest = text.strip().partition(" ")
    if word.isdecimal() and not rest:
        return Answer(ACCEPT, word)
    if parse_item(word) and not rest:
        return Answer(OTHER, word)
    known = _SYNONYMS.get(word.lower()) or next(
        (verb for verb in VERBS if word and verb.startswith(word.lower())), None
    )
    return Answer(known, rest.strip()) if known else None


def parse_places(text: str, number: int) -> list[int] | None:
    """Give the places, from 0, that numbers or letters stand for: ``2``, ``1 3``, ``b,c`` or ``all``; else None.

    >>> parse_places("1 3", 3), parse_places("b", 3), parse_places("all", 2), parse_places("4", 3)
    ([0, 2], [1], [0, 1], None)
    """
    if text.strip().lower() == "all":
        return list(range(number))
    found = [_place(word) for word in text.replace(",", " ").split()]
    return sorted(set(found)) if found and all(0 <= place < number for place in found) else None


def _place(word: str) -> int:
    if word.isascii() and word.isdecimal() and len(word) < 10:
        return int(word) - 1
    return ord(word.lower()) - ord("a") if len(word) == 1 and "a" <= word.lower() <= "z" else -1
