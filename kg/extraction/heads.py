"""Names that their head words make: an airport, a ministry of something, a region."""

import re
from typing import Final

from kg.extraction.equipment import Equipment
from kg.extraction.naming import Name

_PARTS: Final = frozenset(
    {"Northern", "Southern", "Eastern", "Western", "Central", "North", "South", "East", "West", "New"}
)
_BASES: Final = frozenset({"Base", "Station"})
_ARMED: Final = frozenset({"Air", "Force", "Naval", "Navy", "Army", "Military", "Joint", "Aviation"})
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)")


class Heads(Equipment):
    """Finds how far a name goes that has a head, and what the head makes it."""

    def opened(self, start: int, head: int, before_person: bool) -> Name | None:  # noqa: FBT001
        """The name up to its head, with what ``of`` adds."""
        head, end = self.extent(head, before_person)
        kind, note = self.kind(start, head)
        if kind == "Organization" and self.is_visited(start, head):
            kind, note = "Facility", "other"
        first = self.bare_start(start, head) if kind == "Place" else start
        if end <= first + 1:
            return None
        if first and self.near(first) and _ORDINAL.fullmatch(self.words[first - 1].text) and kind != "Place":
            first -= 1
        named = Name(first, end, kind, self.written(first, end), note)
        self.rename(named, head)
        for k in range(head + 1, end):
            known = self.known[k]
            if known and known[1].note == "country" and known[0] <= end:
                self.add(k, known[0], "Place", known[1].name, "country")
        self.names.append(named)
        return named

    def is_visited(self, start: int, head: int) -> bool:
        """``at the Harrow University``: a body that has a house, where that is meant."""
        if self.words[head].text not in self.lexicon.group("organizations", "housed"):
            return False
        before = start - 1 if start and self.lower(start - 1) == "the" else start
        verbs = self.lexicon.group("organizations", "entered")
        return bool(before and self.near(before) and self.lower(before - 1) in verbs)

    def extent(self, head: int, before_person: bool) -> tuple[int, int]:  # noqa: FBT001
        """The head of a name and its end: after ``of`` there may be another head."""
        end = head + 1
        if (
            self.words[head].text in _BASES
            and self.words[head - 1].text in _ARMED
            and self.near(end)
            and self.words[end].capital
            and not self.core(end)
        ):
            return head, end + 1  # "Air Force Base Tindal", "Naval Station Norfolk"
        site = self.lower(head) in self.facility_openers
        preposition = self.lower(end) if self.near(end) else ""
        if (self.opens(head) or site) and (
            preposition in ("of", "for", "to", "in") or (preposition == "on" and not site)
        ):
            end = self.opened_end(end, before_person)
        if end > head + 1 and self.near(end) and self.words[end].capital and not self.known[end]:
            further = self.head_in(end - 1, self.run_end(end))
            if further is not None and self.is_head(further):
                return further, further + 1
        return head, end

    def rename(self, named: Name, head: int) -> None:
        """What a name is but for its form: a surname, a country, a country's body."""
        first, last = self.known[named.start], self.known[named.end - 1]
        if named.end == named.start + 2 and self.words[head].text in self.surnames and not first:
            kind, named.type = named.type or "", None
            named.vote(kind, 0.9)
        elif self.words[head].text == "Republic" and head == named.start and last and last[1].note == "country":
            named.name, named.note = last[1].name, "country"
        elif first and first[1].note == "country" and named.type == "Organization" and head - first[0] >= 2:
            named.name = self.written(first[0], named.end)

    def opened_end(self, end: int, before_person: bool) -> int:  # noqa: FBT001
        """The end of what ``of`` and the like add to a name that ends at a word."""
        for turn in range(3):
            if not (self.near(end) and self.near(end + 1)):
                break
            preposition = self.lower(end)
            if preposition not in (("of", "in", "to") if turn else ("of", "for", "on", "to")):
                break
            first = end + 1
            if self.lower(first) == "the" and self.near(first + 1):
                first += 1
            entry = self.entry(first)
            if preposition in ("in", "to") and not (entry and entry.type == "Place"):
                break
            stop = self.opened_field(first, before_person, turn)
            island = self.words[stop - 1].text in self.lexicon.places if preposition == "on" else False
            if stop == first or island:
                break
            end = stop
        return end

    def opened_field(self, first: int, before_person: bool, turn: int) -> int:  # noqa: FBT001
        """The end of what stands after the preposition; the same word if it does not belong to the name."""
        known = self.known[first]
        if not self.words[first].capital or self.words[first].text.endswith("day"):
            return first  # "at the University on Tuesday"
        if known and known[1].type in ("Place", "Organization"):
            return known[0]
        part = self.known[first + 1] if self.words[first].text in _PARTS and self.near(first + 1) else None
        if part and part[1].type == "Place":
            return part[0]  # "of Northern Norway"
        if turn:
            return first
        core = self.core(first)
        if core and self.lower(core - 1) in self.lexicon.group("titles", "housed"):
            return core
        head = self.head_in(first, self.run_end(first))
        field = self.portfolio(first)
        if field > first:
            while self.near(field) and self.words[field].capital and self.lower(field) in self.vocabulary:
                field += 1
            return max(field, head + 1 if head and self.words[head].text in self.org_heads else 0)
        return head + 1 if head else self.opened_name(first, before_person)

    def opened_name(self, first: int, before_person: bool) -> int:  # noqa: FBT001
        """The end of an unknown name after the preposition: ``of Christ the Saviour``; a person may follow it."""
        end = self.names_end(first)
        if self.near(end) and self.lower(end) == "the" and self.near(end + 1) and self.words[end + 1].capital:
            return end if self.known[end + 1] else end + 2
        return end - 2 if before_person and end - first >= 3 else end

    def kind(self, start: int, head: int) -> tuple[str, str]:
        """The type that the head word makes, and the kind."""
        text = self.words[head].text
        holy = self.lexicon.group("words", "holy")
        after = self.words[head + 2].text if self.near(head + 2) else ""
        if text == "House" and not (self.near(head + 1) and self.lower(head + 1) == "of"):
            return "Facility", "palace"
        if text == "Church" and (after in holy or self.words[start].text in holy):
            return "Facility", "other"
        if text in _BASES and head > start and self.words[head - 1].text in _ARMED:
            return "Facility", "air base" if "Air" in self.written(start, head) else "barracks"
        for size in (3, 2, 1):
            tail = " ".join(self.lower(k) for k in range(max(head + 1 - size, start), head + 1))
            note = self.lexicon.kinds.get(tail)
            if note and (size > 1 or text not in self.org_heads):
                bodies = self.lexicon.group("facilities", "bodies")
                return ("Organization", "") if tail in bodies else ("Facility", note)
        if text in self.lexicon.places and text not in self.org_heads and self.words[head - 1].text != "Military":
            return "Place", self.lexicon.places[text]
        return "Organization", ""

    def bare_start(self, start: int, head: int) -> int:
        """Without the country's adjective before the name of a region."""
        known = self.known[start]
        while known and known[1].type == "Adjective" and known[0] <= head:
            start = known[0]
            known = self.known[start]
        return start

    def opens(self, i: int) -> bool:
        """Whether ``of`` after a word goes on with the name of a body; ``Staff`` alone is not one."""
        if self.words[i].text not in self.org_openers:
            return False
        return self.words[i].text != "Staff" or (self.near(i) and self.words[i - 1].capital)
