"""Where the text puts somebody beside any event: ``In Moscow, Mr. Vane signed …``, ``Speaking in Cairo, she …``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from kg.extraction.clauses import grammatical_subjects, is_verb, prepositions
from kg.extraction.phrases import things
from kg.extraction.reading import PEOPLE, Reading

_WHERE: Final = frozenset({"in", "at"})
_SPEAKING: Final = frozenset({"speak", "talk", "address"})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Who is where, as of a token."""

    token: int
    sentence: int
    people: tuple[str, ...]
    place: str


def find_whereabouts(reading: Reading) -> list[Whereabouts]:
    """In the order of the text."""
    found = []
    for token in reading.doc:
        if token.lower_ in _WHERE and token.dep_ == "prep" and is_verb(token.head) and _tells(token):
            places = list(_places(reading, token))
            people = things(reading, grammatical_subjects(token.head), PEOPLE) if places else []
            if people:
                found.append(Whereabouts(token.i, reading.sentence_of[token.i], tuple(people), places[0]))
    return found


def _tells(preposition: Token) -> bool:
    """Whether it opens its sentence, or says where somebody speaks."""
    verb = preposition.head
    if any(child.dep_ in ("aux", "neg") and child.lower_ not in ("has", "have") for child in verb.children):
        return False
    return preposition.is_sent_start or (verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.lemma_ in _SPEAKING)


def _places(reading: Reading, preposition: Token) -> Iterator[str]:
    for link, noun in prepositions(preposition.head):
        if link.i == preposition.i and noun.i not in reading.timed:
            yield from (thing for thing in reading.own(noun) if reading.type_of(thing) == "Place")
