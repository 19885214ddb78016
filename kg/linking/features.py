"""What speaks for a candidate and against it, as numbers from -1 to 1 with names."""

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kg.linking.candidates import Candidate
from kg.linking.index import Index, Item, Office
from kg.linking.keys import is_acronym, is_designator, name_key
from kg.records import Entity, Record

FEATURES = (
    "exact", "fuller", "folded", "alike", "likeness", "label", "odd", "share", "rival", "typed", "long", "known",
    "described", "near", "office",
)  # fmt: skip
"""In the order of the vectors."""

_AROUND = 120  # code points on either side of a mention that count as its context
_WORD = re.compile(r"[a-z]{4,}")
_STOP = frozenset(["with", "from", "that", "this", "their", "were", "have", "been", "which", "former"])
_SHARPER = 8  # how much less a less alike name counts among the candidates
_STEM = 4  # letters that a word shares with the words made of it
_KNOWN = 12.0  # the popularity from which a thing counts as known to everyone


@dataclass(frozen=True)
class Surroundings:
    """What is around the mentions of an entity.

    :param words: of the text around them.
    :param places: what the document surely names, as items with their countries; ``names`` the keys of their labels.
    :param date: the document's day.
    """

    words: frozenset[str]
    places: frozenset[str]
    names: frozenset[str]
    date: str


def surroundings(entity: Entity, record: Record, certain: Collection[Item]) -> Surroundings:
    """Gather what is around an entity: words, and the places that the document surely names."""
    text = record.document.text or ""
    near = (text[max(span.start - _AROUND, 0) : span.end + _AROUND] for span in entity.mentions[:5])
    words = frozenset(_words(" ".join(near))) - frozenset(_words(entity.name))
    places = frozenset().union(*((item.id, *item.countries) for item in certain))
    return Surroundings(words, places, frozenset(name_key(item.label) for item in certain), record.document.published)


def _words(text: str) -> Iterable[str]:
    return (word for word in _WORD.findall(name_key(text)) if word not in _STOP)


def vectors(index: Index, candidates: Sequence[Candidate], around: Surroundings) -> list[tuple[float, ...]]:
    """Give the vector of each candidate, among the others."""
    weights = [math.exp(one.item.popularity) * one.likeness**_SHARPER for one in candidates]
    whole = sum(weights)
    return [
        (
            float(one.way in ("key", "code")),
            float(one.way == "fuller"),
            float(one.way in ("fold", "parent")),
            float(one.way == "alike"),
            one.likeness,
            float(one.rank == 0),
            float(_is_odd(one)),
            weight / whole,
            _rival(index, one),
            float(bool(one.item.types)),
            float(_is_long(one.form)),
            min(one.item.popularity / _KNOWN, 1.0),
            _described(one, around.words),
            _near(one, around),
            _office(index.offices(one.item.id), around),
        )
        for one, weight in zip(candidates, weights, strict=True)
    ]


def _is_odd(one: Candidate) -> bool:
    """Whether the name is a single word that has nothing to do with the item's label."""
    label = name_key(one.item.label)
    alike = is_acronym(one.key, label) or one.key[:_STEM] in {word[:_STEM] for word in label.split()}
    return one.rank > 0 and " " not in one.key and not alike


def _rival(index: Index, one: Candidate) -> float:
    """How much of what bears the name, things of other types among it, is better known than the candidate."""
    others = {found.item for found in index.by_key(one.form)} - {int(one.item.id[1:])}
    known = [item.popularity for other in others if (item := index.item(other)) is not None]
    mine = math.exp(one.item.popularity)
    return 1 - mine / (mine + sum(math.exp(popularity) for popularity in known if popularity > one.item.popularity))


def _is_long(form: str) -> bool:
    """A name of several words, or a designator, is rarely that of two things."""
    words = form.split()
    return len(words) > 1 or is_designator(form)


def _described(one: Candidate, words: frozenset[str]) -> float:
    """How much of the description is said around the mentions."""
    said = frozenset(_words(one.item.description)) - frozenset(_words(one.item.label))
    return min(len(said & words) / 2, 1.0)


def _near(one: Candidate, around: Surroundings) -> float:
    """Whether the item lies in a country or place of the document (1) or in another one (-1), as far as is known."""
    lies = one.item.countries | one.item.places
    if not around.places or one.item.id in around.places:
        return 0.0
    if lies:
        return 1.0 if lies & around.places else -1.0
    description = f" {name_key(one.item.description)} "
    return float(any(f" {name} " in description for name in around.names if name))


def _office(offices: Iterable[Office], around: Surroundings) -> float:
    """Whether an office that is named beside the person was held at the document's date: 1 yes, -1 at another time."""
    named = [one for one in offices if (words := frozenset(_words(one.label))) and words <= around.words]
    if not named:
        return 0.0
    return 1.0 if any((one.start or "") <= around.date <= (one.end or "9999") for one in named) else -1.0
