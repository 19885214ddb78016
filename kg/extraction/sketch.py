"""What a text names, as far as its words alone tell: known names, titles, and names by their head words.

This is done before the model reads the text, so that the model can be spared what confuses it (``sight``), and the
names whose type the words do not tell are left to its vote (``names``).
"""

from dataclasses import dataclass, field
from typing import Final

from kg.extraction.lexicon import Entry, Lexicon
from kg.extraction.words import Word

PARTICLES: Final = frozenset(
    "al el bin ibn bint abu ben van von de der den da das do dos di del della la le ul ur af av zu ter ten und".split()
)
DETERMINERS: Final = frozenset("the a an his her its their this that our my".split())
# Capitalised at the beginning of a sentence, they are no part of a name that follows.
OPENERS: Final = frozenset(
    """the a an this that these those his her its their our my in on at of for from to by with about after before during
    since until under over between among against and or but nor so yet if when while where as although though because
    once unless whereas both either neither he she it they we you i who what which whose there here not no all some many
    most several few other another each every any such same two three four five six seven eight nine ten dozens hundreds
    thousands also then now later earlier meanwhile however instead separately recently previously currently yesterday
    today tomorrow tonight following according ahead despite amid besides like unlike only just even still thus hence
    therefore moreover furthermore afterwards afterward finally first second third next last late early news media police
    officials reports experts analysts critics witnesses doctors security foreign defense president's official special
    is was are were has have had do did does will would can could may might shall should must let please how why out off
    up down into onto within without through throughout per via upon toward towards near outside inside across along
    behind beyond below above around nearly almost about more less new old former current local state
    """.split()
)
_HOLY: Final = frozenset("St. Saint Saints St Our Holy Christ the".split())
_FULL_POWERS: Final = ["extraordinary", "and", "plenipotentiary"]


@dataclass(slots=True, eq=False)
class Name:
    """Words that name a thing.

    :param type: a record's type of entity, or None where the words do not tell.
    :param name: the name that a record uses.
    :param note: the kind of place or facility.
    :param parts: other forms that stand in the words: ``Javelin`` in ``FGM-148 Javelin``.
    :param votes: what speaks for each type.
    """

    start: int
    end: int
    type: str | None
    name: str
    note: str = ""
    parts: tuple[str, ...] = ()
    votes: dict[str, float] = field(default_factory=dict)

    def vote(self, type: str, weight: float) -> None:
        """Count something that speaks for a type."""
        self.votes[type] = self.votes.get(type, 0.0) + weight


@dataclass(slots=True, eq=False)
class Title:
    """A title, with whose it is.

    :param lead: the first word of its phrase, with article, country or body before it.
    :param head: the word that the grammar hangs on.
    :param body: the name of the body or country, or the adjective of the country.
    """

    label: str
    lead: int
    start: int
    end: int
    head: int
    body: "Name | str | None" = None
    person: Name | None = None
    prefix: bool = False


@dataclass(slots=True)
class Sketch:
    """What the words of a text tell."""

    words: list[Word]
    names: list[Name]
    titles: list[Title]
    blanks: list[tuple[int, int]]


def sketch(text: str, words: list[Word], lexicon: Lexicon) -> Sketch:
    """What the words of a text tell."""
    return _Sketcher(text, words, lexicon).run()


class _Sketcher:
    """One pass over the words."""

    def __init__(self, text: str, words: list[Word], lexicon: Lexicon) -> None:
        self.text, self.words, self.lexicon = text, words, lexicon
        self.count = len(words)
        self.names: list[Name] = []
        self.titles: list[Title] = []
        self.borne: set[str] = set()
        self.blanks: list[tuple[int, int]] = []
        self.known: list[tuple[int, Entry] | None] = [lexicon.phrases.at(words, i) for i in range(self.count)]
        group = lexicon.group
        self.org_heads = group("organizations", "heads")
        self.org_openers = group("organizations", "openers")
        self.event_heads = group("others", "heads")
        self.small_events = group("others", "small")
        self.org_lower = group("organizations", "lower")
        self.place_heads = lexicon.places
        self.facility_openers = group("facilities", "openers")
        self.nouns = group("equipment", "nouns")
        self.ships = group("equipment", "ships")
        self.prefixes = group("equipment", "prefixes")
        self.never = group("equipment", "never")
        self.first = lexicon.lists["places"]["first"]
        self.place_of = lexicon.lists["places"]["of"]
        self.vocabulary = lexicon.portfolio | group("titles", "modifiers")
        self.reigning = group("titles", "reigning")
        self.fillers = group("titles", "fillers")
        self.surnames = group("places", "surnames")

    # -- reading the words ------------------------------------------------------------------------------------------

    def run(self) -> Sketch:
        i = 0
        while i < self.count:
            i = self.step(i)
        return Sketch(self.words, self.names, self.titles, self.blanks)

    def step(self, i: int) -> int:
        """Read on from a word: the word to go on with."""
        word = self.words[i]
        if not word.capital and word.text not in self.ships and word.text.lower() not in self.lexicon.title_words:
            return i + 1
        for read in (self.equipment, self.vessel, self.spelled_out, self.titled, self.compound, self.plain):
            end = read(i)
            if end is not None:
                return max(end, i + 1)
        return i + 1

    def near(self, i: int) -> bool:
        """Whether a word follows the one before it directly."""
        return 0 < i < self.count and self.words[i].gap == " "

    def lower(self, i: int) -> str:
        return self.words[i].text.lower()

    def written(self, start: int, end: int) -> str:
        return self.text[self.words[start].start : self.words[end - 1].end]

    def add(self, start: int, end: int, type: str | None, name: str = "", note: str = "") -> Name:
        named = Name(start, end, type, name or self.written(start, end), note)
        self.names.append(named)
        return named

    def entry(self, i: int) -> Entry | None:
        known = self.known[i] if i < self.count else None
        return known[1] if known else None

    # -- aircraft, weapons, vessels ---------------------------------------------------------------------------------

    def designator(self, i: int) -> tuple[str, str] | None:
        """The type of a word such as ``Su-57``, and it in the singular."""
        written = self.words[i].text
        if written in self.never or not any(letter.isdigit() for letter in written):
            return None
        for text in (written, written[:-1] if written.endswith("s") else written):
            for kind, pattern in self.lexicon.designators:
                if pattern.fullmatch(text):
                    return kind, text
        return None

    def piece(self, i: int) -> tuple[int, str, str, str] | None:
        """An aircraft or weapon at a word: end, type, name, doubt."""
        if i >= self.count or not self.words[i].capital and not self.words[i].text[0].isdigit():
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
        if found[0] == "Vessel" and not (i and self.lower(i - 1) in self.ships):
            return None
        return i + 1, *found, ""

    def is_number(self, i: int) -> bool:
        written = self.words[i].text
        return (written[:1].isdigit() and len(written) <= 9 and not (len(written) == 4 and written[:2] in ("19", "20"))) or (
            len(written) <= 7 and written[:1].isupper() and any(letter.isdigit() for letter in written)
        )

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
        return bool(self.nouns.intersection(after[:2] + before))

    def vessel(self, i: int) -> int | None:
        word = self.words[i]
        if word.text in self.prefixes:
            start, first = i, i + 1
        elif word.text in self.ships:
            start, first = i + 1, i + 1
        else:
            return None
        if first >= self.count or self.words[first].gap not in (" ", ' "') or not self.words[first].capital:
            return None
        entry = self.entry(first)
        if start == first and (self.words[first].text in self.prefixes or (entry and entry.type != "Other" and entry.note != "city" and entry.type not in ("Weapon", "AircraftModel"))):
            return None
        if entry and entry.type == "Other":
            return None
        end = first + 1
        while self.near(end) and self.words[end].capital and end - first < 4 and not self.words[end - 1].possessive and not self.entry(end):
            end += 1
        self.add(start, end, "Vessel")
        return end

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
                    place = kind is not None and self.words[kind].text in self.place_heads
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

    # -- titles -----------------------------------------------------------------------------------------------------

    def core(self, i: int) -> int | None:
        """The end of the title that begins at a word: modifiers and a head."""
        end, j = None, i
        if self.near(i) and self.words[i].text in self.org_heads and self.words[i - 1].capital and self.lower(i - 1) not in self.lexicon.title_words and not self.known[i - 1]:
            return None
        while j < self.count and (j == i or self.near(j)) and not (j > i and self.words[j - 1].possessive):
            text = self.lower(j)
            if text not in self.lexicon.title_words:
                if text.rsplit("-", 1)[-1] not in self.lexicon.title_heads:
                    break
                end = j + 1
            elif any(
                " ".join(self.lower(k) for k in range(first, j + 1)) in self.lexicon.title_heads
                for first in range(max(i, j - 2), j + 1)
            ):
                end = j + 1
            j += 1
        if end and end + 1 < self.count and self.lower(end) == "in" and self.lower(end + 1) == "chief":
            end += 2
        if end and end + 2 < self.count and [self.lower(k) for k in range(end, end + 3)] == _FULL_POWERS:
            end += 3
        return end

    def portfolio(self, i: int) -> int:
        """The end of a field such as ``Economic Affairs and Climate Action``; the same word if there is none."""
        end = i
        while end < self.count and (end == i or self.near(end) or self.words[end].gap == ", "):
            if self.lower(end) in self.lexicon.portfolio:
                if end > i and self.words[end].gap == ", " and (self.core(end) or not self.words[end].capital):
                    break
                if end > i and not self.words[end].capital and self.words[i].capital:
                    break
                end += 1
                continue
            if (
                end > i
                and self.lower(end) in ("and", "&")
                and end + 1 < self.count
                and self.lower(end + 1) in self.lexicon.portfolio
                and self.words[end + 1].capital == self.words[i].capital
                and not self.core(end + 1)
            ):
                end += 2
                continue
            if end > i and self.lower(end) == "and" and end + 2 < self.count and self.near(end + 2) and all(self.words[k].capital for k in (end + 1, end + 2)) and self.lower(end + 2) in self.lexicon.portfolio and not self.known[end + 1] and not self.core(end + 1):
                end += 3
                continue
            break
        return end

    def complement(self, i: int, label_end: int) -> tuple[int, int, Name | None]:
        """What ``of`` and the like add to a title that ends at a word: the end of all, of the label, and the body."""
        end, body = i, None
        for _ in range(3):
            if not (self.near(end) and self.lower(end) in ("of", "for", "to", "at", "on", "in", "with")):
                break
            first = end + 1
            while first < self.count and self.near(first) and self.lower(first) in ("the", "all"):
                first += 1
            if first >= self.count or not self.near(first):
                break
            named = self.body(first)
            if named:
                body, end = body or named, named.end
                continue
            if body:
                break
            field_end = self.portfolio(first)
            if field_end == first and self.lower(end) in ("of", "to"):
                field_end = self.core(first) or first
            if field_end == first:
                break
            end = label_end = field_end
        return end, label_end, body

    def body(self, i: int) -> Name | None:
        """The body or country that a title belongs to, at a word."""
        known = self.known[i]
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
        if not self.words[i].capital or self.core(i) or self.portfolio(i) > i or known:
            return None
        end = self.names_end(i)
        if end - i >= 3:
            end -= 2
        return self.add(i, end, None)

    def titled(self, i: int) -> int | None:
        """A title at a word, with those chained to it and the person who bears them."""
        if self.words[i].text in self.lexicon.honorifics:
            return self.honorific(i)
        end = self.core(i)
        if not end or (self.near(end) and self.lower(end)[:-1] in self.lexicon.title_heads and self.lower(end).endswith("s")):
            return self.plural(i)
        run_end = self.run_end(i)
        if run_end > end and self.words[end].capital and self.head_in(i, run_end) is not None and self.near(end):
            head = self.head_in(i, run_end)
            if head is not None and head >= end and not self.core_between(end, head):
                return None
        first = self.title(i, end)
        chain, at = [first], first.end
        while True:
            following = self.chained(at, chain[-1])
            if not following:
                break
            chain.append(following)
            at = following.end
        at = chain[-1].end
        person = self.person(at) if self.near(at) else None
        if person is None and len(chain) > 1:
            # The comma was not one between the titles of one person.
            for title in chain[1:]:
                if isinstance(title.body, Name) and title.body in self.names[-8:]:
                    self.names.remove(title.body)
            chain, at = [first], first.end
        if person:
            self.award(chain, person)
            return self.names[-1].end
        self.titles.append(first)
        return self.following(first)

    def core_between(self, start: int, end: int) -> bool:
        return any(self.core(k) for k in range(start, end))

    def title(self, i: int, end: int) -> Title:
        """The title whose core is known, with its complement and the body before it."""
        start = i
        while start < end - 1 and self.lower(start) in self.fillers:
            start += 1
        lead, before = self.before(i)
        stop, label_end, body = self.complement(end, end)
        if before and self.near(label_end) and self.lower(label_end) != "of":
            body = None
        label = self.written(start, label_end)
        head = end - 1
        if self.lower(head) == "chief" and end - i > 2 and self.lower(head - 1) == "in":
            head -= 2
        if self.lower(head) == "plenipotentiary" and end - i > 3:
            head -= 3
        return Title(label, lead, i, max(stop, label_end), head, body or before)

    def before(self, i: int) -> tuple[int, Name | str | None]:
        """The body or country before a title, and the first word of the phrase."""
        lead, body = i, None
        j = i - 1
        while j >= 0 and self.near(j + 1) and (entry := self.known[j]) and entry[1].type == "Other" and entry[0] == j + 1:
            j -= 1
        if self.names and j >= 0:
            last = self.names[-1]
            possessive = self.words[j].possessive and self.words[j + 1].gap in ("'s ", "' ")
            if last.end == j + 1 and (self.near(j + 1) or possessive) and last.type in ("Place", "Organization", None) and self.owns(last):
                lead, body = last.start, last
                j = lead - 1
        if body is None and j >= 0 and (self.near(j + 1) or self.words[j + 1].gap == "'s "):
            for size in (2, 1):
                entry = self.known[j + 1 - size] if j + 1 - size >= 0 else None
                if entry and entry[1].type == "Adjective" and entry[0] == j + 1:
                    lead, body = j + 1 - size, self.written(j + 1 - size, j + 1)
                    break
        while lead > 0 and self.near(lead) and (self.lower(lead - 1) in DETERMINERS or self.lower(lead - 1) in self.fillers):
            lead -= 1
        return lead, body

    def owns(self, name: Name) -> bool:
        """Whether a name can be that of a body: it is not a person's."""
        return name.type is not None or name.name not in self.borne

    def chained(self, at: int, last: Title) -> Title | None:
        """The next title of the same person: after a comma, a dash or ``and``."""
        if at >= self.count:
            return None
        gap, i = self.words[at].gap, at
        if gap == " " and self.lower(at) == "and" and at + 1 < self.count and self.near(at + 1):
            i = at + 1
        elif gap not in (", ", " - ", " – ", " — ", ","):
            return None
        elif gap.startswith(",") and self.lower(at) == "and":
            return None
        if not self.words[i].capital and gap != " ":
            return None
        adjective = self.known[i]
        if adjective and adjective[1].type == "Adjective" and gap != " ":
            return None
        end = self.core(i)
        if not end:
            return None
        title = self.title(i, end)
        if i > at and title.end == end and last.end == last.head + 1:
            last.label = self.written(at - (last.end - last.start), end)
            last.end = last.head = end
            last.head = end - 1
            return self.chained(end, last)
        return title

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
        if not self.words[i].capital and self.words[i].text not in PARTICLES:
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

    def more(self, i: int) -> bool:
        """Whether an unknown name word follows the known phrase at a word: ``Israel Katz``."""
        known = self.known[i]
        end = known[0] if known else i + 1
        return (
            end == i + 1
            and self.near(end)
            and not self.words[i].possessive
            and self.words[end].capital
            and self.known[end] is None
            and not self.core(end)
            and self.words[end].text not in self.org_heads
        )

    def stops_name(self, i: int, entry: Entry, titled: bool) -> bool:  # noqa: FBT001
        """Whether a known name cannot go on the name before it: Michael Bloomberg can, after a title."""
        if entry.type == "Place" and entry.note != "country":
            return False
        if titled and entry.note != "country" and entry.type in ("Organization", "Facility", "Weapon", "AircraftModel"):
            known = self.known[i]
            return not (known and known[0] == i + 1 and not self.words[i].text.isupper())
        return entry.type != "Other" or len(self.words[i].text) >= 4

    def names_end(self, i: int, titled: bool = False) -> int:  # noqa: FBT001, FBT002
        """The end of the run of name words from a word, particles within."""
        end = i
        while end < self.count and end - i < 6:
            if end > i and (not self.near(end) or self.words[end - 1].possessive):
                break
            word = self.words[end]
            if word.capital:
                entry = self.entry(end)
                if end > i and entry and self.stops_name(end, entry, titled):
                    break
                if end > i and self.core(end) and not word.text.endswith("."):
                    break
                if end > i and word.text in self.never | self.prefixes:
                    break
                end += 1
            elif word.text in PARTICLES and end + 1 < self.count and self.particled(end):
                end += 1
            else:
                break
        while end > i and not self.words[end - 1].capital:
            end -= 1
        return end

    def particled(self, i: int) -> bool:
        """Whether name words follow the particles at a word."""
        while i < self.count and self.words[i].text in PARTICLES and self.words[i].gap in (" ", "-"):
            i += 1
        return i < self.count and self.words[i].capital and self.near(i)

    def honorific(self, i: int) -> int | None:
        head = self.head_in(i, self.run_end(i))
        if head is not None and self.is_head(head) and self.words[head].text not in self.surnames:
            return None
        person = self.person(i)
        if person is None or person.end == i + 1:
            end = self.core(i)
            return None if end is None else self.plain_title(i, end)
        return person.end

    def plain_title(self, i: int, end: int) -> int:
        title = self.title(i, end)
        person = self.person(title.end) if self.near(title.end) else None
        if person:
            self.award([title], person)
            return self.names[-1].end
        self.titles.append(title)
        return self.following(title)

    def award(self, chain: list[Title], person: Name) -> None:
        """Give the titles to the person; a long one is spared the model."""
        whose = self.after_name(person.end)
        for title, following in zip(chain, [*chain[1:], None], strict=True):
            title.person, title.prefix = person, True
            title.body = title.body or whose or (following.body if following and self.lower(title.end) == "and" else None)
        self.titles += chain
        person.vote("Person", 5.0)
        if self.lower(chain[-1].head) in self.reigning:
            person.name = self.written(chain[-1].head, person.end)
        if len(chain) > 1 or chain[0].end > chain[0].head + 1 or chain[0].end - chain[0].start > 3:
            if self.words[chain[0].start].capital:
                self.blanks.append((self.words[chain[0].start].start, self.words[person.start].start))

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
        at = title.end
        if at >= self.count or self.words[at].gap != ", " or not self.words[at].capital or self.entry(at):
            return at
        if title.lead == title.start and isinstance(title.body, Name | None) and not title.body:
            return at
        end = self.names_end(at)
        closing = self.words[end].gap if end < self.count else "."
        if self.core(at) or (self.run_head(at) and self.words[end - 1].text not in self.surnames) or end - at > 4 or not closing[:1] in ",.;)" or self.precedes(title):
            return at
        if end - at < 2 and self.words[at].text not in self.borne:
            return at
        person = self.add(at, end, "Person")
        title.person = person
        self.titles_of(person)
        return end

    def run_head(self, i: int) -> bool:
        return self.head_in(i, self.run_end(i)) is not None

    def titles_of(self, person: Name) -> None:
        person.vote("Person", 4.0)

    def precedes(self, title: Title) -> bool:
        """Whether the title stands in apposition to a name before it."""
        if not title.lead or not self.words[title.lead].gap.startswith((",", " -", " –", " —", " (")):
            return False
        return any(name.end == title.lead and name.type in ("Person", None) for name in self.names[-4:])

    def plural(self, i: int) -> int | None:
        """``Senators Lindsey Graham and Richard Blumenthal``: the title is given to each."""
        end = i
        while end < min(i + 5, self.count) and (end == i or self.near(end)) and self.lower(end) in self.lexicon.title_words:
            end += 1
        text = self.lower(end) if end < self.count and (end == i or self.near(end)) else ""
        if not text.endswith("s") or text[:-1] not in self.lexicon.title_heads or not self.words[i].capital:
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
            if at >= self.count or not (self.words[at].gap == ", " or self.lower(at) == "and"):
                break
            at += self.lower(at) == "and"
        return self.names[-1].end if persons else None

    def named_at(self, i: int) -> bool:
        """Whether a name can begin at a word."""
        return i < self.count and self.words[i].gap in (" ", ", ") and self.words[i].capital and not self.core(i)

    # -- names by their head words ----------------------------------------------------------------------------------

    def run_end(self, i: int) -> int:
        """The end of the capitalised run from a word, joined over ``and`` where both sides are of one field."""
        end = i
        while end < self.count:
            if end > i and not (self.near(end) or self.held(end)):
                break
            word = self.words[end]
            if word.capital:
                if end > i and self.ends_run(end):
                    break
                end += 1
            elif (
                end > i
                and word.text in ("and", "&")
                and end + 1 < self.count
                and self.lower(end - 1) in self.vocabulary
                and self.lower(end + 1) in self.vocabulary
                and self.words[end + 1].capital
                and not self.core(end + 1)
            ):
                end += 1
            elif word.text == "and" and self.joins_head(i, end):
                end += 1
            elif word.text in PARTICLES and end > i and end + 1 < self.count and self.words[end + 1].capital:
                end += 1
            else:
                break
        while end > i and not self.words[end - 1].capital:
            end -= 1
        return end

    def joins_head(self, start: int, i: int) -> bool:
        """``the National Search and Rescue Agency``: ``and`` within a name that ends in a head."""
        if i == start or not self.near(start) or self.lower(start - 1) != "the" or self.known[start]:
            return False
        if any(self.is_head(k) for k in range(start, i)):
            return False
        for k in range(i + 1, min(i + 4, self.count)):
            if not (self.near(k) and self.words[k].capital) or self.known[k] or self.core(k):
                return False
            if k > i + 1 and self.words[k].text in self.org_heads:
                return True
        return False

    def held(self, i: int) -> bool:
        """Whether a possessive goes on within one name: ``People's Republic``."""
        return self.words[i].gap in ("'s ", "' ") and self.words[i - 1].text in (
            "People", "Peoples", "Workers", "General", "Women", "Children", "Veterans", "Farmers", "Journalists", "King", "Queen", "Revolution"
        ) and self.words[i].capital or (i > 1 and self.words[i - 2].text in ("St.", "Saint") and self.words[i].capital and self.words[i].gap == "'s ")

    def ends_run(self, i: int) -> bool:
        entry = self.entry(i)
        if entry and entry.type == "Other" and entry.name.endswith(("day", "ber", "uary")):
            return True
        if entry and entry.type in ("AircraftModel", "Weapon"):
            return entry.note == ""
        end = self.core(i)
        if not end:
            return False
        return not (self.near(end) and self.words[end].capital and self.is_head(end))

    def is_head(self, i: int) -> bool:
        text = self.words[i].text
        return text in self.org_heads or text in self.place_heads or text.lower() in self.lexicon.kinds

    def head_in(self, start: int, end: int) -> int | None:
        """The last head word within a run, after its first word."""
        for k in range(end - 1, start, -1):
            if self.is_head(k) or self.words[k].text in self.event_heads:
                return k
        return None

    def compound(self, i: int) -> int | None:
        word = self.words[i]
        if word.opens and word.text.lower() in OPENERS:
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
        if self.words[i].text in sites and not self.known[i] and self.near(i + 1) and self.words[i + 1].capital and self.names_end(i + 1) > i + 1:
            return self.add(i, self.names_end(i + 1), "Facility", note=sites[self.words[i].text])
        if self.words[i].text in self.first and i + 1 < self.count and self.near(i + 1):
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

    def article(self, i: int) -> bool:
        return i > 0 and self.near(i) and self.lower(i - 1) in ("a", "an")

    def opens(self, i: int) -> bool:
        return self.words[i].text in self.org_openers

    def national(self, i: int) -> int | None:
        """The end of the name of a body that every country has."""
        entry = self.entry(i)
        if entry and self.near(i) and entry.name in ("Red Cross", "Red Crescent", "Supreme Court", "Senate", "Congress"):
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

    def event(self, start: int, end: int) -> Name:
        """A name of an event: no entity, but for the bodies and countries that stand in it."""
        if self.near(end) and end + 1 < self.count and self.lower(end) in ("of", "on", "for") and self.words[end + 1].capital:
            end = self.names_end(end + 1)
        elif self.near(end) and self.lower(end) in ("of", "on", "for") and self.near(end + 1) and self.lower(end + 1) == "the" and end + 2 < self.count and self.words[end + 2].capital and not self.known[end + 2]:
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
            return self.add(i, end, "Place", note=self.first[self.words[i].text])
        return None

    def opened(self, start: int, head: int, before_person: bool) -> Name | None:  # noqa: FBT001
        """The name up to its head, with what ``of`` adds."""
        end = head + 1
        opener = self.opens(head) or self.lower(head) in self.facility_openers
        on = self.lower(end) if self.near(end) else ""
        if opener and on in ("of", "for", "on", "to", "in") and not (on == "on" and self.lower(head) in self.facility_openers):
            end = self.opened_end(end, before_person)
        further = self.head_in(end - 1, self.run_end(end)) if self.near(end) and self.words[end].capital and end > head + 1 else None
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
        if self.near(end) and self.lower(end) == "the" and self.near(end + 1) and self.words[end + 1].capital and not self.known[end + 1]:
            return end + 2
        return end - 2 if before_person and end - first >= 3 else end

    def kind(self, start: int, head: int) -> tuple[str, str]:
        """The type that the head word makes, and the kind."""
        if self.words[head].text == "Church" and self.near(head + 2) and self.words[head + 2].text in _HOLY:
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
        if text in self.place_heads and text not in self.org_heads:
            return "Place", self.place_heads[text]
        return "Organization", ""

    def center(self, text: str, note: str) -> tuple[str, str]:
        return ("Organization", "") if text in ("center", "centre", "school", "studio", "market") else ("Facility", note)

    def bare_start(self, start: int, head: int) -> int:
        """Without the country's adjective before the name of a region."""
        known = self.known[start]
        while known and known[1].type == "Adjective" and known[0] <= head:
            start = known[0]
            known = self.known[start]
        return start

    def lower_compound(self, start: int, end: int) -> Name | None:
        """A name with its head in small letters: ``Rivne region``, ``Vladivostok airport``, ``Russian cabinet``."""
        if end >= self.count or self.words[end - 1].possessive or not self.near(end):
            return None
        entry = self.entry(start)
        whole = self.known[start]
        adjective = bool(entry and entry.type == "Adjective" and whole and whole[0] == end)
        country = bool(entry and entry.note == "country" and whole and whole[0] == end)
        for size in (3, 2, 1):
            if end + size > self.count or any(not self.near(k) or self.words[k].capital for k in range(end, end + size)):
                continue
            text = " ".join(self.lower(k) for k in range(end, end + size))
            if (adjective or country) and text in self.org_lower:
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
        if size == 1 and text in self.place_heads and not (entry and entry.note == "country"):
            name = self.written(first, end) if self.place_heads[text] == "city" else ""
            return self.add(first, end + 1, "Place", name, self.place_heads[text])
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
        if entry and entry.type not in ("Place", "Facility") and entry.note != "companies" and known and known[0] == end:
            return None
        for width in (3, 2, 1):
            if width > size:
                continue
            tail = " ".join(self.lower(k) for k in range(end + size - width, end + size))
            note = self.lexicon.kinds.get(tail)
            inner = [self.lower(k) for k in range(end, end + size - width)]
            if note and all(text in self.vocabulary or text in ("cargo", "container", "chemical", "tank", "rocket", "aircraft", "car") for text in inner):
                if self.article(first) and note not in ("airport", "air base", "spaceport"):
                    return None
                if note in ("other", "barracks", "palace") and entry and entry.type == "Place":
                    return None
                return self.add(first, end + size, "Facility", note=note)
        if size == 1 and last in ("party", "newspaper") and not self.words[first].opens:
            return self.add(first, end + (last == "party"), "Organization")
        if last in ("administration", "council", "legislature", "assembly", "authorities") and inner and entry and entry.type == "Place" and last != "authorities":
            return self.add(first, end + size, "Organization")
        return None

    # -- other names ------------------------------------------------------------------------------------------------

    def plain(self, i: int) -> int | None:
        word = self.words[i]
        if not word.capital:
            return None
        if len(word.text) > 2 and word.text[1] == "-" and word.text[0] in "DRI" and word.gap.endswith("("):
            return i + 1
        known = self.known[i]
        if known and not (known[1].note in ("city", "region", "doubtful") and self.more(i) and not word.opens):
            end, entry = known
            if word.opens and end == i + 1 and entry.note != "country" and word.text.lower() in OPENERS:
                return i + 1
            if entry.type != "Adjective" and entry.note not in ("numbered",):
                if entry.type in ("AircraftModel", "Weapon"):
                    self.add(i, end, None).vote(entry.type, 0.0)
                else:
                    self.add(i, end, entry.type, entry.name, entry.note)
            return end
        if word.opens and (word.text.lower() in OPENERS or self.opening(i)):
            return i + 1
        end = self.names_end(i)
        if end == i:
            return i + 1
        self.add(i, end, None)
        return end

    def opening(self, i: int) -> bool:
        """Whether a word at the beginning of a sentence is none of the name that follows."""
        text = self.words[i].text
        if not (text.endswith(("ing", "ly", "ed")) and self.near(i + 1)):
            return False
        return self.known[i + 1] is not None or self.core(i + 1) is not None
