"""What a noun stands for: names beside it, a title, a body of people, the last thing of its kind."""

from typing import Final

from spacy.tokens import Token

from kg.extraction.anaphora.discourse import Ids
from kg.extraction.anaphora.groups import find_group
from kg.extraction.anaphora.offices import find_holder, own_country
from kg.extraction.anaphora.phrases import (
    ARGUMENTS,
    DEFINITE,
    INDEFINITE,
    NUMBERS,
    modifiers,
    phrase,
)
from kg.extraction.anaphora.scene import Scene

_TITLE_REACH: Final = 15


def refer_noun(scene: Scene, token: Token) -> Ids:
    """The things that the head of a noun phrase stands for, if it refers back."""
    ids = (
        (scene.borne.get(token.i) if token.dep_ in ARGUMENTS else None)
        or _beside(scene, token)
        or _said_to_be(scene, token)
    )
    if ids or token.dep_ == "compound":
        return ids
    words = modifiers(token)
    if any(word.lower_ in INDEFINITE for word in words):
        return _sent(scene, token)
    lemma = token.lemma_.lower()
    groups = scene.reference.words["groups"]
    if token.tag_ in ("NNS", "NNPS") or token.lower_ in NUMBERS:
        return find_group(scene, token, words) or _sent(scene, token) or _of_kind(scene, token, words)
    if lemma in scene.reference.words["delegations"]:
        return _sent(scene, token)
    if lemma in groups["countries"] and any(word.lower_ == "our" for word in words):
        return own_country(scene)
    if scene.is_title(token) or lemma == "colleague":
        return find_holder(scene, token, words)
    return _of_kind(scene, token, words)


def _beside(scene: Scene, token: Token) -> Ids:
    """The name in apposition: "Vane, the minister", "the minister, Vane", "Minister of Trade Vane"."""
    if token.tag_ in ("NNS", "NNPS"):
        return ()
    apposed = [child for child in token.children if child.dep_ == "appos"]
    if token.dep_ == "appos":
        apposed.append(token.head)
    for other in apposed:
        ids = scene.of.get(other.i, ())
        if ids and _suits(scene, token, ids):
            return ids
    return _name_after(scene, token) if scene.is_title(token) else _name_before(scene, token)


def _name_before(scene: Scene, token: Token) -> Ids:
    """The city in "Elm city", the aircraft in "the Kx-12 fighter"."""
    lemma = token.lemma_.lower()
    types = scene.reference.words["kinds"].get(lemma, ())
    for child in token.lefts if types else ():
        ids = scene.of.get(child.i, ())
        if child.dep_ in ("compound", "nmod", "amod") and ids and scene.things[ids[0]].type in types:
            scene.past.mark(f"named {lemma}", ids)
            return ids
    return ()


def _named_after(scene: Scene, token: Token) -> Ids:
    """ "The city of Elm" is Elm; "the airport of Elm" is not."""
    types = scene.reference.words["kinds"][token.lemma_.lower()]
    for link in token.rights:
        for noun in link.children if link.lower_ == "of" else ():
            ids = scene.of.get(noun.i, ())
            if noun.i in scene.named and scene.things[ids[0]].type == "Place" and "Place" in types:
                return ids
    return ()


def _said_to_be(scene: Scene, token: Token) -> Ids:
    """The names after "those planes were"."""
    if token.dep_ != "nsubj" or token.head.lemma_ != "be":
        return ()
    attribute = next((child for child in token.head.rights if child.dep_ == "attr"), None)
    if attribute is None or attribute.i not in scene.named:
        return ()
    members = [attribute, *attribute.conjuncts]
    return tuple(dict.fromkeys(name for member in members for name in scene.of.get(member.i, ())))


def _suits(scene: Scene, token: Token, ids: Ids) -> bool:
    """Persons are called by titles, places by nouns for places."""
    thing = scene.things[ids[0]]
    if thing.type == "Person":
        return scene.is_title(token) or token.lower_ in ("son", "daughter", "wife", "husband", "brother", "sister")
    return token.lower_ in scene.reference.words["kinds"]


def _name_after(scene: Scene, token: Token) -> Ids:
    """The name at the end of a title that the parser took apart."""
    for index in range(token.i + 1, min(token.i + _TITLE_REACH, len(scene.doc))):
        other = scene.doc[index]
        ids = scene.of.get(index, ())
        if ids and scene.things[ids[0]].type == "Person":
            return ids if index in scene.named else ()
        joined = other.lower_ == "and" and index > token.i + 1
        comma = other.text == "," and index + 1 < len(scene.doc) and _starts_title(scene, scene.doc[index + 1])
        if not (
            joined
            or comma
            or other.text in ("-", "–", "—")
            or other.pos_ in ("NOUN", "PROPN", "ADJ", "ADP", "DET", "PART")
        ):
            return ()
        if other.pos_ == "ADP" and other.lower_ not in ("of", "for"):
            return ()
    return ()


def _starts_title(scene: Scene, token: Token) -> bool:
    return token.text[:1].isupper() and token.i not in scene.named and token.ent_type_ != "PERSON"


def _sent(scene: Scene, token: Token) -> Ids:
    """A delegation is who leads it, or who sends it."""
    lemma = token.lemma_.lower()
    if lemma not in scene.reference.words["delegations"] and lemma not in scene.reference.words["envoys"]:
        return ()
    ids = _leading(scene, token) or _sending(scene, token)
    if ids:
        scene.past.mark("delegation", ids)
    if ids or lemma not in scene.reference.words["delegations"]:
        return ids
    if token.left_edge.lower_ in INDEFINITE and scene.titles.nations(phrase(token, modifiers(token))):
        return _known_by_country(scene, token)
    singular = token.tag_ in ("NN", "NNP")
    return scene.past.last("delegation") if singular or token.left_edge.lower_ in DEFINITE else ()


def _known_by_country(scene: Scene, token: Token) -> Ids:
    """ "A Norvian parliamentary delegation" has no other name."""
    words = [word for word in modifiers(token) if word.lower_ not in INDEFINITE]
    said = scene.titles.read(phrase(token, words))
    ids = scene.know_by_title("Group", said, token, words) if said else ()
    if ids:
        scene.past.mark("delegation", ids)
    return ids


def _leading(scene: Scene, token: Token) -> Ids:
    for verb in token.children:
        if verb.dep_ == "acl" and verb.lemma_ in scene.reference.words["led"]:
            for by in verb.children:
                for agent in by.children if by.dep_ in ("agent", "prep") else ():
                    if ids := scene.of.get(agent.i) or refer_noun(scene, agent):
                        return ids
    return ()


def _sending(scene: Scene, token: Token) -> Ids:
    for link in token.children:
        if link.dep_ == "prep" and link.lower_ in ("of", "from"):
            for sender in link.children:
                ids = scene.of.get(sender.i, ())
                if ids and scene.things[ids[0]].type == "Organization":
                    return ids
    return ()


def _of_kind(scene: Scene, token: Token, words: list[Token]) -> Ids:
    """ "The plant" is the last one that was named."""
    lemma = token.lemma_.lower()
    if lemma in scene.reference.words["kinds"] and (named := _named_after(scene, token)):
        return named
    if lemma == "site" and any(word.dep_ == "compound" for word in words):
        return ()  # "the crash site" is none of those told before
    if not any(word.lower_ in DEFINITE for word in words) or lemma in scene.reference.words["groups"]["any"]:
        return ()
    if lemma == "capital" and (nations := scene.titles.nations(phrase(token, words))):
        return scene.named_so(frozenset(filter(None, map(scene.reference.capitals.get, nations))))
    ids = scene.past.last(f"named {lemma}") or _last_of_kind(scene, token, lemma)
    return _capital(scene, ids) if lemma == "capital" else ids


def _capital(scene: Scene, ids: Ids) -> Ids:
    """The last city, unless the text names others that are capitals; of these the only one."""
    capitals = set(scene.reference.capitals.values())
    named = [(place,) for name, place in scene.places.items() if name in capitals]
    if not named or ids in named:
        return ids
    return named[0] if len(named) == 1 else ()


def _last_of_kind(scene: Scene, token: Token, lemma: str) -> Ids:
    several = token.tag_ in ("NNS", "NNPS")
    for kind, only in scene.reference.words["kinds"].get(lemma, {}).items():
        if several and only:
            continue
        for key in [f"{kind} {name}" for name in only] or [f"all {kind}" if several else kind]:
            if ids := scene.past.last(key):
                return ids
    return ()
