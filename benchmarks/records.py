"""Records of visits that never were, as many as one wants: each is a function of its number and a seed.

    python -m benchmarks.records 10000 > records.jsonl

Names are invented, in ten scripts; one in fifty is what an attacker would call himself. Two records in a hundred have
a fault, of 27 kinds: what JSON, the border check, the mapping, the shapes, or only all documents together can show.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]
Fault: TypeAlias = Callable[[random.Random, Record], "Record | str"]

_SYLLABLES = [
    "va ne os ric kes tria sel win hal den cor ran il ka tor vald har row mi ra",
    "çe ñu øl åse šta żo łęk éta ürg ðór ğan ởn ţia",
    "ва не ос рик кес трия сел вин хал ден",
    "βα νε οσ ρικ κεσ τρια",
    "فا ني أوس ريك كيس تري",
    "בא נה אוס ריק קס",
    "瓦 内 奥 里 克 斯 特 亚",
    "반 네 오 스 릭 게 스",
    "वा ने ओ स रि क",
    "วา เน โอ ส ริค",
]
_HOSTILE = [
    'O\'Neil "the \\ Fox"',
    "<script>alert(1)</script>",
    '"@en . <http://x.example/> <http://x.example/> "',
    "'); DROP TABLE names; --",
    "a\tb\nc\rd",
    "} ?s ?p ?o #",
    "\u202eevil\u202c",
    "\U0001f6eb\U0001f1e6\U0001f1f6",
    "é versus e\u0301",
    "100%41 %zz",
    "=1+1",
    "line\u2028and\u2029paragraph\x85",
]
_TITLES = ["President", "Foreign Minister", "Chief of Staff", "Ambassador", "Governor", "Special Envoy"]
_KINDS = ["airport", "plant", "spaceport", "shipyard", "port", "palace"]
_EVENTS = ["Meeting", "Visit", "Inspection", "Arrival", "PhoneCall", "Statement", "Demonstration"]
_MODALITIES = ["happened"] * 7 + ["planned", "hedged", "denied"]
_VERBS = {
    "Meeting": "held talks with",
    "Visit": "toured, in the company of",
    "Inspection": "inspected, together with",
    "Arrival": "flew in with",
    "PhoneCall": "spoke on the telephone with",
    "Statement": "answered questions beside",
    "Demonstration": "was shown the aircraft by",
}
_PEOPLE, _TOWNS = 20_000, 3_000


def records(number: int, seed: int = 1, faulty: float = 0.02) -> Iterator[bytes]:
    """Yield lines of JSON: the same for the same seed, each a function of its place."""
    for place in range(number):
        chance = random.Random(f"{seed}/{place}")
        record: Record | str = _record(chance, place)
        if chance.random() < faulty:
            assert isinstance(record, dict)
            record = chance.choice(FAULTS)(chance, record)
        text = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
        yield text.encode("utf-8", "surrogatepass") + b"\n"


def _name(kind: str, number: int) -> str:
    chance = random.Random(f"{kind}/{number}")
    if chance.random() < 0.02:
        return f"{chance.choice(_HOSTILE)} {number}"
    syllables = chance.choice([*_SYLLABLES[:1] * 5, *_SYLLABLES]).split()
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 3))).capitalize() for _ in range(2)]
    return " ".join(words)


class _Story:
    """A text that grows by sentences, and where in it stands what."""

    def __init__(self) -> None:
        self.text = ""

    def says(self, sentence: str) -> dict[str, Any]:
        """Add a sentence, and give its span."""
        start = len(self.text)
        self.text += sentence + " "
        return {"start": start, "end": start + len(sentence), "text": sentence}

    def mention(self, text: str) -> list[dict[str, Any]]:
        """Give where a text is found first."""
        start = self.text.find(text)
        return [] if start < 0 else [{"start": start, "end": start + len(text), "text": text}]


def _day(chance: random.Random) -> str:
    return f"{chance.randint(2015, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _date(chance: random.Random, day: str) -> str | None:
    return chance.choice([day, day, day, day[:7], day[:4], f"{day[:4]}~", f"{day}/..", f"{day[:7]}-01/{day}", None])


def _record(chance: random.Random, place: int) -> Record:
    day, story, town = _day(chance), _Story(), chance.randrange(_TOWNS)
    entities = _entities(chance, town)
    people = [entity for entity in entities if entity["type"] == "Person"]
    events = [_event(chance, story, number, people, day) for number in range(chance.randint(2, 4))]
    relations = _relations(chance, story, people)
    for entity in entities:
        if not (found := story.mention(entity["name"])):
            story.says(f"The report names {entity['name']}.")
            found = story.mention(entity["name"])
        entity["mentions"] = found
    document = {
        "id": f"story-{place}",
        "published": day,
        "title": f"{people[0]['name']} in {_name('town', town)}",
        "url": f"https://news.example/{day[:4]}/{place}",
        "publisher": f"Courier of {_name('country', town % 150)}",
        "language": chance.choice(["en", "de", "ru", "ar", "ko"]),
        "text": story.text,
    }
    return {
        "document": document,
        "extractor": {"name": "invented", "version": "1"},
        "entities": entities,
        "events": events,
        "relations": relations,
    }


def _entities(chance: random.Random, town: int) -> list[Record]:
    country = town % 150
    found: list[Record] = [
        {"id": f"p{each}", "type": "Person", "name": _name("person", number)}
        for each, number in enumerate(chance.sample(range(_PEOPLE), 2))
    ]
    found.append({"id": "t", "type": "Place", "name": _name("town", town), "attributes": {"kind": "city"}})
    found.append({"id": "c", "type": "Place", "name": _name("country", country), "attributes": {"kind": "country"}})
    kind = chance.choice(_KINDS)
    found.append({"id": "f", "type": "Facility", "name": f"{_name('site', town)} site", "attributes": {"kind": kind}})
    found.append({"id": "w", "type": "AircraftModel", "name": f"V-{chance.randrange(400)}"})
    if chance.random() < 0.3:
        mark = f"{chr(65 + country % 26)}{chr(65 + country // 26)}-{chance.randrange(10_000):04}"
        plane = {"id": "a", "type": "Aircraft", "name": f"the aircraft {mark}", "attributes": {"registration": mark}}
        found.append(plane)
    return found


def _event(chance: random.Random, story: _Story, number: int, people: list[Record], day: str) -> Record:
    kind, modality = chance.choice(_EVENTS), chance.choice(_MODALITIES)
    one, other = people
    said = story.says(f"On {day} {one['name']} {_VERBS[kind]} {other['name']}, according to officials ({number}).")
    event: Record = {
        "id": f"v{number}",
        "type": kind,
        "participants": [one["id"], other["id"]],
        "date": _date(chance, day),
        "modality": modality,
        "evidence": [said],
        "score": round(chance.random(), 3),
        **chance.choice([{"place": "t"}, {"facility": "f"}]),
    }
    if kind == "Demonstration":
        event["objects"] = ["w"]
    if chance.random() < 0.3:
        event["attributedText"] = "officials"
    if kind == "Statement":
        event["label"] = f"that all went well ({number})"
    return event


def _relations(chance: random.Random, story: _Story, people: list[Record]) -> list[Record]:
    title = chance.choice(_TITLES)
    office = story.says(f"{people[0]['name']} is {title}.")
    place = story.says("The town lies in that country, and the site in that town.")
    return [
        {"id": "r1", "type": "holdsRole", "subject": "p0", "label": title, "object": "c", "evidence": [office]},
        {"id": "r2", "type": "locatedIn", "subject": "t", "object": "c", "evidence": [place]},
        {"id": "r3", "type": "locatedIn", "subject": "f", "object": "t", "evidence": [place]},
    ]


# -- faults ------------------------------------------------------------------------------------------------------------


def _setting(*path: Any) -> Fault:
    """Give a fault that sets a value at a place."""
    *steps, last, value = path

    def fault(_: random.Random, record: Record) -> Record:
        at: Any = record
        for step in steps:
            at = at[step]
        at[last] = value
        return record

    return fault


def _truncated(chance: random.Random, record: Record) -> str:
    text = json.dumps(record, ensure_ascii=False)
    return text[: chance.randrange(1, len(text))]


def _adding(entity: Record, attribute: str | None = None, *values: object) -> Fault:
    """Give a fault that adds an entity, with one of several values of an attribute."""

    def fault(chance: random.Random, record: Record) -> Record:
        own = {attribute: chance.choice(values)} if attribute else {}
        record["entities"].append({"id": "x", **entity, "attributes": {**entity.get("attributes", {}), **own}})
        return record

    return fault


FAULTS: list[Fault] = [
    _truncated,
    lambda _, record: "[]",
    _setting("entities", "none"),
    _setting("entities", 0, "name", 7),
    _setting("entities", 0, "name", " "),
    _setting("entities", 0, "name", "bell \x07"),
    _setting("entities", 1, "id", "p0"),
    _setting("events", 0, "participants", ["nobody"]),
    _setting("events", 0, "participants", []),
    _setting("events", 0, "participants", ["t"]),
    _setting("events", 0, "date", "2024-02-30"),
    _setting("events", 0, "date", "last week"),
    _setting("events", 0, "modality", "likely"),
    _setting("events", 0, "modality", None),
    _setting("events", 0, "type", "Parade"),
    _setting("events", 0, "evidence", 0, "end", 10**6),
    _setting("events", 0, "score", 1.5),
    _setting("document", "published", "yesterday"),
    _setting("document", "url", "https://[broken"),
    _setting("document", "id", "story-0"),
    _adding({"type": "Place", "name": "Nowhere"}, "latitude", 91, -1000),
    _adding({"type": "Aircraft", "name": "Plane"}, "registration", "no mark!", "?"),
    _adding({"type": "Person", "name": "Ulla Same"}, "birthDate", "1970-01-02", "1971", "1970"),
    _adding({"type": "Facility", "name": "Field", "wikidata": "Q999999001"}, "latitude", 50, 51.5),
    _adding({"type": "Place", "name": "Field", "wikidata": "Q999999001"}),
    _adding({"type": "Aircraft", "name": "Plane", "wikidata": "Q999999002"}, "registration", "ZZ-1", "ZZ-2"),
    _adding({"type": "Aircraft", "name": "Other plane", "wikidata": "Q999999003"}, "registration", "ZZ-1"),
]


def main() -> None:
    """Write records to standard output."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faulty", type=float, default=0.02, help="the part of records that has a fault")
    arguments = parser.parse_args()
    sys.stdout.buffer.writelines(records(arguments.number, arguments.seed, arguments.faulty))


if __name__ == "__main__":
    main()
