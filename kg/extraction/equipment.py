"""Aircraft, weapons and ships: by designators, open lists, and the nouns beside them."""

from kg.extraction.runs import Runs


class Equipment(Runs):
    """Finds what has a designator or is on a list."""

    def piece(self, i: int) -> tuple[int, str, str, str] | None:
        """An aircraft or weapon at a word: end, type, name, doubt."""
        if i >= self.count or (not self.words[i].capital and not self.words[i].text[0].isdigit()):
            return None
        known = self.known[i]
        if known and known[1].type in ("AircraftModel", "Weapon"):
            end, entry = known
            if self.near(end) and self.is_number(end) and not self.words[end - 1].possessive:
                end = self.past_version(end + 1)
                return end, entry.type, self.written(i, end), ""
            return end, entry.type, entry.name, entry.note
        if known:
            end = known[0]
            numbered = self.lexicon.group("equipment", "numbered")
            if self.words[i].text in numbered and self.near(end) and self.is_number(end):
                end = self.past_version(end + 1)
                return end, "AircraftModel", self.written(i, end), ""
            return None
        found = self.designator(i)
        if not found:
            return None
        if found[0] == "Vessel" and not (i and self.lower(i - 1) in self.lexicon.group("equipment", "ships")):
            return None
        return i + 1, *found, ""

    def past_version(self, i: int) -> int:
        """The end of ``MAX 8`` after ``Boeing 737``."""
        if not self.near(i) or self.words[i].text not in self.lexicon.group("equipment", "versions"):
            return i
        return i + 2 if self.near(i + 1) and self.words[i + 1].text.isdigit() else i + 1

    def is_number(self, i: int) -> bool:
        """Whether a word can be the number of a model: 206, 737-800, TB2; a year cannot."""
        written = self.words[i].text
        return (
            written[:1].isdigit() and len(written) <= 9 and not (len(written) == 4 and written[:2] in ("19", "20"))
        ) or (len(written) <= 7 and written[:1].isupper() and any(letter.isdigit() for letter in written))

    def equipment(self, i: int) -> int | None:
        """An aircraft or weapon at a word, as far as its parts go: where to read on."""
        found = self.piece(i)
        if not found:
            return None
        end, kind, name, note = found
        if note == "doubtful" and self.more(i):
            return None
        parts = [name]
        while self.near(end) and not self.words[end - 1].possessive:
            more = self.piece(end)
            if not more or more[3] == "numbered":
                break
            end, _, name, _ = more
            parts.append(name)
            note = ""
        if note == "numbered":
            return None
        named = self.add(i, end, kind if not note else None, " ".join(parts), note)
        named.parts = tuple(parts[1:])
        if note:
            if self.has_noun(i, end):
                named.type = kind
            else:
                named.vote(kind, 0.0)
        return end

    def has_noun(self, start: int, end: int) -> bool:
        """Whether a missile, a tank or the like stands beside the words."""
        after = [self.lower(k) for k in range(end, min(end + 3, self.count)) if self.words[k].gap in (" ", '" ')]
        before = [self.lower(start - 1)] if start and self.words[start].gap in (" ", ' "') else []
        return bool(self.lexicon.group("equipment", "nouns").intersection(after[:2] + before))

    def vessel(self, i: int) -> int | None:
        """``USS Ronald Reagan``, ``the cruiser Moskva``: where to read on."""
        text = self.words[i].text
        if text.endswith("s") and text[:-1] in self.lexicon.group("equipment", "ships"):
            return self.vessels(i)
        prefixes = self.lexicon.group("equipment", "prefixes")
        if text not in prefixes and text not in self.lexicon.group("equipment", "ships"):
            return None
        first = i + 1
        if first >= self.count or self.words[first].gap not in (" ", ' "') or not self.words[first].capital:
            return None
        if text not in prefixes and (self.words[first].text in prefixes or not self.can_be_ship(first)):
            return None
        end = self.ship_end(first, prefixed=text in prefixes)
        self.add(i if text in prefixes else first, end, "Vessel")
        return end

    def ship_end(self, first: int, *, prefixed: bool) -> int:
        """Where the name of a ship ends that begins at a word."""
        end = first + 1
        while self.near(end) and self.words[end].capital and end - first < 4 and self.names_ship(end):
            if self.words[end - 1].possessive:
                break
            end += 1
        if prefixed and self.near(end + 1) and self.words[end].text == "of" and self.words[end + 1].capital:
            end += 2  # HMS Prince of Wales
        if end < self.count and self.words[end].text in self.particles and self.particled(end):
            # the Charles de Gaulle
            end = max(end, self.names_end(first))
        return end

    def vessels(self, i: int) -> int | None:
        """``the patrol boats Kremenchuk and Lubny``: where to read on."""
        at, found = i + 1, 0
        while at < self.count and self.words[at].capital and self.can_be_ship(at) and self.words[at].gap in (" ", ", "):
            if not found and self.words[at].gap != " ":
                break
            self.add(at, at + 1, "Vessel")
            found += 1
            at += 1
            at += self.near(at) and self.words[at].text == "and"
        return at if found else None

    def names_ship(self, i: int) -> bool:
        """Whether a word can go on the name of a ship: Kitty Hawk."""
        entry = self.entry(i)
        return entry is None or entry.type in ("Weapon", "AircraftModel")

    def can_be_ship(self, i: int) -> bool:
        """Whether a ship can have the name at a word, after the noun."""
        entry = self.entry(i)
        return entry is None or entry.note == "city" or entry.type in ("Weapon", "AircraftModel")
