"""Relations between things: what carries what, what is made where, what lies in which place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from spacy.tokens import Doc, Token

from kg.errors import ProfileError
from kg.extraction.parts import Extent, Referents

_NOUNS: Final = 4
"""How far up from a clause the noun may be that it describes."""
_DENIALS: Final = frozenset({"not", "never", "n't"})


@dataclass(frozen=True, slots=True)
class Tie:
    """What a verb says of two things; the file says what its fields mean."""

    type: str
    subject: frozenset[str]
    said: str
    object: frozenset[str]
    way: str


@dataclass(frozen=True, slots=True)
class Ties:
    """The table."""

    verbs: Mapping[str, Tie]
    place: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Related:
    """A relation of the record to be. ``sentence`` is its evidence."""

    type: str
    subject: str
    object: str
    sentence: Extent


def read_ties(folder: Path) -> Ties:
    """Read the table. :raises ProfileError: if it is not as it should be."""
    path = folder / "relations.yaml"
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        verbs = {lemma: _tie(said) for lemma, said in found["verbs"].items()}
        return Ties(verbs, found["place"])
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ProfileError(f"the relations cannot be read: {error}", where=str(path)) from error


def _tie(said: Mapping[str, Any]) -> Tie:
    return Tie(said["type"], frozenset(said["subject"]), said["said"], frozenset(said["object"]), said["way"])


def find_relations(doc: Doc, referents: Referents, ties: Ties) -> list[Related]:
    """The relations of the text, each once, in the order of the text."""
    found: dict[tuple[str, str, str], Related] = {}
    for token in doc:
        tie = ties.verbs.get(token.lemma_.lower()) if token.pos_ == "VERB" else None
        pairs = _tied(token, tie, referents) if tie else _placed(token, ties.place, referents)
        for kind, subject, other in pairs:
            if subject != other:
                sentence = (token.sent.start_char, token.sent.end_char)
                found.setdefault((kind, subject, other), Related(kind, subject, other, sentence))
    return list(found.values())


def _tied(verb: Token, tie: Tie, referents: Referents) -> Iterator[tuple[str, str, str]]:
    if any(child.lower_ in _DENIALS or child.tag_ == "MD" for child in verb.children):
        return
    for subject in _things(_standing(verb, tie.said), tie.subject, referents):
        for other in _things(_standing(verb, tie.way), tie.object, referents):
            yield tie.type, subject, other


def _standing(verb: Token, way: str) -> list[Token]:
    """The nouns that stand to a verb in a way."""
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
    participle = verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "amod") and not passive
    if way == "doer":
        agents = [noun for child in verb.children if child.dep_ == "agent" for noun in child.children]
        return agents or ([] if passive or participle else _children(verb, "nsubj"))
    if way == "done":
        return _children(verb, "nsubjpass") or ([verb.head] if participle else _children(verb, "dobj"))
    if way == "place":
        return _objects(verb, ("at", "in")) + (_described(verb) if _is_where(verb) else [])
    return _objects(verb, (way,))


def _children(token: Token, *deps: str) -> list[Token]:
    found = [child for child in token.children if child.dep_ in deps]
    return found + [other for child in found for other in child.conjuncts]


def _objects(token: Token, prepositions: tuple[str, ...]) -> list[Token]:
    marks = (child for child in token.children if child.dep_ == "prep" and child.lower_ in prepositions)
    return [noun for mark in marks for noun in _children(mark, "pobj")]


def _is_where(verb: Token) -> bool:
    return verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.children)


def _described(verb: Token) -> list[Token]:
    """The noun before a clause with "where", and the nouns that it belongs to: the city, and the plant in the city."""
    found: list[Token] = []
    token = verb.head
    while len(found) < _NOUNS and token.pos_ in ("NOUN", "PROPN", "ADP"):
        found.append(token)
        if token.head.i == token.i:
            break
        token = token.head
    return found


def _placed(noun: Token, place: Mapping[str, Any], referents: Referents) -> Iterator[tuple[str, str, str]]:
    for kind, rule in place.items():
        others = _things(_objects(noun, tuple(rule["prepositions"])), frozenset(rule["object"]), referents)
        for other in others:
            for subject in _things([noun], frozenset(rule["subject"]), referents):
                yield kind, subject, other


def _things(tokens: list[Token], types: frozenset[str], referents: Referents) -> Iterator[str]:
    """The things of some types that nouns name, by themselves or by a name within them ("the MiG-31 fighter jet")."""
    for token in tokens:
        within = (child for child in token.children if child.dep_ in ("compound", "nmod", "appos", "amod"))
        for one in (token, *within):
            yield from (id for id in referents.of.get(one.i, ()) if referents.things[id].type in types)
