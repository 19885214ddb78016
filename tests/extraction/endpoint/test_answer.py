import json
from typing import Any

import msgspec
import pytest

pytest.importorskip("rapidfuzz", reason="the extractor is not installed")

from kg.extraction.endpoint.anchoring import Anchors
from kg.extraction.endpoint.answer import Answer, anchored
from kg.extraction.endpoint.schema import answer_schema

TEXT = "Envoy Ada Quill’s visit ended. Quill met\nBo Reed, the minister of defence, in Oslo on Monday."


def words(quote: str) -> str | None:
    extent = Anchors(TEXT).first(quote)
    return None if extent is None else TEXT[slice(*extent)]


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Ada Quill", "Ada Quill"),
        ("Ada Quill's visit", "Ada Quill’s visit"),
        ("quill met bo reed", "Quill met\nBo Reed"),
        ("Bo Reed, the minister of defense, in Oslo", "Bo Reed, the minister of defence, in Oslo"),
        ("she met the queen of the islands", None),
        ("Kim", None),
        ("", None),
    ],
)
def test_a_quote_is_found_exactly_or_nearly_or_not(quote: str, found: str | None) -> None:
    assert words(quote) == found


def test_every_place_of_a_name_is_found_as_a_word() -> None:
    assert Anchors("Reed met Reeder; Reed left.").all("Reed") == [(0, 4), (17, 21)]


def answer(**parts: Any) -> Answer:
    return msgspec.convert(parts, Answer)


MEETING: dict[str, Any] = {"id": "v", "type": "Meeting", "participants": ["a", "gone"], "modality": "happened"}


def test_what_stands_in_the_text_becomes_spans_and_what_dangles_is_left_out() -> None:
    found = anchored(
        answer(
            entities=[{"id": "a", "type": "Person", "name": "Ada Quill", "mentions": ["Ada Quill", "Quill"]}],
            events=[MEETING | {"evidence": ["Quill met Bo Reed"], "date": "last Monday", "place": "gone"}],
            relations=[{"id": "r", "type": "holdsRole", "subject": "gone"}],
        ),
        TEXT,
    )
    (quill,), (meeting,) = found["entities"], found["events"]
    assert [TEXT[span["start"] : span["end"]] for span in quill["mentions"]] == ["Ada Quill", "Quill", "Quill"]
    assert all(span["text"] == TEXT[span["start"] : span["end"]] for span in quill["mentions"] + meeting["evidence"])
    assert (meeting["participants"], meeting["place"], meeting["date"]) == (["a"], None, None)
    assert (meeting["modality"], "anchored" in meeting) == ("happened", False)
    assert found["relations"] == []


def test_what_has_no_words_in_the_text_never_happened() -> None:
    events = [MEETING | {"evidence": ["They signed a treaty in Geneva"]}, MEETING | {"id": "w", "modality": "planned"}]
    found = anchored(answer(entities=[{"id": "a", "type": "Person", "name": "Ada Quill"}], events=events), TEXT)
    assert [(event["modality"], event["anchored"]) for event in found["events"]] == [
        ("hedged", False),
        ("planned", False),
    ]


def test_the_schema_is_strict_and_asks_for_no_identifier_and_no_offset() -> None:
    schema = answer_schema({"entities": ["Person"], "events": ["Meeting"], "relations": ["holdsRole"]})
    text = json.dumps(schema)
    assert "wikidata" not in text and "start" not in text and "$ref" not in text and "default" not in text
    event = schema["properties"]["events"]["items"]
    assert event["required"] == list(event["properties"]) and event["additionalProperties"] is False
    assert event["properties"]["type"]["enum"] == ["Meeting"]
    assert event["properties"]["modality"]["enum"] == ["happened", "planned", "hedged", "denied"]
