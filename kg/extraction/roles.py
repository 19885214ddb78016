"""Titles given to named persons."""

from kg.extraction.lexicon import Lexicon
from kg.extraction.parts import Role, Thing
from kg.extraction.sketch import Name, Sketch, Title
from kg.extraction.names import Tokens
from kg.extraction.parts import Extent


def find_roles(sketch: Sketch, of: dict[int, Thing], tokens: Tokens, lexicon: Lexicon) -> list[Role]:
    """The roles that stand beside a name, in the order of the text."""
    apposed(sketch, lexicon)
    by_country = {thing.name: thing for thing in of.values() if thing.type == "Place"}
    found: dict[tuple[str, str], Role] = {}
    for title in sketch.titles:
        if title.person is None or id(title.person) not in of:
            continue
        person = of[id(title.person)]
        if person.type != "Person":
            continue
        body = _body(title, of, by_country, sketch, lexicon)
        start = sketch.words[title.start].start
        role = Role(person.id, title.label, body, _sentence(tokens, start), tokens.at(sketch.words[title.head].start))
        _keep(found, role)
    return list(found.values())


def _keep(found: dict[tuple[str, str], Role], role: Role) -> None:
    """One role of a kind for a person, that which says whose it is."""
    key = role.person, role.label.casefold()
    old = found.get(key)
    if old is None or (old.body is None and role.body):
        found[key] = role


def _body(
    title: Title, of: dict[int, Thing], countries: dict[str, Thing], sketch: Sketch, lexicon: Lexicon
) -> str | None:
    body = title.body
    if isinstance(body, Name):
        return of[id(body)].id if id(body) in of else None
    if body is None:
        return None
    for country in lexicon.adjectives.get(body, ()):
        if country in countries:
            return countries[country].id
    return None


def _sentence(tokens: Tokens, offset: int) -> Extent:
    sent = tokens.doc[tokens.at(offset)].sent
    return sent.start_char, sent.end_char


def apposed(sketch: Sketch, lexicon: Lexicon) -> None:
    """``Ehud Olmert, the Israeli Prime Minister,``: titles after a name."""
    words = sketch.words
    ends = {name.end: name for name in sketch.names if name.type == "Person"}
    for title in sketch.titles:
        if title.person is not None or title.lead not in ends:
            continue
        gap = words[title.lead].gap
        closing = words[title.end].gap if title.end < len(words) else "."
        if not gap.startswith((", ", " - ", " – ", " — ", " (")):
            continue
        if (
            closing[:1] in ",.;:)–—"
            or closing.startswith((" -", " –", " —"))
            or title.body
            or words[title.end].text in ("and", "who")
        ):
            title.person = ends[title.lead]
