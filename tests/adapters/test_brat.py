"""BRAT, both ways: others' annotations as records, and records that come back as they went."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.adapters.assembly import Assembly
from kg.adapters.brat import ADAPTER, REST
from kg.adapters.bratwriting import BratFiles, brat_files
from kg.adapters.found import ConversionError
from kg.records import read_record, write_record
from tests.adapters.reading import STORY, made, names, told
from tests.samples import RECORD

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
FIRST = "\U0001f6eb Ada Quill, the envoy, met Bo Reed at Ostrava Works on Monday."
THEIRS = """\
T1\tPER 2 11\tAda Quill
T2\tPER 28 35\tBo Reed
T3\tFAC 39 52\tOstrava Works
T4\tMeet 24 27\tmet
T5\tPER 70 75\tQuill
T6\tCITY 84 91\tKingsby
T7\tTIME 56 62\tMonday
E1\tMeet:T4 Participant:T1 Participant2:T2 Place:T3 Time:T7
*\tEquiv T1 T5
R1\tLocated-In Arg1:T3 Arg2:T6
A1\tNegation E1
A2\tSure T1 very
N1\tReference T1 Wikidata:Q99999900001\tAda Quill
#1\tAnnotatorNotes T1\tthe envoy
"""


def put(folder: Path, annotations: str, text: str = STORY, name: str = "dam") -> str:
    (folder / f"{name}.txt").write_bytes(text.encode())
    (folder / f"{name}.ann").write_bytes(annotations.encode())
    return str(folder / f"{name}.ann")


def read(
    folder: Path, assembly: Assembly, annotations: str, text: str = STORY
) -> tuple[list[dict[str, Any]], Counter[str], list[str]]:
    return made(ADAPTER, assembly, annotations.encode(), put(folder, annotations, text))


def test_others_annotations_become_a_record(tmp_path: Path, assembly: Assembly) -> None:
    (record,), left, faults = read(tmp_path, assembly, THEIRS)
    assert not faults
    assert names(record) == {
        "Ada Quill": "Person",
        "Bo Reed": "Person",
        "Ostrava Works": "Facility",
        "Kingsby": "Place",
    }
    assert record["entities"][0]["wikidata"] == "Q99999900001"
    assert [one["text"] for one in record["entities"][0]["mentions"]] == ["Ada Quill", "Quill"]
    assert told(record, "events") == [
        {"type": "Meeting", "participants": ["Ada Quill", "Bo Reed"], "facility": "Ostrava Works", "modality": "denied",
         "quotes": [FIRST]},
    ]  # fmt: skip
    (relation,) = told(record, "relations")
    assert (relation["type"], relation["subject"], relation["object"]) == ("locatedIn", "Ostrava Works", "Kingsby")
    assert left == {
        "entity label 'TIME'": 1,
        "'Time' of 'Meet' that is no entity": 1,
        "attribute of a thing or relation": 1,
        "note": 1,
        "relation taken for hedged, as no sentence is found that says so": 1,
    }


def test_stretches_in_fragments_and_over_lines(tmp_path: Path, assembly: Assembly) -> None:
    text = "Ada\nQuill and Bo Quill met."
    lines = "T1\tPER 0 3;4 9\tAda Quill\nT2\tPER 14 16;17 22\tBo Quill\n"
    (record,), _, _ = read(tmp_path, assembly, lines, text)
    assert [[span["text"] for span in one["mentions"]] for one in record["entities"]] == [
        ["Ada\nQuill"],
        ["Bo", "Quill"],
    ]


def test_to_brat_the_end_of_a_line_is_one_character(tmp_path: Path, assembly: Assembly) -> None:
    (record,), _, faults = read(tmp_path, assembly, "T1\tPER 6 9\tAda\r\n", "Rain.\r\nAda.")
    assert not faults
    assert record["document"]["text"] == "Rain.\nAda."


def test_of_two_marks_the_more_doubtful_one_is_taken(tmp_path: Path, assembly: Assembly) -> None:
    lines = THEIRS.replace("A2\tSure T1 very", "A2\tmodality E1 happened")
    (record,), _, _ = read(tmp_path, assembly, lines)
    assert record["events"][0]["modality"] == "denied"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("T9\tPER 2 999\tAda", "dam.ann:15: offsets 2 to 999 are no stretch of the text, which has"),
        ("T9\tPER 11 2\tAda", "no stretch of the text"),
        ("T9\tPER 2 9\tBo Reed", "the text has 'Ada Qui' at 2 9, not 'Bo Reed'"),
        ("T9\tPER two nine\tAda", "a type with offsets is wanted"),
        ("T1\tPER 2 11\tAda Quill", "stands here a second time"),
        ("E9\tMeet:T99", "E9 points to 'T99', which is not there"),
        ("E9\tMeet", "a type with roles is wanted"),
        ("R9\tmet Arg1:T1 Arg2", "a type with roles is wanted"),
        ("*\tEquiv T1 T77", "points to 'T77'"),
        ("A9\tNegation", "a name and an id are wanted"),
        ("N9\tReference T88 Wikidata:Q1\tx", "points to 'T88'"),
        ("#9\tkg T1\t{cut", "the note on T1 is not JSON"),
        ("Q9\tPER 2 11\tAda Quill", "no line of BRAT begins so"),
        ("\x00\x01\x02", "no line of BRAT begins so"),
    ],
)
def test_a_faulty_line_is_told(tmp_path: Path, assembly: Assembly, line: str, words: str) -> None:
    records, _, (fault,) = read(tmp_path, assembly, f"{THEIRS}{line}\n")
    assert records == []
    assert words in fault and "dam.ann" in fault


def test_files_that_are_none(tmp_path: Path, assembly: Assembly) -> None:
    path = put(tmp_path, THEIRS)
    Path(path).with_suffix(".txt").write_bytes(b"\xff\xfe\x00")
    _, _, (fault,) = made(ADAPTER, assembly, THEIRS.encode(), path)
    assert "not a text in UTF-8" in fault and "dam.txt" in fault
    Path(path).with_suffix(".txt").unlink()
    _, _, (fault,) = made(ADAPTER, assembly, THEIRS.encode(), path)
    assert "the text of the annotations cannot be read" in fault
    _, _, (fault,) = made(ADAPTER, assembly, b"{}", str(tmp_path / "x.json"))
    assert "ends in .ann" in fault


# -- there and back ----------------------------------------------------------------------------------------------------


def back(folder: Path, assembly: Assembly, files: BratFiles) -> dict[str, Any]:
    path = put(folder, files.annotations, files.text, files.name)
    (folder / f"{files.name}{REST}").write_text(files.rest)
    (record,), left, faults = made(ADAPTER, assembly, Path(path).read_bytes(), path)
    assert not faults
    assert not left
    return record


def ordered(value: Any) -> dict[str, Any]:
    """A record as it is written, its parts by their ids."""
    record: dict[str, Any] = json.loads(write_record(read_record(json.dumps(value).encode())))
    for kind in ("entities", "events", "relations"):
        record[kind] = sorted(record.get(kind, []), key=lambda one: str(one["id"]))
    return record


@pytest.mark.parametrize("path", EXAMPLES, ids=[one.stem for one in EXAMPLES])
def test_an_example_comes_back_as_it_went(tmp_path: Path, assembly: Assembly, path: Path) -> None:
    files = brat_files(read_record(path.read_bytes()))
    assert ordered(back(tmp_path, assembly, files)) == ordered(json.loads(path.read_text()))


def test_what_has_no_place_in_the_text_comes_back_too(tmp_path: Path, assembly: Assembly) -> None:
    value = {**RECORD, "mine": {"a": [1]}}
    value["entities"] = [*RECORD["entities"], {"id": "z", "type": "Ship", "name": "Amber Gull", "mentions": []}]
    files = brat_files(read_record(json.dumps(value).encode()))
    assert ordered(back(tmp_path, assembly, files)) == ordered(value)


LINES = "Ada met\nBo Reed \n\n at  Ostrava\tWorks.\n\U0001f600 Ada."
SPAN = st.tuples(st.integers(0, len(LINES)), st.integers(0, len(LINES))).map(
    lambda pair: {"start": min(pair), "end": max(pair), "text": LINES[min(pair) : max(pair)]}
)
SPANS = st.lists(SPAN, max_size=3)
ROLE = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True)


MENTIONS = st.lists(SPAN, max_size=3, unique_by=lambda one: (one["start"], one["end"]))


@given(st.lists(MENTIONS, min_size=3, max_size=3), SPANS, ROLE, st.sampled_from([None, "a", "c"]), SPANS)
def test_any_record_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    assembly: Assembly,
    mentions: list[list[Any]],
    evidence: list[Any],
    participants: list[str],
    place: str | None,
    said: list[Any],
) -> None:
    things = zip("abc", ("Person", "Facility", "Place"), mentions, strict=True)
    value = {
        "document": {"id": "a/b c", "published": "2024-03-05", "text": LINES},
        "entities": [{"id": id, "type": type, "name": "Ada", "mentions": spans} for id, type, spans in things],
        "events": [{"id": "v", "type": "Meeting", "participants": participants, "place": place, "modality": "planned",
                    "date": "2024-03", "evidence": evidence}],
        "relations": [{"id": "r", "type": "locatedIn", "subject": "a", "object": place, "evidence": said}],
    }  # fmt: skip
    files = brat_files(read_record(json.dumps(value).encode()))
    assert files.name == "a%2Fb_c"
    assert ordered(back(tmp_path_factory.mktemp("brat"), assembly, files)) == ordered(value)


def test_what_a_person_corrects_is_taken(tmp_path: Path, assembly: Assembly) -> None:
    value = {
        "document": {"id": "dam", "published": "2024-03-05", "text": STORY},
        "entities": [
            {"id": "a", "type": "Person", "name": "Ada Quill", "mentions": [{"start": 2, "end": 11}]},
            {"id": "w", "type": "Place", "name": "Ostrava Works",
             "mentions": [{"start": 39, "end": 52, "text": "Ostrava Works"}]},
        ],
        "events": [{"id": "v", "type": "Meeting", "participants": ["a"], "place": "w", "modality": "happened",
                    "evidence": [{"start": 0, "end": 63, "text": FIRST}]}],
    }  # fmt: skip
    files = brat_files(read_record(json.dumps(value).encode()))
    corrected = (
        files.annotations.replace("T2\tPlace", "T2\tFacility")
        .replace(" place:T2", " facility:T2 participants2:T9")
        .replace("modality E1 happened", "modality E1 planned")
        .replace("E1\tMeeting:", "E1\tVisit:")
        .replace("\tMeeting 0 63", "\tVisit 0 63")
    )
    path = put(tmp_path, corrected + "T9\tPerson 28 35\tBo Reed\n")
    (tmp_path / f"dam{REST}").write_text(files.rest)
    (record,), _, faults = made(ADAPTER, assembly, Path(path).read_bytes(), path)
    assert not faults
    assert names(record) == {"Ada Quill": "Person", "Ostrava Works": "Facility", "Bo Reed": "Person"}
    assert told(record, "events") == [
        {"type": "Visit", "participants": ["Ada Quill", "Bo Reed"], "facility": "Ostrava Works", "modality": "planned",
         "quotes": [FIRST]},
    ]  # fmt: skip


def test_what_a_person_took_out_leaves_nothing_dangling(tmp_path: Path, assembly: Assembly) -> None:
    entities = [{"id": id, "type": "Person", "name": name, "mentions": [{"start": start, "end": end}]}
                for id, name, start, end in [("a", "Ada Quill", 2, 11), ("b", "Bo Reed", 28, 35)]]  # fmt: skip
    value = {
        "document": {"id": "dam", "published": "2024-03-05", "text": STORY},
        "entities": entities,
        "events": [{"id": "v", "type": "Meeting", "participants": ["a", "b"], "modality": "happened"}],
    }
    files = brat_files(read_record(json.dumps(value).encode()))
    path = put(
        tmp_path,
        "".join(line for line in files.annotations.splitlines(True) if "Bo Reed" not in line and "T2" not in line),
    )
    (tmp_path / f"dam{REST}").write_text(files.rest)
    (record,), left, faults = made(ADAPTER, assembly, Path(path).read_bytes(), path)
    assert not faults
    assert told(record, "events")[0]["participants"] == ["Ada Quill"]
    assert left["reference to an entity that is gone"] == 1


@pytest.mark.parametrize(
    ("document", "type", "words"),
    [
        ({}, "Person", "holds no text"),
        ({"text": "Ada\r\nQuill"}, "Person", "carriage returns"),
        ({"text": "Ada Quill"}, "Head of state", "cannot be a type in BRAT"),
    ],
)
def test_what_brat_cannot_hold_is_refused(document: dict[str, str], type: str, words: str) -> None:
    entity = {"id": "a", "type": type, "name": "Ada", "mentions": [{"start": 0, "end": 3, "text": "Ada"}]}
    value = {"document": {"id": "d", "published": "2024-03-05", **document}, "entities": [entity]}
    with pytest.raises(ConversionError, match=words):
        brat_files(read_record(json.dumps(value).encode()))
