"""The forms of a name in its document: what an entity is looked up by, its name first."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from kg.linking.keys import contained, name_key, untitled, without_initials
from kg.linking.nations import Nations
from kg.records import Entity, Record

NAME, FULLER, NATIONAL = "name", "fuller", "national"

_MOST = 12
OTHER = 0.95
"""The weight of an alias, of a mention, and of a name completed by a nation."""

_LESS = 0.9  # of a name without its initials or what follows a comma
_LONGEST = 5  # words of a fuller form
_TEXT = 100_000  # code points of a document that are searched for fuller forms
_WORD = r"(?:(?:el|al|ul|bin|ibn|de|d)[-'’])?[^\W\d_a-z][\w'’-]*"
_LISTED = 200  # code points of a list of names
_LIST = re.compile(rf"(?:, {_WORD}(?: {_WORD})?)*,? and {_WORD}(?: {_WORD})? ([A-Z][a-z]+s)\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_POSSESSIVE = re.compile(r"['’]s\b")
_RUN = re.compile(rf"{_WORD}(?:\.?[ ](?:(?:of|the|de|van|von|al|bin|du)[ ])?{_WORD})+")


class Form(NamedTuple):
    """A key that an entity is looked up by.

    :param source: ``name`` where the record calls it so, ``fuller`` where only the text does, more fully, ``national``
        where it is completed by a nation that the text names.
    :param weight: how surely the form is a name of the entity, from 0 to 1.
    """

    key: str
    source: str
    weight: float = 1.0


def forms_of(entity: Entity, text: str, titles: Collection[str]) -> list[Form]:
    """Give the forms that the record itself has: name, aliases and mentions, without those that are part of another."""
    whole = _coordinated(entity, text)
    weights = {key: less for name in (whole or entity.name,) for key, less in _variants(name, titles)}
    spoken = [span.text for span in entity.mentions if span.text and not span.text[0].islower()]
    for name in (*entity.aliases, *spoken, entity.name):
        for key, less in _variants(name, titles):
            if name == entity.name or not any(contained(key, other) for other in weights):
                weights[key] = max(weights.get(key, 0.0), less * OTHER)
    return [Form(key, NAME, weight) for key, weight in weights.items() if key][:_MOST]


def _coordinated(entity: Entity, text: str) -> str | None:
    """Give the whole name of what shares its last word with others: Kherson, in "Kherson and Odesa Regions"."""
    lasts = {_shared_word(text[span.end : span.end + _LISTED]) for span in entity.mentions}
    last = lasts.pop() if len(lasts) == 1 else None
    return f"{entity.name} {last}" if last else None


def _shared_word(after: str) -> str | None:
    """Give the word that closes a list and belongs to each of its names.

    >>> _shared_word(", Odesa and Mykolaiv Regions of Ukraine"), _shared_word(" and Odesa")
    ('Region', None)
    """
    match = _LIST.match(after)
    plural = match[1] if match else ""
    return (f"{plural[:-3]}y" if plural.endswith("ies") else plural[:-1]) or None


def _variants(name: str, titles: Collection[str]) -> Iterator[tuple[str, float]]:
    key = name_key(name)
    bare = untitled(key, titles)
    yield from ((key, 1.0), (bare, 1.0))
    yield from ((one, _LESS) for one in without_initials(bare))
    apart = _CAMEL.sub(" ", name)
    if apart != name:
        yield name_key(apart), OTHER
    head, comma, _ = name.partition(", ")
    if comma:
        yield name_key(head), _LESS


def runs(text: str) -> list[tuple[str, ...]]:
    """Give the runs of capitalised words of a text, as words of keys.

    >>> runs("then the Prime Minister Malcolm Turnbull spoke of St. Kilda.")
    [('prime', 'minister', 'malcolm', 'turnbull'), ('st', 'kilda')]
    """
    found = (tuple(name_key(_POSSESSIVE.sub("", run[0])).split()) for run in _RUN.finditer(text[:_TEXT]))
    return list(dict.fromkeys(run for run in found if len(run) > 1))


def fuller_forms(key: str, record: Record, found: list[tuple[str, ...]], titles: Collection[str]) -> list[Form]:
    """Give the longer names of the document that hold a short one: other entities' first, then runs of its text."""
    words = tuple(key.split())
    if not words or len(words) > 2:
        return []
    others = (name_key(entity.name) for entity in record.entities)
    named = [one for one in others if contained(key, one)]
    windows = (" ".join(window) for run in found for window in _windows(run, words))
    keys = dict.fromkeys(untitled(one, titles) for one in (*named, *windows))
    return [Form(one, FULLER) for one in keys if contained(key, one)][:_MOST]


def national_forms(key: str, nations: Nations, chief: Collection[str]) -> list[Form]:
    """Give the names that a body may have in full: with the nation that it names itself, else those of its document."""
    if (plain := nations.plain(key)) != key:
        return [Form(plain, NATIONAL, OTHER)]
    keys = [more for nation in chief for more in nations.national(key, nation)]
    return [Form(one, NATIONAL, OTHER) for one in keys if key]


def bare_forms(key: str, kinds: Collection[str], nations: Nations) -> Iterator[Form]:
    """Yield a site's name without whose it is, and without what only says what it is."""
    nation, _, rest = nations.split(key)
    bare = rest if nation and " " in rest else key
    if bare != key:
        yield Form(bare, NAME, _LESS)
    words = bare.split()
    while len(words) > 1 and words[-1] in kinds:
        words = words[:-1]
        yield Form(" ".join(words), NAME, _LESS)


def _windows(run: tuple[str, ...], words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the stretches of a run that hold the words, the longest first."""
    for size in range(min(_LONGEST, len(run)), len(words), -1):
        for start in range(len(run) - size + 1):
            window = run[start : start + size]
            if f" {' '.join(words)} " in f" {' '.join(window)} ":
                yield window
