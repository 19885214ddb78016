"""Invented records with hostile names, half of them faulty: nothing is lost, and what is said of them is true."""

import io
import itertools
import json
from pathlib import Path

from benchmarks.records import FAULTS, records
from kg.api import read_graph
from kg.mapping import Settings
from kg.pipeline import Counts, Plan, Target, export_files
from kg.profile import find_profile
from kg.records import Sources
from kg.serialization import format_of
from kg.validation import CORPUS, DOCUMENT, validate_graph
from tests.samples import rejections

PROFILE = find_profile()
MANY = 250


def exported(data: Path, out: Path) -> Counts:
    plan = Plan(PROFILE, Settings(), corpus=True)
    sources = Sources([str(data)], io.BytesIO())
    return export_files(sources, Target.beside(out, format_of(out)), plan, version="0", progress=lambda _: None)


def test_all_of_it_is_exported_or_rejected_and_conforms(tmp_path: Path) -> None:
    data = tmp_path / "records.jsonl"
    data.write_bytes(b"".join(records(MANY, faulty=0.5)))
    counts = exported(data, tmp_path / "out.trig")
    assert counts.read == MANY == counts.exported + counts.rejected
    assert len(counts.reasons) > 10
    assert {one["line"] for one in rejections(tmp_path / "out.trig")} <= set(range(1, MANY + 1))
    reports = validate_graph(read_graph(tmp_path / "out.trig"), PROFILE)
    assert reports[DOCUMENT].conforms
    assert counts.corpus is not None
    assert counts.corpus.report == reports[CORPUS]
    assert not reports[CORPUS].conforms


def test_a_record_is_a_function_of_its_place_and_the_seed() -> None:
    assert list(records(20)) == list(itertools.islice(records(50), 20)) != list(records(20, seed=2))


def test_without_faults_all_is_exported(tmp_path: Path) -> None:
    data = tmp_path / "records.jsonl"
    data.write_bytes(b"".join(records(MANY, faulty=0)))
    counts = exported(data, tmp_path / "out.nq")
    assert (counts.exported, counts.reasons, counts.ignored) == (MANY, {}, {})
    assert len(FAULTS) == 27


def test_texts_hold_what_their_spans_say() -> None:
    for line in records(30, faulty=0):
        record = json.loads(line)
        text = record["document"]["text"]
        for part in (*record["events"], *record["relations"]):
            assert all(text[one["start"] : one["end"]] == one["text"] for one in part["evidence"])
