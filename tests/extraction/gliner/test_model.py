"""Real models of the real library, tiny and with weights by chance: what must hold whatever a model finds."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.adapters.labels import read_labels
from kg.errors import KgError
from kg.extraction.gliner.model import load_gliner
from kg.extraction.gliner.settings import Gliner
from kg.extraction.story import read_story
from kg.pipeline.gliner import GlinerExtractor, opened_gliner
from kg.profile import find_profile
from kg.records import read_record
from tests.extraction.gliner.tiny import ARCHITECTURES, make_model, needs_gliner

pytestmark = needs_gliner

STORY = (
    "OSLO — Defence Minister Ada Quill met President Bo Reed in Oslo on Monday. They toured the Ostrava Works.\n"
    "RELATED NEWS\n"
    "“Later Quill flew home,” said Cy Lund, whose \U0001f6eb left at noon. Reed stayed for a day with Lund’s envoy"
)
DAY = date(2024, 3, 5)


@pytest.fixture(scope="session", params=ARCHITECTURES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / f"tiny-{request.param}", request.param)


@pytest.fixture(scope="session")
def extractor(folder: Path) -> GlinerExtractor:
    return opened_gliner(Gliner(str(folder), find_profile().adapters, 0.0))


def record(extractor: GlinerExtractor, text: str = STORY) -> dict[str, Any]:
    (found,) = extractor.records([({"id": "d", "title": "T"}, read_story(text, DAY))])
    assert isinstance(found, dict), found
    return found


def test_what_is_found_is_anchored_and_of_the_types_of_the_table(extractor: GlinerExtractor, folder: Path) -> None:
    found = record(extractor)
    labels = read_labels(find_profile().adapters)
    assert found["entities"] and found["events"], "with no threshold something is found"
    read_record(json.dumps(found).encode())
    assert {one["type"] for one in found["entities"]} <= {one.type for one in labels.entities.values()}
    assert {one["type"] for one in found["events"]} <= {one.type for one in labels.events.values()}
    heading = STORY.index("RELATED")
    for entity in found["entities"]:
        assert entity["mentions"] and 0 <= entity["score"] <= 1
        for span in entity["mentions"]:
            assert STORY[span["start"] : span["end"]] == span["text"] and "\n" not in span["text"]
            assert not heading <= span["start"] < heading + len("RELATED NEWS")
    assert found["document"] == {"id": "d", "title": "T", "published": "2024-03-05", "text": STORY}
    assert found["extractor"] == {"name": f"gliner2 {folder.name}", "version": extractor._model.version}
    assert {one["modality"] for one in found["events"]} == {None}


def test_the_same_text_gives_the_same_record(extractor: GlinerExtractor, folder: Path) -> None:
    again = opened_gliner(Gliner(str(folder), find_profile().adapters, 0.0))
    assert record(again) == record(extractor)


def test_a_text_without_a_story_gives_an_empty_record(extractor: GlinerExtractor) -> None:
    assert record(extractor, "")["entities"] == []


def test_a_threshold_that_nothing_reaches_gives_an_empty_record(folder: Path) -> None:
    found = record(opened_gliner(Gliner(str(folder), find_profile().adapters, 1.0)))
    assert (found["entities"], found["events"], found["relations"]) == ([], [], [])


def test_a_long_text_is_read_in_windows_that_fit_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This encoder breaks if it gets a token too many."""
    folder = make_model(tmp_path / "m", positions=200, absolute=True)
    model = load_gliner(str(folder), 0.0)
    model.look_for(["person"], {"visit": {"participants": True}}, ["part of"])
    text = " ".join(f"On day {number} Ada Quill and Bo Reed toured works number {number}." for number in range(60))
    text += " " + "x" * 900
    read: list[str] = []
    batches = model._model.batch_extract

    def batch_extract(texts: list[str], *given: Any, **named: Any) -> Any:
        read.extend(texts)
        return batches(texts, *given, **named)

    monkeypatch.setattr(model._model, "batch_extract", batch_extract)
    found = model.result(read_story(text, DAY))["entities"]["person"]
    assert len(read) > 30
    assert {word for one in read for word in one.split()} >= set(text.split()[:-1]), "they cover the text"
    assert sum(one.count("x") for one in read) >= 900
    assert all(text[one["start"] : one["end"]] == one["text"] for one in found)
    assert max(one["end"] for one in found) > len(text) - 400


def test_labels_that_leave_no_room_for_a_text_are_refused(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "m", positions=200, absolute=True)
    with pytest.raises(KgError, match="200 tokens at once, and the labels alone take"):
        opened_gliner(Gliner(str(folder), find_profile().adapters))


def test_a_model_that_is_damaged_or_another_is_refused(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "m")
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(KgError, match="cannot be had"):
        load_gliner(str(folder), 0.5)
    weights.write_bytes(whole)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"architecture": "other"}))
    with pytest.raises(KgError, match="cannot be had"):
        load_gliner(str(folder), 0.5)


def test_a_model_on_a_hub_that_cannot_be_reached_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets are blocked in tests; that a folder needs none is what all the others show."""
    with pytest.raises(KgError, match="hf:owner/name: this GLiNER2 model cannot be had"):
        load_gliner("hf:owner/name", 0.5)
