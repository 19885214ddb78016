"""Names that their head words make: an airport, a ministry of something, a region."""

from kg.extraction.equipment import Equipment
from kg.extraction.naming import Name


class Heads(Equipment):
    """Finds how far a name goes that has a head, and what the head makes it."""

    def opened(self, start: int, head: int, before_person: bool) -> Name | None:  # noqa: FBT001
        """The name up to its head, with what ``of`` adds."""
        end = head + 1
        opener = self.opens(head) or self.lower(head) in self.facility_openers
        on = self.lower(end) if self.near(end) else ""
        if (
            opener
            and on in ("of", "for", "on", "to", "in")
            and not (on == "on" and self.lower(head) in self.facility_openers)
        ):
            end = self.opened_end(end, before_person)
        further = (
            self.head_in(end - 1, self.run_end(end))
            if self.near(end) and self.words[end].capital and end > head + 1
            else None
        )
        if further is not None and self.is_head(further) and not self.known[end]:
            head, end = further, further + 1
        if end == start + 1:
            return None
        named_end = end
        kind, note = self.kind(start, head)
        if start + 1 == head + 1 == end:
            return None
        first = self.bare_start(start, head) if kind in ("Place",) else start
        if first > head or (first == head and end == head + 1):
            return None
        named = Name(first, named_end, kind, self.written(first, named_end), note)
        if named_end == first + 2 and self.words[head].text in self.surnames and not self.known[first]:
            named.type = None
            named.vote(kind, 0.9)
        known = self.known[named_end - 1]
        if self.words[head].text == "Republic" and head == first and known and known[1].note == "country":
            named.name, named.note = known[1].name, "country"
        if first == start and self.entry(first) and self.entry(first).note == "country" and kind == "Organization":  # type: ignore[union-attr]
            bare = self.known[first][0]  # type: ignore[index]
            if head - bare >= 2:
                named.name = self.written(bare, named_end)
        for k in range(head + 1, named_end):
            known = self.known[k]
            if known and known[1].note == "country" and known[0] <= named_end:
                self.add(k, known[0], "Place", known[1].name, "country")
        self.names.append(named)
        return named

    def opened_end(self, end: int, before_person: bool) -> int:  # noqa: FBT001
        """The end of what ``of`` and the like add to a name that ends at a word."""
        for turn in range(3):
            if not (self.near(end) and end + 1 < self.count and self.near(end + 1)):
                break
            preposition = self.lower(end)
            if preposition not in ("of", "for", "on", "in", "to") or (turn and preposition not in ("of", "in", "to")):
                break
            first = end + 1
            if self.lower(first) == "the" and self.near(first + 1):
                first += 1
            stop = self.opened_field(first, before_person, turn)
            if stop == first:
                break
            if preposition in ("in", "to") and not (self.known[first] and self.entry(first).type == "Place"):  # type: ignore[union-attr]
                break
            if preposition == "in" and turn == 0:
                break
            end = stop
        return end

    def opened_field(self, first: int, before_person: bool, turn: int) -> int:  # noqa: FBT001
        if not self.words[first].capital:
            return first
        known = self.known[first]
        if known and known[1].type in ("Place", "Organization"):
            return known[0]
        if turn:
            return first
        core = self.core(first)
        if core and self.lower(core - 1) in ("president", "minister", "prosecutor", "governor", "chancellor"):
            return core
        field_end = self.portfolio(first)
        if field_end > first:
            while self.near(field_end) and self.words[field_end].capital and self.lower(field_end) in self.vocabulary:
                field_end += 1
            run = self.run_end(first)
            head = self.head_in(first, run)
            return max(field_end, head + 1 if head and self.words[head].text in self.org_heads else 0)
        end = self.names_end(first)
        run = self.run_end(first)
        head = self.head_in(first, run)
        if head:
            return head + 1
        if (
            self.near(end)
            and self.lower(end) == "the"
            and self.near(end + 1)
            and self.words[end + 1].capital
            and not self.known[end + 1]
        ):
            return end + 2
        return end - 2 if before_person and end - first >= 3 else end

    def kind(self, start: int, head: int) -> tuple[str, str]:
        """The type that the head word makes, and the kind."""
        if (
            self.words[head].text == "Church"
            and self.near(head + 2)
            and self.words[head + 2].text in self.lexicon.group("words", "holy")
        ):
            return "Facility", "other"
        for size in (3, 2, 1):
            if head + 1 - size >= start:
                text = " ".join(self.lower(k) for k in range(head + 1 - size, head + 1))
                note = self.lexicon.kinds.get(text)
                if note and not (size == 1 and self.words[head].text in self.org_heads):
                    return self.center(text, note)
        text = self.words[head].text
        if text == "District" and self.words[head - 1].text == "Military":
            return "Organization", ""
        if text in self.lexicon.places and text not in self.org_heads:
            return "Place", self.lexicon.places[text]
        return "Organization", ""

    def center(self, text: str, note: str) -> tuple[str, str]:
        return (
            ("Organization", "") if text in ("center", "centre", "school", "studio", "market") else ("Facility", note)
        )

    def bare_start(self, start: int, head: int) -> int:
        """Without the country's adjective before the name of a region."""
        known = self.known[start]
        while known and known[1].type == "Adjective" and known[0] <= head:
            start = known[0]
            known = self.known[start]
        return start
