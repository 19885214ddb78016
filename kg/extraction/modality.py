"""Whether an event took place, is to come, is only rumoured, or was called off: what its verb hangs on decides."""

from typing import Final

from spacy.tokens import Token

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import is_passive, is_verb
from kg.extraction.climbing import climb, is_infinitive
from kg.extraction.frames import Claims
from kg.extraction.signs import Signs, by_noun, is_denying

_PURPOSE: Final = ("for", "to")


def judge(candidate: Candidate, claims: Claims) -> Signs:
    """What the words around a telling say of it."""
    signs = Signs()
    trigger, clause = candidate.trigger, candidate.clause
    if is_verb(trigger):
        signs.planned |= trigger.lemma_ == "be" and any(
            child.dep_ == "xcomp" and is_infinitive(child) for child in trigger.children
        )
        signs.planned |= candidate.frame.only == {"planned"} and (is_passive(trigger) or trigger.lemma_ == "be")
        climb(trigger, signs, claims)
    else:
        _of_noun(candidate, signs, claims)
        if is_verb(clause):
            _through_link(candidate, signs, claims)
    return signs


# --- nouns


def _of_noun(candidate: Candidate, signs: Signs, claims: Claims) -> None:
    noun = candidate.trigger
    chain = [noun]
    while chain[-1].i != candidate.clause.i and chain[-1].head.i != chain[-1].i and len(chain) < 40:
        chain.append(chain[-1].head)
    for token in chain:
        if token.i == candidate.clause.i and is_verb(token):
            break
        if token.pos_ in ("NOUN", "PROPN"):
            _modifiers(token, signs, claims)
            if token.i != noun.i:
                by_noun(token, signs, claims)
        elif any(child.lower_ == "had" and child.dep_ == "aux" for child in candidate.clause.children):
            # "had declined it ahead of the trip"
            continue
        elif (
            token.pos_ == "ADP" and token.lower_ in claims.planned["prepositions"] and token.i != noun.i
        ) or token.lower_ in ("ahead", "prior"):
            signs.planned = True


def _modifiers(noun: Token, signs: Signs, claims: Claims) -> None:
    for child in noun.children:
        word = child.lower_
        if child.dep_ in ("amod", "compound", "nmod", "advmod"):
            signs.wished |= word in claims.wished["adjectives"]
            signs.planned |= word in claims.planned["adjectives"]
            signs.accepted |= word in claims.planned["certain"]
            signs.denied |= word in claims.denied["adjectives"]
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            signs.planned |= child.lemma_ in claims.planned["verbs"]
            signs.denied |= is_denying(child, claims)
        elif child.dep_ == "det" and word == "no":
            signs.denied = True


def _through_link(candidate: Candidate, signs: Signs, claims: Claims) -> None:
    link, verb = candidate.link.split(" ")[0], candidate.clause
    inside = "inside" in candidate.link
    if link in ("object", "subject", "attr") and not inside:
        _verb_over_noun(candidate, signs, claims)
        climb(verb, signs, claims)
    elif candidate.light:
        climb(verb, signs, claims)
        if (
            verb.lower_ not in ("was", "were")
            and link in _PURPOSE
            and candidate.event.type in ("Meeting", "PhoneCall")
            and verb.lemma_ not in ("meet", "gather", "join", "sit")
        ):
            signs.planned = True
    else:
        tense = Signs()
        climb(verb, tense, claims)
        if link == "object":
            signs.denied |= is_denying(verb, claims)
        signs.planned |= tense.planned and not tense.wished
        signs.hedged |= tense.hedged


def _verb_over_noun(candidate: Candidate, signs: Signs, claims: Claims) -> None:
    verb = candidate.clause
    lemma = verb.lemma_.lower()
    if is_denying(verb, claims):
        signs.denied = True
    elif lemma in claims.planned["verbs"] and not (candidate.event.type == "Arrival" and verb.tag_ in ("VBD", "VBN")):
        signs.planned = True
        signs.accepted |= lemma in ("accept", "confirm", "agree", "announce")
    elif (
        lemma == "be" and any(c.dep_ == "acomp" and c.lower_ in claims.wished["adjectives"] for c in verb.children)
    ) or (candidate.link == "object" and lemma in claims.wished["verbs"] and lemma not in claims.reporting["verbs"]):
        signs.wished = True


# --- verbs
