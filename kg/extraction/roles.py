"""Titles given to named persons."""

import re
from bisect import bisect_right
from typing import Final

from kg.extraction.lexicon import Lexicon
from kg.extraction.names import Tokens
from kg.extraction.naming import Name, Sketch, Title
from kg.extraction.parts import Extent, Role, Thing
from kg.extraction.words import Word

_DASHES: Final = (", ", " - ", " – ", " — ", " (")
_MIRROR_REACH: Final = 60
_STOP: Final = re.compile(r"[.!?]|\n")


def find_roles(sketch: Sketch, of: dict[int, Thing], tokens: Tokens, lexicon: Lexicon) -> list[Role]:
    """The roles that stand beside a name, in the order of the text."""
    _apposed(sketch)
    _next_sentence(sketch, of)
    _inherited(sketch, lexicon)
    named = {thing.name: thing for thing in of.values() if thing.type in ("Place", "Organization")}
    found: dict[str, list[Role]] = {}
    for title in sketch.titles:
        person = of.get(id(title.person))
        if person is None or person.type != "Person" or _is_trade(title, sketch, lexicon):
            continue
        body = _body(title, of, named, lexicon)
        label = _label(title, sketch, found, lexicon, of)
        if label:
            head = tokens.at(sketch.words[title.head].start)
            extent = _sentence(tokens, sketch.words[title.start].start)
            countries = lexicon.adjectives.get(title.body, ()) if isinstance(title.body, str) else ()
            _keep(found, Role(person.id, label, body, extent, head, tuple(countries)))
    return sorted((role for own in found.values() for role in own), key=lambda role: role.head)


def offices(roles: list[Role], lexicon: Lexicon) -> list[Role]:
    """The roles without the ranks that stand beside an office: ``Defence Minister Army General Ivan Vane``."""
    ranks = lexicon.group("titles", "ranks")
    officials = {role.person for role in roles if role.label.casefold() not in ranks}
    return [role for role in roles if role.person not in officials or role.label.casefold() not in ranks]


def _keep(found: dict[str, list[Role]], role: Role) -> None:
    """One role of a kind for a person: that which says whose it is, or says more."""
    own = found.setdefault(role.person, [])
    for old in own:
        same = old.label.casefold() == role.label.casefold()
        if (same or _says_less(role.label, old.label)) and (role.body is None or role.body == old.body):
            return
    own[:] = [old for old in own if not _is_covered(old, role)]
    own.append(role)


def _is_covered(old: Role, role: Role) -> bool:
    same = old.label.casefold() == role.label.casefold()
    return (same or _says_less(old.label, role.label)) and (old.body is None or same or old.body == role.body)


def _says_less(short: str, long: str) -> bool:
    """Whether one label is an end of the other: minister, foreign minister, minister of trade."""
    one, other = short.casefold(), long.casefold()
    if other.startswith((f"{one} of ", f"{one} for ")):
        return True
    return one != other and other.endswith(" " + one) and not other.startswith(("former ", "deputy ", "vice "))


def _is_trade(title: Title, sketch: Sketch, lexicon: Lexicon) -> bool:
    """A former general, a lawyer: no office, unless of a body or before the name."""
    trades = lexicon.group("titles", "trades") | lexicon.group("titles", "governing") | {"leader", "president"}
    bare = not title.prefix and not title.body and sketch.words[title.lead].text.lower() in ("a", "an")
    if bare and sketch.words[title.head].text.lower() in trades:
        return True
    if title.prefix and title.label[:1].isupper():
        return False
    return not title.body and sketch.words[title.head].text.lower() in lexicon.group("titles", "trades")


def _label(
    title: Title, sketch: Sketch, found: dict[str, list[Role]], lexicon: Lexicon, of: dict[int, Thing]
) -> str | None:
    """The title as written; that of the other one for ``his Saudi counterpart``."""
    if sketch.words[title.head].text.lower() not in lexicon.group("titles", "mirrors"):
        return title.label
    first, opening = title.lead - _MIRROR_REACH, _opening(sketch.words, title.lead)
    before = [name for name in sketch.names if first <= name.start and name.end <= title.lead and name.type == "Person"]
    near = [name for name in before if name.start >= opening]
    bare = [one for one in sketch.titles if one.person is None and opening <= one.lead and one.end <= title.lead]
    if not near and bare:
        return bare[0].label
    for name in reversed((near or before)[-3:]):
        roles = found.get(of[id(name)].id) if id(name) in of else None
        if roles:
            return roles[-1].label
    return None


def _opening(words: list[Word], i: int) -> int:
    """The first word of the sentence that a word stands in."""
    while i > 0 and not (_STOP.search(words[i].gap) and words[i].capital):
        i -= 1
    return i


def _body(title: Title, of: dict[int, Thing], countries: dict[str, Thing], lexicon: Lexicon) -> str | None:
    body = title.body
    if isinstance(body, Name):
        thing = of.get(id(body))
        return thing.id if thing and thing.type in ("Organization", "Place", "Facility") else None
    for country in lexicon.adjectives.get(body or "", ()):
        for name in (country, *lexicon.lists["countries"][country].get("bodies", ())):
            if name in countries:
                return countries[name].id
    return None


def _sentence(tokens: Tokens, offset: int) -> Extent:
    sent = tokens.doc[tokens.at(offset)].sent
    return sent.start_char, sent.end_char


def _apposed(sketch: Sketch) -> None:
    """``Ehud Olmert, the Israeli Prime Minister,``: titles after a name."""
    words = sketch.words
    ends = {name.end: name for name in sketch.names if name.type == "Person"}
    owners = {end: name.start for end, name in ends.items()}
    for title in sketch.titles:
        lead, label = _described(title, words, owners) if title.lead not in ends else (title.lead, title.label)
        if title.person is None and lead in ends and words[lead].gap.startswith(_DASHES) and _closed(title, words):
            title.person, title.label = ends[lead], label
            ends[title.end] = title.person
        elif (
            title.person is None
            and title.body
            and title.lead - 1 in ends
            and words[title.lead - 1].text in ("is", "was")
        ):
            title.person = ends[title.lead - 1]


def _described(title: Title, words: list[Word], owners: dict[int, int]) -> tuple[int, str]:
    """``Robert Brown, the base commander``; ``Ada Lund, Vane's adviser``: where it begins, and its words."""
    if title.start in owners and words[title.start - 1].possessive:
        return owners[title.start], title.label
    for size in (1, 2):
        lead = title.start - size
        if lead < 1 or words[lead + 1].gap != " " or not words[lead].text.islower():
            break
        if words[lead].gap == " " and words[lead - 1].text == "the":
            return lead - 1, " ".join([*(word.text for word in words[lead : title.start]), title.label])
    return title.lead, title.label


def _closed(title: Title, words: list[Word]) -> bool:
    """Whether the apposition ends where the title ends."""
    if title.end >= len(words) or title.body or title.end > title.head + 1:
        return True
    gap = words[title.end].gap
    return gap[:1] in ",.;:)–—" or gap.startswith((" -", " –", " —")) or words[title.end].text in ("and", "who")


def _next_sentence(sketch: Sketch, of: dict[int, Thing]) -> None:
    """A sentence that begins with an unnamed office, and one after it that begins with a full name not seen before."""
    words = sketch.words
    titled = {id(of[id(title.person)]) for title in sketch.titles if id(title.person) in of}
    seen: set[int] = set()
    sketch.titles.sort(key=lambda title: title.lead)
    leads = [title.lead for title in sketch.titles]
    firsts = [name for name in sketch.names if name.type == "Person" and id(name) in of]
    for name in firsts:
        thing = of[id(name)]
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if (
            id(thing) in titled
            or name.end - name.start < 2
            or not words[name.start].opens
            or not _STOP.search(words[name.start].gap)
        ):
            continue
        at = bisect_right(leads, name.start)
        for title in reversed(sketch.titles[max(at - 3, 0) : at]):
            if (
                title.person is None
                and title.body
                and _begins(words, title.lead)
                and _sentences(words, title.end, name.start) == 1
            ):
                title.person = name
                break


def _begins(words: list[Word], i: int) -> bool:
    return bool(_STOP.search(words[i].gap)) or i == 0


def _sentences(words: list[Word], start: int, end: int) -> int:
    """How many sentences begin after one word, up to another."""
    return sum(bool(_STOP.search(word.gap)) and word.capital for word in words[start : end + 1])


def _inherited(sketch: Sketch, lexicon: Lexicon) -> None:
    """``German officials, including Minister of Finance Christian Lindner``: whose the minister is."""
    words = sketch.words
    for title in sketch.titles:
        if title.body or title.person is None or not title.prefix:
            continue
        for i in range(title.start - 1, max(title.start - 60, 0), -1):
            if (
                words[i].text in lexicon.group("words", "sides")
                and words[i - 1].text in lexicon.adjectives
                and words[i].gap == " "
            ):
                title.body = words[i - 1].text
                break
            if _STOP.search(words[i].gap) and words[i].capital:
                break
