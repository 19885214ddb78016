"""What carries over from one telling to the next: whoever arrived somewhere is there until the text moves on."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.extraction.candidate import MOVES
from kg.extraction.geography import within
from kg.extraction.parts import Happening
from kg.extraction.tellings import Telling
from kg.extraction.whereabouts import Whereabouts

# How many sentences a plan looks back for its place, and any telling for its date or facility.
_NEAR = 3
_DATED = 2
# The modality of a stop long left, which only what was done there takes over.
_PAST = "past"


@dataclass(slots=True)
class Stop:
    """Where somebody was last, and since when."""

    place: str | None
    facility: str | None
    date: str | None
    sentence: int
    modality: str


class Itinerary:
    """The last stop of everybody."""

    def __init__(self, containers: Mapping[str, str], whereabouts: Iterable[Whereabouts] = ()) -> None:
        self._containers = containers
        self._ahead = deque(whereabouts)
        self._stops: dict[str, dict[str, Stop]] = {}

    def carry(self, telling: Telling) -> None:
        """Give a telling the place, facility and date of the stop it belongs to."""
        event = telling.event
        self._read_on(telling.candidate.trigger.i)
        if event.facility and not event.place:
            event.place = self._containers.get(event.facility)
        stop = self._last(telling)
        if stop is None or not _takes_over(telling, telling.sentence - stop.sentence):
            return
        distance = telling.sentence - stop.sentence
        if not event.place and not event.facility:
            if _moved(telling, stop) or (distance > 1 and _another_day(event.date, stop.date)):
                return
            event.place = stop.place
            if distance <= _NEAR and event.date in (None, stop.date) and not (telling.sited or telling.later):
                event.facility = stop.facility
        elif not event.place and (distance <= _NEAR or stop.facility in (None, event.facility)):
            event.place = stop.place
        if event.date is None and distance <= _DATED and event.modality == stop.modality and _is_at(event, stop):
            event.date = stop.date

    def _read_on(self, token: int) -> None:
        """Note who is said to be where, up to a token."""
        while self._ahead and self._ahead[0].token < token:
            found = self._ahead.popleft()
            for thing in found.people:
                stops = self._stops.setdefault(thing, {})
                known = stops.get("happened")
                if not known or not within(self._containers, known.place, found.place):
                    stops["happened"] = Stop(found.place, None, None, found.sentence, "happened")

    def _last(self, telling: Telling) -> Stop | None:
        kinds = {_PAST} if telling.past else {"happened", telling.event.modality}
        found = [
            stop
            for thing in telling.event.participants
            for stop in self._stops.get(thing, {}).values()
            if stop.modality in kinds
        ]
        return max(found, key=lambda stop: stop.sentence, default=None)

    def note(self, telling: Telling, sentence: int) -> None:
        """Remember where the participants now are."""
        event = telling.event
        if event.modality == "denied" or not (event.place or event.facility):
            return
        kind = _PAST if telling.past else event.modality
        stop = Stop(event.place, event.facility, event.date, sentence, kind)
        for thing in event.participants if event.type in MOVES else _movers(event):
            self._stops.setdefault(thing, {})[kind] = stop


def _takes_over(telling: Telling, distance: int) -> bool:
    event = telling.event
    if event.modality == "denied" or event.type == "PhoneCall" or telling.recalls or telling.vague:
        return False
    return event.modality == "happened" or distance <= _NEAR


def _moved(telling: Telling, stop: Stop) -> bool:
    """Whether it tells of going elsewhere, as every journey does that is still to be made."""
    event = telling.event
    if event.type in MOVES and event.modality == "planned":
        return True
    return telling.candidate.frame.moves and (telling.anew or (event.place is not None and event.place != stop.place))


def _another_day(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first != second


def _is_at(event: Happening, stop: Stop) -> bool:
    if event.place != stop.place:
        return False
    return not event.facility or not stop.facility or event.facility == stop.facility


def _movers(event: Happening) -> list[str]:
    return event.participants if event.type != "PhoneCall" else []
