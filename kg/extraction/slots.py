"""Where and when an event took place."""

from collections import defaultdict
from collections.abc import Iterator

from spacy.tokens import Token

from kg.extraction.candidates import Candidate
from kg.extraction.clauses import after, grammatical_subjects, is_passive, is_verb, prepositions, where_antecedent
from kg.extraction.parts import Time
from kg.extraction.reading import SITES, Reading, coordinates, things

# Verbs whose time is that of the infinitive they govern.
_SAME_TIME = frozenset(
    {"be", "schedule", "set", "expect", "plan", "begin", "start", "continue", "go", "intend", "have", "manage"}
)
# Prepositions before those who take part.
_SOCIAL = frozenset({"with", "by", "between", "of", "to", "from", "including"})
# Verbs of a clause that says where and when its noun took place.
_PLACING = frozenset({"hold", "take", "schedule", "plan", "begin", "start", "open", "host", "organize", "organise", "set", "expect",
    "conclude", "end", "last", "occur", "be", "go", "convene", "due"})
_INNER = ("in", "at", "near", "outside", "of", "on", "inside")


# --- where


def set_where(reading: Reading, candidate: Candidate) -> None:
    """Fill place and facility from what the telling itself says."""
    for noun in candidate.sites:
        _take_site(reading, candidate, noun)
    relative = where_antecedent(_clause(candidate))
    if relative is not None and not (candidate.event.facility and candidate.event.place):
        _take_site(reading, candidate, _outermost(reading, relative))
    for noun in _around(reading, candidate):
        _take_site(reading, candidate, noun)


def _clause(candidate: Candidate) -> Token:
    if is_verb(candidate.trigger) or candidate.light or candidate.link in ("subject", "object"):
        return candidate.clause
    return candidate.trigger


def _take_site(reading: Reading, candidate: Candidate, noun: Token) -> None:
    """A noun's own place, else the one it lies in: ``the town of X``, ``a plant in Y``."""
    event = candidate.event
    for token in coordinates(noun)[:1]:
        for thing in reading.own(token):
            if reading.type_of(thing) == "Facility":
                event.facility = event.facility or thing
            elif reading.type_of(thing) == "Place" and (not event.place):
                event.place = thing
    if not event.place:
        _look_inside(reading, candidate, noun)


def _look_inside(reading: Reading, candidate: Candidate, noun: Token) -> None:
    """``a plant in Y``, ``Y, Z``, ``the Y region``."""
    for preposition, inner in prepositions(noun):
        if preposition.lower_ in _INNER:
            _take_inner(reading, candidate, inner)
    for child in noun.children:
        compound = child.dep_ in ("compound", "nmod") and not reading.own(noun) and _leads_to_site(reading, noun)
        if child.dep_ == "appos" or compound:
            _take_inner(reading, candidate, child)


def _take_inner(reading: Reading, candidate: Candidate, noun: Token) -> None:
    if candidate.event.place:
        return
    for thing in things(reading, [noun], SITES):
        if reading.type_of(thing) == "Place":
            candidate.event.place = thing
            return
        candidate.event.facility = candidate.event.facility or thing
    _look_inside(reading, candidate, noun)


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
    roots = [candidate.trigger, *_participles(candidate.trigger)]
    clause = _clause(candidate)
    if clause.i != candidate.trigger.i:
        roots.append(clause)
    found = [noun for root in roots for noun in _located(reading, root)]
    return found + [noun for root in roots for child in root.children for noun in _hung_on(reading, child)]


def _participles(noun: Token) -> list[Token]:
    """``talks held in X``, ``a meeting that took place in X``."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return []
    return [child for child in noun.children if child.dep_ in ("acl", "relcl") and child.lemma_ in _PLACING]


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


def _hung_on(reading: Reading, noun: Token) -> Iterator[Token]:
    """A place that the parser hung on a person: ``met the envoys in X``."""
    if noun.dep_ in ("prep", "agent", "dative"):
        for child in noun.children:
            if noun.lower_ in _SOCIAL or noun.dep_ != "prep":
                yield from _hung_on(reading, child)
        return
    if noun.dep_ not in ("dobj", "nsubjpass", "pobj", "conj", "appos", "npadvmod"):
        return
    words = reading.frames.words
    taking_part = words["people"] | words["drills"] | words["gatherings"] | words["sessions"] | reading.frames.measures
    if noun.lemma_.lower() in taking_part or any(reading.type_of(thing) not in SITES for thing in reading.own(noun)):
        yield from _located(reading, noun)
        for child in noun.children:
            yield from _hung_on(reading, child)


# --- when


def _is_open(time: Time) -> bool:
    """``since the beginning of the year`` says no day."""
    return ".." in (time.past or "")


class Calendar:
    """The time expressions of a text by the verb or event noun they hang on."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._at: dict[int, list[Time]] = defaultdict(list)
        self._starts = {time.start: time for time in reading.times}
        for time in reading.times:
            if _is_open(time):
                continue
            self._at[self._anchor(time).i].append(time)

    def _anchor(self, time: Time) -> Token:
        doc, nouns = self._reading.doc, self._reading.frames.nouns
        span = doc[time.start : time.end]
        token = span.root
        while token.head.i != token.i:
            token = token.head
            if is_verb(token) or token.lemma_.lower() in nouns:
                return token
            if token.lemma_.lower() in self._reading.frames.measures:
                # "on the eve of her visit on Monday"
                inner = next((noun for noun in after(token, "of") if noun.lemma_.lower() in nouns), None)
                if inner is not None:
                    return inner
        return token

    def of(self, candidate: Candidate) -> Time | None:
        """The expression that says when: the trigger's own, else that of the verbs it shares a clause with."""
        for token in self._path(candidate):
            if self._at.get(token.i):
                return self._nearest(self._at[token.i], candidate.trigger)
        return self._of_the_day_told(candidate)

    def _of_the_day_told(self, candidate: Candidate) -> Time | None:
        """``X was hurt yesterday. X, who was visiting Y, …``: what went on while that happened has its day."""
        verb = candidate.trigger
        if verb.tag_ != "VBG" or not any(child.lower_ in ("was", "were") for child in verb.children):
            return None
        reading, number = self._reading, self._reading.sentence_of[verb.i]
        for sentence in reversed(reading.sentences[max(0, number - 1) : number + 1]):
            times = self._at.get(sentence.root.i)
            same = {thing for noun in grammatical_subjects(sentence.root) for thing in reading.own(noun)}
            if times and same & set(candidate.event.participants):
                return times[0]
        return None

    def _nearest(self, times: list[Time], trigger: Token) -> Time:
        return min(times, key=lambda time: (time.past is None and time.future is None, abs(time.start - trigger.i)))

    def _path(self, candidate: Candidate) -> list[Token]:
        path = [candidate.trigger, *_participles(candidate.trigger)]
        reporting = self._reading.frames.claims.reporting
        token = candidate.trigger
        if not is_verb(token):
            if candidate.clause.i == token.i or not is_verb(candidate.clause):
                return path
            token = candidate.clause
            path.append(token)
        for _ in range(20):
            for child in token.children:
                if child.dep_ == "advcl" and child.tag_ == "VB":
                    path.append(child)
            head, dep = token.head, token.dep_
            if head.i == token.i:
                break
            if dep in ("conj", "xcomp", "advcl") and is_verb(head):
                if dep == "xcomp" and head.lemma_ not in _SAME_TIME and not is_passive(head):
                    # "agreed on Tuesday to meet": the day is that of the agreement
                    break
            elif dep in ("pcomp", "prep"):
                pass
            elif dep == "relcl" and head.lemma_ in reporting["recordings"]:
                pass
            elif dep in ("dobj", "pobj") and not is_verb(token):
                pass
            else:
                break
            if is_verb(head):
                path.append(head)
            token = head
        return path
