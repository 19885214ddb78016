"""Extraction on a real cluster gives what one machine gives."""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="Spark is not installed")
pytest.importorskip("spacy", reason="the extractor is not installed")

from kg.errors import OutputError
from kg.pipeline.extract import extract_files
from kg.pipeline.reading import Texts
from kg.profile import find_profile
from kg.records import Sources
from kg.spark.extract import extract_cluster
from tests.samples import RECORD, encoded

STORIES = [
    "Defence Minister Ada Quill met President Bo Reed in Oslo on Monday.",
    "On Wednesday Quill is to visit the Ostrava Works, her spokesman Cy Lund said.\n\nRain fell.",
    "Bo Reed denied that he had met Ada Quill.",
    "Der Minister traf am Montag den Präsidenten in Oslo, wie sein Sprecher gestern in der Stadt mitteilte. Über die "
    "Gespräche wurde nichts bekannt, und beide Seiten wollten sich vor den Kameras nicht dazu äußern.",
]


def documents() -> list[dict[str, Any]]:
    found = [
        {"document": {"id": f"d{number}", "published": "2024-03-05", "text": text}}
        for number, text in enumerate(STORIES)
    ]
    return [*found, {"document": {"id": "late", "text": STORIES[0]}}, {"document": {"id": "mute"}}, RECORD]


def test_records_are_those_of_one_machine(spark: Any, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\n".join([*map(encoded, documents()), b"{broken"]))
    told: list[str] = []
    texts = Texts(find_profile().extraction, named=(str(source),), records=True, notice=told.append)
    alone = tmp_path / "alone.jsonl"
    lines = Sources([str(source)], sys.stdin.buffer)
    expected = extract_files(lines, [str(source)], texts.opened(), str(alone), lambda _: None)
    noticed, out = sorted(told), tmp_path / "out"
    told.clear()
    counts = extract_cluster(spark, [str(source)], str(out), texts, version="0")
    assert counts.as_dict() == expected.as_dict() and counts.events
    assert unzipped(out, "records-*") == sorted(alone.read_text().splitlines())
    beside = alone.with_name(alone.name + ".rejections.jsonl")
    assert unzipped(out, "rejections-*") == sorted(beside.read_text().splitlines())
    assert told == noticed and len(told) == 1 and unzipped(out, "notices-*") == noticed
    said = json.loads((out / "extract.manifest.json").read_text())
    assert said["counts"] == expected.as_dict()
    assert sum(part["records"] for part in said["parts"]) == expected.extracted
    with pytest.raises(OutputError, match="there is something already"):
        extract_cluster(spark, [str(source)], str(out), texts, version="0")


def unzipped(folder: Path, names: str) -> list[str]:
    files = (gzip.decompress(path.read_bytes()).decode() for path in folder.glob(names))
    return sorted(line for file in files for line in file.splitlines())


def test_of_many_notices_some_are_told(spark: Any, tmp_path: Path) -> None:
    german = documents()[3]["document"]
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\n".join(encoded({"document": german | {"id": f"n{number}"}}) for number in range(30)))
    told: list[str] = []
    texts = Texts(find_profile().extraction, records=True, notice=told.append)
    extract_cluster(spark, [str(source)], str(tmp_path / "out"), texts, version="0")
    assert len(told) == 21 and told[-1] == "10 notices more are in notices-*.txt.gz"
    assert len(unzipped(tmp_path / "out", "notices-*")) == 30
