"""Aircraft, weapons and ships: by designators, open lists, and the nouns beside them."""

from kg.extraction.runs import Runs


class Equipment(Runs):
    """Finds what has a designator or is on a list."""

    def designator(self, i: int) -> tuple[str, str] | None:
        """The type of a word such as ``Su-57``, and it in the singular."""
        written = self.words[i].text
        if written in self.never or not any(letter.isdigit() for letter in written):
            return None
        for text in (written, written.removesuffix("s")):
            for kind, pattern in self.lexicon.designators:
                if pattern.fullmatch(text):
                    return kind, text
        return None

    def piece(self, i: int) -> tuple[int, str, str, str] | None:
        """An aircraft or weapon at a word: end, type, name, doubt."""
        if i >= self.count or (not self.words[i].capital and not self.words[i].text[0].isdigit()):
            return None
        known = self.known[i]
        if known and known[1].type in ("AircraftModel", "Weapon"):
            end, entry = known
            if self.near(end) and self.is_number(end) and not self.words[end - 1].possessive:
                return end + 1, entry.type, self.written(i, end + 1), ""
            return end, entry.type, entry.name, entry.note
        if known:
            end = known[0]
            numbered = self.lexicon.group("equipment", "numbered")
            if self.words[i].text in numbered and self.near(end) and self.is_number(end):
                return end + 1, "AircraftModel", self.written(i, end + 1), ""
            return None
        found = self.designator(i)
        if not found:
            return None
        if found[0] == "Vessel" and not (i and self.lower(i - 1) in self.lexicon.group("equipment", "ships")):
            return None
        return i + 1, *found, ""

    def is_number(self, i: int) -> bool:
        written = self.words[i].text
        return (
            written[:1].isdigit() and len(written) <= 9 and not (len(written) == 4 and written[:2] in ("19", "20"))
        ) or (len(written) <= 7 and written[:1].isupper() and any(letter.isdigit() for letter in written))

    def equipment(self, i: int) -> int | None:
        found = self.piece(i)
        if not found:
            return None
        end, kind, name, note = found
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
        after = [self.lower(k) for k in range(end, min(end + 3, self.count)) if self.words[k].gap in (" ", '" ')]
        before = [self.lower(start - 1)] if start and self.words[start].gap in (" ", ' "') else []
        return bool(self.lexicon.group("equipment", "nouns").intersection(after[:2] + before))

    def vessel(self, i: int) -> int | None:
        word = self.words[i]
        if word.text in self.lexicon.group("equipment", "prefixes"):
            start, first = i, i + 1
        elif word.text in self.lexicon.group("equipment", "ships"):
            start, first = i + 1, i + 1
        else:
            return None
        if first >= self.count or self.words[first].gap not in (" ", ' "') or not self.words[first].capital:
            return None
        entry = self.entry(first)
        if start == first and (
            self.words[first].text in self.lexicon.group("equipment", "prefixes")
            or (
                entry
                and entry.type != "Other"
                and entry.note != "city"
                and entry.type not in ("Weapon", "AircraftModel")
            )
        ):
            return None
        if entry and entry.type == "Other":
            return None
        end = first + 1
        while (
            self.near(end)
            and self.words[end].capital
            and end - first < 4
            and not self.words[end - 1].possessive
            and not self.entry(end)
        ):
            end += 1
        self.add(start, end, "Vessel")
        return end
