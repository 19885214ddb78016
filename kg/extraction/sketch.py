"""What a text names, as far as its words alone tell: known names, titles, and names by their head words.

This is done before the model reads the text, so that the model can be spared what confuses it (``sight``), and the
names whose type the words do not tell are left to its vote (``names``).
"""

import re
from typing import Final

from kg.extraction.bearers import Bearers
from kg.extraction.lexicon import Entry, Lexicon
from kg.extraction.naming import Sketch
from kg.extraction.words import Word

# The party and state of a member of the United States Congress: D-NY.
_PARTY: Final = re.compile(r"[DRI]-[A-Z]")


def sketch(text: str, words: list[Word], lexicon: Lexicon) -> Sketch:
    """What the words of a text tell."""
    return _Sketcher(text, words, lexicon).run()


class _Sketcher(Bearers):
    """One pass over the words."""

    def run(self) -> Sketch:
        i = 0
        while i < self.count:
            i = self.step(i)
        return Sketch(self.words, self.names, self.titles, self.blanks)

    def step(self, i: int) -> int:
        """Read on from a word: the word to go on with."""
        word = self.words[i]
        if i in self.bearers_ahead:
            return self.bear(i, *self.bearers_ahead[i])
        if (
            not word.capital
            and not self.known[i]
            and word.text.removesuffix("s") not in self.lexicon.group("equipment", "ships")
            and word.text.lower() not in self.lexicon.title_words
        ):
            return i + 1
        for read in (self.equipment, self.vessel, self.spelled_out, self.titled, self.compound, self.plain):
            end = read(i)
            if end is not None:
                return max(end, i + 1)
        return i + 1

    def plain(self, i: int) -> int | None:
        """A known name, or one that nothing is known of."""
        word, known = self.words[i], self.known[i]
        if not (word.capital or (known and known[1].type in ("Place", "Organization"))):
            return None
        if _PARTY.match(word.text) and word.gap.endswith("("):
            return i + 1
        if known and not (self.begins_name(i, known[1]) and self.more(i)):
            return self.plain_known(i, known)
        if word.opens and (word.text.lower() in self.openers or self.opening(i)):
            return i + 1
        end = self.names_end(i)
        if end > i:
            self.add(i, end, None)
        return max(end, i + 1)

    def begins_name(self, i: int, entry: Entry) -> bool:
        """Whether a known word can be the first of somebody's name."""
        if self.words[i].text in self.lexicon.group("words", "given") or entry.note == "doubtful":
            return True
        return entry.note in ("city", "region") and not self.words[i].opens

    def plain_known(self, i: int, known: tuple[int, Entry]) -> int:
        """A known name; an adjective is none."""
        end, entry = known
        if self.words[i].opens and end == i + 1 and entry.note != "country" and self.lower(i) in self.openers:
            return end
        if entry.type in ("AircraftModel", "Weapon") and entry.note != "numbered":
            self.add(i, end, None).vote(entry.type, 0.0)
        elif entry.type != "Adjective" and entry.note != "numbered":
            self.add(i, end, entry.type, entry.name, entry.note)
        return end

    def opening(self, i: int) -> bool:
        """Whether a word at the beginning of a sentence is none of the name that follows."""
        text = self.words[i].text
        if not (text.endswith(("ing", "ly", "ed")) and self.near(i + 1)):
            return False
        return self.known[i + 1] is not None or self.core(i + 1) is not None
