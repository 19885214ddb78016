"""A small world in the shape of a Wikidata dump. Its items do not exist: Wikidata has no numbers so high."""

import bz2
import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kg.linking.build import Recipe, build_index
from kg.linking.rules import read_rules
from kg.profile import find_profile

HUMAN, COUNTRY, CITY, AGENCY, FAMILY, AIRPORT, POSITION, GEOGRAPHIC = (
    "Q5", "Q6256", "Q515", "Q327333", "Q15056993", "Q1248784", "Q4164871", "Q99000000900",
)  # fmt: skip

Item = dict[str, Any]


def q(number: int) -> str:
    """Give the id of an item of this world."""
    return f"Q{99_000_000_000 + number}"


def value(target: str, **qualifiers: str) -> Item:
    """Make a statement that leads to an item, with days as qualifiers."""
    snak = {"snaktype": "value", "datavalue": {"type": "wikibase-entityid", "value": {"id": target}}}
    times = {name: [{"datavalue": {"value": {"time": f"+{day}T00:00:00Z"}}}] for name, day in qualifiers.items()}
    return {"mainsnak": snak, "rank": "normal", "qualifiers": times or []}


def text(words: str) -> Item:
    """Make a statement that holds a text."""
    return {"mainsnak": {"snaktype": "value", "datavalue": {"type": "string", "value": words}}, "rank": "normal"}


def point(latitude: float, longitude: float) -> Item:
    """Make a statement that holds a position."""
    value = {"latitude": latitude, "longitude": longitude, "altitude": None, "precision": 0.01}
    return {"mainsnak": {"datavalue": {"type": "globecoordinate", "value": value}}, "rank": "normal"}


def item(
    id: str,
    label: str,
    kinds: Sequence[str] = (),
    *,
    aliases: Sequence[str] = (),
    about: str = "",
    links: int = 0,
    **claims: list[Item],
) -> Item:
    """Make an item."""
    statements = {**({"P31": [value(kind) for kind in kinds]} if kinds else {}), **claims}
    return {
        "type": "item",
        "id": id,
        "labels": {"en": {"language": "en", "value": label}},
        "aliases": {"en": [{"language": "en", "value": one} for one in aliases]} if aliases else [],
        "descriptions": {"en": {"language": "en", "value": about}} if about else [],
        "claims": statements or [],
        "sitelinks": {f"w{number}": {} for number in range(links)},
        "modified": "2024-03-01T00:00:00Z",
    }


FRANCE, FRENCH_GUARD, RUSSIAN_GUARD, NIA, TOL, COLLEGE, TOWER = map(q, range(40, 47))
ARDEN, BORLAND, KESTREL, QUILL, OTHER_QUILL, PREMIER, AGENT, F7, PORT, MOON = map(q, range(1, 11))

WORLD = [
    item(CITY, "city", P279=[value(GEOGRAPHIC)]),
    item(GEOGRAPHIC, "geographic location"),
    item(AIRPORT, "airport", P279=[value("Q62447")]),
    item(ARDEN, "Arden", [COUNTRY], links=90, P17=[value(ARDEN)], aliases=["Ardenia", "Ardenian"]),
    item(BORLAND, "Borland", [COUNTRY], links=80, P17=[value(BORLAND)]),
    item(q(20), "Kingsby", [CITY], links=5, P17=[value(ARDEN)], about="city in Arden"),
    item(q(21), "Kingsby", [CITY], links=6, P17=[value(BORLAND)], about="city in Borland"),
    item(KESTREL, "Kestrel Jon Ott", [HUMAN], links=40, P27=[value(ARDEN)]),
    item(QUILL, "Ada Quill", [HUMAN], links=12, P39=[value(PREMIER, P580="2020-01-01", P582="2023-01-01")]),
    item(OTHER_QUILL, "Ada Quill", [HUMAN], links=12, P39=[value(PREMIER, P580="2023-01-02")]),
    item(PREMIER, "premier of Arden", [POSITION]),
    item(AGENT, "Bureau of Tides", [AGENCY], links=9),
    item(F7, "Falk F-7", [FAMILY], links=3),
    item(
        PORT,
        "Ostmark International Airport",
        [AIRPORT],
        links=7,
        P239=[text("XXOM")],
        P238=[text("XOM")],
        P625=[point(61.5, -20.25)],
    ),
    item(FRANCE, "France", [COUNTRY], links=90, P17=[value(FRANCE)]),
    item(FRENCH_GUARD, "French Guard of Honour", [AGENCY], links=9, about="agency of France"),
    item(RUSSIAN_GUARD, "Guard of Honour of Russia", [AGENCY], links=9),
    item(NIA, "Nia Marrow", [HUMAN], links=2),
    item(TOL, "Tol Marrow", [HUMAN], links=2),
    item(COLLEGE, "Harrow State University", [AGENCY], aliases=["Harrow State"], links=9),
    item(TOWER, "Old Lantern Tower", links=9),
    item(MOON, "Moonrise", ["Q99000000901"], links=99),
    {"entity": q(30), "redirect": ARDEN},
]


def write_dump(path: Path, items: Iterable[Item] = WORLD) -> Path:
    """Write a dump in the shape of the official ones."""
    body = "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in items) + "\n]\n"
    data = body.encode()
    path.write_bytes({".gz": gzip.compress(data), ".bz2": bz2.compress(data)}.get(path.suffix, data))
    return path


def make_index(folder: Path, items: Iterable[Item] = WORLD) -> Path:
    """Build an index of a world."""
    out = folder / "world.kgi"
    build_index(Recipe(write_dump(folder / "dump.json", items), read_rules(find_profile().linking)), out)
    return out
