"""Whether two tellings are of one event."""

from collections.abc import Mapping

from kg.extraction.candidate import MOVES, TALKS
from kg.extraction.clauses import is_passive, is_verb
from kg.extraction.geography import within
from kg.extraction.tellings import Telling

_NEXT = 2


# How many events are looked back over for one told before, and around for one told beside.
_MEMORY = 200


Containers = Mapping[str, str]


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
        and dates_agree(first.date, second.date)
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


def dates_agree(first: str | None, second: str | None) -> bool:
    """Whether two dates can be of one event."""
    return not first or not second or first.startswith(second) or second.startswith(first)


def _is_stop(earlier: Telling, telling: Telling) -> bool:
    """A site that is visited in a country is a stop of its own, beside the visit to the country."""
    first, second = earlier.event, telling.event
    if not earlier.wide or second.type not in ("Visit", "Inspection") or not is_verb(telling.candidate.trigger):
        return False
    site = second.facility and not first.facility and second.place in (None, first.place)
    return bool(site) and earlier.sentence != telling.sentence


def _is_aboard_another(earlier: Telling, telling: Telling) -> bool:
    """``was flown to the carrier. Later she was taken to a frigate``: ships are stops as places are."""
    carried = [
        one for one in (earlier, telling) if one.candidate.frame.moves and not (one.event.place or one.event.facility)
    ]
    first, second = set(earlier.event.objects), set(telling.event.objects)
    return bool(carried and first and second) and not first & second


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
    if further or _is_stop(earlier, telling) or _is_aboard_another(earlier, telling):
        return False
    if telling.candidate.frame.moves and second.place and first.facility and not first.place:
        return False
    if not first.place or not second.place:
        return True
    if first.place != second.place and bool(first.facility) != bool(second.facility):
        # a site in one of its cities is a stop on a tour of a country
        return earlier.sentence == telling.sentence and not telling.candidate.frame.moves
    return within(containers, first.place, second.place) or within(containers, second.place, first.place)
