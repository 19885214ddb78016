"""Titles as words: whether "the Russian defence minister" may be one who is called "Minister of Defense"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.extraction.anaphora.reference import Reference

_WORD: Final = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*\.?")
_LINK: Final = frozenset({"of", "for", "to", "on", "at", "in", "under", "from", "with"})
_EMPTY: Final = _LINK | {"the", "a", "an", "and", "s", "this", "that", "both", "two", "three", "all"}
_PARTS: Final = re.compile(r"\s+[-–—]\s+|[,;/]")
_LONGEST_NATION: Final = 3


@dataclass(frozen=True, slots=True)
class Title:
    """An office: its head ("minister"), all its words, and the countries that it names."""

    head: str
    words: frozenset[str]
    nations: frozenset[str] = frozenset()


class Titles:
    """Reads titles and compares them."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._spellings: dict[str, str] = reference.words["spellings"]
        self._others = frozenset(reference.words["other_office"])
        self._fillers = frozenset(reference.words["fillers"])
        self._means = [
            (self._bare(key), [self._bare(phrase) for phrase in phrases])
            for key, phrases in reference.words["means"].items()
        ]
        self.read = lru_cache(maxsize=4096)(self._read)

    def read_all(self, label: str) -> list[Title]:
        """Read a label that may name several offices."""
        return [title for part in _PARTS.split(label) if (title := self.read(part))]

    def words(self, text: str) -> frozenset[str]:
        """The words of a name as they are compared with those of a title."""
        return frozenset(self._spell(word) for word in _WORD.findall(text.lower())) - _EMPTY - self._others

    def nations(self, text: str) -> frozenset[str]:
        """The countries that words name."""
        return self._split_nations(_WORD.findall(text.lower()))[0]

    def agree(self, said: Title, held: Title) -> bool:
        """Tell whether one who holds an office may be called so, countries aside."""
        if (held.words & self._others) - said.words:
            return False
        exact = said.head == "head of state"
        return any(
            wanted.head == held.head and (wanted.words == held.words if exact else wanted.words <= held.words)
            for wanted in self._meanings(said)
        )

    def _meanings(self, said: Title) -> Iterator[Title]:
        yield said
        if said.words & self._fillers:
            said = Title(said.head, said.words - self._fillers, said.nations)
            yield said
        for key, phrases in self._means:
            if key.head == said.head and key.words <= said.words:
                for phrase in phrases:
                    yield Title(phrase.head, (said.words - key.words) | phrase.words)

    def _bare(self, phrase: str) -> Title:
        title = self._read(phrase)
        if title is None:
            raise ValueError(f"not a title: {phrase!r}")
        return title

    def _read(self, text: str) -> Title | None:
        words = [self._spell(word) for word in _WORD.findall(text.lower())]
        nations, words = self._split_nations(words)
        before = list(_until(words, _LINK))
        content = frozenset(words) - _EMPTY
        if not before or before[-1] in _EMPTY or not content:
            return None
        return Title(self._head(before, content), content, nations)

    def _head(self, before: list[str], content: frozenset[str]) -> str:
        head = before[-1]
        if head == "head" and content & {"state", "government"}:
            return "head of state" if "state" in content else "head of government"
        if head == "minister" and before[-2:-1] == ["prime"]:
            return "prime minister"
        return head

    def _spell(self, word: str) -> str:
        single = word[:-1] if word.endswith("s") and word[:-1] in self._reference.titles else word
        return self._spellings.get(single, single)

    def _split_nations(self, words: list[str]) -> tuple[frozenset[str], list[str]]:
        nations: frozenset[str] = frozenset()
        left: list[str] = []
        index = 0
        while index < len(words):
            size = next((size for size in range(_LONGEST_NATION, 0, -1) if self._nation(words, index, size)), 0)
            if size:
                nations |= self._nation(words, index, size)
            else:
                left.append(words[index])
            index += size or 1
        return nations, left

    def _nation(self, words: list[str], index: int, size: int) -> frozenset[str]:
        if index + size > len(words):
            return frozenset()
        return self._reference.nations.get(" ".join(words[index : index + size]), frozenset())


def compatible(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets of countries may be of one person; what shares the end of its name may be the same."""
    if not one or not other or one & other:
        return True
    return any(a.endswith(" " + b) or b.endswith(" " + a) for a in one for b in other)


def _until(words: list[str], stops: frozenset[str]) -> Iterator[str]:
    for word in words:
        if word in stops:
            return
        yield word
