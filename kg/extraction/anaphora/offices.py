"""Who is meant by a title: "the Norvian president", "the Head of State"."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from kg.extraction.anaphora.discourse import TAKES_PART, Ids, weight
from kg.extraction.anaphora.phrases import (
    DEFINITE,
    SUBJECTS,
    phrase,
)
from kg.extraction.anaphora.scene import Scene
from kg.extraction.anaphora.titles import Title

FAR: Final = 8
_AHEAD: Final = 40
_BEGINNING: Final = 2


def find_holder(scene: Scene, token: Token, words: list[Token]) -> Ids:
    """The person whom a title means; one who is known by it alone, if it is exact enough.

    :param words: what stands before the title and belongs to it.
    """
    said = scene.titles.read(phrase(token, words))
    if said and token.lower_ in ("counterpart", "colleague"):
        return _counterpart(scene, said, token, words)
    if said is None or any(word.pos_ == "PRON" for word in words):
        return ()
    definite = any(word.lower_ in DEFINITE for word in words)
    said = _with_owner(scene, said, token)
    if not definite and not said.nations:
        return ()
    return (
        _first_subject(scene, said, token)
        or _holder(scene, said, token)
        or _holder_to_come(scene, said, token)
        or _untitled(scene, said, token)
        or _only_holder(scene, said, token)
        or scene.know_by_title("Person", said, token, words)
    )


def _only_holder(scene: Scene, said: Title, token: Token) -> Ids:
    """ "The President" at the beginning of a text that names one president, further on."""
    if not token.text[:1].isupper() or scene.sentence > _BEGINNING:
        return ()
    names = [name for name in scene.offices if scene.fit(said, name)]
    return tuple(names) if len(names) == 1 else ()


def _counterpart(scene: Scene, said: Title, token: Token, words: list[Token]) -> Ids:
    """ "His Norvian counterpart" holds in Norvia what he holds."""
    owners = [name for child in token.lefts if child.dep_ == "poss" for name in scene.of.get(child.i, ())]
    if not owners or not said.nations:
        return ()
    for office in scene.offices.get(owners[0], ()):
        same = Title(office.head, office.words, said.nations)
        return (
            _holder(scene, same, token, tuple(owners))
            or _holder_to_come(scene, same, token)
            or _untitled(scene, same, token)
            or scene.know_by_title("Person", same, token, words)
        )
    return ()


def _with_owner(scene: Scene, said: Title, token: Token) -> Title:
    """ "The country's leader" is of the country that this is."""
    for owner in token.children:
        ids = scene.of.get(owner.i, ())
        if owner.dep_ == "poss" and owner.i not in scene.named and ids and scene.things[ids[0]].type == "Place":
            return Title(said.head, said.words - {owner.lemma_.lower()}, frozenset({scene.things[ids[0]].name}))
    return said


def _first_subject(scene: Scene, said: Title, token: Token) -> Ids:
    """A ruler's own press office begins with his bare name, and goes on with "the President"."""
    if said.nations or not token.text[:1].isupper() or said.head not in scene.leaders:
        return ()
    first = scene.first
    if first is None or first in scene.titled_persons or scene.things[first].type != "Person":
        return ()
    if not scene.offices.get(first):
        scene.offices[first].append(said)
    return (first,) if any(scene.titles.agree(said, office) for office in scene.offices[first]) else ()


def _holder(scene: Scene, said: Title, token: Token, besides: Ids = ()) -> Ids:
    """Who holds an office: with a country the last one, else who stands out most."""
    others = frozenset((*scene.subject_ids(token), *besides))
    fits = {name: fit for name in scene.past.persons() if name not in others and (fit := scene.fit(said, name))}
    if not fits:
        return ()
    own = scene.first if said.head in scene.leaders and token.text[:1].isupper() and not said.nations else None
    if own in fits:
        return (own,) if own else ()  # "the President" of a press office is its own
    best = max(fits.values())
    names = [name for name, fit in fits.items() if fit == best]
    return (names[0] if said.nations else max(names, key=scene.past.standing),)


def _holder_to_come(scene: Scene, said: Title, token: Token) -> Ids:
    """In "Iran's foreign minister is ill. Mottaki was to travel" the name comes after."""
    for name in _names_in_next_sentence(scene, token):
        if scene.fit(said, name) or (not scene.offices.get(name) and weight(token) >= TAKES_PART):
            if not scene.offices.get(name):
                scene.offices[name].append(said)
            return (name,)
    return ()


def _names_in_next_sentence(scene: Scene, token: Token) -> Iterator[str]:
    start = scene.span.end
    for other in scene.doc[start : start + _AHEAD]:
        if other.is_sent_start and other.i > start:
            return
        ids = scene.of.get(other.i, ())
        if ids and scene.things[ids[0]].type == "Person" and other.dep_ in ("nsubj", "nsubjpass"):
            yield ids[0]
            return


def _untitled(scene: Scene, said: Title, token: Token) -> Ids:
    """One who stood out before, and of whom no office is told, may hold this one."""
    if said.head not in scene.leaders:
        return ()
    others = frozenset(scene.subject_ids(token)) if token.dep_ not in SUBJECTS else frozenset()
    names = {
        trace.ids[0]: None
        for trace in scene.past.traces(scene.sentence - FAR)
        if len(trace.ids) == 1 and trace.weight >= TAKES_PART and trace.sentence < scene.sentence
    }
    free = [name for name in names if name not in others and scene.holds_none(name)]
    if not free:
        return ()
    name = max(free, key=scene.past.standing)
    scene.offices[name].append(said)
    return (name,)


def own_country(scene: Scene) -> Ids:
    """ "Our country" in a text is that of whom it mostly speaks of."""
    person = (
        scene.first
        if scene.offices.get(scene.first or "")
        else max(scene.past.persons(), key=scene.past.standing, default=None)
    )
    nations = {nation for office in scene.offices.get(person or "", ()) for nation in office.nations}
    places = [thing.id for thing in scene.things.values() if thing.type == "Place" and thing.name in nations]
    return tuple(places[:1])
