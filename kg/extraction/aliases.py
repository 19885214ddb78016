"""Which names are names of one thing."""

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from kg.extraction.lexicon import Lexicon
from kg.extraction.naming import Name, Sketch

_WORD: Final = re.compile(r"[\w&.+]+(?:[-'][\w]+)*")
_OF_COUNTRY: Final = re.compile(r" of (?:the )?([A-Z][\w. ]+)$")
_ARTICLE: Final = re.compile(r"\b(?:[Aa]l|[Ee]l|[Aa]sh|[Aa]s|[Aa]r|[Aa]d|[Uu]l|[Uu]d)[- ](?=[A-Z])")
_SMALL: Final = frozenset(["of", "the", "for", "and", "on", "in", "to"])
_UNITED: Final = frozenset(("u.n.", "un", "united", "nations", "eu", "european", "union"))


@dataclass(slots=True, eq=False)
class Cluster:
    """Names of one thing."""

    type: str
    name: str
    note: str
    names: list[Name] = field(default_factory=list)
    words: tuple[str, ...] = ()
    starts: list[int] = field(default_factory=list)

    def add(self, name: Name) -> None:
        """Take a name in."""
        self.names.append(name)
        insort(self.starts, name.start)


def cluster(names: list[Name], sketch: Sketch, lexicon: Lexicon, text: str) -> list[Cluster]:
    """The things that names stand for, in the order of the text."""
    acronyms = _acronyms(names, sketch, text)
    found: list[Cluster] = []
    for kind in sorted({name.type for name in names if name.type}):
        of_kind = [name for name in names if name.type == kind]
        if kind == "Person":
            found += _persons(of_kind, _relatives(sketch, lexicon))
        else:
            found += _others(kind, of_kind, acronyms, lexicon)
    return sorted(found, key=lambda one: min(name.start for name in one.names))


def _acronyms(names: list[Name], sketch: Sketch, text: str) -> dict[str, str]:
    """``National Transportation Safety Board (NTSB)``: the short name and the long one."""
    found: dict[str, str] = {}
    words = sketch.words
    for name in names:
        k = name.end
        if k < len(words) and words[k].gap in (" (", ' ("') and text[words[k].end : words[k].end + 1] in (")", '"'):
            short = words[k].text
            if words[k].capital and short != name.name and name.type not in ("Person", None):
                found[short] = name.name
    return found


def _relatives(sketch: Sketch, lexicon: Lexicon) -> set[int]:
    """The names of those who are told of as somebody's: ``First lady Ada Vane``, ``his wife Ada Vane``."""
    titled = {id(title.person) for title in sketch.titles if title.label.lower() in lexicon.group("titles", "kin")}
    kin = lexicon.group("words", "kin")
    beside = {id(name) for name in sketch.names if name.start and sketch.words[name.start - 1].text.lower() in kin}
    return titled | beside


def _persons(names: list[Name], relatives: set[int]) -> list[Cluster]:
    """Full names first, then each short form to the person last named who bears it."""
    full: list[Cluster] = []
    by_key: dict[str, list[Cluster]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (-len(_parts(name)), name.start)):
        parts = _parts(name)
        near = {id(one): one for part in parts for one in by_key.get(_key(part), ())}
        matches = [one for one in near.values() if _bears(one, parts)]
        if len(parts) == 1:
            # a surname alone is hardly that of a wife or a son
            own = [one for one in matches if not any(id(name) in relatives for name in one.names)]
            matches = own or ([] if name.start < min((one.starts[0] for one in matches), default=0) else matches)
        if not matches:
            matches = [Cluster("Person", name.name, "", words=parts)]
            full += matches
            for key in {_key(part) for part in parts}:
                by_key[key] += matches
        best = max(matches, key=lambda one: (_prominence if len(parts) == 1 else _last_before)(one, name))
        best.add(name)
    return full


def _prominence(one: Cluster, name: Name) -> tuple[int, int]:
    """How much the text has spoken of a person: a surname alone is that of the one whom the news is about."""
    return bisect_right(one.starts, name.start), -min(one.starts, default=0)


def _key(part: str) -> str:
    """What spelling variants of a name share."""
    return part[:2].casefold()


def _parts(name: Name) -> tuple[str, ...]:
    """The words of a name; an article is none, so that Bashar al-Assad is Mr. Assad."""
    return tuple(_WORD.findall(_ARTICLE.sub("", name.name)))


def _last_before(one: Cluster, name: Name) -> tuple[int, int]:
    at = bisect_right(one.starts, name.start)
    return (one.starts[at - 1] if at else -1, len(one.starts))


def _bears(one: Cluster, parts: tuple[str, ...]) -> bool:
    if all(part in one.words for part in parts):
        return True
    if len(parts) == 1:
        return one.words[-1].casefold() == parts[0].casefold() or (
            len(parts[0]) > 4 and _alike(one.words[-1], parts[0])
        )
    return (
        one.words[0][0] == parts[0][0]
        and _alike(one.words[-1], parts[-1])
        and (_alike(one.words[0], parts[0]) or one.words[0].endswith(".") or parts[0].endswith("."))
    )


def _alike(one: str, other: str) -> bool:
    """Spelling variants of one name: Zelensky, Zelenskyy."""
    if one == other:
        return True
    return one[:2] == other[:2] and min(len(one), len(other)) >= 4 and SequenceMatcher(None, one, other).ratio() >= 0.85


def _others(kind: str, names: list[Name], acronyms: dict[str, str], lexicon: Lexicon) -> list[Cluster]:
    found: dict[str, Cluster] = {}
    for name in names:
        canonical = acronyms.get(name.name, name.name)
        key = _whose(canonical.removeprefix("The "), lexicon).casefold()
        one = found.setdefault(key, Cluster(kind, canonical, name.note, words=_forms(canonical)))
        one.note = one.note or name.note
        one.add(name)
    clusters = sorted(found.values(), key=lambda one: -len(one.words))
    kept: list[Cluster] = []
    by_edge: dict[str, list[Cluster]] = defaultdict(list)
    for one in clusters:
        longer = [other for other in _near(one, by_edge) if _short_of(kind, one, other, lexicon)]
        if longer:
            best = max(longer, key=lambda other: _last_before(other, one.names[0]))
            for name in one.names:
                best.add(name)
            if kind == "Place":
                best.name = one.name
        else:
            kept.append(one)
            for key in {*one.words[:1], *one.words[-1:], f"{_initials(one.words)}."}:
                by_edge[key].append(one)
    return kept


def _whose(name: str, lexicon: Lexicon) -> str:
    """A name with its country in one form: Security Council of Russia, of the Russian Federation, Russian ones."""
    found = _OF_COUNTRY.search(name)
    if found and found[1] in lexicon.countries:
        return f"{name[: found.start()]} of {lexicon.countries[found[1]]}"
    for size in (2, 1):
        adjective, rest = " ".join(name.split()[:size]), " ".join(name.split()[size:])
        owners = lexicon.adjectives.get(adjective, ())
        if len(owners) == 1 and len(rest.split()) > 1:
            return f"{rest} of {owners[0]}"
    return name


def _near(one: Cluster, by_edge: dict[str, list[Cluster]]) -> list[Cluster]:
    """The things whose names begin or end like that of one, or that it may be the initials of."""
    if not one.words:
        return []
    keys = {one.words[0], one.words[-1], f"{one.words[0].replace('.', '')}."}
    return list({id(other): other for key in keys for other in by_edge.get(key, ())}.values())


def _forms(name: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(name))


def _short_of(kind: str, short: Cluster, long: Cluster, lexicon: Lexicon) -> bool:
    if len(short.words) == 1 and _initials(long.words) == short.words[0].replace(".", ""):
        return kind == "Organization" and len(short.words[0]) > 2
    size = len(short.words)
    if size >= len(long.words):
        return False
    if long.words[:size] == short.words:
        rest = long.words[size:]
    elif long.words[-size:] == short.words:
        rest = long.words[:-size]
    else:
        return False
    return _REST[kind](short.words, rest, lexicon) if kind in _REST else False


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words if word not in _SMALL)


def _country_only(short: tuple[str, ...], rest: tuple[str, ...], lexicon: Lexicon) -> bool:
    """``Armed Forces`` and ``Armed Forces of Ukraine``: what the short name leaves out is whose it is."""
    if len(short) == 1 and short[0] not in ("bundestag", "duma", "rada"):
        return False
    left = [word for word in rest if word not in _SMALL]
    countries = _country_words(lexicon)
    return all(word in countries or word in _UNITED for word in left)


def _country_words(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.country_words


def _any(short: tuple[str, ...], rest: tuple[str, ...], lexicon: Lexicon) -> bool:
    return True


def _town_only(short: tuple[str, ...], rest: tuple[str, ...], lexicon: Lexicon) -> bool:
    """``Artyom`` and ``Artyom City``."""
    return all(lexicon.places.get(word) == "city" for word in rest)


_REST: Final[dict[str, Callable[[tuple[str, ...], tuple[str, ...], Lexicon], bool]]] = {
    "Organization": _country_only,
    "Place": _town_only,
    "Facility": _any,
    "AircraftModel": _any,
    "Weapon": _any,
    "Vessel": _any,
}
