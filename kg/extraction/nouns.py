"""Nouns that tell of events: with what belongs to them, and with what the verb they hang on says."""

from typing import Final

from spacy.tokens import Token

from kg.extraction.candidate import TALKS, Candidate
from kg.extraction.clauses import (
    after,
    datives,
    grammatical_subjects,
    is_passive,
    is_verb,
    objects,
    prepositions,
    subjects,
    where_antecedent,
)
from kg.extraction.filling import VISITORS, add, assign, farther, nested
from kg.extraction.frames import Frame
from kg.extraction.parts import Happening
from kg.extraction.phrases import is_of_kind, things
from kg.extraction.reading import ACTORS, PEOPLE, Reading

_LINKS: Final = {"dobj": "object", "oprd": "object", "nsubj": "subject", "nsubjpass": "subject"}
# How many words above it a noun looks for its verb.
_FARTHEST: Final = 40
# "a meeting attended by X", "talks scheduled with X"
_HELD: Final = frozenset({"hold", "involve", "schedule", "plan", "host", "attend", "chair", "lead", "head", "convene"})


def read_noun(reading: Reading, noun: Token, frames: tuple[Frame, ...]) -> Candidate | None:
    """What a noun tells, by the first frame whose needs are met."""
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
        assign(reading, candidate, name, role, _noun_part(noun, name))
    candidate.borrowed = any(child.dep_ == "poss" and child.pos_ == "PRON" for child in noun.children)
    if link == "subject" and clause.lemma_ == "attend" and is_passive(clause):
        candidate.strength = "joined"
        assign(reading, candidate, "subject", "participants", subjects(clause))
    if link == "subject" and event.type in TALKS and clause.lemma_ in reading.frames.occurring:
        # "talks were held in X between A and B"
        between = [inner for inner in nested(clause) if inner.head.lower_ in ("between", "with", "among")]
        assign(reading, candidate, "between", "participants", between)
        _take_traveller(reading, candidate)
    candidate.light = _is_light(reading, candidate)
    if candidate.light and is_verb(clause):
        _take_over(reading, candidate, doers)
        assign(reading, candidate, "with", "participants", farther(reading, candidate))
        if _attends(candidate):
            candidate.strength = "attending"
    elif not event.participants or (event.type in TALKS and len(event.participants) < 2):
        _take_background(reading, candidate)
    return candidate


def _noun_part(noun: Token, name: str) -> list[Token]:
    if name == "noun":
        return [child for child in noun.children if child.dep_ in ("compound", "nmod", "amod")]
    if name == "poss":
        return [child for child in noun.children if child.dep_ == "poss"]
    if name == "compound":
        return [child for child in noun.children if child.dep_ in ("compound", "nmod")]
    own = after(noun, name)
    for child in noun.children:
        if child.dep_ == "acl" and child.lemma_ in _HELD:
            own = own + after(child, name)
    return own


def governor(reading: Reading, noun: Token) -> tuple[Token, str]:
    """The verb that an event noun hangs on, and how; ``a series of meetings`` hangs where ``series`` does."""
    link, token = "", noun
    for _ in range(_FARTHEST):
        head = token.head
        if head.i == token.i:
            break
        if is_verb(head) and (token.dep_ != "conj" or is_verb(token)):
            return head, link or _LINKS.get(token.dep_, token.dep_)
        if token.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_.lower() in reading.frames.measures:
            token = head.head
            continue
        if token.dep_ == "pobj":
            link = link or head.lower_
        elif token.dep_ in ("prep", "appos", "acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "ADJ", "NUM"):
            link = link if "inside" in link else f"{link} inside".strip()
        token = head
    return token, link or "root"


def _is_light(reading: Reading, candidate: Candidate) -> bool:
    link = candidate.link
    if link == "subject":
        return False
    if link == "for" and after(candidate.trigger, "with"):
        # whatever is done for talks with somebody, unless it is asked for
        return candidate.clause.lemma_.lower() not in reading.frames.claims.wished["verbs"]
    verbs = reading.frames.light.get(link, frozenset())
    return candidate.clause.lemma_.lower() in verbs


def _attends(candidate: Candidate) -> bool:
    """``X also took part in the meeting``: in one told before, if there is one."""
    definite = any(
        child.dep_ == "det" and child.lower_ in ("the", "this", "that", "both") for child in candidate.trigger.children
    )
    verb, bare = candidate.clause.lemma_, not any(child.dep_ == "prep" for child in candidate.trigger.children)
    partaking = (candidate.link == "in" and verb in ("take", "participate")) or (
        candidate.link == "object" and verb in ("attend", "join")
    )
    return definite and bare and partaking and candidate.event.type in TALKS


def _take_over(reading: Reading, candidate: Candidate, doer: Token) -> None:
    """Who holds a meeting takes part in it; so does whom it is held with."""
    verb, event = candidate.clause, candidate.event
    talk = event.type in TALKS
    # "gave him a tour"
    doing = datives(verb) if verb.lemma_ == "give" and not talk else subjects(doer) or _taken(doer, candidate.link)
    doers = things(reading, doing, ACTORS if talk else VISITORS)
    if verb.lemma_ == "join":
        # who is joined takes part as well
        joined = grammatical_subjects(doer) if is_passive(verb) else objects(verb)
        doers = [*things(reading, joined, ACTORS), *doers]
    candidate.open_part |= bool(subjects(doer)) and not doers
    hosted = candidate.link == "object" and verb.lemma_ in reading.frames.hosting
    if hosted and (talk or not event.participants):
        add(event.host, doers)
    if talk or not (hosted or event.participants):
        event.participants[:0] = [thing for thing in doers if thing not in event.participants]
    # "with whom he is to hold talks"
    heads = [verb, verb.head] if verb.dep_ == "xcomp" and is_verb(verb.head) else [verb]
    companions = [
        noun for head in heads for preposition, noun in prepositions(head) if preposition.lower_ in ("with", "between")
    ]
    if talk:
        add(event.participants, things(reading, companions, ACTORS))
    elif event.type == "Visit":
        candidate.sites.extend(noun for preposition, noun in prepositions(verb) if preposition.lower_ == "to")


def _taken(verb: Token, link: str) -> list[Token]:
    """``was driven to X for talks``: whoever is taken there."""
    return grammatical_subjects(verb) if is_passive(verb) and link in ("for", "to") else []


def _take_traveller(reading: Reading, candidate: Candidate) -> None:
    """``flew to Paris, where talks with X are scheduled``: who flew takes part."""
    place = where_antecedent(candidate.clause)
    while place is not None and place.head.i != place.i:
        place = place.head
        if is_verb(place):
            found = things(reading, subjects(place), PEOPLE)
            candidate.event.participants[:0] = [one for one in found if one not in candidate.event.participants]
            return


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
    ) or (candidate.link == "with" and candidate.frame.trip):
        definite = any(
            child.dep_ == "det" and child.lower_ in ("the", "this", "that", "these")
            for child in candidate.trigger.children
        )
        if definite and not event.participants and event.type in TALKS:
            return
        wanted = PEOPLE if event.type not in TALKS else PEOPLE | {"Organization"}
        found = things(reading, subjects(verb) or grammatical_subjects(verb), wanted)
        candidate.borrowed = not event.participants
        event.participants[:0] = [thing for thing in found if thing not in event.participants]
        if event.type in TALKS and len(event.participants) == 1:
            # "in a telephone conversation, Vane urged Lund"
            add(event.participants, things(reading, objects(verb), PEOPLE))
