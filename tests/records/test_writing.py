"""What is written reads back as the same record."""

import json
from pathlib import Path

import pytest

from kg.records import read_record, write_record

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_records_read_back(path: Path) -> None:
    record = read_record(path.read_bytes())
    assert read_record(write_record(record)) == record


def test_keys_beyond_the_contract_keep_their_places() -> None:
    log = (ROOT / "tests" / "profiles" / "port-calls" / "log.jsonl").read_bytes()
    written = json.loads(write_record(read_record(log)))
    assert [event.get("harbours") for event in written["events"]] == [["p"], ["q"], None]
    assert "extra" not in written
