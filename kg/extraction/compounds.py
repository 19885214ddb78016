"""Names of several words: known ones that go on, events, and heads in small letters."""

from kg.extraction.heads import Heads
from kg.extraction.lexicon import Entry
from kg.extraction.naming import Name


class Compounds(Heads):
    """Finds the name that begins at a word."""

    def compound(self, i: int) -> int | None:
        """A name of several words at a word: where to read on."""
        word = self.words[i]
        if word.opens and word.text.lower() in self.openers:
            known = self.known[i]
            if known and self.near(known[0]) and self.words[known[0]].capital and self.run_head(i + 1):
                # "The Independent Election Commission" is not the newspaper's
                return i + 1
            return None if known else i + 1
        if word.text in self.event_heads and self.near(i + 2) and self.lower(i + 1) == "of":
            after = i + 2 + (self.lower(i + 2) == "the")
            if self.near(after) and self.words[after].capital:
                return self.event(i, i + 1).end
        found = self.compounded(i)
        return found.end if found else None

    def compounded(self, i: int, before_person: bool = False) -> Name | None:  # noqa: FBT001, FBT002
        """A name that its head word makes, at a word: with ``of`` after it, or in small letters."""
        if i >= self.count or not (self.words[i].capital or self.known[i]):
            return None
        if found := self.by_first_word(i):
            return found
        end = self.run_end(i)
        head = self.head_in(i, end)
        known = self.known[i]
        if known and self.stands(known, head):
            return self.known_on(i, end, known, before_person)
        if head is None:
            if self.opens(i) or self.lower(i) in self.facility_openers:
                return self.opened(i, i, before_person)
            return self.lower_compound(i, end)
        if self.words[head].text in self.event_heads and not self.is_head(head):
            return self.event(i, head + 1)
        return self.opened(i, head, before_person)

    def operation(self, i: int) -> Name | None:
        """``Operation Desert Storm``, ``Article 5``: no entity."""
        end = self.names_end(i + 1) if self.words[i + 1].capital else i + 2
        return self.add(i, end, "Other") if self.words[i + 1].capital or self.words[i + 1].text[0].isdigit() else None

    def stands(self, known: tuple[int, Entry], head: int | None) -> bool:
        """Whether a known name is a name of its own, and not the beginning of one that ends in the head."""
        end, entry = known
        if entry.type not in ("Organization", "Place", "Facility"):
            return False
        return head is None or head < end or (entry.type == "Organization" and self.prefixed(known))

    def by_first_word(self, i: int) -> Name | None:
        """``RAF Fairford``, ``Highway 80``, ``Croatian Red Cross``: names that their first word makes."""
        text, known = self.words[i].text, self.known[i]
        sites = self.lexicon.lists["facilities"]["first"]
        if text in sites and not known and self.near(i + 1) and (end := self.names_end(i + 1)) > i + 1:
            return self.add(i, end, "Facility", note=sites[text])
        if self.near(i + 1):
            if text in self.lexicon.lists["places"]["first"] and not self.is_site(i):
                return self.numbered_place(i)
            if text in self.lexicon.group("places", "roads") and self.words[i + 1].text[0].isdigit():
                return self.add(i, i + 2, "Place", note="other")
            if text in self.lexicon.group("others", "first") and not known:
                return self.operation(i)
        if text == "Air" and self.near(i + 1) and (country := self.known[i + 1]) and country[1].note == "country":
            return self.add(i, country[0], "Organization")  # Air Zimbabwe
        if known and known[1].type == "Adjective" and (following := self.national(known[0])):
            return self.add(i, following, "Organization")
        return None

    def is_site(self, i: int) -> bool:
        """``Cape Air Base`` is no cape."""
        head = self.head_in(i, self.run_end(i))
        return head is not None and self.kind(i, head)[0] == "Facility"

    def known_on(self, i: int, end: int, known: tuple[int, Entry], before_person: bool) -> Name | None:  # noqa: FBT001
        """A known name, and whether it goes on: ``Vladivostok airport``, ``Wall of Remembrance of the Fallen``."""
        stop, entry = known
        if entry.type == "Organization":
            return self.known_body(i, known)
        if entry.type == "Facility" and self.near(stop) and self.lower(stop) in ("of", "for"):
            return self.add(i, self.opened_end(stop, before_person), "Facility", note=entry.note)
        small_event = stop < end and self.near(end) and self.lower(end) in self.small_events
        return self.lower_compound(i, end if small_event else stop)

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
        """A known body, unless it is part of another name: ``Fatah al-Islam``, ``G20 summit``, ``Boeing plant``."""
        end, entry = known
        if self.near(end) and self.words[end].text.startswith("al-") and not self.words[end - 1].possessive:
            return self.add(i, end + 1, "Organization")
        if entry.name[1:].isdigit() and self.near(end) and self.lower(end) in self.small_events:
            return self.add(i, end + 1, "Other")
        if entry.note == "companies" and self.near(end) and not self.article(i):
            found = self.lower_head(i, end, 1)
            if found:
                return found
        if self.is_scene(i, end, entry):
            return self.add(i, end, "Facility", entry.name, self.lexicon.lists["organizations"]["metonyms"]["kind"])
        return self.add(i, end, entry.type, entry.name, entry.note)

    def is_scene(self, i: int, end: int, entry: Entry) -> bool:
        """Whether the White House or the Kremlin is where something happens: ``at the Kremlin``."""
        metonyms = self.lexicon.lists["organizations"]["metonyms"]
        if entry.name not in metonyms["names"] or self.words[end - 1].possessive:
            return False
        before = i - 1 if i and self.near(i) and self.lower(i - 1) == "the" else i
        ends = end >= self.count or self.words[end].gap != " " or self.lower(end) in metonyms["after"]
        return before > 0 and self.near(before) and self.lower(before - 1) in metonyms["before"] and ends

    def event(self, start: int, end: int) -> Name:
        """A name of an event: no entity, but for the bodies that stand in it."""
        if self.near(end) and self.lower(end) in ("of", "on", "for") and self.near(end + 1):
            first = end + 1 + (self.lower(end + 1) == "the")
            if first < self.count and self.words[first].capital:
                if first == end + 1:
                    end = self.names_end(first)
                elif not self.known[first]:
                    end = self.opened_end(self.run_end(first), before_person=False)
        self.bodies_in(start, end)
        return self.add(start, end, "Other")

    def bodies_in(self, start: int, end: int) -> None:
        """The known bodies within words; a group of states is nothing but its summits."""
        for k in range(start, end):
            known = self.known[k]
            if known and known[1].type == "Organization" and known[0] <= end and not known[1].name[1:].isdigit():
                self.add(k, known[0], "Organization", known[1].name)

    def numbered_place(self, i: int) -> Name | None:
        """``Interstate 80``, ``Lake Ladoga``."""
        following = self.words[i + 1]
        if following.text.isdigit() or (following.capital and not self.known[i + 1]) or self.known[i]:
            known = self.known[i]
            end = known[0] if known else self.names_end(i + 1) if following.capital else i + 2
            return self.add(i, end, "Place", note=self.lexicon.lists["places"]["first"][self.words[i].text])
        return None

    def lower_compound(self, start: int, end: int) -> Name | None:
        """A name with its head in small letters: ``Rivne region``, ``Vladivostok airport``, ``Russian cabinet``."""
        if end >= self.count or self.words[end - 1].possessive:
            return None
        whole = self.known[start]
        national = whole and whole[0] == end and (whole[1].type == "Adjective" or whole[1].note == "country")
        lower = 0
        while lower < 3 and self.near(end + lower) and not self.words[end + lower].capital:
            lower += 1
        for size in range(lower, 0, -1):
            if not national:
                found = self.lower_head(start, end, size)
            elif self.lowered(end, end + size) in self.lexicon.group("facilities", "national"):
                found = self.add(start, end + size, "Facility", note="other")
            elif self.lowered(end, end + size) in self.lexicon.group("organizations", "lower"):
                found = self.add(start, end + size, "Organization")
            else:
                found = None
            if found:
                return found
        return None

    def lowered(self, start: int, end: int) -> str:
        """Words in small letters."""
        return " ".join(self.lower(k) for k in range(start, end))

    def lower_head(self, start: int, end: int, size: int) -> Name | None:
        """A name whose head is the last of some words in small letters after it."""
        first = self.bare_start(start, end)
        if first >= end:
            return None
        known = self.known[first]
        entry = known[1] if known and known[0] == end else None
        inner = [self.lower(k) for k in range(end, end + size - 1)]
        if found := self.lower_place(first, end, size, entry):
            return found
        if self.lower(end + size - 1) in self.small_events and self.vocabulary.issuperset(inner):
            return self.lower_event(start, end + size, entry)
        if entry and entry.type not in ("Place", "Facility") and entry.note != "companies":
            return None
        return self.lower_site(first, end, size, entry) or self.lower_body(first, end, size, entry)

    def lower_place(self, first: int, end: int, size: int, entry: Entry | None) -> Name | None:
        """``Rivne region``, ``Artyom city``."""
        kind = self.lexicon.places.get(self.lower(end)) if size == 1 else None
        if kind is None or (entry and entry.note == "country"):
            return None
        return self.add(first, end + 1, "Place", self.written(first, end) if kind == "city" else "", kind)

    def lower_event(self, start: int, end: int, entry: Entry | None) -> Name | None:
        """``the Annapolis conference``; in ``the Ukraine crisis`` the country is meant."""
        if entry and entry.note == "country":
            return None
        self.bodies_in(start, end)
        return self.add(start, end, "Other")

    def lower_site(self, first: int, end: int, size: int, entry: Entry | None) -> Name | None:
        """``Vladivostok airport``, ``Yavoriv military training ground``; but not ``a Baghdad hospital``."""
        for width in range(size, 0, -1):
            note = self.lexicon.kinds.get(self.lowered(end + size - width, end + size))
            inner = [self.lower(k) for k in range(end, end + size - width)]
            if note and (self.vocabulary | self.lexicon.group("facilities", "between")).issuperset(inner):
                town = entry and entry.type == "Place" and note in ("other", "barracks", "palace")
                if town or (self.article(first) and note not in ("airport", "air base", "spaceport")):
                    return None
                return self.add(first, end + size, "Facility", note=note)
        return None

    def lower_body(self, first: int, end: int, size: int, entry: Entry | None) -> Name | None:
        """``Green party``, ``Kherson regional administration``."""
        last = self.lower(end + size - 1)
        if size == 1 and last == "party" and not self.words[first].opens:
            return self.add(first, end + 1, "Organization")
        if (
            size == 1
            and last in self.lexicon.group("organizations", "described")
            and not entry
            and not self.words[first].opens
        ):
            return self.add(first, end, "Organization")
        if size > 1 and entry and entry.type == "Place" and last in self.lexicon.group("organizations", "regional"):
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
