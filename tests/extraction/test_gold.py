import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from kg.extraction.extractor import Extractor
from kg.extraction.model import load_model
from kg.extraction.parts import Story
from kg.extraction.story import read_story
from kg.profile import find_profile
from tests.extraction.agreement import Agreement

GOLD = Path(__file__).parent / "gold"
# A little below what is reached.
FLOORS = {"entities": 0.95, "events": 0.90, "roles": 0.92, "modality": 0.95}
DOCUMENTS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.json"))}


def _story(name: str) -> Story:
    text = (GOLD / f"{name}.txt").read_text(encoding="utf-8")
    return read_story(text, datetime.date.fromisoformat(DOCUMENTS[name]["published"]))


def _gold(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLD / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    extractor = Extractor(load_model().pipeline, find_profile().extraction)
    found = extractor.records(({"id": name}, _story(name)) for name in DOCUMENTS)
    return dict(zip(DOCUMENTS, found, strict=True))


@pytest.fixture(scope="module")
def agreement(records: dict[str, dict[str, Any]]) -> Agreement:
    total = Agreement.none()
    for name, record in records.items():
        total.add(record, _gold(name))
    return total


def test_entities_agree(agreement: Agreement) -> None:
    assert agreement.entities.f1 > FLOORS["entities"]


def test_events_agree(agreement: Agreement) -> None:
    assert agreement.events.f1 > FLOORS["events"]


def test_roles_agree(agreement: Agreement) -> None:
    assert agreement.roles.f1 > FLOORS["roles"]


def test_modality_agrees(agreement: Agreement) -> None:
    assert agreement.modality.f1 > FLOORS["modality"]


@pytest.mark.parametrize("name", [name for name, document in DOCUMENTS.items() if document.get("no_fact")])
def test_no_event_where_none_is_told(name: str, records: dict[str, dict[str, Any]]) -> None:
    assert records[name]["events"] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_annotation_holds_together(name: str) -> None:
    text, gold = _story(name).text, _gold(name)
    assert [form for entity in gold["entities"] for form in entity["mentions"] if form not in text] == []
    assert [event["evidence"] for event in gold["events"] if event["evidence"] not in text] == []
    ids = {entity["id"] for entity in gold["entities"]}
    assert {part for event in gold["events"] for part in [*event["participants"], *event["host"]]} <= ids
