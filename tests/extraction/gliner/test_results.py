from typing import Any

from kg.extraction.gliner.results import whole_result

TEXT = "Rain fell.\nAda Quill met Bo Reed"
WINDOW = (11, len(TEXT))


def at(words: str, start: int, confidence: float = 0.5, *, end: int | None = None) -> dict[str, Any]:
    return {"text": words, "confidence": confidence, "start": start, "end": end or start + len(words)}


QUILL, REED = at("Ada Quill", 0), at("Bo Reed", 14)
MOVED = {"text": "Ada Quill", "confidence": 0.5, "start": 11, "end": 20}


def entities(*found: dict[str, Any]) -> dict[str, Any]:
    return {"entities": {"person": list(found)}}


def test_offsets_are_those_of_the_text() -> None:
    assert whole_result(TEXT, [(WINDOW, entities(QUILL))])["entities"] == {"person": [MOVED]}


def test_the_full_stop_that_the_library_adds_is_no_part_of_a_name() -> None:
    whole = whole_result(TEXT, [(WINDOW, entities(at("Bo Reed.", 14), at(".", 21)))])
    assert [(one["text"], one["end"]) for one in whole["entities"]["person"]] == [("Bo Reed", len(TEXT))]


def test_the_words_are_those_of_the_text_not_of_what_the_model_read() -> None:
    text = "The “Swift” flew."
    whole = whole_result(text, [((0, len(text)), entities(at('"Swift"', 4)))])
    assert [one["text"] for one in whole["entities"]["person"]] == ["“Swift”"]


def test_what_runs_over_a_line_is_no_name() -> None:
    assert whole_result(TEXT, [((0, len(TEXT)), entities(at("fell. Ada", 5)))])["entities"] == {}


def test_what_two_windows_found_is_there_once_as_the_surer_has_it() -> None:
    whole = whole_result(TEXT, [(WINDOW, entities(QUILL)), ((0, len(TEXT)), entities(at("Ada Quill", 11, 0.9)))])
    assert whole["entities"] == {"person": [MOVED | {"confidence": 0.9}]}


def test_a_relation_has_both_ends() -> None:
    pairs = [{"head": QUILL, "tail": REED}, {"head": QUILL, "tail": at(".", 21)}]
    result = {"entities": {}, "relation_extraction": {"part of": pairs, "carries": []}}
    (pair,) = whole_result(TEXT, [(WINDOW, result), (WINDOW, result)])["relation_extraction"]["part of"]
    assert (pair["head"], pair["tail"]["text"]) == (MOVED, "Bo Reed")


def test_structures_keep_the_fields_that_are_filled() -> None:
    result = {"meeting": [{"participants": [QUILL, at(".", 21)], "place": None, "facility": REED, "host": []}]}
    (meeting,) = whole_result(TEXT, [(WINDOW, result)])["meeting"]
    assert meeting["participants"] == [MOVED] and meeting["facility"]["start"] == 25
    assert set(meeting) == {"participants", "facility"}


def test_of_a_relation_the_least_sure_part_counts() -> None:
    def pair(first: float, second: float) -> dict[str, Any]:
        found = {"head": at("Ada Quill", 0, first), "tail": at("Bo Reed", 14, second)}
        return {"relation_extraction": {"part of": [found]}}

    whole = whole_result(TEXT, [(WINDOW, pair(0.9, 0.2)), (WINDOW, pair(0.4, 0.5))])
    assert [one["head"]["confidence"] for one in whole["relation_extraction"]["part of"]] == [0.4]


def test_nothing_found_is_a_result_too() -> None:
    assert whole_result(TEXT, []) == {"entities": {}, "relation_extraction": {}}
