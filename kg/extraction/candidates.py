"""Where the text tells of an event, and who took part in it: the frames, walked."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.extraction.clauses import (
    after,
    datives,
    grammatical_subjects,
    is_passive,
    is_verb,
    objects,
    prepositions,
    subjects,
    themes,
)
from kg.extraction.frames import Frame
from kg.extraction.parts import Happening
from kg.extraction.reading import ACTORS, MATERIAL, PEOPLE, SITES, Reading, is_of_kind, listed, things

# Parts that often are a list of names with their titles.
_LISTING = frozenset({"with", "between", "of", "including", "object"})


@dataclass(slots=True)
class Candidate:
    """One telling of an event, before places, dates, claims and other tellings are looked at.

    :param trigger: the verb or noun that tells of it.
    :param clause: the verb on which it hangs; the trigger itself if that is a verb.
    :param link: how a noun hangs on that verb (``object``, ``subject`` or a preposition).
    :param sites: the noun phrases that name where.
    """

    event: Happening
    trigger: Token
    clause: Token
    frame: Frame
    link: str = ""
    light: bool = False
    sites: list[Token] = field(default_factory=list)
    strength: str = "told"
    borrowed: bool = False
    """Who took part is known from the clause beside it alone."""
    open_part: bool = False
    """Somebody took part whom the text does not name."""


def find_candidates(reading: Reading) -> Iterator[Candidate]:
    """Every telling of an event, in the order of the text."""
    verbs, nouns = reading.frames.verbs, reading.frames.nouns
    for token in reading.doc:
        if token.lemma_ in verbs and token.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADJ") and is_verb(token):
            found = _of_verb(reading, token, verbs[token.lemma_])
        elif token.lemma_.lower() in nouns and token.pos_ in ("NOUN", "PROPN"):
            found = _of_noun(reading, token, nouns[token.lemma_.lower()])
        else:
            continue
        if found:
            yield found


# --- verbs


def part(reading: Reading, verb: Token, name: str) -> list[Token]:
    """The heads of that part of a verb's clause."""
    if name == "subject":
        return subjects(verb)
    if name == "object":
        return objects(verb)
    if name == "theme":
        return themes(verb)
    if name == "doer":
        return grammatical_subjects(verb)
    if name == "dative":
        return datives(verb)
    if name == "including":
        return []
    found = [noun for preposition, noun in prepositions(verb) if preposition.lower_ == name]
    if not found and name == "with":
        # "spoke by phone with her", "met in Paris with her"
        found = [inner for _, noun in prepositions(verb) for inner in after(noun, "with")]
    if not found and name in ("to", "with"):
        # "handed the keys to her": the parser may hang the receiver on the object
        found = [noun for thing in objects(verb) for noun in after(thing, name)]
    if not found and name == "at":
        # "honoured the memory of the fallen at the wall"
        found = [noun for thing in objects(verb) for noun in _nested(thing) if noun.head.lower_ == name]
    return found


def _of_verb(reading: Reading, verb: Token, frames: tuple[Frame, ...]) -> Candidate | None:
    for frame in frames:
        if _holds(reading, verb, frame):
            return _fill(reading, verb, frame)
    return None


def _holds(reading: Reading, verb: Token, frame: Frame) -> bool:
    if frame.beside and not _has_beside(verb, frame.beside):
        return False
    if "complement" in frame.lacks and _has_complement(reading, verb):
        return False
    if "object" in frame.lacks and objects(verb):
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
        child.lower_ in words or any(noun.lemma_.lower() in words for noun in child.children)
        for child in verb.children
        if child.dep_ in ("prt", "dobj", "prep", "advmod", "npadvmod", "compound:prt")
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
    return any(is_of_kind(reading, noun, kinds) for noun in part(reading, verb, name))


def _fill(reading: Reading, verb: Token, frame: Frame) -> Candidate:
    event = Happening(frame.type, (0, 0))
    joined = verb.lemma_ == "attend" and is_passive(verb)
    candidate = Candidate(event, verb, verb, frame, strength="joined" if joined else frame.strength)
    for name, role in frame.roles.items():
        _assign(reading, candidate, name, role, part(reading, verb, name))
    _assign(reading, candidate, "with", "participants", _farther(reading, candidate))
    return candidate


def _farther(reading: Reading, candidate: Candidate) -> list[Token]:
    """``a meeting on security with the participation of X``: those whom the parser hung on the subject of the talk."""
    words = reading.frames.words["participation"]
    roots = [candidate.trigger, candidate.clause] if candidate.light else [candidate.trigger]
    found = [noun for root in roots for noun in _nested(root) if noun.head.lower_ in ("with", "in")]
    taking_part = [noun for noun in found if noun.lemma_.lower() in words]
    if taking_part or candidate.trigger.pos_ == "VERB" or candidate.event.type not in ("Meeting", "PhoneCall"):
        return taking_part
    named = [noun for noun in found if noun.head.lower_ == "with" and noun.head.head.i != candidate.trigger.i]
    return named if len(candidate.event.participants) < 2 and not candidate.open_part else []


def _nested(token: Token) -> Iterator[Token]:
    """The nouns after prepositions below a token, those in clauses left out."""
    for child in token.children:
        if child.dep_ in ("prep", "pobj", "dobj", "conj", "npadvmod") and not is_verb(child):
            if child.dep_ == "pobj":
                yield child
            yield from _nested(child)


def _assign(reading: Reading, candidate: Candidate, name: str, role: str, nouns: list[Token]) -> None:
    event = candidate.event
    nouns = [inner for noun in nouns for inner in _taking_part(reading, noun)]
    if role == "participants":
        wanted = ACTORS if event.type in ("Meeting", "PhoneCall") else ACTORS - {"Place"}
        found = things(reading, nouns, wanted)
        if name in _LISTING:
            found += [thing for thing in listed(reading, nouns) if thing not in found]
        candidate.open_part |= bool(nouns) and not found
        _add(event.participants, found)
    elif role == "host":
        _add(event.host, things(reading, nouns, ACTORS))
    elif role == "objects":
        _add(event.objects, material(reading, nouns))
    elif role == "either":
        people = things(reading, nouns, PEOPLE | {"Organization"})
        _add(event.participants, people)
        if not people:
            candidate.sites.extend(nouns)
    elif role in ("site", "seen"):
        candidate.sites.extend(nouns)
        _add(
            event.objects, material(reading, nouns) if role == "seen" else things(reading, nouns, frozenset({"Vessel"}))
        )
        if role == "site":
            _add(event.host, things(reading, nouns, PEOPLE | {"Organization"}))
            for noun in nouns:
                # "visited her, who is being treated at the hospital"
                candidate.sites.extend(
                    child for child in noun.children if child.dep_ == "relcl" and _is_person(reading, noun)
                )


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


def _add(slot: list[str], found: list[str]) -> None:
    slot.extend(thing for thing in found if thing not in slot)


# --- nouns


def _of_noun(reading: Reading, noun: Token, frames: tuple[Frame, ...]) -> Candidate | None:
    if noun.dep_ in ("compound", "nmod") and noun.head.pos_ in ("NOUN", "PROPN"):
        return None
    for frame in frames:
        if not frame.needs or any(
            all(
                any(is_of_kind(reading, inner, kinds) for inner in _noun_part(noun, name))
                for name, kinds in need.items()
            )
            for need in frame.needs
        ):
            return _fill_noun(reading, noun, frame)
    return None


def _fill_noun(reading: Reading, noun: Token, frame: Frame) -> Candidate:
    event = Happening(frame.type, (0, 0))
    clause, link = governor(reading, noun)
    launching = [child for child in noun.lefts if child.dep_ == "amod" and child.tag_ == "VBG"]
    doers = clause
    if launching and launching[0].lemma_ in reading.frames.light["object"]:
        clause, link = launching[0], "object"
    candidate = Candidate(event, noun, clause, frame, link, strength=frame.strength)
    for name, role in frame.roles.items():
        _assign(reading, candidate, name, role, _noun_part(noun, name))
    candidate.borrowed = any(child.dep_ == "poss" and child.pos_ == "PRON" for child in noun.children)
    if link == "subject" and clause.lemma_ == "attend" and is_passive(clause):
        candidate.strength = "joined"
        _assign(reading, candidate, "subject", "participants", subjects(clause))
    candidate.light = _is_light(reading, candidate)
    if candidate.light and is_verb(clause):
        _take_over(reading, candidate, doers)
        _assign(reading, candidate, "with", "participants", _farther(reading, candidate))
    elif not event.participants or (event.type in ("Meeting", "PhoneCall") and len(event.participants) < 2):
        _take_background(reading, candidate)
    return candidate


def _noun_part(noun: Token, name: str) -> list[Token]:
    if name == "noun":
        return [noun, *(child for child in noun.children if child.dep_ in ("compound", "nmod", "amod"))]
    if name == "poss":
        return [child for child in noun.children if child.dep_ == "poss"]
    if name == "compound":
        return [child for child in noun.children if child.dep_ in ("compound", "nmod")]
    own = after(noun, name)
    for child in noun.children:
        if child.dep_ == "acl" and child.lemma_ in ("hold", "involve", "schedule", "plan", "host", "attend"):
            own = own + after(child, name)
    return own


def governor(reading: Reading, noun: Token) -> tuple[Token, str]:
    """The verb that an event noun hangs on, and how; ``a series of meetings`` hangs where ``series`` does."""
    link = ""
    token = noun
    while token.head.i != token.i:
        head = token.head
        if token.dep_ == "conj" and not is_verb(token):
            token = head
            continue
        if is_verb(head):
            if not link:
                link = {
                    "dobj": "object",
                    "nsubjpass": "subject",
                    "nsubj": "subject",
                    "attr": "attr",
                    "oprd": "object",
                }.get(token.dep_, token.dep_)
            return head, link
        if token.dep_ == "pobj":
            outer = head.head
            if outer.pos_ in ("NOUN", "PROPN", "NUM") and (
                head.lower_ == "of" and outer.lemma_.lower() in reading.frames.measures
            ):
                token = outer
                continue
            link = link or head.lower_
            token = head
            continue
        if head.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and token.dep_ in ("prep", "appos", "acl", "relcl"):
            link = link + " inside" if link and "inside" not in link else link or "inside"
        token = head
    return token, link or "root"


def _is_light(reading: Reading, candidate: Candidate) -> bool:
    link = candidate.link
    if link == "subject":
        return False
    verbs = reading.frames.light.get(link, frozenset())
    return candidate.clause.lemma_.lower() in verbs


def _take_over(reading: Reading, candidate: Candidate, doer: Token) -> None:
    """Who holds a meeting takes part in it; so does whom it is held with."""
    verb, event = candidate.clause, candidate.event
    doers = things(reading, subjects(doer), ACTORS if event.type in ("Meeting", "PhoneCall") else ACTORS - {"Place"})
    if is_passive(verb) and verb.lemma_ == "join":
        doers = [*things(reading, grammatical_subjects(doer), ACTORS), *doers]
    owned = bool(event.participants) and event.type not in ("Meeting", "PhoneCall")
    if candidate.link == "object" and verb.lemma_ in reading.frames.hosting:
        slot = event.host
        if event.type in ("Meeting", "PhoneCall"):
            event.participants[:0] = [thing for thing in doers if thing not in event.participants]
    else:
        slot = event.participants
    if not owned:
        slot[:0] = [thing for thing in doers if thing not in slot]
    if event.type in ("Meeting", "PhoneCall"):
        for preposition, noun in prepositions(verb):
            if preposition.lower_ in ("with", "between"):
                _add(event.participants, things(reading, [noun], ACTORS))
    elif event.type == "Visit":
        candidate.sites.extend(noun for preposition, noun in prepositions(verb) if preposition.lower_ == "to")


def _take_background(reading: Reading, candidate: Candidate) -> None:
    """``During a trip to R, X inspected F``; ``following a discussion with Y, X said``: X took part."""
    verb, event = candidate.clause, candidate.event
    if not is_verb(verb) or "inside" in candidate.link:
        return
    if candidate.link in (
        "during",
        "following",
        "after",
        "before",
        "at",
        "in",
        "on",
        "upon",
        "within",
        "since",
        "prior",
    ):
        definite = any(
            child.dep_ == "det" and child.lower_ in ("the", "this", "that", "these")
            for child in candidate.trigger.children
        )
        if definite and not event.participants and event.type in ("Meeting", "PhoneCall"):
            return
        wanted = PEOPLE if event.type not in ("Meeting", "PhoneCall") else PEOPLE | {"Organization"}
        found = things(reading, subjects(verb) or grammatical_subjects(verb), wanted)
        candidate.borrowed = not event.participants
        event.participants[:0] = [thing for thing in found if thing not in event.participants]


def places_named(reading: Reading, nouns: list[Token]) -> list[str]:
    """The places and facilities that noun phrases stand for."""
    return things(reading, nouns, SITES)
