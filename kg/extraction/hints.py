"""What the words around a name, and the model, say of its type."""

import re
from typing import TYPE_CHECKING, Final

from kg.extraction.lexicon import Lexicon
from kg.extraction.naming import Name, Sketch

if TYPE_CHECKING:
    from kg.extraction.names import Tokens

_LABELS: Final = {
    "PERSON": {"Person": 1.0},
    "ORG": {"Organization": 1.0},
    "GPE": {"Place": 1.0},
    "LOC": {"Place": 1.0},
    "FAC": {"Facility": 0.6, "Place": 0.3},
    "NORP": {"Other": 0.7, "Organization": 0.2},
    "EVENT": {"Other": 1.0},
    "WORK_OF_ART": {"Other": 0.8},
    "LAW": {"Other": 1.0},
    "LANGUAGE": {"Other": 1.0},
    "DATE": {"Other": 2.0},
    "PRODUCT": {"Other": 0.5},
    "": {"Other": 0.45},
}


_ACRONYM: Final = re.compile(r"[A-Z][A-Z&+]+\d?|[A-Z]+-[A-Z]+")


def count_hints(name: Name, sketch: Sketch, tokens: "Tokens", lexicon: Lexicon, countries: set[int]) -> None:
    """Count what speaks for each type of a name."""
    words = sketch.words
    start, end = words[name.start].start, words[name.end - 1].end
    inside = tokens.of(start, end)
    labels = [token.ent_type_ for token in inside if not token.is_punct]
    label = max(labels, key=labels.count) if labels else ""
    for kind, weight in _LABELS.get(label, {"Other": 0.5}).items():
        name.vote(kind, weight)
    if words[name.start].opens and name.end == name.start + 1 and inside[0].pos_ not in ("PROPN", "NOUN"):
        name.vote("Other", 0.6)
    _count_before(name, sketch, lexicon)
    if name.start in countries and words[name.start].gap == " ":
        name.vote("Person", 1.5)
    _count_after(name, sketch, lexicon)
    size = name.end - name.start
    if size == 1 and _ACRONYM.fullmatch(words[name.start].text):
        name.vote("Organization", 1.5)
    elif size in (2, 3) and words[name.start].text.isalpha() and not words[name.start].text.isupper():
        name.vote("Person", 0.5)
        after = tokens.at(end) + 1
        if after < len(tokens.doc) and tokens.doc[after - 1].idx < end and tokens.doc[after].pos_ in ("VERB", "AUX"):
            name.vote("Person", 0.8)


def _count_before(name: Name, sketch: Sketch, lexicon: Lexicon) -> None:
    words, first = sketch.words, name.start
    if not first or words[first].gap != " ":
        _renamed(name, sketch, lexicon)
        return
    before = words[first - 1].text.lower()
    _described(name, before, lexicon)
    if before == "the":
        name.vote("Person", -1.5)
        name.vote("Organization", 0.4)
    elif before in ("hypersonic", "ballistic"):
        name.vote("Weapon", 4.0)
    elif before in ("with", "by", "including"):
        name.vote("Person", 0.8)
    else:
        _count_place(name, before, words[first - 2].text if first > 1 else "", lexicon)
    _apposed(name, " ".join(_lowers(sketch, first - 3, first)), lexicon, 3.0)


def _renamed(name: Name, sketch: Sketch, lexicon: Lexicon) -> None:
    """``a Buddhist temple, Kinkakuji,``: a name between commas after a site without one."""
    words, first = sketch.words, name.start
    if words[first].gap != ", " or name.end >= len(words) or words[name.end].gap[:1] not in ",.;":
        return
    before = _lowers(sketch, first - 5, first)
    if before and before[-1] in lexicon.group("words", "kin"):
        name.vote("Person", 3.0)
    if before and before[-1] in lexicon.lists["places"]["of"]:
        name.vote("Place", 3.0)
    if before and before[-1] in lexicon.kinds and {"a", "an"} & set(before[:-1]):
        name.vote("Facility", 3.0)


def _described(name: Name, before: str, lexicon: Lexicon) -> None:
    """``his wife Melania``, ``the oil company Petrobras``: a noun in small letters right before the name."""
    if before in lexicon.group("words", "kin"):
        name.vote("Person", 3.0)
    elif before in lexicon.group("organizations", "described") | lexicon.group("organizations", "describing"):
        name.vote("Organization", 3.0)


def _count_place(name: Name, before: str, second: str, lexicon: Lexicon) -> None:
    """What stands before a place: ``in``, ``the town of``, ``visited``, ``a trip to``."""
    kinds = lexicon.lists["places"]["of"]
    if before in lexicon.group("words", "visits"):
        name.vote("Place", 1.3 if name.end == name.start + 1 else 0.3)
    elif before in lexicon.group("places", "neighbouring"):
        name.vote("Place", 3.0)
    elif before in lexicon.group("places", "before"):
        name.vote("Place", 1.2)
    elif before == "of" and second.lower() in lexicon.group("places", "bearings"):
        name.vote("Place", 2.0)
    elif before == "of" and second in kinds:
        name.vote("Place", 4.0)
        name.note = name.note or kinds[second]
    elif before in ("to", "from"):
        name.vote("Place", _towards(name, before, second.lower(), lexicon))
    elif before in kinds:
        name.vote("Place", 1.5)


def _towards(name: Name, before: str, second: str, lexicon: Lexicon) -> float:
    """How much ``to`` or ``from`` speaks for a place: ``travelled to X`` more than ``the trip to X``."""
    if second not in lexicon.group("words", "travels"):
        return 0.4
    went = before == "to" and second in lexicon.group("words", "went") and name.end == name.start + 1
    return 2.0 if went else 1.0


def _lowers(sketch: Sketch, start: int, end: int) -> list[str]:
    return [word.text.lower() for word in sketch.words[max(start, 0) : end]]


def _apposed(name: Name, text: str, lexicon: Lexicon, weight: float) -> None:
    """Missiles, helicopters and the like right beside the name."""
    for kind, nouns in lexicon.lists["equipment"]["appositions"].items():
        if any(text == noun or text.endswith(f" {noun}") for noun in nouns):
            name.vote(kind, weight)


def _count_after(name: Name, sketch: Sketch, lexicon: Lexicon) -> None:
    words, end = sketch.words, name.end
    if end >= len(words):
        return
    after = words[end]
    known = lexicon.phrases.at(words, end)
    if (
        after.gap == ", "
        and known
        and known[1].type == "Place"
        and known[1].note in ("country", "region")
        and not words[known[0] - 1].possessive
    ):
        name.vote("Place", 2.0)
    if after.gap == " " and after.text.lower() in lexicon.group("words", "speaks"):
        name.vote("Person", 0.5)
        name.vote("Place", -0.3)
    _count_of(name, sketch, lexicon)
    if after.gap in (" ", '" ') and not words[end - 1].possessive:
        _count_kind(name, sketch, lexicon)
    if after.gap == "-":
        name.vote("Other", 0.2)


def _count_of(name: Name, sketch: Sketch, lexicon: Lexicon) -> None:
    """``Yoshinori Ohno of Japan`` is a person."""
    words, end = sketch.words, name.end
    if words[end].text != "of" or words[end].gap != " " or end + 1 >= len(words) or end - name.start < 2:
        return
    known = lexicon.phrases.at(words, end + 1)
    if known and known[1].note == "country":
        name.vote("Person", 1.0)


def _count_kind(name: Name, sketch: Sketch, lexicon: Lexicon) -> None:
    """``Zircon cruise missiles``: the kind of equipment after the name."""
    words, end = sketch.words, name.end
    nouns = lexicon.group("equipment", "nouns")
    run = end
    while (
        run < min(end + 5, len(words))
        and words[run].text.lower() in nouns
        and (run == end or words[run].gap in (" ", "-"))
    ):
        run += 1
    if run > end:
        _apposed(name, " ".join(_lowers(sketch, end, run)), lexicon, 2.5)
