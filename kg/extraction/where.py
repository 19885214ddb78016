"""Where an event took place."""

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import is_verb, prepositions, where_antecedent
from kg.extraction.phrases import coordinates, things
from kg.extraction.reading import SITES, Reading

# Prepositions before those who take part.
_SOCIAL = frozenset({"with", "by", "between", "of", "to", "from", "including"})
# Verbs of a clause that says where and when its noun took place.
_PLACING = frozenset(
    {
        "hold",
        "take",
        "schedule",
        "plan",
        "begin",
        "start",
        "open",
        "host",
        "organize",
        "organise",
        "set",
        "expect",
        "conclude",
        "end",
        "last",
        "occur",
        "be",
        "go",
        "convene",
        "due",
    }
)
# "the ships moored at the port"
_DEEP = 6
_LYING = frozenset({"moor", "anchor", "dock", "berth", "base", "station", "deploy", "locate", "situate", "park"})
_INNER = ("in", "at", "near", "outside", "of", "on", "inside")


def set_where(reading: Reading, candidate: Candidate) -> None:
    """Fill place and facility from what the telling itself says."""
    for child in candidate.trigger.children:
        # "visited the ships moored at the port", where the parser took the ships for who moored
        if child.dep_ == "ccomp" and child.lemma_ in _LYING:
            candidate.sites.extend(noun for _, noun in prepositions(child))
    for noun in candidate.sites:
        _take_site(reading, candidate, noun)
    for noun in _around(reading, candidate):
        _take_site(reading, candidate, noun)
    if candidate.event.type == "Demonstration":
        # "the launch of a rocket from the cosmodrome"
        for noun in [inner for child in candidate.trigger.children for inner in _from(child)]:
            _take_site(reading, candidate, noun)
    relative = where_antecedent(_clause(candidate))
    if relative is not None and not (candidate.event.facility and candidate.event.place):
        _take_site(reading, candidate, _outermost(reading, relative))


def _from(token: Token, depth: int = 4) -> Iterator[Token]:
    """The nouns after ``from`` below a word."""
    if token.dep_ == "prep" and token.lower_ == "from":
        yield from (child for child in token.children if child.dep_ == "pobj")
    elif depth and token.dep_ in ("dobj", "prep", "pobj", "conj"):
        for child in token.children:
            yield from _from(child, depth - 1)


def _clause(candidate: Candidate) -> Token:
    if is_verb(candidate.trigger) or candidate.light or candidate.link in ("subject", "object"):
        return candidate.clause
    return candidate.trigger


def _take_site(reading: Reading, candidate: Candidate, noun: Token) -> None:
    """A noun's own place, else the one it lies in: ``the town of X``, ``a plant in Y``."""
    event = candidate.event
    noun = _lying_in(reading, noun)
    for token in coordinates(noun)[:1]:
        for thing in reading.own(token):
            if reading.type_of(thing) == "Facility":
                event.facility = event.facility or thing
            elif reading.type_of(thing) == "Place" and (not event.place):
                event.place = thing
    if not event.place:
        _look_inside(reading, candidate, noun)


def _lying_in(reading: Reading, noun: Token) -> Token:
    """``Irpin, Kyiv region``, where the parser took the town for a part of the region."""
    for child in noun.lefts:
        before_comma = child.i + 1 < noun.i and reading.doc[child.i + 1].text == ","
        site = before_comma and any(reading.type_of(thing) in SITES for thing in reading.own(child))
        if site and child.dep_ in ("nmod", "compound"):
            return child
    return noun


def _look_inside(reading: Reading, candidate: Candidate, noun: Token, depth: int = 6) -> None:
    """``a plant in Y``, ``Y, Z``, ``the Y region``."""
    for preposition, inner in prepositions(noun):
        if preposition.lower_ in _INNER:
            _take_inner(reading, candidate, inner, depth)
    for child in noun.children:
        if child.dep_ == "acl" and child.lemma_ in _LYING:
            for _, inner in prepositions(child):
                _take_inner(reading, candidate, inner, depth)
        if child.dep_ == "poss" and candidate.event.facility in reading.own(noun):
            _take_inner(reading, candidate, child, depth)
        compound = child.dep_ in ("compound", "nmod") and not reading.own(noun) and _leads_to_site(reading, noun)
        if child.dep_ == "appos" or compound:
            _take_inner(reading, candidate, child, depth)


def _take_inner(reading: Reading, candidate: Candidate, noun: Token, depth: int) -> None:
    if candidate.event.place or not depth:
        return
    for thing in things(reading, [noun], SITES):
        if reading.type_of(thing) == "Place":
            candidate.event.place = thing
            return
        candidate.event.facility = candidate.event.facility or thing
    _look_inside(reading, candidate, noun, depth - 1)


def _outermost(reading: Reading, noun: Token) -> Token:
    """``the airport outside the city, where``: the clause speaks of the airport."""
    while noun.dep_ == "pobj" and noun.head.head.pos_ in ("NOUN", "PROPN"):
        outer = noun.head.head
        if not any(reading.type_of(thing) in SITES for thing in reading.own(outer)):
            break
        noun = outer
    return noun


def _around(reading: Reading, candidate: Candidate) -> list[Token]:
    """Nouns after a preposition of place: those of the trigger, those of its verb, and those hung on who took part."""
    roots = [candidate.trigger, *participles(candidate.trigger)]
    clause = _clause(candidate)
    if clause.i != candidate.trigger.i:
        roots.append(clause)
    found = [noun for root in roots for noun in _located(reading, root)]
    found += [noun for root in _above(clause) for noun in _located(reading, root) if noun.i < candidate.trigger.i]
    return found + [noun for root in roots for child in root.children for noun in _hung_on(reading, child)]


def _above(verb: Token) -> list[Token]:
    """``In Hanoi, they are likely to meet``: the verbs and adjectives that an infinitive hangs on."""
    found = []
    while verb.dep_ in ("xcomp", "acomp") and verb.head.i != verb.i:
        verb = verb.head
        found.append(verb)
    return found


def participles(noun: Token) -> list[Token]:
    """``talks held in X``, ``a meeting that took place in X``."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return []
    found = [child for child in noun.children if child.dep_ in ("acl", "relcl") and child.lemma_ in _PLACING]
    for verb in found:
        # "a visit that had been due to begin on Sunday"
        found.extend(child for child in verb.children if child.dep_ in ("xcomp", "acomp") and len(found) < _DEEP)
    return found


def _located(reading: Reading, root: Token) -> list[Token]:
    wanted = reading.frames.where
    return [
        noun
        for preposition, noun in prepositions(root)
        if preposition.lower_ in wanted and _leads_to_site(reading, noun)
    ]


def _leads_to_site(reading: Reading, noun: Token) -> bool:
    """A site, or a word for one; not ``in talks on the war in X``."""
    if noun.i in reading.timed:
        return False
    if any(reading.type_of(thing) in SITES for thing in reading.own(noun)):
        return True
    words, lemma = reading.frames.words, noun.lemma_.lower()
    return lemma in words["sites"] | words["gatherings"] | words["sessions"] | reading.frames.measures


def _hung_on(reading: Reading, noun: Token, depth: int = 10) -> Iterator[Token]:
    """A place that the parser hung on a person: ``met the envoys in X``."""
    if noun.dep_ in ("prep", "agent", "dative"):
        for child in noun.children:
            if noun.lower_ in _SOCIAL or noun.dep_ != "prep":
                yield from _hung_on(reading, child, depth)
        return
    if noun.dep_ not in ("dobj", "nsubjpass", "pobj", "conj", "appos", "npadvmod"):
        return
    words = reading.frames.words
    taking_part = words["people"] | words["drills"] | words["gatherings"] | words["sessions"] | reading.frames.measures
    if noun.lemma_.lower() in taking_part or any(reading.type_of(thing) not in SITES for thing in reading.own(noun)):
        yield from _located(reading, noun)
        for child in noun.children if depth else ():
            yield from _hung_on(reading, child, depth - 1)
