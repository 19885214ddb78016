"""``kg index`` and ``kg link`` as a user meets them."""

import gzip
import json
from pathlib import Path

import pytest

from tests.cli.test_cli import kg
from tests.linking.world import KESTREL, make_index, write_dump

RECORD = {
    "document": {"id": "d1", "published": "2024-03-05"},
    "entities": [{"id": "a", "type": "Person", "name": "Kestrel Jon Ott"}, {"id": "b", "type": "Ghost", "name": "Bo"}],
}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(RECORD))
    return path


def test_from_a_dump_to_links(tmp_path: Path, record: Path) -> None:
    index = tmp_path / "world.kgi"
    assert kg("index", "build", write_dump(tmp_path / "dump.json"), "-o", index).returncode == 0
    info = json.loads(kg("index", "info", index, "--json", "--check").stdout)
    assert info["date"] == "2024-03-01"
    linked = tmp_path / "linked.json"
    done = kg("link", record, "--index", index, "-o", linked, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"records": 1, "unread": 0, "linked": 1, "nil": 1})
    entity, ghost = json.loads(linked.read_text())["entities"]
    assert (entity["wikidata"], entity["link"]["index"], ghost["type"]) == (KESTREL, info["hash"], "Ghost")
    explained = kg("link", linked, "--index", index, "--explain").stdout.decode()
    assert f"linked {KESTREL}" in explained and "share" in explained


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "-"])
def test_every_record_comes_out_and_what_cannot_be_read_is_passed_on(tmp_path: Path, name: str) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps(RECORD) + "\nnot JSON\n" + json.dumps(RECORD) + "\n")
    out = tmp_path / name
    done = kg("link", lines, "--index", make_index(tmp_path), "-o", "-" if name == "-" else out)
    assert done.returncode == 1
    assert b"1 records cannot be read" in done.stderr
    data = (
        done.stdout if name == "-" else gzip.decompress(out.read_bytes()) if name.endswith("gz") else out.read_bytes()
    )
    first, second, third = data.splitlines()
    assert second == b"not JSON"
    assert first == third and json.loads(first)["entities"][0]["wikidata"] == KESTREL


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["link", "{record}", "--index", "{index}"], "-o"),
        (["link", "{record}", "--index", "no.kgi", "-o", "x.jsonl"], "no.kgi: the index cannot be read"),
        (["link", "{record}", "--index", "{record}", "-o", "x.jsonl"], "not an index"),
        (["link", "{record}", "--index", "{index}", "-o", "x.ttl"], "not a record file"),
        (["link", "{record}", "--index", "{index}", "-o", "{record}"], "would replace this input"),
        (["link", "{record}", "{record}", "--index", "{index}", "-o", "x.json"], "holds one record"),
        (["link", "{record}", "--index", "{index}", "-o", "no/x.json"], "cannot be written"),
        (["index", "build", "{record}", "-o", "x.kgi"], "not a Wikidata dump"),
        (["index", "build", "{record}", "-o", "{record}"], "replace an input"),
        (["index", "build", "{record}", "-o", "x.kgi", "--date", "today"], "YYYY-MM-DD"),
        (["index", "info", "{record}"], "not an index"),
    ],
)
def test_a_wrong_call_says_why_and_ends_with_2(tmp_path: Path, record: Path, arguments: list[str], words: str) -> None:
    names = {"record": record, "index": make_index(tmp_path)}
    before = set(tmp_path.iterdir())
    done = kg(*(argument.format(**names) for argument in arguments), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert set(tmp_path.iterdir()) == before
