"""What a name of unknown type names: votes of the model and of the words around it, counted over the document."""

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.extraction.hints import count_hints
from kg.extraction.lexicon import Lexicon
from kg.extraction.naming import Name, Sketch

if TYPE_CHECKING:
    from kg.extraction.names import Tokens

_DEMONYM: Final = frozenset({"i", "n", "an", "ian", "ese", "ish", "ic", "ns", "is"})
_TYPES: Final = ("Person", "Organization", "Place", "Facility", "AircraftModel", "Weapon", "Vessel", "Other")


def decide(sketch: Sketch, tokens: "Tokens", lexicon: Lexicon) -> None:
    """Give every name its type."""
    _doubtful(sketch)
    groups: dict[str, list[Name]] = defaultdict(list)
    persons = _Bearers()
    for name in sketch.names:
        if name.type == "Person":
            persons.add(name.name.split())
    countries = {name.end for name in sketch.names if name.type == "Place" and name.note == "country"}
    for name in sketch.names:
        if name.type is None:
            count_hints(name, sketch, tokens, lexicon, countries)
            groups[name.name].append(name)
    _demonyms(groups)
    _listed(sketch)
    _titled(sketch)
    typed = _typed(sketch)
    for text in sorted(groups, key=lambda text: -len(text.split())):
        names = groups[text]
        kind = typed.get(text) or _winner(text, [*names, *_short_forms(text, groups)], persons, sketch)
        for name in names:
            name.type = kind
        if kind == "Person":
            persons.add(text.split())
    _surnames(sketch, persons)
    _housed(sketch, lexicon)


def _housed(sketch: Sketch, lexicon: Lexicon) -> None:
    """A university that is a site in one place of the text is one everywhere."""
    sites = {name.name for name in sketch.names if name.type == "Facility"}
    for name in sketch.names:
        if (
            name.type == "Organization"
            and name.name in sites
            and name.name.split()[-1] in lexicon.group("organizations", "housed")
        ):
            name.type = "Facility"


def _doubtful(sketch: Sketch) -> None:
    """A word that may be a weapon is one in a list with others that surely are."""
    equipment = [name for name in sketch.names if name.type in ("AircraftModel", "Weapon") or _maybe(name)]
    for before, after in [*pairwise(equipment)] * 2:
        between = sketch.words[after.start].start - sketch.words[before.end - 1].end
        if between <= 8 and (before.type or after.type):
            for name in (before, after):
                if name.type is None:
                    name.type = next(iter(name.votes))
    sure = {name.name: name.type for name in equipment if name.type}
    for name in equipment:
        name.type = name.type or sure.get(name.name)


def _maybe(name: Name) -> bool:
    return name.type is None and any(kind in name.votes for kind in ("AircraftModel", "Weapon"))


class _Bearers:
    """The persons of a document by the words of their names."""

    def __init__(self) -> None:
        self.by_word: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.surnames: set[str] = set()

    def add(self, words: list[str]) -> None:
        """Remember a person."""
        for word in words:
            self.by_word[word].add(tuple(words))
        if len(words) > 1:
            self.surnames.add(words[-1])

    def have(self, words: list[str]) -> bool:
        """Whether these are words of the name of one of them."""
        return any(set(words) <= set(person) for person in self.by_word.get(words[0], ()))


def _typed(sketch: Sketch) -> dict[str, str]:
    """What is known from elsewhere in the document."""
    found: dict[str, str] = {}
    for name in sketch.names:
        if name.type and name.type not in ("Other", "Person"):
            found.setdefault(name.name, name.type)
    return found


def _demonyms(groups: dict[str, list[Name]]) -> None:
    """``Tashmir`` beside ``Tashmiri``: a place, and its adjective."""
    for text, names in groups.items():
        for size in (1, 2, 3):
            if text[-size:] in _DEMONYM and len(text) - size > 3 and (stem := groups.get(text[:-size])):
                for name in names:
                    name.vote("Other", 6.0)
                for name in stem:
                    name.vote("Place", 3.0)


def _listed(sketch: Sketch) -> None:
    """``from Zagreb, Sisak and Karlovac``: what stands in a list with a place is one."""
    for _ in range(2):
        for before, after in pairwise(sketch.names):
            gap = sketch.words[after.start].gap
            joined = after.start == before.end and gap == ", "
            joined = joined or (after.start == before.end + 1 and sketch.words[before.end].text == "and" and gap == " ")
            for one, other in ((before, after), (after, before)):
                if (
                    joined
                    and one.type is None
                    and "Listed" not in one.votes
                    and one.votes.get("Person", 0.0) < 1.0
                    and (other.type == "Place" or "Listed" in other.votes)
                ):
                    one.votes["Listed"] = 0.0
                    one.vote("Place", 1.2)


def _titled(sketch: Sketch) -> None:
    """``Jens Spahn, Germany's health minister``; ``Vane is the President``: who bears a title is a person."""
    words = sketch.words
    ends = {name.end: name for name in sketch.names if name.type is None}
    for title in sketch.titles:
        if title.person is not None:
            continue
        if title.lead in ends and words[title.lead].gap.startswith((", ", " - ", " – ", " — ")):
            ends[title.lead].vote("Person", 2.5)
        elif title.lead - 1 in ends and words[title.lead - 1].text in ("is", "was", "became") and title.body:
            ends[title.lead - 1].vote("Person", 2.5)


def _short_forms(text: str, groups: dict[str, list[Name]]) -> list[Name]:
    """The names in the document that are the last word of a longer one."""
    last = text.rsplit(" ", 1)[-1]
    return [] if last == text else groups.get(last, [])


def _winner(text: str, names: list[Name], persons: _Bearers, sketch: Sketch) -> str:
    total: dict[str, float] = defaultdict(float)
    for name in names:
        for kind, weight in name.votes.items():
            total[kind] += weight
    parts = text.split()
    if persons.have(parts):
        total["Person"] += 2.0 * len(names)
    elif len(parts) in (2, 3) and (parts[-1],) in persons.by_word.get(parts[-1], ()):
        total["Person"] += 2.5  # "Felipe Calderon", where "Mr. Calderon" speaks
    if all(sketch.words[name.start].opens for name in names) and len(parts) == 1:
        total["Other"] += 0.3
    return max(_TYPES, key=lambda kind: (total[kind], -_TYPES.index(kind)))


def _surnames(sketch: Sketch, persons: _Bearers) -> None:
    """Ford is the man where the document has a Gerald Ford."""
    for name in sketch.names:
        alone = name.end == name.start + 1 and sketch.words[name.start].text == name.name
        place = name.type in ("Place", "Organization", "Facility") and name.note != "country"
        if alone and place and name.name in persons.surnames:
            name.type, name.note = "Person", ""
