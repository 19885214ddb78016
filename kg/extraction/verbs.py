"""Verbs that tell of events: the first frame whose needs are met is filled."""

from collections.abc import Callable, Mapping
from typing import Final

from spacy.tokens import Token

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import (
    after,
    datives,
    grammatical_subjects,
    has_clause,
    is_passive,
    objects,
    prepositions,
    subjects,
    themes,
)
from kg.extraction.filling import add, assign, farther, nested
from kg.extraction.frames import Frame
from kg.extraction.parts import Happening
from kg.extraction.phrases import companions, is_of_kind
from kg.extraction.reading import Reading

_PARTS: Final[Mapping[str, Callable[[Token], list[Token]]]] = {
    "subject": subjects,
    "object": objects,
    "theme": themes,
    "doer": grammatical_subjects,
    "dative": datives,
}


def part(verb: Token, name: str) -> list[Token]:
    """The heads of that part of a verb's clause: one of the named ones, or the nouns after a preposition."""
    if name in _PARTS:
        return _PARTS[name](verb)
    found = [noun for preposition, noun in prepositions(verb) if preposition.lower_ == name]
    if name == "board":
        # "on board the submarine Nerpa"
        boards = [noun for _, noun in prepositions(verb) if noun.lower_ == name]
        return [inner for noun in boards for child in noun.children for inner in (child, *child.children)]
    if name == "to" and not found:
        found = [child for child in verb.children if child.dep_ == "advmod" and child.lower_ == "there"]
    return found or _hung_elsewhere(verb, name)


def _hung_elsewhere(verb: Token, name: str) -> list[Token]:
    """Nouns that the parser hung on another part of the clause.

    ``spoke by phone with her``, ``handed the keys to her``, ``honoured the memory of the fallen at the wall``.
    """
    if name == "with":
        found = [inner for _, noun in prepositions(verb) for inner in after(noun, name)]
        if found:
            return found
    found = [noun for child in verb.children if child.dep_ == "acomp" for noun in after(child, name)]
    if found:
        return found
    if name in ("to", "with", "inside", "aboard", "by"):
        return [noun for thing in objects(verb) for noun in after(thing, name)]
    if name == "at":
        return [noun for thing in objects(verb) for noun in nested(thing) if noun.head.lower_ == name]
    return []


def read_verb(reading: Reading, verb: Token, frames: tuple[Frame, ...]) -> Candidate | None:
    """What a verb tells, by the first frame whose needs are met."""
    for frame in frames:
        if _holds(reading, verb, frame):
            return _fill(reading, verb, frame)
    return None


def _holds(reading: Reading, verb: Token, frame: Frame) -> bool:
    if frame.beside and not _has_beside(verb, frame.beside):
        return False
    if "complement" in frame.lacks and _has_complement(reading, verb):
        return False
    if "clause" in frame.lacks and has_clause(verb):
        return False
    if any(part(verb, name) for name in frame.lacks - {"complement", "clause"}):
        return False
    if any(_meets(reading, verb, name, kinds) for name, kinds in frame.unlike.items()):
        return False
    return not frame.needs or any(
        all(_meets(reading, verb, name, kinds) for name, kinds in need.items()) for need in frame.needs
    )


def _has_complement(reading: Reading, verb: Token) -> bool:
    """``called her a liar``, ``called her to testify``; not ``called her to discuss``."""
    topics = reading.frames.words["topics"]
    return any(
        child.dep_ in ("prt", "acomp", "ccomp")
        or (child.dep_ == "oprd" and (child.pos_ != "PROPN" or bool(themes(verb)[1:])))
        or (child.dep_ == "xcomp" and child.lemma_ not in topics)
        for child in verb.children
    )


def _has_beside(verb: Token, words: frozenset[str]) -> bool:
    return any(
        child.lower_ in words or child.lemma_ in words or any(noun.lemma_.lower() in words for noun in child.children)
        for child in verb.children
        if child.dep_ in ("prt", "dobj", "prep", "advmod", "npadvmod", "compound:prt", "acomp")
    )


def _meets(reading: Reading, verb: Token, name: str, kinds: frozenset[str]) -> bool:
    if name == "clause":
        return any(
            token.lemma_ in reading.frames.words.get(kind, (kind,))
            for child in verb.children
            if child.dep_ in ("ccomp", "xcomp", "advcl")
            for token in child.subtree
            for kind in kinds
        )
    return any(is_of_kind(reading, noun, kinds) for noun in part(verb, name))


def _fill(reading: Reading, verb: Token, frame: Frame) -> Candidate:
    event = Happening(frame.type, (0, 0))
    joined = verb.lemma_ == "attend" and is_passive(verb)
    candidate = Candidate(event, verb, verb, frame, strength="joined" if joined else frame.strength)
    for name, role in frame.roles.items():
        assign(reading, candidate, name, role, part(verb, name))
    assign(reading, candidate, "with", "participants", farther(reading, candidate))
    beside = [verb, *objects(verb), *(noun for _, noun in prepositions(verb))]
    add(candidate.event.participants, companions(reading, beside))
    return candidate
