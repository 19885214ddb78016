"""Who several are: "the two leaders", "both sides", "the Norvian and Kestrian presidents"."""

from typing import Final

from spacy.tokens import Token

from kg.extraction.anaphora.discourse import Ids
from kg.extraction.anaphora.phrases import (
    DEFINITE,
    NUMBERS,
    belonging,
    count,
    phrase,
)
from kg.extraction.anaphora.scene import Scene
from kg.extraction.anaphora.titles import Title

NEAR: Final = 3
FAR: Final = 8


def find_group(scene: Scene, token: Token, words: list[Token]) -> Ids:
    """Several persons or countries.

    :param words: what stands before the noun and belongs to it.
    """
    lemma = "any" if token.lower_ in NUMBERS else token.lemma_.lower()
    groups = scene.reference.words["groups"]
    definite = any(word.lower_ in DEFINITE for word in words) or token.lower_ == "both"
    several = _countries(scene, token)
    said = scene.titles.read(phrase(token, words) if not several else token.text)
    office = said is not None and scene.is_title(token, lemma)
    if said and office and said.nations:
        ids = _one_of_each(scene, said)
        return ids if ids or said.head == "leader" else scene.know_by_title("Group", said, token, words)
    if not definite:
        return ()
    if lemma in groups["countries"]:
        return _last_places(scene, count(words))
    if lemma == "any" or lemma in groups["any"]:
        return _last_cast(scene, None, count([*words, token]))
    if said and office:
        return _group_named(scene, lemma) or _last_cast(scene, said, count(words) or count(several))
    return ()


def _countries(scene: Scene, token: Token) -> list[Token]:
    """``of the two countries``: it says how many, and nothing of which."""
    of = belonging(token)
    plural = bool(of) and of[-1].tag_ in ("NNS", "NNPS")
    return of if plural and of[-1].lemma_.lower() in scene.reference.words["groups"]["countries"] else []


def _group_named(scene: Scene, lemma: str) -> Ids:
    return next(
        (
            trace.ids
            for trace in scene.past.traces(scene.sentence - FAR)
            if scene.things[trace.ids[0]].type == "Group" and lemma in scene.doc[trace.token].lemma_.lower()
        ),
        (),
    )


def _one_of_each(scene: Scene, said: Title) -> Ids:
    """ "The Russian and Korean leaders": for each country the last one who leads it."""
    if len(said.nations) == 1:
        return _all_of(scene, said)
    found: list[str] = []
    for nation in sorted(said.nations):
        one = Title(said.head, said.words, frozenset({nation}))
        holders = [(scene.fit(one, name), name) for name in scene.past.persons() if name not in found]
        best = max((fit for fit, _ in holders), default=0)
        found += [name for fit, name in holders if fit == best and fit][:1]
    return tuple(found) if len(found) > 1 else _untitled_pair(scene, said)


def _untitled_pair(scene: Scene, said: Title) -> Ids:
    """As many as the countries, together in one sentence, of none of whom an office is told."""
    for back in range(FAR):
        cast = tuple(name for name in scene.cast(scene.sentence - back) if scene.holds_none(name))
        if len(cast) == len(said.nations) and said.head in scene.leaders:
            return cast
    return ()


def _all_of(scene: Scene, said: Title) -> Ids:
    """ "Israel's leaders": all in the text who lead that country."""
    nation = next(iter(said.nations))
    names = tuple(dict.fromkeys(name for name in scene.by_nation.get(nation, ()) if scene.fit(said, name) > 1))
    return names if len(names) > 1 else ()


def _last_cast(scene: Scene, said: Title | None, count: int | None) -> Ids:
    """The last persons who had a part in one sentence, of those who may be called so."""
    several: Ids = ()
    for cast in reversed(scene.meetings) if said is None else ():
        if count in (None, len(cast)):
            return cast
    for trace in scene.past.traces(scene.sentence - NEAR) if said is None and count else ():
        if len(trace.ids) == count and {scene.things[name].type for name in trace.ids} == {"Person"}:
            return trace.ids  # "Vane and Lund watched. Holm was away. The two met"
    for back in range(FAR):
        cast = _callable(scene, said, scene.cast(scene.sentence - back))
        if len(cast) > 1 and (count is None or len(cast) >= count):
            # of those who met them one is left out: "Vane received Lund, Berg and Holm. The three visitors …"
            return cast[1:] if count == len(cast) - 1 else cast[:count]
        several = tuple(dict.fromkeys((*several, *cast)))
        if count and len(several) == count:
            return several
    return ()


def _callable(scene: Scene, said: Title | None, cast: Ids) -> Ids:
    """Those who may be called so; of whom no office is told, only where fewer than two are sure."""
    if said is None:
        return cast
    able = tuple(name for name in cast if _may_hold(scene, said, name))
    sure = tuple(name for name in able if scene.offices.get(name))
    return sure if len(sure) > 1 else able


def _may_hold(scene: Scene, said: Title, name: str) -> bool:
    offices = scene.offices.get(name)
    return not offices or any(
        scene.titles.agree(said, office) or office.head.endswith(f" {said.head}") for office in offices
    )


def _last_places(scene: Scene, count: int | None) -> Ids:
    places = [
        trace.ids[0]
        for trace in scene.past.traces(scene.sentence - NEAR)
        if scene.things[trace.ids[0]].attributes.get("kind") == "country"
    ]
    distinct = tuple(dict.fromkeys(places))[: count or 2]
    return distinct if len(distinct) > 1 else ()
