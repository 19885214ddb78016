"""How far extracted records agree with annotated documents: matches of entities, events and roles, counted.

An entity matches one of its type with a name in common; an event one of its kind (to visit, to inspect and to arrive
are one) with a participant or host in common; a role one of the same person where one title holds the words of the
other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

_MOVES = ("Visit", "Inspection", "Arrival")
_KINDS = (*_MOVES, "Meeting", "PhoneCall", "Demonstration", "Presentation")
_Items = list[dict[str, Any]]
_Match = dict[int, int]


@dataclass
class Tally:
    """What was found, what there is to find, and how much of the two is the same."""

    matched: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, match: _Match, found: _Items, wanted: _Items) -> None:
        """Count a document; what is optional counts neither way."""
        free = sum(bool(wanted[index].get("optional")) for index in match.values())
        self.matched += len(match) - free
        self.found += len(found) - free
        self.wanted += sum(not one.get("optional") for one in wanted)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.matched / (self.found + self.wanted)


@dataclass
class Agreement:
    """The tallies over all documents, and how many matched events have the right modality."""

    entities: Tally
    events: Tally
    roles: Tally
    modality: Tally

    @classmethod
    def none(cls) -> "Agreement":
        """No document yet."""
        return cls(Tally(), Tally(), Tally(), Tally())

    def add(self, record: dict[str, Any], gold: dict[str, Any]) -> None:
        """Count a record against the annotation of its document."""
        entities = _pair(record["entities"], gold["entities"], _same_entity)
        self.entities.add(entities, record["entities"], gold["entities"])
        known = {record["entities"][one]["id"]: gold["entities"][other]["id"] for one, other in entities.items()}
        found = [event for event in record["events"] if event["type"] in _KINDS]
        events = _pair(found, gold["events"], lambda one, other: _same_event(one, other, known))
        self.events.add(events, found, gold["events"])
        right = [found[one]["modality"] == gold["events"][other]["modality"] for one, other in events.items()]
        self.modality.matched += sum(right)
        self.modality.found += len(right)
        self.modality.wanted += len(right)
        roles = [relation for relation in record["relations"] if relation["type"] == "holdsRole"]
        matched = _pair(roles, gold["roles"], lambda one, other: _same_role(one, other, known))
        self.roles.add(matched, roles, gold["roles"])


def _pair(found: _Items, wanted: _Items, worth: Callable[[dict[str, Any], dict[str, Any]], float]) -> _Match:
    """Pairs of what is worth most, each taken once; what is optional last."""
    scores = [
        (worth(one, other), not other.get("optional"), -index, -at)
        for index, one in enumerate(found)
        for at, other in enumerate(wanted)
    ]
    match: _Match = {}
    for score, _, index, at in sorted(scores, key=lambda row: (row[1], row[0], row[2], row[3]), reverse=True):
        if score and -index not in match and -at not in match.values():
            match[-index] = -at
    return match


def _forms(names: Iterable[str]) -> set[str]:
    return {name.casefold().removeprefix("the ").removesuffix("'s") for name in names}


def _same_entity(one: dict[str, Any], other: dict[str, Any]) -> float:
    kind = {"Group": "Person"}.get(one["type"], one["type"])
    found = _forms([one["name"], *(mention["text"] for mention in one["mentions"])])
    return len(found & _forms([other["name"], *other["mentions"]])) if kind == other["type"] else 0


def _same_event(one: dict[str, Any], other: dict[str, Any], known: dict[str, str]) -> float:
    if one["type"] != other["type"] and not {one["type"], other["type"]} <= set(_MOVES):
        return 0
    people = {known.get(name) for name in [*one["participants"], *one["host"]]} - {None}
    shared = people & {*other["participants"], *other["host"]}
    if not shared:
        return 0
    sites = {known.get(one["place"] or ""), known.get(one["facility"] or "")} & {other["place"], other["facility"]}
    same_day: bool = bool(other["date"]) and (one["date"] or "").split("/")[0] == other["date"]
    likeness: float = len(shared) / len(people | {*other["participants"], *other["host"]})
    same_modality: bool = one["modality"] == other["modality"]
    return 1 + likeness + bool(sites - {None}) + same_day + same_modality / 2


def _same_role(one: dict[str, Any], other: dict[str, Any], known: dict[str, str]) -> float:
    if known.get(one["subject"]) != other["person"]:
        return 0
    label, role = (set(text.casefold().split()) for text in (one["label"], other["role"]))
    return float(label <= role or role <= label)
