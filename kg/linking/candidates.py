"""Candidates for a name: by key, by fold, by the model that a variant is of, by its words, and at last by likeness."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz

from kg.linking.forms import FULLER, NAME, NATIONAL, Form
from kg.linking.index import Index, Item, Name
from kg.linking.keys import abbreviated, is_designator, name_fold, parent_key

MOST = 30
_ALIKE = 88.0  # per cent of letters that a misspelt name must share
_TRIED = 4  # names with a nation that are looked for by their words
_LONG = 5  # letters of a word that may be misspelt
_FOLDED, _PARENT, _WORDED = 0.95, 0.9, 0.95


class Candidate(NamedTuple):
    """An item that an entity may be, and how it was found.

    :param way: ``key``, ``fold``, ``fuller``, ``national``, ``parent``, ``words``, ``alike`` or ``code``.
    :param likeness: how alike the names are, from 0 to 1.
    :param rank: 0 for a label, 1 for an alias.
    """

    item: Item
    way: str
    form: str
    key: str
    likeness: float
    rank: int


@dataclass(frozen=True)
class Search:
    """What is looked for.

    :param type: of the entity; ``models`` whether things of that type have variants.
    :param codes: ICAO or IATA codes that it has.
    :param generic: words of keys that names may have more or less of.
    :param ordered: whether a longer name must have the words in their order, as those of persons do.
    """

    forms: list[Form]
    type: str
    models: bool = False
    codes: tuple[str, ...] = ()
    generic: frozenset[str] = frozenset()
    ordered: bool = False


def find_candidates(index: Index, search: Search) -> list[Candidate]:
    """Find what an entity may be, likeliest name first, at most :data:`MOST`. What has another type is left out.

    Each way is tried only where the one before it found nothing: codes, names as they are, other names, and so on.
    """
    sure = [form for form in search.forms if form.weight == 1.0 or form.source == NATIONAL]
    rest = [form for form in search.forms if form.weight < 1.0 and form.source != NATIONAL]
    ways = (
        _coded(index, search.codes),
        _named(index, sure),
        _folded(index, sure),
        _named(index, rest),
        _folded(index, rest),
        _parents(index, search.forms if search.models else []),
        _worded(index, search),
        _alike(index, search.forms),
    )
    tried = (_best(_typed(index, way, search.type)) for way in ways)
    return next(filter(None, tried), [])


def _typed(index: Index, ways: Iterable[tuple[str, str, float, Name]], type: str) -> Iterator[Candidate]:
    """Keep what is of the type, and what has none, unless a part of its name is all that speaks for it."""
    for way, form, likeness, name in ways:
        item = index.item(name.item)
        if item is not None and (type in item.types or (not item.types and way != "words")):
            yield Candidate(item, way, form, name.key, likeness, name.rank)


def _best(found: Iterable[Candidate]) -> list[Candidate]:
    """Keep the best way to each item, then the best items."""
    best: dict[str, Candidate] = {}
    for one in found:
        if one.item.id not in best or _order(one) < _order(best[one.item.id]):
            best[one.item.id] = one
    return sorted(best.values(), key=_order)[:MOST]


def _order(one: Candidate) -> tuple[float, int, float, str]:
    return -one.likeness, one.rank, -one.item.popularity, one.item.id


def _coded(index: Index, codes: Iterable[str]) -> Iterator[tuple[str, str, float, Name]]:
    for code in codes:
        yield from (("code", code, 1.0, name) for name in index.by_code(code))


def _named(index: Index, forms: list[Form]) -> Iterator[tuple[str, str, float, Name]]:
    for form in forms:
        way = "key" if form.source == NAME else form.source
        yield from ((way, form.key, form.weight, name) for name in index.by_key(form.key))
        if form.source == FULLER:
            yield from _folds(index, form, FULLER)


def _folded(index: Index, forms: list[Form]) -> Iterator[tuple[str, str, float, Name]]:
    for form in (one for one in forms if one.source != NATIONAL):
        yield from _folds(index, form, "fold")


def _folds(index: Index, form: Form, way: str) -> Iterator[tuple[str, str, float, Name]]:
    return ((way, form.key, form.weight * _FOLDED, name) for name in index.by_fold(name_fold(form.key)))


def _parents(index: Index, forms: list[Form]) -> Iterator[tuple[str, str, float, Name]]:
    """A variant without an item of its own is known by its model; so is a designator without its maker."""
    for form in forms:
        for key, likeness in ((form.key, 1.0), (parent_key(form.key), _PARENT)):
            last = key.split()[-1] if key else ""
            if is_designator(last):
                names = index.by_words([last])
                yield from (("parent", form.key, likeness, name) for name in names if name.key.split()[-1] == last)


def _worded(index: Index, search: Search) -> Iterator[tuple[str, str, float, Name]]:
    """Names that hold all the words; the more words are left over, the less alike."""
    national = [form for form in search.forms if form.source == NATIONAL][:_TRIED]
    for form in (*_own(search.forms), *national):
        telling = [word for word in form.key.split() if word not in search.generic]
        for name in index.by_words(telling):
            more = [word for word in name.key.split() if word not in search.generic]
            if not search.ordered or _in_order(telling, more):
                yield "words", form.key, _WORDED * len(telling) / max(len(more), 1), name


def _in_order(words: list[str], more: list[str]) -> bool:
    rest = iter(more)
    return all(word in rest for word in words)


def _alike(index: Index, forms: list[Form]) -> Iterator[tuple[str, str, float, Name]]:
    """Misspelt names: among those that share all words but one, or the first letters, and never more than a bound."""
    for form in _own(forms):
        for name in _near(index, form.key):
            if likeness := _likeness(form.key, name.key):
                yield "alike", form.key, likeness, name


def _likeness(one: str, other: str) -> float:
    if abbreviated(one, other):
        return _FOLDED
    if not _may_be_misspelt(one.split(), other.split()):
        return 0.0
    pairs = ((one, other), (name_fold(one), name_fold(other)))
    return max(fuzz.ratio(*pair, score_cutoff=_ALIKE) for pair in pairs) / 100


def _may_be_misspelt(mine: list[str], theirs: list[str]) -> bool:
    """Only long words are; Rose is not Rouse. And a digit is never a misspelling: the 7th Fleet is not the 5th."""
    if len(mine) != len(theirs):
        return False
    differ = [word for pair in zip(mine, theirs, strict=True) if pair[0] != pair[1] for word in pair]
    return all(len(word) >= _LONG and word.isalpha() for word in differ)


def _own(forms: list[Form]) -> list[Form]:
    return [form for form in forms if form.source == NAME][:2]


def _near(index: Index, key: str) -> list[Name]:
    words = key.split()
    if len(words) == 1:
        return index.by_prefix(key[:4]) if len(key) > 5 and key.isalpha() else []
    longest = sorted(range(1, len(words)), key=lambda place: len(words[place]), reverse=True)[:3]
    return [name for place in (0, *longest) for name in index.by_words(words[:place] + words[place + 1 :])]
