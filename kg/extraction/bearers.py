"""Persons beside their titles."""

from typing import Final

from kg.extraction.naming import Name, Title
from kg.extraction.offices import Offices

_LONGEST_COMPLEMENT: Final = 9
_LONGEST_DESCRIPTION: Final = 4


class Bearers(Offices):
    """Finds who bears a title."""

    def titled(self, i: int) -> int | None:
        """A title at a word, with those chained to it and the person who bears them."""
        end = self.core(i)
        if self.words[i].text in self.lexicon.honorifics and not end:
            return self.honorific(i)
        if not end or self.is_plural(end):
            return self.plural(i)
        return None if self.is_named_after(i, end) else self.borne_by(i, end)

    def borne_by(self, i: int, end: int) -> int:
        """Read the title whose words are known, and who bears it: where to read on."""
        chain = [self.title(i, end)]
        while following := self.chained(chain[-1].end, chain[-1]):
            chain.append(following)
        at = chain[-1].end
        person = self.person(at) if self.near(at) else None
        if person:
            self.award(chain, person)
            return self.names[-1].end
        if len(chain) > 1 and self.lower(chain[-1].lead - 1) == "and":
            # "Norvia's Deputy Prime Minister and Minister of Defence, Adam Vane,"
            chain[-1].body = chain[-1].body or chain[0].body
            if (end := self.following(chain[-1])) > at:
                for title in chain[:-1]:
                    title.person = chain[-1].person
                self.titles += chain
                return end
        # The comma was not one between the titles of one person.
        for title in chain[1:]:
            if isinstance(title.body, Name) and title.body in self.names[-8:]:
                self.names.remove(title.body)
        self.titles.append(chain[0])
        return self.following(chain[0])

    def is_plural(self, i: int) -> bool:
        """Whether a title goes on with the plural of another: ``Deputy Heads``."""
        return self.near(i) and self.lower(i).endswith("s") and self.lower(i)[:-1] in self.lexicon.title_heads

    def is_named_after(self, i: int, end: int) -> bool:
        """Whether the title is part of a name: ``Prince Sultan Air Base``, ``General Assembly``."""
        if not self.near(end) or not self.words[end].capital:
            return False
        head = self.head_in(i, self.run_end(i))
        return head is not None and head >= end and not any(self.core(k) for k in range(end, head))

    def person(self, i: int) -> Name | None:
        """The person whose name begins at a word, after a title."""
        if i >= self.count:
            return None
        first = i
        while i < self.count and self.words[i].text in self.lexicon.honorifics and (i == first or self.near(i)):
            i += 1
        entry = self.entry(i)
        if i >= self.count or (i > first and not self.near(i)):
            return None
        if not self.words[i].capital and self.words[i].text not in self.particles:
            return None
        if entry and entry.type in ("Organization", "Other", "Facility", "Adjective") and not self.more(i):
            return None
        if entry and entry.note == "country" and not self.more(i):
            return None
        end = self.names_end(i, titled=True)
        if end == i or (end == i + 1 and self.core(i)):
            return None
        self.borne.update(word.text for word in self.words[i:end])
        return self.add(first, end, "Person", self.written(i, end))

    def honorific(self, i: int) -> int | None:
        """``Mr. Vane``; ``Sheikh Khalifa Medical City`` is no person."""
        head = self.head_in(i, self.run_end(i))
        if head is not None and self.is_head(head) and self.words[head].text not in self.surnames:
            return None
        person = self.person(i)
        if person is None or person.end == i + 1:
            # "Mr President" is an office as well
            office = i if self.core(i) else i + 1
            end = self.core(office) if office == i or self.near(office) else None
            return None if end is None else self.borne_by(office, end)
        return person.end

    def award(self, chain: list[Title], person: Name) -> None:
        """Give the titles to the person; a long one is spared the model."""
        whose = self.after_name(person.end)
        for title, following in zip(chain, [*chain[1:], None], strict=True):
            title.person, title.prefix = person, True
            title.body = (
                title.body or whose or (following.body if following and self.lower(title.end) == "and" else None)
            )
        self.titles += chain
        if chain[0].start in self.ranks_ahead:
            self.ranks_ahead.pop(chain[0].start).person = person
        person.vote("Person", 5.0)
        if self.lower(chain[-1].head) in self.lexicon.group("titles", "reigning"):
            person.name = self.written(chain[-1].head, person.end)
        first = chain[0]
        is_long = len(chain) > 1 or first.end > first.head + 1 or first.end - first.start > 3
        if is_long and self.words[first.start].capital:
            self.blanks.append((self.words[first.start].start, self.words[person.start].start))

    def after_name(self, i: int) -> Name | None:
        """``King Abdullah of Jordan``: the country that stands after the name."""
        first = i + 1 + (i + 1 < self.count and self.lower(i + 1) == "the")
        if not (self.near(i) and self.lower(i) == "of" and self.near(first)):
            return None
        known = self.known[first]
        if known and known[1].type == "Place":
            return self.add(first, known[0], "Place", known[1].name, known[1].note)
        return None

    def following(self, title: Title) -> int:
        """``the foreign minister, Sergei Lavrov,``: the name after a comma. Where to read on."""
        at = self.past_complement(title)
        if at is None or not self.words[at].capital or (self.entry(at) and not self.more(at)):
            return title.end
        owned = title.lead and self.words[title.lead - 1].possessive
        if title.lead == title.start and isinstance(title.body, Name | None) and not title.body and not owned:
            return title.end
        return self.name_after_comma(title, at)

    def past_complement(self, title: Title) -> int | None:
        """Where a name may begin after a title with what belongs to it, and a comma.

        ``the chief envoy to the talks on Elm, Adam Vane,``; ``its envoy, former diplomat Adam Vane,``.
        """
        at = title.end
        begun = title.end > title.head + 1 or (
            self.near(at) and self.lower(at) in ("of", "to", "for", "in", "at", "on")
        )
        if begun and title.lead < title.start:
            stops = self.lexicon.group("words", "speaks") | self.lexicon.group("words", "auxiliaries")
            while at < self.count and self.words[at].gap in (" ", "'s ") and self.words[at].text not in stops:
                at += 1
            if at - title.end > _LONGEST_COMPLEMENT:
                return None
        if at >= self.count or self.words[at].gap != ", ":
            return None
        first = at
        while first < at + _LONGEST_DESCRIPTION and (first == at or self.near(first)) and self.describes(first):
            first += 1
        return first if first < self.count and (first == at or self.near(first)) else None

    def describes(self, i: int) -> bool:
        """Whether a word may describe the person whose name follows: ``former Finnish diplomat``."""
        if i + 1 >= self.count or self.words[i].text in ("who", "which", "where", "and", "with", "by", "whose", "to"):
            return False
        known = self.known[i]
        adjective = bool(known and known[1].type == "Adjective" and known[0] == i + 1)
        return (self.words[i].text.islower() and not self.core(i)) or (adjective and not self.more(i))

    def name_after_comma(self, title: Title, at: int) -> int:
        """Read the name that stands after a title and a comma, if it is one: where to read on."""
        rank = self.core(at)
        if rank and self.written(at, rank).lower() in self.lexicon.group("titles", "ranks"):
            if not self.precedes(title):
                self.ranks_ahead[at] = title
            return title.end
        end = self.names_end(at)
        closing = self.words[end].gap if end < self.count else "."
        if (
            self.core(at)
            or (self.run_head(at) and self.words[end - 1].text not in self.surnames)
            or end - at > 4
            or closing[:1] not in ",.;)"
            or self.precedes(title)
        ):
            return title.end
        if end - at < 2 and self.words[at].text not in self.borne:
            return title.end
        if at > title.end:
            self.bearers_ahead[at] = end, title
            return title.end
        return self.bear(at, end, title)

    def bear(self, at: int, end: int, title: Title) -> int:
        """Note down the bearer of a title: where to read on."""
        first = at + 1 if self.words[at].text in self.lexicon.honorifics else at
        title.person = self.add(at, end, "Person", self.written(first, end))
        title.person.vote("Person", 4.0)
        return end

    def precedes(self, title: Title) -> bool:
        """Whether the title stands in apposition to a name before it."""
        if not title.lead or not self.words[title.lead].gap.startswith((",", " -", " –", " —", " (")):
            return False
        for name in self.names[-4:]:
            if name.end == title.lead and name.type in ("Person", None):
                # in "by Minister Vane, the head of the agency, Ada Lund, and" the head is she
                return not any(one.person is name and one.prefix for one in self.titles[-4:])
        return False

    def plural(self, i: int) -> int | None:
        """``Senators Lindsey Graham and Richard Blumenthal``: the title is given to each."""
        end = i
        while (
            end < min(i + 5, self.count)
            and (end == i or self.near(end))
            and self.lower(end) in self.lexicon.title_words
        ):
            end += 1
        text = self.lower(end) if end < self.count and (end == i or self.near(end)) else ""
        if not text.endswith("s") or text[:-1] not in self.lexicon.title_heads:
            return None
        if not self.words[i].capital and not (self.near(end + 1) and self.words[end + 1].capital):
            return None
        title = self.title(i, end + 1)
        label = title.label.replace(self.words[end].text, self.words[end].text[:-1], 1)
        at, persons = title.end, 0
        while self.named_at(at) and (person := self.person(at)):
            given = Title(label, title.lead, title.start, title.end, title.head, title.body, person, prefix=True)
            self.titles.append(given)
            person.vote("Person", 5.0)
            persons += 1
            at = person.end
            if whose := self.after_name(at):
                given.body, at = whose, whose.end
            if at >= self.count or not (self.words[at].gap == ", " or self.lower(at) == "and"):
                break
            at += self.lower(at) == "and"
        return self.names[-1].end if persons else None

    def named_at(self, i: int) -> bool:
        """Whether a name can begin at a word."""
        return i < self.count and self.words[i].gap in (" ", ", ") and self.words[i].capital and not self.core(i)
