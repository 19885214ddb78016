"""Names of several words: known ones that go on, events, and heads in small letters."""

from kg.extraction.heads import Heads
from kg.extraction.lexicon import Entry
from kg.extraction.naming import Name


class Compounds(Heads):
    """Finds the name that begins at a word."""

    def compound(self, i: int) -> int | None:
        word = self.words[i]
        if word.opens and word.text.lower() in self.openers:
            return None if self.entry(i) else i + 1
        if word.text in self.event_heads and self.near(i + 2) and self.lower(i + 1) == "of":
            after = i + 2 + (self.lower(i + 2) == "the")
            if self.near(after) and self.words[after].capital:
                return self.event(i, i + 1).end
        found = self.compounded(i)
        return found.end if found else None

    def compounded(self, i: int, before_person: bool = False) -> Name | None:  # noqa: FBT001, FBT002
        """A name that its head word makes, at a word: with ``of`` after it, or in small letters."""
        if i >= self.count or not self.words[i].capital:
            return None
        sites = self.lexicon.lists["facilities"]["first"]
        if (
            self.words[i].text in sites
            and not self.known[i]
            and self.near(i + 1)
            and self.words[i + 1].capital
            and self.names_end(i + 1) > i + 1
        ):
            return self.add(i, self.names_end(i + 1), "Facility", note=sites[self.words[i].text])
        if self.words[i].text in self.lexicon.lists["places"]["first"] and i + 1 < self.count and self.near(i + 1):
            return self.numbered_place(i)
        known = self.known[i]
        if known and known[1].type == "Adjective" and (following := self.national(known[0])):
            return self.add(i, following, "Organization")
        end = self.run_end(i)
        head = self.head_in(i, end)
        if known and known[1].type == "Organization" and (head is None or head < known[0] or self.prefixed(known)):
            return self.known_body(i, known)
        if known and known[1].type in ("Place", "Facility") and (head is None or head < known[0]):
            if known[1].type == "Facility" and self.near(known[0]) and self.lower(known[0]) in ("of", "for"):
                named_end = self.opened_end(known[0], before_person)
                return self.add(i, named_end, "Facility", note=known[1].note)
            if known[0] < end and self.near(end) and self.lower(end) in self.small_events:
                return self.lower_compound(i, end)
            return self.lower_compound(i, known[0])
        if head is None:
            if self.words[i].text in self.org_openers or self.lower(i) in self.facility_openers:
                return self.opened(i, i, before_person)
            return self.lower_compound(i, end)
        if self.words[head].text in self.event_heads and not self.is_head(head):
            return self.event(i, head + 1)
        opener = next((k for k in range(i, head + 1) if self.opens(k)), None)
        return self.opened(i, head if opener is None or opener < head else opener, before_person)

    def national(self, i: int) -> int | None:
        """The end of the name of a body that every country has."""
        entry = self.entry(i)
        if entry and self.near(i) and entry.name in self.lexicon.group("words", "national"):
            return self.known[i][0]  # type: ignore[index]
        return None

    def prefixed(self, known: tuple[int, Entry]) -> bool:
        """``U.N.`` before a body that has a name of its own."""
        following = self.entry(known[0])
        return bool(following and following.type == "Organization" and self.near(known[0]))

    def known_body(self, i: int, known: tuple[int, Entry]) -> Name:
        end, entry = known
        if self.near(end) and self.words[end].text.startswith("al-") and not self.words[end - 1].possessive:
            return self.add(i, end + 1, "Organization")
        if entry.name[1:].isdigit() and self.near(end) and self.lower(end) in self.small_events:
            return self.add(i, end + 1, "Other")
        if entry.note == "companies" and not self.article(i):
            found = self.lower_head(i, end, 1, self.lower(end)) if self.near(end) else None
            if found:
                return found
        named = self.add(i, end, entry.type, entry.name, entry.note)
        return named

    def opens(self, i: int) -> bool:
        return self.words[i].text in self.org_openers

    def event(self, start: int, end: int) -> Name:
        """A name of an event: no entity, but for the bodies and countries that stand in it."""
        if (
            self.near(end)
            and end + 1 < self.count
            and self.lower(end) in ("of", "on", "for")
            and self.words[end + 1].capital
        ):
            end = self.names_end(end + 1)
        elif (
            self.near(end)
            and self.lower(end) in ("of", "on", "for")
            and self.near(end + 1)
            and self.lower(end + 1) == "the"
            and end + 2 < self.count
            and self.words[end + 2].capital
            and not self.known[end + 2]
        ):
            end = self.opened_end(self.run_end(end + 2), before_person=False)
        for k in range(start, end):
            known = self.known[k]
            if known and known[1].type == "Organization" and known[0] <= end and not known[1].name[1:].isdigit():
                self.add(k, known[0], "Organization", known[1].name)
        return self.add(start, end, "Other")

    def numbered_place(self, i: int) -> Name | None:
        following = self.words[i + 1]
        if following.text.isdigit() or (following.capital and not self.known[i + 1]) or self.known[i]:
            known = self.known[i]
            end = known[0] if known else self.names_end(i + 1) if following.capital else i + 2
            return self.add(i, end, "Place", note=self.lexicon.lists["places"]["first"][self.words[i].text])
        return None

    def lower_compound(self, start: int, end: int) -> Name | None:
        """A name with its head in small letters: ``Rivne region``, ``Vladivostok airport``, ``Russian cabinet``."""
        if end >= self.count or self.words[end - 1].possessive or not self.near(end):
            return None
        entry = self.entry(start)
        whole = self.known[start]
        adjective = bool(entry and entry.type == "Adjective" and whole and whole[0] == end)
        country = bool(entry and entry.note == "country" and whole and whole[0] == end)
        for size in (3, 2, 1):
            if end + size > self.count or any(
                not self.near(k) or self.words[k].capital for k in range(end, end + size)
            ):
                continue
            text = " ".join(self.lower(k) for k in range(end, end + size))
            if (adjective or country) and text in self.lexicon.group("organizations", "lower"):
                return self.add(start, end + size, "Organization")
            if adjective or country:
                continue
            found = self.lower_head(start, end, size, text)
            if found:
                return found
        return None

    def lower_head(self, start: int, end: int, size: int, text: str) -> Name | None:
        first = self.bare_start(start, end)
        if first >= end:
            return None
        entry, known = self.entry(first), self.known[first]
        if size == 1 and text in self.lexicon.places and not (entry and entry.note == "country"):
            name = self.written(first, end) if self.lexicon.places[text] == "city" else ""
            return self.add(first, end + 1, "Place", name, self.lexicon.places[text])
        last = self.words[end + size - 1].text
        inner = [self.lower(k) for k in range(end, end + size - 1)]
        if last in self.small_events and all(text in self.vocabulary for text in inner):
            if entry and entry.note == "country" and known and known[0] == end:
                return None
            for k in range(start, end):
                found = self.known[k]
                if found and found[1].type == "Organization" and not found[1].name[1:].isdigit():
                    self.add(k, found[0], "Organization", found[1].name)
            return self.add(start, end + size, "Other")
        if (
            entry
            and entry.type not in ("Place", "Facility")
            and entry.note != "companies"
            and known
            and known[0] == end
        ):
            return None
        for width in (3, 2, 1):
            if width > size:
                continue
            tail = " ".join(self.lower(k) for k in range(end + size - width, end + size))
            note = self.lexicon.kinds.get(tail)
            inner = [self.lower(k) for k in range(end, end + size - width)]
            if note and all(
                text in self.vocabulary
                or text in ("cargo", "container", "chemical", "tank", "rocket", "aircraft", "car")
                for text in inner
            ):
                if self.article(first) and note not in ("airport", "air base", "spaceport"):
                    return None
                if note in ("other", "barracks", "palace") and entry and entry.type == "Place":
                    return None
                return self.add(first, end + size, "Facility", note=note)
        if size == 1 and last in ("party", "newspaper") and not self.words[first].opens:
            return self.add(first, end + (last == "party"), "Organization")
        if (
            last in ("administration", "council", "legislature", "assembly", "authorities")
            and inner
            and entry
            and entry.type == "Place"
            and last != "authorities"
        ):
            return self.add(first, end + size, "Organization")
        return None

    def spelled_out(self, i: int) -> int | None:
        """``Pacific Gas and Electric (PG&E)``: the words that the letters in brackets stand for are one name."""
        if not self.words[i].capital or self.words[i].text in ("The", "A", "An"):
            return None
        initials = ""
        for k in range(i, min(i + 9, self.count)):
            word = self.words[k]
            if k > i and word.gap.endswith("("):
                letters = "".join(letter for letter in word.text if letter.isalpha())
                if k - i > 1 and len(letters) > 1 and word.text.isupper() and letters == initials:
                    kind = self.head_in(i, k)
                    place = kind is not None and self.words[kind].text in self.lexicon.places
                    self.add(i, k, "Place" if place else "Organization")
                    return k
                return None
            if k > i and word.gap not in (" ", "-"):
                return None
            if word.capital:
                initials += word.text[0]
            elif word.text not in ("of", "the", "and", "for", "on", "in", "to", "&"):
                return None
        return None
