"""What the text says of where places and sites lie: ``Basra, Iraq``, ``the reactor is in Arak``; and capitals."""

from collections.abc import Mapping

from spacy.tokens import Token

from kg.extraction.clauses import grammatical_subjects, is_verb
from kg.extraction.reading import SITES, Reading

_LIES = frozenset({"in", "near", "outside", "at", "on", "inside"})
_VERBS = frozenset({"be", "locate", "situate", "lie", "base", "stand", "construct", "build"})


def find_containers(reading: Reading) -> dict[str, str]:
    """Site or place -> the place that it lies in, the first that the text says."""
    found = dict(_capitals(reading, reading.frames.capitals))
    for token in reading.doc:
        outer = _place(reading, token)
        if outer is None:
            continue
        for inner in _lying_in(reading, token):
            if inner != outer and found.get(outer) != inner:
                found.setdefault(inner, outer)
    return found


def within(containers: Mapping[str, str], inner: str | None, outer: str | None) -> bool:
    """Whether one place is another, or lies in it."""
    for _ in range(5):
        if inner is None or outer is None:
            return False
        if inner == outer:
            return True
        inner = containers.get(inner)
    return False


def _capitals(reading: Reading, capitals: Mapping[str, str]) -> dict[str, str]:
    named = {thing.name: thing.id for thing in reading.referents.things.values() if thing.type == "Place"}
    return {
        named[capital]: named[country] for capital, country in capitals.items() if capital in named and country in named
    }


def _place(reading: Reading, token: Token) -> str | None:
    return next((thing for thing in reading.own(token) if reading.type_of(thing) == "Place"), None)


def _sites(reading: Reading, token: Token) -> list[str]:
    return [thing for thing in reading.own(token) if reading.type_of(thing) in SITES]


def _lying_in(reading: Reading, token: Token) -> list[str]:
    """The sites that are said to lie in the place that a token names."""
    if token.dep_ == "appos":
        return _sites(reading, token.head)
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_ in reading.frames.words["sites"]:
        token = token.head.head  # "the city of X"
    if token.dep_ != "pobj" or token.head.lower_ not in _LIES:
        return []
    above = token.head.head
    if _sites(reading, above):
        return _sites(reading, above)
    while above.head.i != above.i and not is_verb(above):
        above = above.head
    if is_verb(above) and above.lemma_ in _VERBS:
        return [site for noun in grammatical_subjects(above) for site in _sites(reading, noun)]
    return []
