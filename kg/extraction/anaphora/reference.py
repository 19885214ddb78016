"""The words that refer: what the profile says about pronouns, titles, groups, nouns of a kind, and names of nations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Reference:
    """The lists of ``coreference.yaml``, with nations from ``countries.yaml`` and titles from ``titles.yaml``."""

    words: Mapping[str, Any]
    nations: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Countries by their adjective or name in small letters; several where they share an adjective."""
    capitals: Mapping[str, str] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    """Last words of offices."""

    def pronoun(self, word: str) -> str | None:
        """Say which pronoun a word is a form of."""
        return self._pronouns.get(word)

    def __post_init__(self) -> None:
        forms = {form: name for name, all_forms in self.words["pronouns"].items() for form in all_forms}
        object.__setattr__(self, "_pronouns", forms)

    _pronouns: Mapping[str, str] = field(init=False, repr=False)


@cache
def read_reference(folder: Path) -> Reference:
    """Read the lists of a profile's folder ``extraction``."""
    words = _read(folder / "coreference.yaml")
    titles = _read(folder / "titles.yaml")
    heads = {head.partition(" of ")[0].rsplit(None, 1)[-1].lower() for head in titles.get("heads", [])}
    heads |= {key.rsplit(None, 1)[-1] for key in words["means"]} - {"state", "government"}
    countries = _read(folder / "countries.yaml")
    capitals = {name: row["capital"] for name, row in countries.items() if "capital" in row}
    return Reference(words, nations_of(countries), capitals, frozenset(heads))


def nations_of(countries: Mapping[str, Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """Index countries by every word for them."""
    found: dict[str, frozenset[str]] = {}
    for name, country in countries.items():
        for word in _words_for(name, country):
            found[word.lower()] = found.get(word.lower(), frozenset()) | {name}
    return found


def _words_for(name: str, country: Mapping[str, Any]) -> Iterable[str]:
    return [name, *country.get("names", ()), *country.get("adjectives", ())]


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
