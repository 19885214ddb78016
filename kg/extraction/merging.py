"""Tellings of one event made one."""

from collections.abc import Iterable

from kg.extraction.candidate import MOVES, TALKS
from kg.extraction.clauses import is_verb
from kg.extraction.geography import within
from kg.extraction.lending import (
    BESIDE,
    SUMMARY,
    add_attendants,
    add_company,
    fall_through,
    is_left_alone,
    lapse,
    lend,
    take_along,
)
from kg.extraction.parts import Happening
from kg.extraction.sameness import Containers, dates_agree, find_same
from kg.extraction.stops import Itinerary
from kg.extraction.tellings import Telling
from kg.extraction.whereabouts import Whereabouts

_DURING = frozenset({"during", "on", "within", "in", "as", "at"})
_SPECIFIC = {"Arrival": 0, "Visit": 1, "Inspection": 2}


def merge(tellings: list[Telling], containers: Containers, whereabouts: Iterable[Whereabouts] = ()) -> list[Happening]:
    """The events, in the order of their first telling; each takes what carries over to it from the stop before."""
    kept: list[Telling] = []
    company: Telling | None = None
    itinerary = Itinerary(containers, whereabouts)
    for telling in tellings:
        if _joins_another(telling, kept):
            company = telling
            continue
        take_along(company, telling)
        lend(telling, kept)
        if is_left_alone(telling):
            continue
        # "the meeting" may speak of a stop long left; what is told anew is told of the stop reached
        earlier = find_same(telling, kept, containers) if telling.backward else None
        if earlier is None:
            itinerary.carry(telling)
            earlier = find_same(telling, kept, containers)
        if earlier is not None:
            planned = earlier.event.modality == "planned"
            join(earlier, telling, containers)
            if planned:
                fall_through(earlier, telling, kept)
        elif not telling.recalls or _stands_alone(telling):
            lapse(telling, kept)
            kept.append(telling)
        else:
            continue
        itinerary.note(earlier or telling, telling.sentence)
    return [
        telling.event
        for at, telling in enumerate(kept)
        if not _is_background(telling, kept[max(0, at - BESIDE) : at + BESIDE])
        and not _is_summary(telling, kept[at + 1 : at + BESIDE])
    ]


def _joins_another(telling: Telling, kept: list[Telling]) -> bool:
    """Whether it tells of no event, but of who took part in one."""
    if telling.candidate.strength == "joined":
        return add_attendants(telling, kept) or telling.event.type in TALKS
    if telling.candidate.strength != "attending":
        return False
    if add_company(telling, kept) or is_verb(telling.candidate.trigger):
        return True
    telling.candidate.strength = "told"
    return False


def _is_summary(telling: Telling, following: list[Telling]) -> bool:
    """``for talks with its leaders``, where the next sentences say with whom."""
    event = telling.event
    if event.type not in TALKS or len(event.participants) > 1 or not telling.candidate.open_part:
        return False
    if not any(child.lower_ == "with" for child in telling.candidate.trigger.children):
        return False
    return any(
        other.event.type == event.type
        and other.event.modality == event.modality
        and 0 <= other.sentence - telling.sentence <= SUMMARY
        and set(event.participants) < set(other.event.participants)
        and dates_agree(event.date, other.event.date)
        for other in following
    )


def _is_background(telling: Telling, beside: list[Telling]) -> bool:
    """``During a trip to R, X met Y``: the trip is where they met, and no event beside it."""
    candidate = telling.candidate
    if not (candidate.frame.trip and candidate.borrowed) or telling.joined or candidate.link not in _DURING:
        return False
    return any(
        other is not telling
        and other.sentence == telling.sentence
        and set(telling.event.participants) <= set(other.event.participants)
        for other in beside
    )


def _stands_alone(telling: Telling) -> bool:
    event = telling.event
    if event.type in TALKS:
        return len(event.participants) > 1
    return bool(event.participants) and bool(event.place or event.facility)


def join(earlier: Telling, telling: Telling, containers: Containers) -> None:
    """Union of what both say; of the types the most specific, of the sentences the first that asserts."""
    event, other = earlier.event, telling.event
    earlier.joined = True
    if event.type in MOVES and not telling.recalls and not _is_reason(earlier, telling):
        seen = "Inspection" if other.type == "Demonstration" else other.type
        event.type = max(event.type, seen, key=_SPECIFIC.__getitem__)
    shown = event.type in MOVES and other.type == "Demonstration"
    people = [thing for thing in other.participants if thing not in other.host] if shown else other.participants
    for slot, found in (
        (event.participants, people),
        (event.host, other.host),
        (event.objects, other.objects),
    ):
        slot.extend(thing for thing in found if thing not in slot)
    if event.type in MOVES:
        event.host = [thing for thing in event.host if thing not in event.participants]
    event.facility = event.facility or other.facility
    if event.place is None or within(containers, other.place, event.place):
        event.place = other.place or event.place
    if other.date and (not event.date or len(other.date) > len(event.date)):
        event.date = other.date
    if other.attributed_text and not event.attributed_text and not telling.recalls:
        event.attributed_to, event.attributed_text = other.attributed_to, other.attributed_text
    _settle(event, other, telling)


def _is_reason(earlier: Telling, telling: Telling) -> bool:
    """``arrived in the capital for an official visit`` tells of the arriving."""
    candidate = telling.candidate
    return (
        earlier.event.type == "Arrival"
        and candidate.frame.trip
        and candidate.clause.i == earlier.candidate.trigger.i
        and is_verb(candidate.clause)
    )


def _settle(event: Happening, other: Happening, telling: Telling) -> None:
    if other.modality == "denied" and event.modality == "planned":
        event.modality = "denied"
    elif {event.modality, other.modality} == {"hedged", "planned"} and not telling.recalls:
        event.modality = "hedged"
    elif {event.modality, other.modality} == {"hedged", "happened"}:
        event.modality = "happened"
