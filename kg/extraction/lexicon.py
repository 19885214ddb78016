"""What is known about names: the lists of a profile's ``extraction`` folder."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from kg.errors import ProfileError
from kg.extraction.words import Word, split_words

FILES: Final = ("countries", "places", "titles", "organizations", "facilities", "equipment", "others", "words")
_SMALL: Final = frozenset(["of", "the", "in", "and"])


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name.

    :param type: a record's type of entity, or ``Adjective`` (``name`` is its country), or ``Other`` for no entity.
    :param name: the name that a record uses.
    :param note: the kind of place or facility; ``doubtful`` and ``numbered`` as ``equipment.yaml`` says.
    """

    type: str
    name: str
    note: str = ""


Phrase = tuple[tuple[str, ...], tuple[str, ...]]


def _plain(text: str) -> str:
    """A word without its accents: Krakow for Kraków."""
    return "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))


@dataclass(frozen=True)
class Phrases:
    """Known phrases by their first word, longest first; each with the gaps between its words."""

    by_first: dict[str, list[tuple[Phrase, Entry]]]

    def at(self, words: list[Word], i: int) -> tuple[int, Entry] | None:
        """The longest phrase that begins at a word: its end and what it is."""
        first = words[i].text
        if not first.isascii() and first not in self.by_first:
            first = _plain(first)
        for (texts, gaps), entry in self.by_first.get(first, ()):
            end = i + len(texts)
            if end <= len(words) and all(
                word.text == text and word.gap == gap
                for word, text, gap in zip(words[i + 1 : end], texts[1:], gaps[1:], strict=True)
            ):
                return end, entry
        return None


@dataclass(frozen=True)
class Lexicon:
    """The lists, each by the name of its file, and what is looked up most."""

    phrases: Phrases
    adjectives: dict[str, list[str]]
    countries: dict[str, str]
    title_words: frozenset[str]
    title_heads: frozenset[str]
    portfolio: frozenset[str]
    honorifics: frozenset[str]
    designators: list[tuple[str, re.Pattern[str]]]
    country_words: frozenset[str]
    places: dict[str, str]
    kinds: dict[str, str]
    sets: dict[tuple[str, str], frozenset[str]]
    lists: dict[str, Any]

    def group(self, file: str, key: str) -> frozenset[str]:
        """The words of a list."""
        return self.sets[file, key]


@cache
def read_lexicon(folder: Path) -> Lexicon:
    """The lists in the ``extraction`` folder of a profile.

    :raises ProfileError: if a list is missing or cannot be read.
    """
    lists = {name: _read(folder / f"{name}.yaml") for name in FILES}
    titles, equipment = lists["titles"], lists["equipment"]
    heads = frozenset(word for words in lists["places"]["heads"].values() for word in words)
    sets = {
        (file, key): frozenset(words)
        for file, content in lists.items()
        for key, words in content.items()
        if isinstance(words, list)
    }
    sets["places", "heads"] = heads
    return Lexicon(
        phrases=_phrases(lists),
        adjectives=_adjectives(lists["countries"]),
        countries={text: name for name, row in lists["countries"].items() for text in (name, *row.get("names", ()))},
        title_words=frozenset(word for phrase in titles["heads"] for word in phrase.split() if word not in _SMALL)
        | frozenset(titles["modifiers"])
        | frozenset(titles["fillers"]),
        title_heads=frozenset(titles["heads"]) | frozenset(titles["mirrors"]),
        portfolio=frozenset(titles["portfolio"]),
        honorifics=frozenset(titles["honorifics"]),
        designators=[(kind, re.compile("|".join(patterns))) for kind, patterns in equipment["designators"].items()],
        country_words=_country_words(lists["countries"]),
        places={word: kind for kind, words in lists["places"]["heads"].items() for word in words},
        kinds={word: kind for kind, words in lists["facilities"]["heads"].items() for word in words},
        sets=sets,
        lists=lists,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValueError, TypeError) as error:
        raise ProfileError("a list of names cannot be read", where=str(path), hint=str(error)) from error


def _adjectives(countries: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, row in countries.items():
        for adjective in row.get("adjectives", ()):
            found.setdefault(adjective, []).append(name)
    return found


def _country_words(countries: dict[str, Any]) -> frozenset[str]:
    texts = [
        text for name, row in countries.items() for text in (name, *row.get("names", ()), *row.get("adjectives", ()))
    ]
    return frozenset(word.casefold() for text in texts for word in text.split())


def _phrases(lists: dict[str, Any]) -> Phrases:
    by_first: dict[str, list[tuple[Phrase, Entry]]] = {}
    seen: set[Phrase] = set()
    for text, entry in _entries(lists):
        words = split_words(text, ((0, len(text)),))
        phrase = tuple(word.text for word in words), tuple(word.gap for word in words)
        if phrase not in seen:
            seen.add(phrase)
            by_first.setdefault(words[0].text, []).append((phrase, entry))
    for rows in by_first.values():
        rows.sort(key=lambda row: -len(row[0][0]))
    return Phrases(by_first)


def _entries(lists: dict[str, Any]) -> Iterable[tuple[str, Entry]]:
    """What is known, the surest first: of two entries with the same words the first counts."""
    organizations, places = lists["organizations"], lists["places"]
    for name, row in lists["countries"].items():
        yield from ((text, Entry("Place", name, "country")) for text in (name, *row.get("names", ())))
        yield from ((text, Entry("Adjective", name)) for text in row.get("adjectives", ()))
    capitals = (row["capital"] for row in lists["countries"].values() if "capital" in row)
    yield from ((name, Entry("Place", name, "city")) for name in capitals)
    for name, others in organizations["known"].items():
        yield from ((text, Entry("Organization", name)) for text in (name, *others))
    yield from _same(places)
    for key, note in (("regions", "region"), ("states", "region"), ("cities", "city")):
        yield from ((name, Entry("Place", name, note)) for name in places[key])
    for key in ("media", "companies"):
        yield from ((name, Entry("Organization", name, key)) for name in organizations[key])
    yield from ((name, Entry("Facility", name)) for name in lists["facilities"]["named"])
    yield from ((name, Entry("Person", name)) for name in lists["titles"]["names"])
    yield from _equipment(lists["equipment"])
    yield from ((name, Entry("Other", name)) for name in (*lists["others"]["words"], *organizations["not"]))


def _equipment(equipment: dict[str, Any]) -> Iterable[tuple[str, Entry]]:
    """Aircraft and weapons, in the plural too."""
    for kind in ("AircraftModel", "Weapon"):
        for name in equipment[kind]:
            entry = Entry(kind, name, _doubt(name, equipment))
            yield from ((text, entry) for text in (name, f"{name}s"))


def _same(places: dict[str, Any]) -> Iterable[tuple[str, Entry]]:
    kinds = {name: note for key, note in (("regions", "region"), ("cities", "city")) for name in places[key]}
    for name, others in places["same"].items():
        for text in (name, *others):
            yield text, Entry("Place", name, kinds.get(name, "city"))


def _doubt(name: str, equipment: dict[str, Any]) -> str:
    for note in ("numbered", "doubtful"):
        if name in equipment[note]:
            return note
    return ""
