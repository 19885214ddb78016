"""Tellings of one event made one."""

from collections.abc import Iterable, Mapping

from kg.extraction.candidate import MOVES, TALKS
from kg.extraction.clauses import is_passive, is_verb
from kg.extraction.geography import within
from kg.extraction.parts import Happening
from kg.extraction.stops import Itinerary
from kg.extraction.tellings import Telling
from kg.extraction.whereabouts import Whereabouts

_DURING = frozenset({"during", "on", "within", "in", "as", "at"})
_SUMMARY = 3
_NEXT = 2
# How many events are looked back over for one told before, and around for one told beside.
_MEMORY = 200
_BESIDE = 20
Containers = Mapping[str, str]
_SPECIFIC = {"Arrival": 0, "Visit": 1, "Inspection": 2}


def merge(
    tellings: list[Telling], containers: Containers, whereabouts: Iterable[Whereabouts] = ()
) -> list[Happening]:
    """The events, in the order of their first telling; each takes what carries over to it from the stop before."""
    kept: list[Telling] = []
    company: Telling | None = None
    itinerary = Itinerary(containers, whereabouts)
    for telling in tellings:
        if telling.candidate.strength == "joined" and (_add_attendants(telling, kept) or telling.event.type in TALKS):
            continue
        if telling.candidate.strength == "attending":
            if _add_company(telling, kept):
                continue
            if is_verb(telling.candidate.trigger):
                company = telling
                continue
            telling.candidate.strength = "told"
        if company and company.sentence == telling.sentence:
            _take_along(company, telling)
        _lend(telling, kept)
        # "the meeting" may speak of a stop long left; what is told anew is told of the stop reached
        earlier = find_same(telling, kept, containers) if telling.backward else None
        if earlier is None:
            itinerary.carry(telling)
            earlier = find_same(telling, kept, containers)
        if earlier is not None:
            join(earlier, telling, containers)
        elif not telling.recalls or _stands_alone(telling):
            _lapse(telling, kept)
            kept.append(telling)
        else:
            continue
        itinerary.note(earlier or telling, telling.sentence)
    return [
        telling.event
        for at, telling in enumerate(kept)
        if not _is_background(telling, kept[max(0, at - _BESIDE) : at + _BESIDE])
        and not _is_summary(telling, kept[at + 1 : at + _BESIDE])
    ]


def _add_attendants(telling: Telling, kept: list[Telling]) -> bool:
    """``The meeting was attended by X``: X took part in what was told before."""
    for earlier in reversed(kept[-_BESIDE:]):
        if telling.sentence - earlier.sentence > _SUMMARY:
            return False
        if earlier.event.type == telling.event.type or not {earlier.event.type, telling.event.type} & TALKS:
            people = earlier.event.participants
            people.extend(thing for thing in telling.event.participants if thing not in people)
            return True
    return False


def _add_company(telling: Telling, kept: list[Telling]) -> bool:
    """``X was also present``, ``X accompanied him``: X took part in what was told just before."""
    people, travels = set(telling.event.participants), telling.event.type in MOVES
    near = [one for one in reversed(kept[-_BESIDE:]) if telling.sentence - one.sentence <= _SUMMARY]
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


def _take_along(company: Telling, telling: Telling) -> None:
    """``The president, accompanied by X, observed the launch``: X observed it too."""
    people = telling.event.participants
    if company.candidate.trigger.tag_ == "VBN" and set(people) & set(company.event.participants):
        people.extend(thing for thing in company.event.participants if thing not in people)


def _lend(telling: Telling, kept: list[Telling]) -> None:
    """``A stop in X was cancelled``: it was one of whoever travels in the sentences before."""
    event = telling.event
    if event.type == "Meeting" and len(event.participants) == 1 and telling.candidate.link == "subject":
        _lend_partner(telling, kept)
        return
    ahead = event.type in MOVES and event.modality in ("planned", "denied")
    told = telling.candidate.frame.trip and telling.candidate.link == "subject"
    if event.participants or not (ahead and told and event.place):
        return
    for earlier in reversed(kept[-_BESIDE:]):
        if earlier.event.type in MOVES and telling.sentence - earlier.sentence <= _SUMMARY:
            event.participants.extend(earlier.event.participants)
            telling.recalls = False
            return


def _lend_partner(telling: Telling, kept: list[Telling]) -> None:
    """``A meeting with X is planned there``: it is one of whoever travels in the sentence before."""
    children = telling.candidate.trigger.children
    if not any(child.lower_ == "with" for child in children):
        return
    for earlier in reversed(kept[-_BESIDE:]):
        movers = earlier.event.participants if earlier.event.type in MOVES else earlier.event.participants[:1]
        if telling.sentence - earlier.sentence > 1:
            return
        if movers and not set(movers) & set(telling.event.participants):
            telling.event.participants[:0] = movers
            return


def _lapse(telling: Telling, kept: list[Telling]) -> None:
    """``has postponed his visit. He was to meet X``: nor does he meet X."""
    if telling.lapsed and telling.event.modality == "planned" and kept:
        last = kept[-1]
        called_off = last.event.modality == "denied" and telling.sentence - last.sentence <= 1
        if called_off and set(last.event.participants) & set(telling.event.participants):
            telling.event.modality = "denied"


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
        and 0 <= other.sentence - telling.sentence <= _SUMMARY
        and set(event.participants) < set(other.event.participants)
        and _dates_agree(event.date, other.event.date)
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


def find_same(telling: Telling, kept: list[Telling], containers: Containers) -> Telling | None:
    """The last telling of the same event."""
    recent = reversed(kept[-_MEMORY:])
    return next((earlier for earlier in recent if _same(earlier, telling, containers)), None)


def _same(earlier: Telling, telling: Telling, containers: Containers) -> bool:
    first, second = earlier.event, telling.event
    return (
        _types_agree(earlier, telling)
        and _modalities_agree(earlier, telling)
        and _people_agree(earlier, telling)
        and _dates_agree(first.date, second.date)
        and _sites_agree(earlier, telling, containers)
    )


def _types_agree(earlier: Telling, telling: Telling) -> bool:
    first, second = earlier.event.type, telling.event.type
    if first == second:
        return True
    if first in TALKS and second in TALKS:
        if telling.recalls and (telling.event.place or telling.event.facility):
            return False  # "the agreements reached at the meeting in X"
        meeting = earlier if first == "Meeting" else telling
        sited = meeting.event.place or meeting.event.facility
        return telling.recalls or bool(meeting.candidate.frame.also and not sited)
    if first in MOVES and second in MOVES:
        return not _is_tour(earlier, telling)
    if first in MOVES and second == "Demonstration":
        return _is_shown_there(earlier, telling)
    return (
        first == "Demonstration" and telling.candidate.strength == "seen" and telling.sentence - earlier.sentence <= 3
    )


def _is_shown_there(earlier: Telling, telling: Telling) -> bool:
    """``visited the plant. He was shown the new helicopter``: it was seen on the visit."""
    trigger, event = telling.candidate.trigger, earlier.event
    return (
        trigger.lemma_ == "show"
        and is_passive(trigger)
        and bool(event.facility or event.objects)
        and telling.event.facility in (None, event.facility)
        and telling.sentence - earlier.sentence <= _NEXT
    )


def _is_tour(earlier: Telling, telling: Telling) -> bool:
    """A trip that the text tells of for itself is not one of the sites seen on it."""
    pair = {earlier.event.type, telling.event.type}
    trips = [one for one in (earlier, telling) if one.candidate.frame.trip and one.candidate.light]
    return "Inspection" in pair and bool(trips)


def _modalities_agree(earlier: Telling, telling: Telling) -> bool:
    first, second = earlier.event.modality, telling.event.modality
    if first == second:
        return True
    if telling.recalls:
        return second != "planned" and not (second == "denied" and first == "happened")
    if {first, second} == {"hedged", "happened"}:
        return earlier.event.date == telling.event.date or not earlier.event.date
    return {first, second} == {"hedged", "planned"} and telling.sentence - earlier.sentence <= 1


def _people_agree(earlier: Telling, telling: Telling) -> bool:
    first = set(earlier.event.participants)
    second = set(telling.event.participants)
    if telling.recalls:
        # "met a Norvian official. … Vane said at the meeting": Vane was there
        unnamed = earlier.candidate.open_part and telling.candidate.borrowed and len(first) == 1
        return second <= first or first <= second or (unnamed and telling.sentence - earlier.sentence <= _NEXT)
    if not first or not second:
        return False
    if (
        earlier.event.type in ("Demonstration", "Presentation")
        and telling.candidate.strength == "told"
        and telling.anew
    ):
        return False
    if first == second:
        return not (
            earlier.candidate.open_part
            and telling.candidate.open_part
            and len(first) == 1
            and earlier.event.type in TALKS
        )
    if not (first <= second or second <= first):
        return False
    # "met with businessmen" is not the meeting with her whom the text names
    smaller = earlier if len(first) < len(second) else telling
    return not (smaller.candidate.open_part and smaller.event.type in TALKS and len(smaller.event.participants) == 1)


def _dates_agree(first: str | None, second: str | None) -> bool:
    return not first or not second or first.startswith(second) or second.startswith(first)


def _is_stop(earlier: Telling, telling: Telling) -> bool:
    """A site that is visited in a country is a stop of its own, beside the visit to the country."""
    first, second = earlier.event, telling.event
    if not earlier.wide or second.type not in ("Visit", "Inspection") or not is_verb(telling.candidate.trigger):
        return False
    site = second.facility and not first.facility and second.place in (None, first.place)
    return bool(site) and earlier.sentence != telling.sentence


def _sites_agree(earlier: Telling, telling: Telling, containers: Containers) -> bool:
    first, second = earlier.event, telling.event
    if first.facility and second.facility:
        return first.facility == second.facility
    if telling.candidate.sites and second.host and earlier.sentence != telling.sentence:
        return bool(set(first.host) & set(second.host))
    if telling.anew and first.type == second.type == "Inspection" and (second.facility or second.objects):
        return bool(first.facility) and first.facility == second.facility
    further = (
        telling.anew
        and (second.facility or second.place)
        and not (first.facility and first.facility == second.facility)
    )
    if further or _is_stop(earlier, telling):
        return False
    if telling.candidate.frame.moves and second.place and first.facility and not first.place:
        return False
    if not first.place or not second.place:
        return True
    if first.place != second.place and bool(first.facility) != bool(second.facility):
        # a site in one of its cities is a stop on a tour of a country
        return earlier.sentence == telling.sentence and not telling.candidate.frame.moves
    return within(containers, first.place, second.place) or within(containers, second.place, first.place)


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
