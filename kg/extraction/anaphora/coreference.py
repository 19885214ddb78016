"""What refers back: titles, nouns of a kind, pronouns, plural groups.

One pass over the text in its order; whatever is looked for is looked for in a window of what was last spoken of.
:attr:`Referents.of` holds, for each head of a noun phrase and each pronoun, its own things. The members of a
coordination ("Vane and her minister") hold theirs each: who wants all of them walks the conjuncts.
"""

from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.extraction.anaphora.discourse import Ids, Trace, weight
from kg.extraction.anaphora.nouns import refer_noun
from kg.extraction.anaphora.phrases import (
    ARGUMENTS,
    NUMBERS,
    SUBJECTS,
)
from kg.extraction.anaphora.pronouns import refer_pronoun
from kg.extraction.anaphora.reference import Reference
from kg.extraction.anaphora.scene import PERSONS, Scene
from kg.extraction.parts import Referents, Role, Thing

_MANY: Final = 20


def resolve(doc: Doc, things: list[Thing], roles: list[Role], reference: Reference) -> Referents:
    """For each head of a noun phrase and each pronoun, the things it stands for."""
    scene = Scene(doc, things, roles, reference)
    for number, sentence in enumerate(doc.sents):
        _read(scene, number, sentence)
    return Referents(scene.things, scene.of)


def _read(scene: Scene, number: int, sentence: Span) -> None:
    """Resolve a sentence after those before it."""
    scene.begin(number, sentence)
    for token in sentence:
        ids = _joined(scene, token) if token.i in scene.named else scene.of.get(token.i) or _refer(scene, token)
        if ids:
            scene.of[token.i] = ids
            _remember(scene, token, ids)
        else:
            _note_people(scene, token)
    if any(token.lemma_.lower() in scene.reference.words["meetings"] for token in sentence):
        cast = scene.cast(number)
        if len(cast) > 1:
            scene.meetings.append(cast)


def _joined(scene: Scene, token: Token) -> Ids:
    """A person, with those whom the parser hung before the name instead of beside it: "Adam Vane and Bo Lund"."""
    ids = scene.of[token.i]
    if scene.things[ids[0]].type != "Person":
        return ids
    before = [
        name
        for child in token.lefts
        if child.i in scene.named and child.dep_ in ("compound", "nmod") and _is_apart(scene, child, token)
        for name in scene.of[child.i]
        if scene.things[name].type == "Person"
    ]
    return tuple(dict.fromkeys((*before, *ids)))


def _is_apart(scene: Scene, one: Token, other: Token) -> bool:
    return any(word.lower_ in ("and", ",") for word in scene.doc[one.i + 1 : other.i])


def _note_people(scene: Scene, token: Token) -> None:
    """Several people whom the text does not name, and whom "they" or "them" may mean."""
    if token.tag_ not in ("NNS", "NNPS") or token.dep_ not in ARGUMENTS:
        return
    lemma = token.lemma_.lower()
    groups = scene.reference.words["groups"]
    if scene.is_title(token, lemma) or lemma in groups["any"] or lemma in groups["people"]:
        scene.people = scene.sentence
        if token.dep_ in SUBJECTS:
            scene.crowd = scene.sentence


def _refer(scene: Scene, token: Token) -> Ids:
    kind = scene.reference.pronoun(token.lower_)
    if kind and token.pos_ in ("PRON", "DET", "SCONJ", "ADV", "ADP"):
        return refer_pronoun(scene, token, kind)
    if token.pos_ in ("NOUN", "PROPN") or (token.lower_ in NUMBERS and token.dep_ in ARGUMENTS):
        return refer_noun(scene, token)
    return ()


def _remember(scene: Scene, token: Token, ids: Ids) -> None:
    if _is_repeated(scene, token, ids):
        return
    scene.past.add(Trace(ids, token.i, scene.sentence, weight(token)))
    if scene.sentence == scene.opening and scene.first is None and token.dep_ in ("nsubj", "nsubjpass"):
        scene.first = ids[0]
    for name in ids:
        thing = scene.things[name]
        if thing.type in PERSONS:
            scene.past.add_person(name)
        if thing.type != "Place" or token.dep_ not in ("compound", "nmod", "amod"):
            _mark(scene, thing, token)
    _mark_all(scene, ids)
    if token.dep_ == "conj":
        _remember_all(scene, token, ids)


def _is_repeated(scene: Scene, token: Token, ids: Ids) -> bool:
    """Tell whether a token only repeats the name that it stands beside: "the minister, Vane"."""
    return token.i not in scene.named and token.dep_ in ("compound", "appos") and scene.of.get(token.head.i) == ids


def _mark(scene: Scene, thing: Thing, token: Token) -> None:
    kind = thing.attributes.get("kind")
    ids = (thing.id,)
    scene.past.mark(thing.type, ids)
    if kind:
        scene.past.mark(f"{thing.type} {kind}", ids)
    if token.i in scene.named:
        scene.past.mark(f"named {token.lemma_.lower()}", ids)


def _mark_all(scene: Scene, ids: Ids) -> None:
    types = {scene.things[name].type for name in ids}
    if len(types) == 1:
        scene.past.mark(f"all {types.pop()}", ids)


def _remember_all(scene: Scene, token: Token, ids: Ids) -> None:
    """The members of a coordination so far are spoken of together too."""
    first = scene.coordinations.get(token.head.i, token.head.i)
    scene.coordinations[token.i] = first
    members = scene.members.get(first, scene.of.get(first, ()))
    if len(members) >= _MANY:
        return
    together = tuple(dict.fromkeys((*members, *ids)))
    scene.members[first] = together
    if len(together) > 1:
        scene.past.add(Trace(together, token.i, scene.sentence, weight(token) + 1))
        _mark_all(scene, together)
