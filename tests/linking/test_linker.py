"""Decisions in a small world: by name, type, country, office and what else the document names."""

import json
from typing import Any

import pytest

from kg.linking.linker import Linker
from kg.linking.outcome import Decision
from kg.linking.records import link_raw, linked
from kg.records import read_record
from tests.linking.world import (
    AGENT,
    ARDEN,
    COLLEGE,
    F7,
    FRANCE,
    FRENCH_GUARD,
    KESTREL,
    NIA,
    OTHER_QUILL,
    PORT,
    QUILL,
    RUSSIAN_GUARD,
    TOL,
    TOWER,
    q,
)  # fmt: skip


def decided(
    linker: Linker, *entities: tuple[str, str], text: str = "", date: str = "2024-03-05", **more: Any
) -> list[Decision]:
    parts = [
        {"id": f"e{number}", "type": type, "name": name, "mentions": spans(name, text), **more}
        for number, (type, name) in enumerate(entities)
    ]
    record = {"document": {"id": "d", "published": date, "text": text}, "entities": parts}
    return linker.decisions(read_record(json.dumps(record).encode()))


def spans(name: str, text: str) -> list[dict[str, Any]]:
    start = text.find(name)
    return [] if start < 0 else [{"start": start, "end": start + len(name), "text": name}]


@pytest.mark.parametrize(
    ("type", "name", "item"),
    [
        ("Person", "Kestrel Jon Ott", KESTREL),
        ("Person", "Dr. KESTREL JON-OTT", KESTREL),
        ("Person", "Ott Kestrel Jon", KESTREL),
        ("Person", "Kеstrel Jon Ott", KESTREL),  # with a Cyrillic letter
        ("Facility", "Russian Ostmark airport", PORT),
        ("Place", "Arden town", ARDEN),
        ("AircraftModel", "F-7", F7),
        ("AircraftModel", "Falk F7B", F7),
        ("Facility", "Ostmark airport", PORT),
        ("Place", "Ardenians", ARDEN),
        ("Organization", "Bureau of Tidez", AGENT),
        ("Organization", "Arden", None),
        ("Person", "Arden", None),
        ("Person", "Moonrise", None),
        ("Group", "Kestrel Jon Ott", None),
        ("Ghost", "Kestrel Jon Ott", None),
        ("AircraftModel", "F-8", None),
        ("Person", "", None),
        ("Person", "…", None),
    ],
)
def test_a_name_alone(linker: Linker, type: str, name: str, item: str | None) -> None:
    (decision,) = decided(linker, (type, name))
    assert decision.item == item, decision
    assert (decision.outcome == "linked") == (item is not None)
    assert decision.reason


def test_a_short_name_follows_the_fuller_one_of_the_document(linker: Linker) -> None:
    full, short, bureau, acronym = decided(
        linker, ("Person", "Kestrel Jon Ott"), ("Person", "Kestrel"), ("Organization", "Bureau of Tides"),
        ("Organization", "BoT"),
    )  # fmt: skip
    assert (full.item, short.item) == (KESTREL, KESTREL)
    assert (bureau.item, acronym.item) == (AGENT, AGENT)


def test_a_short_name_is_completed_from_the_text(linker: Linker) -> None:
    (decision,) = decided(linker, ("Person", "Ott"), text="Premier Kestrel Jon Ott came. Ott spoke.")
    assert decision.item == KESTREL


def test_a_short_name_of_two_persons_is_ambiguous(linker: Linker) -> None:
    *_, short = decided(linker, ("Person", "Kestrel Jon Ott"), ("Person", "Ada Quill"), ("Person", "Quill"), text="",
                        date="2022-01-01")  # fmt: skip
    assert short.outcome != "linked"


def test_the_office_held_at_the_date_tells_two_persons_apart(linker: Linker) -> None:
    text = "Ada Quill, premier of Arden, arrived."
    for date, item in (("2022-05-01", QUILL), ("2024-05-01", OTHER_QUILL)):
        (decision,) = decided(linker, ("Person", "Ada Quill"), text=text, date=date)
        assert decision.item == item
    (alone,) = decided(linker, ("Person", "Ada Quill"))
    assert alone.outcome == "ambiguous"
    assert {choice.item for choice in alone.candidates} == {QUILL, OTHER_QUILL}


def test_the_country_of_the_document_tells_two_places_apart(linker: Linker) -> None:
    for country, item in (("Arden", q(20)), ("Borland", q(21))):
        assert decided(linker, ("Place", country), ("Place", "Kingsby"))[1].item == item


def test_a_body_is_completed_by_the_nation_that_the_document_is_about(linker: Linker) -> None:
    text = "In France the Guard of Honour paraded. French guards of the Guard of Honour marched."
    (decision,) = decided(linker, ("Organization", "Guard of Honour"), text=text)
    assert (decision.item, decision.candidates[0].way) == (FRENCH_GUARD, "national")
    (russian,) = decided(linker, ("Organization", "Russian Guard of Honour"))
    assert russian.item == RUSSIAN_GUARD


def test_a_nation_goes_by_its_adjective(linker: Linker) -> None:
    assert [one.item for one in decided(linker, ("Place", "Ardenians"), ("Place", "French"))] == [ARDEN, FRANCE]


def test_of_two_of_a_surname_the_one_is_meant_whose_first_name_is_said(linker: Linker) -> None:
    for first, item in (("Nia", NIA), ("Tol", TOL)):
        text = f"The envoy, Marrow, whom friends call “{first}”, left."
        (decision,) = decided(linker, ("Person", "Marrow"), text=text)
        assert decision.candidates[0].item == item
    (decision,) = decided(linker, ("Person", "Marrow"))
    assert decision.outcome != "linked"


def test_where_the_talk_is_of_sport_a_school_lends_its_name(linker: Linker) -> None:
    (science,) = decided(linker, ("Organization", "Harrow State"), text="Harrow State, a university, grew.")
    (sport,) = decided(linker, ("Organization", "Harrow State"), text="Harrow State won at football. The university…")
    assert (science.item, sport.item) == (COLLEGE, None)


def test_a_part_of_the_name_is_too_little_for_what_has_no_class(linker: Linker) -> None:
    (whole,), (part,) = (decided(linker, ("Organization", name)) for name in ("Old Lantern Tower", "Lantern"))
    assert (whole.item, part.candidates) == (TOWER, [])


def test_a_text_of_nothing_but_names_is_read_all_the_same(linker: Linker) -> None:
    long = "Kestrel A " * 20_000
    (decision,) = decided(linker, ("Person", "Kestrel"), text=long)
    assert decision.outcome != "linked"


def test_codes_find_an_airfield(linker: Linker) -> None:
    (decision,) = decided(linker, ("Facility", "the new airfield"), attributes={"icao": "XXOM"})
    assert decision.item == PORT


def test_what_a_record_says_is_kept_and_follows_redirects(linker: Linker) -> None:
    (decision,) = decided(linker, ("Place", "Nowhere"), wikidata=q(30))
    assert (decision.item, decision.method) == (ARDEN, "record")


def test_a_record_is_kept_whole_and_linking_it_again_changes_nothing(linker: Linker) -> None:
    raw = {
        "document": {"id": "d", "published": "2024-03-05", "mood": 1},
        "entities": [
            {"id": "a", "type": "Person", "name": "Kestrel Jon Ott", "colour": "red"},
            {"id": "b", "type": "Ghost", "name": "B"},
        ],
        "more": [1],
    }  # fmt: skip
    record = read_record(json.dumps(raw).encode())
    decisions = linker.decisions(record)
    first = link_raw(raw, decisions)
    assert (
        first["more"] == [1] and first["entities"][0]["colour"] == "red" and first["entities"][0]["wikidata"] == KESTREL
    )
    assert first["entities"][1]["type"] == "Ghost" and first["entities"][1]["wikidata"] is None
    assert link_raw(first, linker.decisions(read_record(json.dumps(first).encode()))) == first
    assert [one.wikidata for one in linked(record, decisions).entities] == [KESTREL, None]
