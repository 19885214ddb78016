"""``kg extract``, and ``kg export`` of texts, as a user meets them."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("spacy", reason="the extractor is not installed")

import kg as visits
from kg.records import read_record
from tests.cli.test_cli import ROOT, kg

GOLD = ROOT / "tests" / "extraction" / "gold"
STORY = "Defence Minister Ada Quill met President Bo Reed in Oslo on Monday."


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "meeting.txt"
    path.write_text(STORY)
    return path


def names(record: Any) -> set[str]:
    return {entity["name"] for entity in record["entities"]}


def test_a_text_becomes_a_record_that_can_be_exported(tmp_path: Path, story: Path) -> None:
    record = tmp_path / "meeting.json"
    done = kg("extract", story, "--published", "2024-03-05", "--publisher", "Example News", "-o", record, "--json")
    assert done.returncode == 0
    found = json.loads(record.read_text())
    assert found["document"] == {
        "id": "meeting",
        "text": STORY,
        "publisher": "Example News",
        "published": "2024-03-05",
    }
    assert {"Ada Quill", "Bo Reed", "Oslo"} <= names(found)
    read_record(record.read_bytes())
    assert json.loads(done.stdout)["entities"] == len(found["entities"])
    assert kg("export", record, "-o", tmp_path / "one.nq").returncode == 0


def test_the_same_from_python(tmp_path: Path, story: Path) -> None:
    record = tmp_path / "meeting.json"
    assert kg("extract", story, "--published", "2024-03-05", "-o", record).returncode == 0
    assert visits.extract(STORY, "2024-03-05", id="meeting") == json.loads(record.read_text())


def test_an_export_of_a_text_is_the_export_of_its_record(tmp_path: Path, story: Path) -> None:
    record = tmp_path / "meeting.json"
    assert kg("extract", story, "--published", "2024-03-05", "-o", record).returncode == 0
    assert kg("export", record, "-o", tmp_path / "one.nq").returncode == 0
    assert kg("export", story, "--published", "2024-03-05", "-o", tmp_path / "two.nq").returncode == 0
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes()


def test_workers_read_texts_too(tmp_path: Path, story: Path) -> None:
    (tmp_path / "other.txt").write_text("Rain fell.")
    (tmp_path / "noise.txt").write_bytes(bytes(3))
    texts = (story, tmp_path / "other.txt", tmp_path / "noise.txt")
    for number in (1, 2):
        out = tmp_path / f"by-{number}.nq"
        assert kg("export", *texts, "--published", "2024-03-05", "-o", out, "--workers", number).returncode == 1
    for ending in ("", ".rejections.jsonl"):
        assert (tmp_path / f"by-1.nq{ending}").read_bytes() == (tmp_path / f"by-2.nq{ending}").read_bytes()


@pytest.mark.parametrize("number", [2, 3])
def test_several_workers_extract_the_same(tmp_path: Path, number: int) -> None:
    (tmp_path / "noise.txt").write_bytes(bytes(3))
    texts = (GOLD, tmp_path / "noise.txt")
    for each in (1, number):
        words = ("--published", "2024-03-05", "-o", tmp_path / f"by-{each}.jsonl", "--workers", each, "--json")
        done = kg("extract", *texts, *words)
        assert done.returncode == 1, done.stderr
        (tmp_path / f"by-{each}.counts").write_bytes(done.stdout)
    for ending in ("jsonl", "jsonl.rejections.jsonl", "counts"):
        assert (tmp_path / f"by-1.{ending}").read_bytes() == (tmp_path / f"by-{number}.{ending}").read_bytes()
    assert len((tmp_path / "by-1.jsonl").read_bytes().splitlines()) > 40


def test_a_call_that_is_wrong_is_so_with_workers_too(tmp_path: Path, story: Path) -> None:
    done = kg("extract", story, "-o", tmp_path / "x.jsonl", "--workers", 2)
    assert done.returncode == 2
    assert b"--published" in done.stderr and b"Traceback" not in done.stderr
    done = kg(
        "extract", story, "-o", tmp_path / "x.jsonl", *("--published", "2024-03-05", "--workers", 2, "--model", "no")
    )
    assert done.returncode == 2
    assert b"no language model" in done.stderr and b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == [story]


@pytest.mark.parametrize("verb", ["extract", "export"])
def test_without_a_date_the_verb_says_so(tmp_path: Path, story: Path, verb: str) -> None:
    done = kg(verb, story, "-o", tmp_path / ("x.json" if verb == "extract" else "x.nq"))
    assert done.returncode == 2
    assert b"--published" in done.stderr and b"meeting.txt" in done.stderr


def test_standard_input_is_a_text_or_records(tmp_path: Path) -> None:
    text = kg("extract", "-", "--published", "2024-03-05", "-o", "-", stdin=f"{STORY}\n\n{STORY[:-1]}, too.".encode())
    (line,) = text.stdout.splitlines()
    assert json.loads(line)["document"]["text"].count("Quill") == 2
    bare = json.dumps({"document": {"id": "d7", "published": "2024-03-05", "text": STORY}})
    records = kg("extract", "-", "-o", "-", stdin=f"{bare}\n{line.decode()}\n".encode())
    first, second = records.stdout.splitlines()
    assert names(json.loads(first)) == names(json.loads(line))
    assert second == line  # it held facts already


def test_a_folder_is_read_and_what_is_no_text_is_kept_and_can_come_back(tmp_path: Path, story: Path) -> None:
    (tmp_path / "noise.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "undated.html").write_text(f"<html><body><article><p>{STORY}</p></article></body></html>")
    (tmp_path / "dated.md").write_text(f"---\ndate: 2024-03-05\n---\n{STORY}\n")
    out = tmp_path / "all.jsonl.gz"
    done = kg("extract", tmp_path, "-o", out, "--json")
    assert done.returncode == 1
    counts = json.loads(done.stdout)
    assert (counts["read"], counts["extracted"], counts["reasons"]) == (4, 1, {"no-date": 2, "not-text": 1})
    assert len(gzip.decompress(out.read_bytes()).splitlines()) == 1
    rejections = tmp_path / "all.jsonl.gz.rejections.jsonl"
    assert len(rejections.read_text().splitlines()) == 3
    mended = tmp_path / "mended.jsonl"
    mended.write_text("".join(line for line in rejections.read_text().splitlines(True) if "no-date" in line))
    done = kg("extract", mended, "--published", "2024-03-05", "-o", tmp_path / "more.jsonl", "--json")
    assert (done.returncode, json.loads(done.stdout)["extracted"]) == (0, 2)


def test_a_text_without_events_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Rain fell.")
    assert kg("extract", tmp_path / "x.txt", "--published", "2024-03-05", "-o", tmp_path / "x.json").returncode == 0
    assert json.loads((tmp_path / "x.json").read_text())["events"] == []


def test_another_language_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("La ministre s'est rendue lundi à Oslo pour y rencontrer son homologue. " * 4)
    done = kg("extract", tmp_path / "x.txt", "--published", "2024-03-05", "-o", tmp_path / "x.json")
    assert done.returncode == 0
    assert b"does not read as English" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "no_such_model"], "no language model"),
        (["--published", "yesterday"], "yesterday"),
        (["-o", "x.ttl"], "not a record file"),
    ],
)
def test_a_wrong_call_says_why_and_ends_with_2(tmp_path: Path, story: Path, words: list[str], said: str) -> None:
    done = kg("extract", story, "-o", tmp_path / "x.json", "--published", "2024-03-05", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr.decode()
