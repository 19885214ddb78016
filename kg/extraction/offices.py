"""Titles: their words, their field, and the body or country that they are of."""

from kg.extraction.compounds import Compounds
from kg.extraction.naming import Name, Title


class Offices(Compounds):
    """Finds a title, and those that the same person has beside it."""

    def title(self, i: int, end: int) -> Title:
        """The title whose core is known, with its complement and the body before it."""
        start = i
        while start < end - 1 and self.lower(start) in self.lexicon.group("titles", "fillers"):
            start += 1
        lead, before = self.before(i)
        stop, label_end, body = self.complement(end, end)
        if before and self.near(label_end) and self.lower(label_end) != "of":
            body = None
        label = self.label(start, label_end, body)
        if body and body.type is None:
            body.vote(self.kind_of_body(end - 1), 2.0)
        if isinstance(before, Name) and before.type is None:
            before.vote(self.kind_of_body(end - 1), 2.0)
        head = end - 1
        if self.lower(head) == "chief" and end - i > 2 and self.lower(head - 1) == "in":
            head -= 2
        if self.lower(head) == "plenipotentiary" and end - i > 3:
            head -= 3
        return Title(label, lead, i, max(stop, label_end), head, body or before)

    def complement(self, i: int, label_end: int) -> tuple[int, int, Name | None]:
        """What ``of`` and the like add to a title that ends at a word: the end of all, of the label, and the body."""
        end, body = i, None
        for _ in range(3):
            first = self.after_preposition(end)
            if first is None:
                break
            office = self.office_of_country(first) if i == end and self.words[i - 1].capital else None
            if office:
                body, end = office
                label_end = end
                continue
            named = self.body(first)
            if named:
                body, end = body or named, named.end
                continue
            field = self.portfolio(first) if not body or self.lower(end) in ("for", "on") else first
            if field == first and self.lower(end) in ("of", "to") and not body:
                field = self.core(first) or first
            if field == first:
                break
            end = label_end = field
        return end, label_end, body

    def kind_of_body(self, head: int) -> str:
        """What a name is that an office is of, where nothing else is known of it."""
        local = self.lexicon.group("titles", "local") | self.lexicon.group("titles", "governing")
        return "Place" if self.lower(head) in local else "Organization"

    def label(self, start: int, end: int, body: Name | None) -> str:
        """The words of a title without the body or country within: ``High Representative … for Foreign Affairs``."""
        if body is None or not start < body.start < body.end < end:
            return self.written(start, end)
        cut, on = body.start, body.end
        if self.core(on):  # "Assistant to the US President"
            return f"{self.written(start, cut)} {self.written(on, end)}"
        while cut > start + 1 and self.lower(cut - 1) in ("of", "the", "to", "for"):
            cut -= 1
        return f"{self.written(start, cut)} {self.written(on, end)}"

    def office_of_country(self, i: int) -> tuple[Name, int] | None:
        """``Assistant to the US President``: whose office the title belongs to, and the end of that office."""
        known = self.known[i]
        if not known or known[1].note != "country" or not self.near(known[0]) or self.words[known[0] - 1].possessive:
            return None
        end = self.core(known[0])
        if not end or not (self.near(end) and self.lower(end) in ("for", "on")):
            return None
        return self.add(i, known[0], "Place", known[1].name, known[1].note), end

    def after_preposition(self, i: int) -> int | None:
        """The word after a preposition and its article, if there is one at a word."""
        if not (self.near(i) and self.lower(i) in ("of", "for", "to", "at", "on", "in", "with")):
            return None
        first = i + 1
        while self.near(first) and self.lower(first) in ("the", "all"):
            first += 1
        return first if self.near(first) else None

    def body(self, i: int) -> Name | None:
        """The body or country that a title belongs to, at a word."""
        known = self.known[i]
        if self.words[i].text in self.lexicon.honorifics:
            return None
        if own := self.own_body(i):
            return own
        while known and known[1].type == "Adjective" and self.near(i + 1):
            found = self.compounded(i, before_person=True)
            if found:
                return found
            i, known = known[0], self.known[known[0]] if known[0] < self.count else None
            if i >= self.count or not self.near(i):
                return None
        found = self.compounded(i, before_person=True)
        if found:
            return found
        if known and known[1].type in ("Place", "Organization"):
            return self.add(i, known[0], known[1].type, known[1].name, known[1].note)
        return self.unknown_body(i)

    def unknown_body(self, i: int) -> Name | None:
        """A body that no list has and no head word makes."""
        known = self.known[i]
        if self.words[i].text in self.lexicon.group("organizations", "branches") and self.lower(i - 1) == "the":
            return self.add(i, i + 1, "Organization")
        if not self.words[i].capital or self.core(i) or self.portfolio(i) > i or known:
            return None
        end = self.names_end(i)
        if end - i >= 3:
            end -= 2
        return self.add(i, end, None)

    def own_body(self, i: int) -> Name | None:
        """``Norvia's United Front Department``: the body after the country that it is of."""
        end, entry = self.known[i] or (i + 1, None)
        if entry is None or entry.note != "country" or not self.words[end - 1].possessive:
            return None
        if end >= self.count or self.words[end].gap not in ("'s ", "' ") or not self.run_head(end):
            return None
        place = self.add(i, end, "Place", entry.name, entry.note)
        return self.compounded(end, before_person=True) or place

    def before(self, i: int) -> tuple[int, Name | str | None]:
        """The body or country before a title, and the first word of the phrase."""
        j = i - 1
        while (
            j >= 0 and self.near(j + 1) and (known := self.known[j]) and known[1].type == "Other" and known[0] == j + 1
        ):
            j -= 1
        lead, body = self.owner(j) if j >= 0 else (i, None)
        if body is None:
            lead = i
        fillers = self.lexicon.group("titles", "fillers")
        while self.near(lead) and (self.lower(lead - 1) in self.determiners or self.lower(lead - 1) in fillers):
            lead -= 1
        return lead, body

    def owner(self, j: int) -> tuple[int, Name | str | None]:
        """The name or adjective that ends with a word, and its first word."""
        gap = self.words[j + 1].gap
        possessive = self.words[j].possessive and gap in ("'s ", "' ")
        if not possessive and gap not in (" ", "'s "):
            return j, None
        last = self.names[-1] if self.names else None
        if last and last.end == j + 1 and last.type in ("Place", "Organization", None) and self.owns(last):
            return last.start, last
        for size in (2, 1):
            known = self.known[j + 1 - size] if j + 1 >= size else None
            if known and known[1].type == "Adjective" and known[0] == j + 1:
                return j + 1 - size, self.written(j + 1 - size, j + 1)
        return j, None

    def owns(self, name: Name) -> bool:
        """Whether a name can be that of a body: it is not a person's."""
        return name.type is not None or name.name not in self.borne

    def chained(self, at: int, last: Title) -> Title | None:
        """The next title of the same person: after a comma, a dash or ``and``, or right beside the first."""
        i = self.next_title(at)
        end = self.core(i) if i is not None else None
        if i is None or not end:
            return None
        title = self.title(i, end)
        if self.lower(at) == "and" and title.end == end and last.end == last.head + 1:
            # President and CEO: one title.
            last.label = self.written(at - (last.end - last.start), end)
            last.end, last.head = end, end - 1
            return self.chained(end, last)
        return title

    def past_service(self, at: int) -> int:
        """``Press Secretary Air Force Brig. Gen.``: where the next title begins, behind the service it is of."""
        services = self.lexicon.group("titles", "services")
        for end in (at + 2, at + 1):
            if end <= self.count and self.near(end) and self.written(at, end) in services and self.core(end):
                return end
        return at

    def next_title(self, at: int) -> int | None:
        """Where another title of the same person may begin, after one."""
        if at >= self.count:
            return None
        gap, capital, known = self.words[at].gap, self.words[at].capital, self.known[at]
        if gap == " ":
            if self.lower(at) == "and" and self.near(at + 1):
                # "the prime minister and Minister of Defence Ada Vane" are two
                same = self.words[at - 1].capital or not self.words[at + 1].capital
                return at + 1 if same else None
            return self.past_service(at) if capital else None
        if gap not in (", ", " - ", " – ", " — ", ",") or not capital:
            return None
        return None if known and known[1].type == "Adjective" else at
