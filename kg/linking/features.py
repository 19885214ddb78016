"""What speaks for a candidate and against it, as numbers from -1 to 1 with names."""

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.linking.candidates import Candidate
from kg.linking.index import Index, Item, Office
from kg.linking.keys import is_acronym, is_designator, name_fold, name_key
from kg.linking.nations import Nations
from kg.linking.page import Page
from kg.linking.rules import Rules, Teams
from kg.records import Entity, Record

FEATURES = (
    "exact", "fuller", "national", "folded", "alike", "likeness", "label", "spelt", "odd", "share", "rival", "typed",
    "long", "known", "said", "unsaid", "described", "near", "nation", "team", "office",
)  # fmt: skip
"""In the order of the vectors."""

_AROUND = 120  # code points on either side of a mention that count as its context
_WORD = re.compile(r"[a-z]{4,}")
_STOP = frozenset(["with", "from", "that", "this", "their", "were", "have", "been", "which", "former"])
_SHARPER = 8  # how much less a less alike name counts among the candidates
_STEM = 4  # letters that a word shares with the words made of it
_SELF_EVIDENT = frozenset({"code", "fold", "alike"})  # ways on which a full name's words are not asked for
_KNOWN = 12.0  # the popularity from which a thing counts as known to everyone


@dataclass(frozen=True)
class Surroundings:
    """What is around the mentions of an entity.

    :param words: of the text around them.
    :param said: the folds of all words of the document.
    :param places: what the document surely names, as items with their countries; ``names`` the keys of their labels.
    :param nations: that it names at all.
    :param date: the document's day.
    """

    entity: Entity
    words: frozenset[str]
    said: frozenset[str]
    places: frozenset[str]
    names: frozenset[str]
    nations: frozenset[str]
    date: str


def surroundings(entity: Entity, record: Record, page: Page, certain: Collection[Item]) -> Surroundings:
    """Gather what is around an entity: words, and the places that the document surely names."""
    text = record.document.text or ""
    near = (text[max(span.start - _AROUND, 0) : span.end + _AROUND] for span in entity.mentions[:5])
    words = frozenset(_words(" ".join(near))) - frozenset(_words(entity.name))
    places = frozenset().union(*((item.id, *item.countries) for item in certain))
    names = frozenset(name_key(item.label) for item in certain)
    return Surroundings(entity, words, page.folds, places, names, frozenset(page.nations), record.document.published)


def _words(text: str) -> Iterable[str]:
    return (word for word in _WORD.findall(name_key(text)) if word not in _STOP)


def vectors(
    index: Index, candidates: Sequence[Candidate], around: Surroundings, rules: Rules, nations: Nations
) -> list[tuple[float, ...]]:
    """Give the vector of each candidate, among the others."""
    seen = [_seen(index, one, around, rules, nations) for one in candidates]
    weights = [math.exp(_weight(one, each)) for one, each in zip(candidates, seen, strict=True)]
    whole = sum(weights)
    return [
        (
            float(one.way in ("key", "code")),
            float(one.way == "fuller"),
            float(one.way == "national"),
            float(one.way in ("fold", "parent")),
            float(one.way == "alike"),
            one.likeness,
            float(one.rank == 0),
            each.spelt,
            float(_is_odd(one, nations)),
            weight / whole,
            _rival(index, one),
            float(bool(one.item.types)),
            float(_is_long(one.form)),
            min(one.item.popularity / _KNOWN, 1.0),
            max(each.said, 0.0),
            max(-each.said, 0.0),
            _described(one, around.words),
            each.near,
            max(each.nation, 0.0),
            _team(one, around, rules.teams),
            _office(index.offices(one.item.id), around),
        )
        for one, each, weight in zip(candidates, seen, weights, strict=True)
    ]


class _Seen(NamedTuple):
    """What the document says of a candidate: the features that also weigh it among the others."""

    spelt: float
    said: float
    near: float
    nation: float


def _seen(index: Index, one: Candidate, around: Surroundings, rules: Rules, nations: Nations) -> _Seen:
    spelt = one.item.label.casefold() == around.entity.name.casefold()
    said = _said(one, around.said, rules, nations)
    if around.entity.type == "Person" and one.way == "key":
        said = max(said, 0.0)  # persons go by several full names
    return _Seen(float(spelt), said, _near(one, around), _nation(index, one, around, nations))


def _weight(one: Candidate, seen: _Seen) -> float:
    return one.item.popularity + _SHARPER * math.log(one.likeness) + sum(seen)


def _is_odd(one: Candidate, nations: Nations) -> bool:
    """Whether the name is a single word that has nothing to do with the item's label."""
    label = name_key(one.item.label)
    alike = is_acronym(one.key, label) or one.key[:_STEM] in {word[:_STEM] for word in label.split()}
    return one.rank > 0 and " " not in one.key and not alike and not nations.same(one.key, label)


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


def _said(one: Candidate, said: frozenset[str], rules: Rules, nations: Nations) -> float:
    """How much of the item's full name is said in the document, of what the name at hand lacks: -1 none, 1 all."""
    label = name_key(one.item.label)
    whole = one.way in _SELF_EVIDENT or is_acronym(one.form, label) or nations.same(one.form, label)
    if whole or any(is_designator(word) for word in one.form.split()[-1:]):
        return 0.0
    words = frozenset(label.split()) - frozenset(rules.generic)
    lacking = {name_fold(word) for word in words} - {name_fold(word) for word in one.form.split()}
    return 2 * len(lacking & said) / len(lacking) - 1 if lacking else 0.0


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


def _nation(index: Index, one: Candidate, around: Surroundings, nations: Nations) -> float:
    """Whether the item belongs to a nation that the document names (1) or only to others (-1); persons travel."""
    belongs = nations.named(one.item.description) | _nations(index, one.item, nations)
    if not belongs or not around.nations or nations.whole(name_key(one.item.label)):
        return 0.0
    return 1.0 if belongs & around.nations else -float(around.entity.type != "Person")


def _nations(index: Index, item: Item, nations: Nations) -> frozenset[str]:
    countries = (index.item(int(one[1:])) for one in item.countries)
    return frozenset(one for land in countries if land and (one := nations.whole(name_key(land.label))))


def _team(one: Candidate, around: Surroundings, teams: Teams) -> float:
    """Whether the item is a school, say, that lends its name to a team, and the talk is of sport."""
    if not around.words & frozenset(teams.around):
        return 0.0
    lacking = frozenset(name_key(one.item.label).split()) - frozenset(one.form.split())
    return float(bool(lacking & frozenset(teams.lenders)))


def _office(offices: Iterable[Office], around: Surroundings) -> float:
    """Whether an office that is named beside the person was held at the document's date: 1 yes, -1 at another time."""
    named = [one for one in offices if (words := frozenset(_words(one.label))) and words <= around.words]
    if not named:
        return 0.0
    return 1.0 if any((one.start or "") <= around.date <= (one.end or "9999") for one in named) else -1.0
