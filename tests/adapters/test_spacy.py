"""spaCy, by documents that spaCy itself made."""

import zlib
from typing import Any

import pytest
import spacy
import srsly
from spacy.tokens import Doc, DocBin, Span

from kg.adapters.assembly import Assembly
from kg.adapters.spacydocs import ADAPTER
from tests.adapters.reading import STORY, made, names, told

FIRST = "\U0001f6eb Ada Quill, the envoy, met Bo Reed at Ostrava Works on Monday."


def doc(**about: str) -> Any:
    one = spacy.blank("en")(STORY)
    one.ents = [
        Span(one, 1, 3, label="PERSON", kb_id="Q99999900001"),
        Span(one, 8, 10, label="PERSON"),
        Span(one, 14, 15, label="DATE"),
    ]
    one.spans["sites"] = [Span(one, 11, 13, label="FAC"), Span(one, 1, 3, label="PERSON"), Span(one, 3, 4)]
    one.cats = {"news": 1.0}
    one.user_data.update(about)
    return one


def docbin(*docs: Any) -> bytes:
    return DocBin(store_user_data=True, docs=docs).to_bytes()


def test_json_becomes_a_record(assembly: Assembly) -> None:
    (record,), left, faults = made(ADAPTER, assembly, doc().to_json(), "stories/dam.json")
    assert not faults
    assert names(record) == {"Ada Quill": "Person", "Bo Reed": "Person", "Ostrava Works": "Facility"}
    assert record["document"] == {"id": "dam", "published": "2024-03-05", "text": STORY}
    assert [one["text"] for each in record["entities"] for one in each["mentions"]] == list(names(record))
    assert left == {"entity label 'DATE'": 1, "category of a text": 1, "span without a label": 1}


def test_equal_names_are_one_and_offsets_are_code_points(assembly: Assembly) -> None:
    one = spacy.blank("en")("\U0001f600 Ada met ADA.")
    one.ents = [Span(one, 1, 2, label="PER"), Span(one, 3, 4, label="PER")]
    (record,), _, _ = made(ADAPTER, assembly, one.to_json())
    (entity,) = record["entities"]
    assert [(span["start"], span["end"], span["text"]) for span in entity["mentions"]] == [
        (2, 5, "Ada"),
        (10, 13, "ADA"),
    ]


def test_a_docbin_holds_several_with_links_relations_and_particulars(assembly: Assembly) -> None:
    one = doc(published="2024-03-01T10:00:00Z", title="A Dam", source="/tmp/x.txt")
    one.user_data["._.", "rel", None, None] = {(1, 8): {"MET": 0.9, "VISITED": 0.1}, (1, 99): {"MET": 0.9}}
    (first, second), left, faults = made(ADAPTER, assembly, docbin(one, doc()), "two.spacy")
    assert not faults
    assert (first["document"]["id"], second["document"]["id"]) == ("two-1", "two-2")
    assert first["document"]["published"] == "2024-03-01"
    assert first["document"]["title"] == "A Dam"
    assert "url" not in first["document"], "a path is none"
    assert first["entities"][0]["wikidata"] == "Q99999900001"
    assert told(first, "events") == [
        {
            "type": "Meeting",
            "participants": ["Ada Quill", "Bo Reed"],
            "modality": "hedged",
            "score": 0.9,
            "quotes": [FIRST],
        },
        {"type": "Meeting", "participants": ["Ada Quill"], "modality": "hedged", "score": 0.9, "quotes": [FIRST]},
    ]
    assert left["'target' of 'MET' that is no entity"] == 1
    assert left["event taken for hedged, as nothing says whether it happened"] == 2


def test_custom_attributes_say_of_what_day_it_is(assembly: Assembly) -> None:
    Doc.set_extension("published", default=None, force=True)
    one = doc()
    one._.published = "2024-02-02"
    (record,), _, _ = made(ADAPTER, assembly, one.to_json(underscore=["published"]))
    assert record["document"]["published"] == "2024-02-02"


def test_one_faulty_document_of_a_list_is_rejected_alone(assembly: Assembly) -> None:
    good, past, wrong = doc().to_json(), doc().to_json(), doc().to_json()
    past["ents"][0]["end"] = 999
    wrong["ents"] = "none"
    records, _, faults = made(ADAPTER, assembly, [good, past, wrong, 7])
    assert len(records) == 1
    assert "x-2" in faults[0] and "past the end of the text, which has" in faults[0]
    assert "x-3" in faults[1] and "$.ents" in faults[1]
    assert "x-4" in faults[2]


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("x.spacy", b""),
        ("x.spacy", b"\x00\x01binary"),
        ("x.spacy", zlib.compress(b"not msgpack")),
        ("x.spacy", zlib.compress(b"\x80")),
        ("x.json", b'{"text": "cut'),
        ("x.json", b"\xff\xfe"),
        ("x.json", b'{"text": "\\ud800", "ents": []}'),
        ("x.json", b"[" * 100_000),
        ("x.json", b'{"ents": []}'),
    ],
)
def test_what_is_no_document_is_rejected(assembly: Assembly, source: str, data: bytes) -> None:
    records, _, faults = made(ADAPTER, assembly, data, source)
    assert records == []
    assert len(faults) == 1 and faults[0].startswith(("x", "not"))


def test_a_docbin_that_was_cut_short_is_rejected(assembly: Assembly) -> None:
    data = docbin(doc(), doc())
    for length in range(0, len(data), 37):
        records, _, faults = made(ADAPTER, assembly, data[:length], "x.spacy")
        assert (records, len(faults)) == ([], 1)


def test_a_docbin_without_its_words_is_rejected(assembly: Assembly) -> None:
    data = srsly.msgpack_loads(zlib.decompress(docbin(doc())))
    data["strings"] = []
    records, _, (fault,) = made(ADAPTER, assembly, zlib.compress(srsly.msgpack_dumps(data)), "x.spacy")
    assert records == []
    assert "damaged" in fault


def test_a_docbin_that_swells_is_refused(assembly: Assembly, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.adapters.spacydocs.LARGEST", 100)
    _, _, (fault,) = made(ADAPTER, assembly, docbin(doc()), "x.spacy")
    assert "too large" in fault
