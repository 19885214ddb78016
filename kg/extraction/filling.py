"""What the parts of a clause put into the slots of an event."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from kg.extraction.candidate import TALKS, Candidate
from kg.extraction.clauses import after, is_verb
from kg.extraction.phrases import listed, things
from kg.extraction.reading import ACTORS, MATERIAL, PEOPLE, SITES, Reading

VISITORS: Final = PEOPLE | {"Organization"}
# Parts that often are a list of names with their titles.
_LISTING = frozenset({"with", "between", "of", "including", "object"})


def assign(reading: Reading, candidate: Candidate, name: str, role: str, nouns: list[Token]) -> None:
    """Put what a part of the clause stands for into the slot of its role."""
    event = candidate.event
    nouns = [inner for noun in nouns for inner in _taking_part(reading, noun)]
    if role == "participants":
        _take_participants(reading, candidate, name, nouns)
    elif role == "host":
        add(event.host, things(reading, nouns, ACTORS))
    elif role == "objects":
        add(event.objects, material(reading, nouns))
    elif role == "either":
        people = things(reading, nouns, VISITORS)
        add(event.participants, people)
        candidate.sites.extend([] if people else nouns)
    elif role == "seen":
        candidate.sites.extend(nouns)
        add(event.objects, material(reading, nouns))
    elif role == "site":
        _take_site(reading, candidate, nouns)


def _take_participants(reading: Reading, candidate: Candidate, name: str, nouns: list[Token]) -> None:
    nouns = [noun for noun in nouns if noun.i not in reading.timed]  # "Monday's talks"
    found = things(reading, nouns, ACTORS if candidate.event.type in TALKS else VISITORS)
    if name in _LISTING or candidate.strength == "attending":
        found += [thing for thing in listed(reading, nouns) if thing not in found]
    candidate.open_part |= bool(nouns) and not found
    add(candidate.event.participants, found)


def _take_site(reading: Reading, candidate: Candidate, nouns: list[Token]) -> None:
    """Where somebody goes: a place, a vessel, or a person or body that receives."""
    candidate.sites.extend(nouns)
    add(candidate.event.objects, things(reading, nouns, frozenset({"Vessel"})))
    if not things(reading, nouns, SITES):
        add(candidate.event.host, things(reading, nouns, VISITORS))
    for noun in nouns:
        # "visited her, who is being treated at the hospital"
        if _is_person(reading, noun):
            candidate.sites.extend(child for child in noun.children if child.dep_ == "relcl")


def _taking_part(reading: Reading, noun: Token) -> list[Token]:
    """``with the participation of X`` names X."""
    if noun.lemma_.lower() in reading.frames.words["participation"]:
        return after(noun, "of")
    return [noun]


def _is_person(reading: Reading, noun: Token) -> bool:
    return any(reading.type_of(thing) in PEOPLE for thing in reading.own(noun))


def material(reading: Reading, nouns: list[Token]) -> list[str]:
    """The aircraft, weapons and vessels named anywhere inside those noun phrases."""
    found: dict[str, None] = dict.fromkeys(things(reading, nouns, MATERIAL))
    for noun in nouns:
        for token in noun.subtree:
            for thing in reading.own(token):
                if reading.type_of(thing) in MATERIAL:
                    found[thing] = None
    return list(found)


def add(slot: list[str], found: list[str]) -> None:
    """Put what is found into a slot, each thing once."""
    slot.extend(thing for thing in found if thing not in slot)


def farther(reading: Reading, candidate: Candidate) -> list[Token]:
    """``a meeting on security with the participation of X``: those whom the parser hung on the subject of the talk."""
    words = reading.frames.words["participation"]
    roots = [candidate.trigger, candidate.clause] if candidate.light else [candidate.trigger]
    found = [noun for root in roots for noun in nested(root) if noun.head.lower_ in ("with", "in")]
    taking_part = [noun for noun in found if noun.lemma_.lower() in words]
    if taking_part or candidate.trigger.pos_ == "VERB" or candidate.event.type not in TALKS:
        return taking_part
    named = [noun for noun in found if noun.head.lower_ == "with" and noun.head.head.i != candidate.trigger.i]
    return named if len(candidate.event.participants) < 2 and not candidate.open_part else []


def nested(token: Token, depth: int = 10) -> Iterator[Token]:
    """The nouns after prepositions below a token, those in clauses left out."""
    for child in token.children:
        if child.dep_ in ("prep", "pobj", "dobj", "conj", "npadvmod") and not is_verb(child):
            if child.dep_ == "pobj":
                yield child
            if depth:
                yield from nested(child, depth - 1)
