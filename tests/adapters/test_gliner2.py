"""GLiNER2, by the shapes that its README, its tutorials and version 2.1 give."""

from typing import Any

import pytest

from kg.adapters.assembly import Assembly
from kg.adapters.gliner2 import ADAPTER
from tests.adapters.reading import STORY, made, names, told

FIRST = "\U0001f6eb Ada Quill, the envoy, met Bo Reed at Ostrava Works on Monday."
PLAIN = {"person": ["Ada Quill", "Bo Reed"], "facility": ["Ostrava Works"], "city": [], "time": ["Monday"]}
SURE = {
    "person": [{"text": "Ada Quill", "confidence": 0.9, "start": 2, "end": 11}],
    "facility": [{"text": "Ostrava Works", "start": 41, "end": 54}],
}


def at(text: str) -> dict[str, Any]:
    start = STORY.index(text)
    return {"text": text, "confidence": 0.75, "start": start, "end": start + len(text)}


@pytest.mark.parametrize("wrapped", [True, False])
def test_names_without_offsets_are_found_in_the_text(assembly: Assembly, wrapped: bool) -> None:
    result = {"entities": PLAIN, "mood": "sober"}
    value = {"text": STORY, "result": result} if wrapped else {"text": STORY, **result}
    (record,), left, faults = made(ADAPTER, assembly, value)
    assert not faults
    assert names(record) == {"Ada Quill": "Person", "Bo Reed": "Person", "Ostrava Works": "Facility"}
    assert [len(one["mentions"]) for one in record["entities"]] == [1, 1, 1]
    assert left == {"entity label 'time'": 1, "answer 'mood'": 1}


def test_offsets_and_confidence_are_taken(assembly: Assembly) -> None:
    value = {"text": STORY, "entities": {"person": [at("Ada Quill"), at("Quill")], "facility": at("Ostrava Works")}}
    (record,), _, _ = made(ADAPTER, assembly, value)
    assert [one["score"] for one in record["entities"]] == [0.75] * 3
    assert all(
        STORY[span["start"] : span["end"]] == span["text"] for one in record["entities"] for span in one["mentions"]
    )


def test_offsets_in_words_are_no_use_and_names_are_looked_for(assembly: Assembly) -> None:
    value = {"text": STORY, "entities": {"person": [{"text": "Ada Quill", "confidence": 0.9, "start": 1, "end": 3}]}}
    (record,), left, _ = made(ADAPTER, assembly, value)
    assert record["entities"][0]["mentions"] == [{"start": 2, "end": 11, "text": "Ada Quill"}]
    assert left == {"offset that is none of the text: looked for by name": 1}


@pytest.mark.parametrize(
    "pair",
    [
        ["Ada Quill", "Bo Reed"],
        {"head": "Ada Quill", "tail": "Bo Reed"},
        {"head": at("Ada Quill"), "tail": at("Bo Reed")},
        {"head": {"text": "Ada Quill", "confidence": 0.8}, "tail": {"text": "Bo Reed", "confidence": 0.75}},
    ],
)
def test_a_relation_may_be_an_event(assembly: Assembly, pair: Any) -> None:
    value = {"text": STORY, "result": {"relation_extraction": {"met_with": [pair], "visited": []}}}
    (record,), left, faults = made(ADAPTER, assembly, value)
    assert not faults
    (event,) = told(record, "events")
    assert event.pop("score", 0.75) == 0.75
    assert event == {
        "type": "Meeting",
        "participants": ["Ada Quill", "Bo Reed"],
        "modality": "hedged",
        "quotes": [FIRST],
    }
    assert sum(left.values()) == 1, "that nothing says whether it happened"


def test_a_relation_that_the_table_does_not_name_is_counted(assembly: Assembly) -> None:
    value = {"text": STORY, "entities": PLAIN, "relation_extraction": {"admires": [["Ada Quill", "Bo Reed"]]}}
    (record,), left, _ = made(ADAPTER, assembly, value)
    assert "relations" not in record or not record["relations"]
    assert left["label 'admires'"] == 1


def test_a_structure_is_an_event_with_roles(assembly: Assembly) -> None:
    visit = {
        "visitor": "Ada Quill", "site": {"text": "Ostrava Works", "confidence": 0.9}, "date": "2024-03-04",
        "with": ["Bo Reed", None], "status": "planned", "reported_by": "her aide", "mood": "sober",
    }  # fmt: skip
    value = {"text": STORY, "result": {"entities": PLAIN, "visit": [visit]}}
    (record,), left, faults = made(ADAPTER, assembly, value)
    assert not faults
    assert told(record, "events") == [
        {"type": "Visit", "participants": ["Ada Quill", "Bo Reed"], "facility": "Ostrava Works", "date": "2024-03-04",
         "modality": "planned", "attributedText": "her aide", "quotes": [FIRST]},
    ]  # fmt: skip
    assert left["'mood' of 'visit' that is no entity"] == 1


@pytest.mark.parametrize(("words", "modality"), [("cancelled", "denied"), ("might", "hedged"), ("actual", "happened")])
def test_what_is_not_known_to_have_happened_never_reads_as_a_fact(
    assembly: Assembly, words: str, modality: str
) -> None:
    value = {"text": STORY, "entities": PLAIN, "meeting": [{"participants": ["Ada Quill", "Bo Reed"], "status": words}]}
    (record,), _, _ = made(ADAPTER, assembly, value)
    assert told(record, "events")[0]["modality"] == modality


def test_a_date_that_is_none_is_left_out_and_counted(assembly: Assembly) -> None:
    value = {"text": STORY, "meeting": [{"person": "Ada Quill", "date": "last Monday"}]}
    (record,), left, _ = made(ADAPTER, assembly, value)
    assert "date" not in record["events"][0]
    assert left["'date' of 'meeting'"] == 1


def test_an_office_has_a_title(assembly: Assembly) -> None:
    value = {"text": STORY, "entities": PLAIN, "position": [{"name": "Ada Quill", "title": "envoy"}]}
    (record,), _, _ = made(ADAPTER, assembly, value)
    (relation,) = told(record, "relations")
    assert (relation["type"], relation["subject"], relation["label"]) == ("holdsRole", "Ada Quill", "envoy")


def test_joint_results_have_ids(assembly: Assembly) -> None:
    value = {
        "text": STORY,
        "entities": [{"id": "e0", "type": "person", **at("Ada Quill")}, {"id": "e1", "type": "site", **at("Kingsby")},
                     {"id": "e2", "type": "facility", **at("Ostrava Works")}],
        "relations": [{"type": "visited", "head": "e0", "tail": "e2", "confidence": 0.5},
                      {"type": "visited", "head": "e0", "tail": "e1"}],
    }  # fmt: skip
    (record,), left, faults = made(ADAPTER, assembly, value)
    assert not faults
    assert [one.get("facility") for one in told(record, "events")] == ["Ostrava Works", None]
    assert left["entity label 'site'"] == 1
    assert left["'target' of 'visited' that is no entity"] == 1


def test_who_wrote_it_and_when_may_stand_beside(assembly: Assembly) -> None:
    beside = {"id": "d7", "published": "2024-01-02", "url": "https://news.example/7"}
    for value in (
        {"text": STORY, "document": beside, "result": {"entities": PLAIN}},
        {"text": STORY, **beside, "entities": PLAIN},
    ):
        (record,), left, _ = made(ADAPTER, assembly, value)
        assert record["document"] == {**beside, "text": STORY}
        assert left == {"entity label 'time'": 1}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"entities": PLAIN}, "the text that the result is about is missing"),
        ({"text": STORY, "result": []}, "a result is an object"),
        ({"text": STORY, "entities": "Ada"}, "labels with lists"),
        ({"text": STORY, "entities": {"person": [7]}}, "not of this format"),
        ({"text": STORY, "entities": {"person": [{"text": "Ada Quill", "start": 2, "end": 999}]}}, "past the end"),
        ({"text": STORY, "entities": {"person": [{"text": "Ada Quill", "start": -4, "end": 9}]}}, "no stretch of text"),
        ({"text": STORY, "entities": {"person": [{"text": "Cy Lund", "start": 0, "end": 7}]}}, "not 'Cy Lund'"),
        ({"text": STORY, "relation_extraction": {"met": [["Ada Quill"]]}}, "not of this format"),
        ({"text": "bell \x07", "entities": {}}, "control character"),
        ("text", "is missing"),
    ],
)
def test_what_is_no_result_is_rejected(assembly: Assembly, value: object, words: str) -> None:
    records, _, faults = made(ADAPTER, assembly, [value, {"text": STORY, "entities": PLAIN}])
    assert len(records) == 1, "the other is converted"
    assert words in faults[0] and "x-1" in faults[0]
