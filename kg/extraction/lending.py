"""Who took part, where another telling says it: company, attendants, whoever travels in the sentence before."""

from kg.extraction.candidate import MOVES, TALKS
from kg.extraction.clauses import is_verb
from kg.extraction.tellings import Telling, wants_partner

SUMMARY = 3


BESIDE = 20


def add_attendants(telling: Telling, kept: list[Telling]) -> bool:
    """``The meeting was attended by X``: X took part in what was told before."""
    for earlier in reversed(kept[-BESIDE:]):
        if telling.sentence - earlier.sentence > SUMMARY:
            return False
        if earlier.event.type == telling.event.type or not {earlier.event.type, telling.event.type} & TALKS:
            people = earlier.event.participants
            people.extend(thing for thing in telling.event.participants if thing not in people)
            return True
    return False


def add_company(telling: Telling, kept: list[Telling]) -> bool:
    """``X was also present``, ``X accompanied him``: X took part in what was told just before."""
    people, travels = set(telling.event.participants), telling.event.type in MOVES
    near = [one for one in reversed(kept[-BESIDE:]) if telling.sentence - one.sentence <= SUMMARY]
    talks = [one for one in near if one.event.type in TALKS]
    alone = is_verb(telling.candidate.trigger)
    for earlier in near if travels else talks or (near if alone else []):
        event = earlier.event
        shared = bool(people & set(event.participants))
        if event.type == "PhoneCall" or shared != travels or (travels and event.type not in MOVES):
            continue
        event.participants.extend(thing for thing in telling.event.participants if thing not in event.participants)
        return True
    return False


def take_along(company: Telling | None, telling: Telling) -> None:
    """``The president, accompanied by X, observed the launch``: X observed it too."""
    if company is None or company.sentence != telling.sentence or company.candidate.strength != "attending":
        return
    people = telling.event.participants
    if company.candidate.trigger.tag_ == "VBN" and set(people) & set(company.event.participants):
        people.extend(thing for thing in company.event.participants if thing not in people)


def lend(telling: Telling, kept: list[Telling]) -> None:
    """``A stop in X was cancelled``: it was one of whoever travels in the sentences before."""
    event = telling.event
    if event.type == "Meeting" and wants_partner(telling.candidate):
        _lend_partner(telling, kept)
        return
    ahead = event.type in MOVES and event.modality in ("planned", "denied")
    told = telling.candidate.frame.trip and telling.candidate.link == "subject"
    if event.participants or not (ahead and told and event.place):
        return
    for earlier in reversed(kept[-BESIDE:]):
        if earlier.event.type in MOVES and telling.sentence - earlier.sentence <= SUMMARY:
            event.participants.extend(earlier.event.participants)
            telling.recalls = False
            return


def is_left_alone(telling: Telling) -> bool:
    """``A meeting with X is not planned``, where nobody is told of who would meet X."""
    event = telling.event
    return event.type in TALKS and wants_partner(telling.candidate) and not (event.date or event.place)


def _lend_partner(telling: Telling, kept: list[Telling]) -> None:
    """``A meeting with X is planned there``: it is one of whoever travels in the sentence before."""
    if not wants_partner(telling.candidate):
        return
    for earlier in reversed(kept[-BESIDE:]):
        movers = earlier.event.participants if earlier.event.type in MOVES else earlier.event.participants[:1]
        if telling.sentence - earlier.sentence > 1:
            return
        if movers and not set(movers) & set(telling.event.participants):
            telling.event.participants[:0] = movers
            return


def lapse(telling: Telling, kept: list[Telling]) -> None:
    """``has postponed his visit. He was to meet X``: nor does he meet X."""
    if telling.lapsed and telling.event.modality == "planned" and kept:
        last = kept[-1]
        called_off = last.event.modality == "denied" and telling.sentence - last.sentence <= 1
        if called_off and set(last.event.participants) & set(telling.event.participants):
            telling.event.modality = "denied"


def fall_through(earlier: Telling, telling: Telling, kept: list[Telling]) -> None:
    """``was to go to X to meet Y. The trip will not take place``: nor will the meeting."""
    if telling.event.modality != "denied" or earlier.event.type not in MOVES or not telling.recalls:
        return
    for other in kept[-BESIDE:]:
        event = other.event
        beside = other.sentence == earlier.sentence and event.modality == "planned"
        if beside and event.type in TALKS and set(event.participants) & set(earlier.event.participants):
            event.modality = "denied"
