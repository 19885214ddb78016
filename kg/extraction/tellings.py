"""A telling of an event with all that its own sentence says, before it is put beside the other tellings."""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.attribution import find_source
from kg.extraction.candidate import MOVES, TALKS, Candidate
from kg.extraction.clauses import prepositions
from kg.extraction.dating import by_phone, is_long_ago, is_timetable, may_come, set_date, set_type
from kg.extraction.modality import judge
from kg.extraction.parts import Extent, Happening
from kg.extraction.reading import ACTORS, PEOPLE, Reading
from kg.extraction.when import Calendar
from kg.extraction.where import set_where

# Verbs that tell of a happened event without saying where.
_COMPLETE = frozenset({"visit", "arrive", "inspect"})
_BACK = frozenset({"the", "this", "that", "these", "those", "both"})
_ANEW = frozenset({"then", "later", "next", "afterwards", "afterward", "subsequently", "instead", "onward"})
_LATER = frozenset({"later", "afterwards", "afterward", "subsequently", "earlier", "previously"})
_NEW = frozenset({"a", "an", "another", "any", "no", "new", "further", "first", "next"})
_OTHERS = frozenset({"previous", "last", "earlier", "past", "such", "similar", "other"})
_ALSO = frozenset({"also", "besides", "additionally"})


@dataclass(slots=True)
class Telling:
    """A candidate whose modality, source, date and place are read.

    :param recalls: it speaks of an event told before (``the meeting``) and makes none by itself.
    :param anew: the text says that this is a further stop.
    """

    candidate: Candidate
    event: Happening
    sentence: int
    recalls: bool
    anew: bool
    vague: bool = False
    """Nothing carries over to it: its time or place is one that is not known, or it lies further back."""
    past: bool = False
    """It was long ago, so that nobody is there any more."""
    lapsed: bool = False
    """It was planned in the past, so that what was called off before it may have been it."""
    later: bool = False
    """It took place at another time of the stop, and perhaps at another site."""
    sited: bool = False
    """It names a site, if none that is known."""
    wide: bool = False
    """Its place is a whole country."""
    passage: Extent = (0, 0)
    joined: bool = False

    @property
    def backward(self) -> bool:
        """Whether it may speak of something told before: a definite noun, or a verb of talking."""
        return self.recalls or self.candidate.strength != "told" or _is_definite(self.candidate.trigger)


def read_telling(reading: Reading, calendar: Calendar, candidate: Candidate) -> Telling | None:
    """All that the sentence says; None where it asserts no event or nobody known took part."""
    event = candidate.event
    if not _within(reading, candidate.trigger):
        return None
    signs = judge(candidate, reading.frames.claims)
    signs.planned |= candidate.frame.modality == "planned"
    modality = signs.verdict()
    if candidate.frame.only and modality == "happened" and candidate.trigger.tag_ in ("VBZ", "VBP"):
        # "leaves for X": a journey to come
        signs.planned, modality = True, "planned"
    if candidate.frame.only and modality not in candidate.frame.only:
        return None
    if modality is None or _is_nothing(reading, candidate):
        return None
    event.modality = modality
    set_where(reading, candidate)
    set_type(reading, candidate)
    _set_source(reading, candidate)
    time = calendar.of(candidate)
    if event.modality == "happened" and is_timetable(candidate, time):
        signs.planned, event.modality = True, "planned"
    set_date(reading, candidate, time, ahead=signs.planned or may_come(reading, candidate))
    if time is not None:
        calendar.note(time, event.date)
    event.sentence = _evidence(reading, candidate.trigger)
    _tidy(reading, candidate)
    recalls = _recalls(reading, candidate)
    if not recalls and not _is_known(reading, candidate):
        return None
    return Telling(
        candidate,
        event,
        reading.sentence_of[candidate.trigger.i],
        recalls,
        _is_anew(candidate),
        vague=(time is not None and not time.future) or _is_elsewhere(reading, candidate),
        past=is_long_ago(reading, event),
        lapsed=signs.lapsed,
        later=_has_adverb(candidate, _LATER),
        sited=any(noun.lemma_.lower() in reading.frames.words["sites"] for noun in candidate.sites),
        wide=_is_country(reading, event.place),
        passage=_passage(reading, candidate.trigger) or (0, 0),
    )


def _is_nothing(reading: Reading, candidate: Candidate) -> bool:
    """Whether the words tell of no event of their own."""
    # "met at the start of his tour"
    setting = candidate.frame.trip and candidate.link == "at" and not candidate.sites and not candidate.light
    remote = candidate.event.type in MOVES and by_phone(reading, candidate)
    return setting or remote or _is_sport(reading, candidate) or _is_doubled(reading, candidate)


def _is_country(reading: Reading, place: str | None) -> bool:
    return place is not None and reading.referents.things[place].name in reading.frames.capitals.values()


def _is_elsewhere(reading: Reading, candidate: Candidate) -> bool:
    """``had met her``, or a place whose name is not known."""
    verb = candidate.clause if candidate.light or candidate.link in ("subject", "object") else candidate.trigger
    if any(child.dep_ == "aux" and child.lower_ == "had" for child in verb.children):
        return True
    event = candidate.event
    return not (event.place or event.facility) and any(
        preposition.lower_ in ("in", "at") and noun.pos_ == "PROPN" and noun.i not in reading.timed
        for root in (candidate.trigger, verb)
        for preposition, noun in prepositions(root)
    )


def _is_doubled(reading: Reading, candidate: Candidate) -> bool:
    """``hosted her for talks``: the verb tells of the same meeting as the noun."""
    if candidate.event.type not in TALKS or candidate.link not in ("for", "at", "in", "during", "to"):
        return False
    senses = reading.frames.verbs.get(candidate.clause.lemma_, ())
    return any(frame.type in TALKS for frame in senses) and len(candidate.event.participants) < 2


def _is_sport(reading: Reading, candidate: Candidate) -> bool:
    """Teams named for countries meet too."""
    if any(reading.type_of(thing) in PEOPLE for thing in candidate.event.participants):
        return False
    words, number = reading.frames.words["sports"], reading.sentence_of[candidate.trigger.i]
    if ("sport", number) not in reading.notes:
        found = any(token.lemma_.lower() in words for token in reading.sentences[number])
        reading.notes["sport", number] = found
    return reading.notes["sport", number]


def _within(reading: Reading, token: Token) -> bool:
    return _passage(reading, token) is not None


def _passage(reading: Reading, token: Token) -> Extent | None:
    for start, end in reading.story.passages:
        if start <= token.idx < end:
            return start, end
    return None


def _evidence(reading: Reading, token: Token) -> Extent:
    """The sentence, cut at the passage, since a sentence cannot begin in a headline."""
    sentence = reading.sentences[reading.sentence_of[token.i]]
    first, last = _passage(reading, token) or (sentence.start_char, sentence.end_char)
    start, end = max(sentence.start_char, first), min(sentence.end_char, last)
    text = reading.story.text[start:end]
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))


def _set_source(reading: Reading, candidate: Candidate) -> None:
    source = find_source(reading, candidate)
    if source is None:
        return
    event = candidate.event
    event.attributed_to, event.attributed_text = source.thing, source.text
    if source.vague and event.modality in ("happened", "planned"):
        event.modality = "hedged"


def _tidy(reading: Reading, candidate: Candidate) -> None:
    """Nobody visits himself, and a host of a talk takes part in it."""
    event = candidate.event
    event.host = [thing for thing in event.host if thing not in event.participants or event.type in TALKS]
    if event.type in ("Demonstration", "Presentation"):
        _add(event.participants, [thing for thing in event.host if reading.type_of(thing) in PEOPLE])
    if event.type in TALKS:
        _add(event.participants, [thing for thing in event.host if reading.type_of(thing) in ACTORS])
        if event.place in event.participants:
            event.place = None
    if event.type in MOVES:
        event.host = [thing for thing in event.host if thing not in (event.place, event.facility)]
        event.participants = [thing for thing in event.participants if reading.type_of(thing) != "Place"]


def _add(slot: list[str], found: list[str]) -> None:
    slot.extend(thing for thing in found if thing not in slot)


def _recalls(reading: Reading, candidate: Candidate) -> bool:
    """``the meeting``, ``their talks``, ``this visit`` with nothing new beside it."""
    if candidate.strength == "recalled":
        return True
    if candidate.strength in ("joined", "attending"):
        return not candidate.event.participants
    trigger, event = candidate.trigger, candidate.event
    if trigger.pos_ not in ("NOUN", "PROPN") or _is_other(trigger):
        return False
    definite = _is_definite(trigger)
    if any(child.dep_ == "det" and child.lower_ == "no" for child in trigger.children):
        return False
    if event.type in TALKS:
        if definite and not (candidate.light or event.place or event.facility or event.date):
            return not any(child.lower_ in ("with", "between") for child in trigger.children)
        if any(child.lower_ in _NEW for child in trigger.children):
            return False
        return len(event.participants) < 2 and not (candidate.light and not definite) and not candidate.open_part
    sited = bool(event.place or event.facility or event.host or event.objects)
    return not event.participants or (not sited and (definite or not event.date))


def _is_other(trigger: Token) -> bool:
    """``The previous visit`` is not the one told before."""
    return any(child.dep_ == "amod" and child.lower_ in _OTHERS for child in trigger.children)


def _is_definite(trigger: Token) -> bool:
    return trigger.pos_ in ("NOUN", "PROPN") and any(
        (child.dep_ == "det" and child.lower_ in _BACK) or (child.dep_ == "poss" and child.pos_ == "PRON")
        for child in trigger.children
    )


def _is_known(reading: Reading, candidate: Candidate) -> bool:
    """Somebody identified took part; in a talk two did, or one with others; whoever moved went somewhere."""
    event = candidate.event
    if not event.participants and not event.host:
        return False
    sited = bool(event.place or event.facility or event.host or event.objects)
    if candidate.frame.process and event.modality != "happened" and not (event.date or sited):
        return False
    if candidate.strength in ("joined", "attending"):
        return True
    if event.type in TALKS:
        if _is_topic(reading, candidate):
            return False
        told = candidate.open_part or candidate.light or sited or bool(event.date)
        return told or len(event.participants) > 1 or wants_partner(candidate)
    if event.type in MOVES:
        told = event.modality != "denied" and (bool(candidate.sites) or candidate.trigger.lemma_ in _COMPLETE)
        return bool(event.participants) and (sited or bool(event.date) or told)
    return True


def _is_topic(reading: Reading, candidate: Candidate) -> bool:
    """``Talks between A and B are stalled``, ``await a meeting of the bank``: talk of a talk."""
    event = candidate.event
    if candidate.link == "subject" and candidate.strength != "joined":
        occurs = candidate.clause.lemma_.lower() in reading.frames.occurring
        return not (occurs or event.date or event.place or event.facility)
    alone = len(event.participants) == 1 and reading.type_of(event.participants[0]) in ("Organization", "Place")
    others = candidate.open_part and "inside" not in candidate.link
    return alone and not candidate.light and not others


def wants_partner(candidate: Candidate) -> bool:
    """``A meeting with X will not take place``: whose meeting, the text has told before."""
    with_whom = any(child.lower_ == "with" for child in candidate.trigger.children)
    return candidate.link == "subject" and with_whom and len(candidate.event.participants) == 1


def _is_anew(candidate: Candidate) -> bool:
    words = _ANEW | _ALSO if candidate.frame.moves else _ALSO
    return candidate.strength == "told" and any(
        child.dep_ == "advmod" and child.lower_ in words for child in candidate.trigger.children
    )


def _has_adverb(candidate: Candidate, words: frozenset[str]) -> bool:
    verb = candidate.clause if candidate.light else candidate.trigger
    return any(child.dep_ == "advmod" and child.lower_ in words for child in verb.children)
