"""Noun phrases and clauses as the parser has them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from spacy.tokens import Token

DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "both"})
INDEFINITE: Final = frozenset({"a", "an", "any", "each", "every", "no", "another", "other", "some", "many", "several"})
ARGUMENTS: Final = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj"})
SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
NUMBERS: Final = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
CLIMB: Final = 12
"""How many heads are climbed at most."""

# What is looked at on either side of a noun, so that no heap of words takes long.
_WIDTH: Final = 12
_LENGTH: Final = 24

_MODIFIERS: Final = frozenset({"amod", "compound", "det", "nmod", "nummod", "poss", "quantmod", "npadvmod"})


def modifiers(token: Token) -> list[Token]:
    """The words before a noun that belong to it."""
    direct = [child for child in token.lefts if child.dep_ in _MODIFIERS]
    return [word for child in direct[-_WIDTH:] for word in islice(child.subtree, _WIDTH)] if direct else []


def phrase(token: Token, words: Iterable[Token]) -> str:
    """A noun with what stands before it and after "of"."""
    before = "".join(word.text_with_ws for word in (*words, token))
    return f"{before} {''.join(word.text_with_ws for word in belonging(token))}"


def belonging(token: Token) -> list[Token]:
    """The words after a noun that belong to it: "of" and "for" with what they lead to."""
    links = (link for link in token.rights if link.dep_ == "prep" and link.lower_ in ("of", "for"))
    return list(islice((word for link in links for word in _without_clauses(link)), _LENGTH))


def _without_clauses(link: Token) -> Iterator[Token]:
    for word in link.subtree:
        if word.dep_ in ("relcl", "acl") or word.pos_ == "VERB" or (word.tag_ == "NN" and word.dep_ == "conj"):
            return
        yield word


def count(words: Iterable[Token]) -> int | None:
    """How many there are, if one of the words says it."""
    return next((NUMBERS[word.lower_] for word in words if word.lower_ in NUMBERS), None)


def verb_of(token: Token) -> Token:
    """The verb that a token hangs on."""
    place = token.head
    for _ in range(CLIMB):
        if place.pos_ in ("VERB", "AUX") or place.head is place:
            break
        place = place.head
    return place


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the one that it is coordinated with or depends on."""
    place = verb
    for _ in range(CLIMB):
        subject = next((child for child in place.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None or place.dep_ not in ("conj", "xcomp", "advcl", "aux"):
            return subject
        place = place.head
    return None
