"""Runs of words that are written like names, and what bounds them."""

from typing import Final

from kg.extraction.lexicon import Entry, Lexicon
from kg.extraction.naming import Name, Title
from kg.extraction.parts import Extent
from kg.extraction.words import Word

_IN_CHIEF: Final = ["in", "chief"]
_FULL_POWERS: Final = ["extraordinary", "and", "plenipotentiary"]


class Runs:
    """The words of a text, and what was found in them so far."""

    def __init__(self, text: str, words: list[Word], lexicon: Lexicon) -> None:
        self.text, self.words, self.lexicon = text, words, lexicon
        self.count = len(words)
        self.names, self.titles = list[Name](), list[Title]()
        self.blanks: list[Extent] = []
        self.borne: set[str] = set()
        self.ranks_ahead: dict[int, Title] = {}
        """Where the bearer of a title stands behind a rank."""
        self.bearers_ahead: dict[int, tuple[int, Title]] = {}
        """Where the name of a title's bearer stands, some words on: its end, and the title."""
        self.known: list[tuple[int, Entry] | None] = [lexicon.phrases.at(words, i) for i in range(self.count)]
        group = lexicon.group
        self.org_heads = group("organizations", "heads")
        self.event_heads = group("others", "heads")
        self.surnames = group("places", "surnames")
        self.particles = group("words", "particles")
        self.determiners = group("words", "determiners")
        self.openers = group("words", "openers")
        self.holders = group("words", "holders")
        self.never = group("equipment", "never") | group("equipment", "prefixes")
        self.vocabulary = lexicon.portfolio | group("titles", "modifiers")
        self.small_events = group("others", "small")
        self.org_openers = group("organizations", "openers")
        self.facility_openers = group("facilities", "openers")

    def near(self, i: int) -> bool:
        """Whether a word follows the one before it directly."""
        return 0 < i < self.count and self.words[i].gap == " "

    def lower(self, i: int) -> str:
        """A word in small letters."""
        return self.words[i].text.lower()

    def written(self, start: int, end: int) -> str:
        """Words as they stand in the text."""
        return self.text[self.words[start].start : self.words[end - 1].end]

    def add(self, start: int, end: int, type: str | None, name: str = "", note: str = "") -> Name:
        """Note down a name."""
        named = Name(start, end, type, name or self.written(start, end), note)
        self.names.append(named)
        return named

    def entry(self, i: int) -> Entry | None:
        """What is known of the phrase that begins at a word."""
        known = self.known[i] if i < self.count else None
        return known[1] if known else None

    def article(self, i: int) -> bool:
        """Whether ``a`` stands before a word."""
        return i > 0 and self.near(i) and self.lower(i - 1) in ("a", "an")

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

    def names_end(self, i: int, titled: bool = False) -> int:  # noqa: FBT001, FBT002
        """The end of the run of name words from a word, particles within."""
        end = i
        while end < min(self.count, i + 6) and (end == i or self.goes_on(end, titled)):
            if not self.words[end].capital and not (self.words[end].text in self.particles and self.particled(end)):
                break
            end += 1
        while end > i and not self.words[end - 1].capital:
            end -= 1
        return end

    def goes_on(self, i: int, titled: bool) -> bool:  # noqa: FBT001
        """Whether a word can go on the name before it."""
        if not self.near(i) or self.words[i - 1].possessive:
            return False
        word, entry = self.words[i], self.entry(i)
        if not word.capital:
            return True
        if (entry and self.stops_name(i, entry, titled)) or word.text in self.never or self.designator(i):
            return False
        return not self.core(i) or word.text.endswith(".")

    def designator(self, i: int) -> tuple[str, str] | None:
        """The type of a word such as ``Su-57``, and it in the singular."""
        written = self.words[i].text
        if written in self.never or not any(letter.isdigit() for letter in written):
            return None
        for text in (written.removesuffix("s"), written):
            for kind, pattern in self.lexicon.designators:
                if pattern.fullmatch(text):
                    return kind, text
        return None

    def stops_name(self, i: int, entry: Entry, titled: bool) -> bool:  # noqa: FBT001
        """Whether a known name cannot go on the name before it: Michael Bloomberg can, after a title."""
        if entry.type == "Place" and entry.note != "country":
            return False
        if titled and entry.note != "country" and entry.type in ("Organization", "Facility", "Weapon", "AircraftModel"):
            known = self.known[i]
            return not (known and known[0] == i + 1 and not self.words[i].text.isupper())
        return entry.type != "Other" or len(self.words[i].text) >= 4

    def particled(self, i: int) -> bool:
        """Whether name words follow the particles at a word."""
        while i < self.count and self.words[i].text in self.particles and self.words[i].gap in (" ", "-"):
            i += 1
        return i < self.count and self.words[i].capital and self.near(i)

    def core(self, i: int) -> int | None:
        """The end of the title that begins at a word: modifiers and a head."""
        if self.is_body_word(i):
            return None
        end, j = None, i
        if self.is_field(i):
            j = i + 1
        while j < self.count and (j == i or (self.near(j) and not self.words[j - 1].possessive)):
            if end == j and self.is_final(j):
                break
            if self.ends_title(i, j):
                end = j + 1
            elif self.lower(j) not in self.lexicon.title_words:
                break
            j += 1
        if end is None:
            return None
        rest = [self.lower(k) for k in range(end, min(end + 3, self.count))]
        return end + (2 if rest[:2] == _IN_CHIEF else 3 if rest == _FULL_POWERS else 0)

    def is_field(self, i: int) -> bool:
        """Whether an unknown word is the field of the minister after it: ``Norvia's Resettlement Minister``."""
        if not (self.near(i + 1) and self.words[i].capital and self.words[i + 1].text == "Minister") or self.known[i]:
            return False
        before = self.known[i - 1] if i and self.words[i].gap in (" ", "'s ") else None
        return bool(before and before[0] == i and before[1].type in ("Adjective", "Place"))

    def is_body_word(self, i: int) -> bool:
        """Whether a word is the end of a body's name rather than the beginning of a title: ``VTB Bank President``."""
        if not self.near(i) or self.words[i].text not in self.org_heads or self.known[i - 1]:
            return False
        return self.words[i - 1].capital and self.lower(i - 1) not in self.lexicon.title_words

    def ends_title(self, start: int, i: int) -> bool:
        """Whether a word is the head of the title that begins at another: ``general``, ``attorney general``."""
        heads, text = self.lexicon.title_heads, self.lower(i)
        if text not in self.lexicon.title_words:
            return text.rsplit("-", 1)[-1] in heads
        return any(
            " ".join(self.lower(k) for k in range(first, i + 1)) in heads for first in range(max(start, i - 2), i + 1)
        )

    def is_final(self, i: int) -> bool:
        """Whether the title that ended before a word is complete, and this is no part of it."""
        text = self.lower(i)
        if (
            i
            and self.lower(i - 1) in self.lexicon.group("titles", "before_rank")
            and text in self.lexicon.group("titles", "rank_words")
        ):
            return True
        if i == 0 or self.lower(i - 1) not in self.lexicon.group("titles", "final"):
            return False
        return text not in self.lexicon.title_heads and text not in self.lexicon.group("titles", "suffixes")

    def portfolio(self, i: int) -> int:
        """The end of a field such as ``Economic Affairs and Climate Action``; the same word if there is none."""
        end = i
        while end < self.count and (end == i or self.near(end) or self.words[end].gap == ", "):
            if self.lower(end) in self.lexicon.portfolio:
                if end > i and not self.same_field(i, end):
                    break
                end += 1
            elif end > i and self.lower(end) in ("and", "&") and (size := self.field_after(i, end)):
                end += size
            else:
                break
        return end

    def same_field(self, start: int, i: int) -> bool:
        """Whether a word of a field goes on the one that begins before it."""
        if self.words[i].gap == ", " and self.core(i):
            return False
        if (
            self.lower(i) in self.lexicon.title_heads
            and self.near(i + 1)
            and self.lower(i + 1) not in self.lexicon.portfolio
        ):
            return False
        return self.words[i].capital or (self.words[i].gap == " " and not self.words[start].capital)

    def field_after(self, start: int, i: int) -> int:
        """How many words ``and`` adds to a field: ``and Climate``, ``and Advanced Technology``; 0 if none."""
        if not self.near(i + 1) or self.words[i + 1].capital != self.words[start].capital or self.core(i + 1):
            return 0
        if self.lower(i + 1) in self.lexicon.portfolio:
            return 2
        if self.near(i + 2) and self.words[i + 1].capital and self.words[i + 2].capital and not self.known[i + 1]:
            return 3 if self.lower(i + 2) in self.lexicon.portfolio else 0
        return 0

    def is_head(self, i: int) -> bool:
        """Whether a word makes a name of a body, a place or a site."""
        text = self.words[i].text
        return text in self.org_heads or text in self.lexicon.places or text.lower() in self.lexicon.kinds

    def head_in(self, start: int, end: int) -> int | None:
        """The last head word within a run, after its first word."""
        for k in range(end - 1, start, -1):
            if self.is_head(k) or self.words[k].text in self.event_heads:
                return k
        return None

    def run_head(self, i: int) -> bool:
        """Whether the run from a word has a head."""
        return self.head_in(i, self.run_end(i)) is not None

    def ends_run(self, i: int) -> bool:
        """Whether a capitalised word begins something else: a date, a weapon, a title."""
        entry = self.entry(i)
        if entry and entry.type == "Other" and entry.name.endswith(("day", "ber", "uary")):
            return True
        if entry and entry.type in ("AircraftModel", "Weapon"):
            return entry.note == ""
        end = self.core(i)
        return end is not None and not self.leads_to_head(end)

    def leads_to_head(self, i: int) -> bool:
        """Whether a head follows within a few words: in ``Prince Sultan Air Base`` nobody is named."""
        for k in range(i, min(i + 3, self.count)):
            if not self.near(k) or not self.words[k].capital or self.core(k):
                return False
            if self.is_head(k):
                return self.words[k].text not in self.surnames
        return False

    def run_end(self, i: int) -> int:
        """The end of the capitalised run from a word, with the small words that join its parts."""
        end = i
        while end < self.count and (end == i or self.near(end) or self.held(end)):
            if self.words[end].capital:
                if end > i and self.ends_run(end):
                    break
            elif end == i or not self.joins(i, end):
                break
            end += 1
        while end > i and not self.words[end - 1].capital:
            end -= 1
        return end

    def joins(self, start: int, i: int) -> bool:
        """Whether a small word joins the parts of a run: a particle, or ``and`` where both sides are of one field."""
        if i + 1 >= self.count or not self.words[i + 1].capital:
            return False
        if self.words[i].text in self.particles:
            return True
        if self.words[i].text not in ("and", "&"):
            return False
        one_field = self.lower(i - 1) in self.vocabulary and self.lower(i + 1) in self.vocabulary
        return (one_field and not self.core(i + 1)) or self.joins_head(start, i)

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
        """Whether a possessive goes on within one name: ``People's Republic``, ``St. Michael's Cathedral``."""
        if self.words[i].gap not in ("'s ", "' ") or not self.words[i].capital:
            return False
        return self.words[i - 1].text in self.holders or (i > 1 and self.words[i - 2].text in ("St.", "Saint"))
