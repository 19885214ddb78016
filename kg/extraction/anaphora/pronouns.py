"""What a pronoun stands for: what fits it and stands out most among what was last spoken of."""

from typing import Final

from spacy.tokens import Token

from kg.extraction.anaphora.discourse import TAKES_PART, Ids
from kg.extraction.anaphora.nouns import refer_noun
from kg.extraction.anaphora.phrases import (
    CLIMB,
    SUBJECTS,
    subject_of,
)
from kg.extraction.anaphora.scene import PERSONS, Scene

_ACTORS: Final = frozenset({"Organization", "Place"})
# Most officials in the news are men: that one is a man tells little, that one is a woman much.
_SURE: Final = {"he": 6, "she": 30}
NEAR: Final = 3
_TITLE_REACH: Final = 15


def refer_pronoun(scene: Scene, token: Token, kind: str) -> Ids:
    """The things that a pronoun stands for.

    :param kind: its kind in ``coreference.yaml``.
    """
    if kind == "relative":
        return _relative(scene, token)
    if kind == "place":
        return _place(scene, token)
    if kind == "speaker":
        return scene.voices[-1:] or _speaker(scene, token)
    if kind == "speakers":
        return _speakers(scene, token)
    if kind == "it":
        return _it(scene, token)
    if kind == "they":
        return _they(scene, token)
    return _person(scene, token, kind)


def _person(scene: Scene, token: Token, kind: str) -> Ids:
    if token.lower_.endswith("self"):
        return scene.subject_ids(token)
    excluded = _clause_mates(scene, token)

    def worth(ids: Ids) -> int:
        return _may_be(scene, ids[0], kind) if len(ids) == 1 and ids[0] not in excluded else 0

    sure = _beside_owned(scene, token) or _subject_ahead(scene, token)
    ids = sure if sure and worth(sure) else scene.past.best(token, scene.sentence, NEAR, worth)
    if ids and not scene.genders.get(ids[0]):
        scene.genders[ids[0]] = kind
    return ids


def _may_be(scene: Scene, name: str, kind: str) -> int:
    """More for a person who is known to be he or she than for one who may be."""
    if scene.things[name].type != "Person":
        return 0
    gender = scene.genders.get(name)
    return _SURE[kind] if gender == kind else int(gender is None)


def _beside_owned(scene: Scene, token: Token) -> Ids:
    """In "Vane and his wife" he is Vane."""
    owned = token.head
    return scene.of.get(owned.head.i, ()) if token.dep_ == "poss" and owned.dep_ == "conj" else ()


def _subject_ahead(scene: Scene, token: Token) -> Ids:
    """In "During his visit, Vane said" the pronoun comes before the name."""
    subject = scene.topic
    if subject is None or token.i >= subject.left_edge.i or (token.dep_ == "nsubj" and token.head == subject.head):
        return ()
    return scene.of.get(subject.i) or (refer_noun(scene, subject) if subject.pos_ in ("NOUN", "PROPN") else ())


def _clause_mates(scene: Scene, token: Token) -> frozenset[str]:
    """In "Vane received him" and "Together with Vane, he left" he is not Vane."""
    if token.dep_ in SUBJECTS:
        before = scene.doc[max(scene.span.start, token.i - _TITLE_REACH) : token.i]
        company = (
            word.i for word in before if word.dep_ == "pobj" and word.pos_ != "PRON" and word.head.lower_ == "with"
        )
        return frozenset(name for index in company for name in scene.of.get(index, ()))
    if token.dep_ not in ("dobj", "pobj", "dative"):
        return frozenset()
    return frozenset(scene.subjects_ids(token))


def _speaker(scene: Scene, token: Token) -> Ids:
    """The one who says "I"."""
    place = token
    for _ in range(CLIMB):
        place = place.head
        subject = subject_of(place)
        if subject is not None and subject.lower_ != "i" and (ids := _spoken_by(scene, token, subject)):
            return ids if scene.things[ids[0]].type == "Person" else ()
        if place.head is place:
            break
    return ()


def _speakers(scene: Scene, token: Token) -> Ids:
    """Those who say "we met" in a talk: who speaks, with whom the sentence is about, or else who spoke before."""
    if not scene.voices or token.head.lemma_ not in scene.reference.words["meetings"]:
        return ()
    voice = scene.voices[-1]
    clause = token.head.head
    subject = subject_of(clause) if clause != token.head else None
    told = scene.of.get(subject.i, ()) if subject is not None else ()
    others = [name for name in told if name != voice and scene.things[name].type == "Person"]
    return (voice, *(others or scene.voices[:-1]))


def _spoken_by(scene: Scene, token: Token, subject: Token) -> Ids:
    """In "'I will go,' the minister said" who speaks is told after what he says."""
    ahead = subject.i > token.i and subject.pos_ in ("NOUN", "PROPN")
    return scene.of.get(subject.i) or (refer_noun(scene, subject) if ahead else ())


def _relative(scene: Scene, token: Token) -> Ids:
    place = token
    for _ in range(CLIMB):
        if place.dep_ == "relcl":
            return scene.of.get(place.head.i, ())
        if place.head is place:
            break
        place = place.head
    return ()


def _place(scene: Scene, token: Token) -> Ids:
    if token.dep_ == "expl":
        return ()
    if token.lower_ != "where":
        return _last_place(scene, 1)
    for index in range(token.i - 1, max(scene.span.start, token.i - _TITLE_REACH) - 1, -1):
        if _is_place(scene, scene.of.get(index, ())):
            return scene.of[_outermost(scene, scene.doc[index]).i]
    return _last_place(scene, 2)


def _outermost(scene: Scene, token: Token) -> Token:
    """In "an airport outside Artyom, where" the airport is meant."""
    outer = token.head.head
    if token.dep_ != "pobj":
        return token
    if outer.pos_ in ("NOUN", "PROPN") and _is_place(scene, scene.of.get(outer.i, ())):
        return _outermost(scene, outer)
    earlier = (_place_of(scene, link) for link in outer.children if link.dep_ == "prep" and link.i < token.head.i)
    return next((place for place in earlier if place is not None), token)


def _place_of(scene: Scene, link: Token) -> Token | None:
    """The facility that a preposition leads to."""
    for noun in link.children:
        ids = scene.of.get(noun.i)
        if ids and scene.things[ids[0]].type == "Facility":
            return noun
    return None


def _is_place(scene: Scene, ids: Ids) -> bool:
    return len(ids) == 1 and scene.things[ids[0]].type in ("Place", "Facility")


def _last_place(scene: Scene, reach: int) -> Ids:
    traces = scene.past.traces(scene.sentence - reach)
    return next((trace.ids for trace in traces if _is_place(scene, trace.ids) and trace.weight >= TAKES_PART), ())


def _it(scene: Scene, token: Token) -> Ids:
    if token.dep_ == "expl" or _stands_for_clause(token):
        return ()

    def worth(ids: Ids) -> int:
        return int(len(ids) == 1 and scene.things[ids[0]].type in _ACTORS)

    return scene.past.best(token, scene.sentence, 1, worth)


def _stands_for_clause(token: Token) -> bool:
    """``It was agreed to meet``."""
    return token.dep_ == "nsubjpass" and any(child.dep_ in ("xcomp", "ccomp") for child in token.head.children)


def _they(scene: Scene, token: Token) -> Ids:
    if token.lower_.endswith("selves"):
        return scene.subject_ids(token)
    excluded = _clause_mates(scene, token)
    if scene.people == scene.sentence and token.dep_ in ("dobj", "dative", "pobj"):
        return ()
    for back in range(NEAR + 1):
        sentence = scene.sentence - back
        together = [
            trace.ids
            for trace in scene.past.traces(sentence)
            if trace.sentence == sentence
            and _are_several(scene, trace.ids)
            and trace.weight >= TAKES_PART
            and not excluded & set(trace.ids)
        ]
        ids = together[0] if together else scene.cast(sentence)
        if _are_several(scene, ids) and not excluded & set(ids):
            return ids
        if sentence == scene.crowd:
            return ()
    return scene.past.best(token, scene.sentence, 1, lambda ids: int(scene.things[ids[0]].type == "Organization"))


def _are_several(scene: Scene, ids: Ids) -> bool:
    types = {scene.things[name].type for name in ids}
    return bool(types) and types <= PERSONS and (len(ids) > 1 or "Group" in types)
