"""Extraction by several processes, real ones, of which some die."""

import json
import os
import signal
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("spacy", reason="the extractor is not installed")

from kg.pipeline.extract import extract_files, reading
from kg.pipeline.reading import Texts
from kg.profile import find_profile
from kg.records import TEXTS, Sources

STORY = "Defence Minister Ada Quill met President Bo Reed in Oslo on day {}.\n"


def end_process(text: str, *, once: Path | None) -> None:
    """Kill the process that says that a text has nothing to extract from: always, or the first time."""
    if "no running text" in text and not (once and once.exists()):
        if once:
            once.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def extract(folder: Path, texts: Texts) -> tuple[list[str], list[dict[str, object]]]:
    """Extract with two workers; give the ids of the records, and the rejections."""
    out = folder.with_name("out.jsonl")
    sources = Sources([str(folder)], BytesIO(), texts=True, below=TEXTS)
    with reading(texts, 2) as read:
        extract_files(sources, [str(folder)], read, str(out), lambda counts: None)
    rejected = out.with_name("out.jsonl.rejections.jsonl")
    lines = rejected.read_text().splitlines() if rejected.exists() else []
    return [json.loads(line)["document"]["id"] for line in out.read_text().splitlines()], list(map(json.loads, lines))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text("" if number in (3, 20) else STORY.format(number))
    return folder


def texts(once: Path | None) -> Texts:
    notice = partial(end_process, once=once)
    return Texts(find_profile().extraction, given={"published": "2024-03-05"}, notice=notice)


def test_a_text_that_kills_every_worker_is_rejected_alone(folder: Path) -> None:
    ids, rejected = extract(folder, texts(None))
    assert ids == [f"{number:02}" for number in range(40) if number not in (3, 20)]
    assert [(Path(str(one["source"])).name, one["code"]) for one in rejected] == [
        ("03.txt", "worker-crashed"),
        ("20.txt", "worker-crashed"),
    ]


def test_a_worker_that_is_killed_loses_nothing(folder: Path, tmp_path: Path) -> None:
    once = tmp_path / "killed"
    ids, rejected = extract(folder, texts(once))
    assert once.exists()
    assert (ids, rejected) == ([f"{number:02}" for number in range(40)], [])
