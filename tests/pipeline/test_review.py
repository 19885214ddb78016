"""Reviewers' decisions win, stay, and reach what depends on them."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.linking.sssom import Mapping as Row
from kg.linking.sssom import read_mappings, write_mappings
from tests.cli.test_cli import kg
from tests.linking.world import BORLAND, KESTREL, OTHER_QUILL, QUILL, make_index

BASE = "https://example.org/visits/"
ADA = f"{BASE}person/ada_quill"
ME = "orcid:0000-0000-0000-0001"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    record = tmp_path / "record.json"
    entities = [
        {"id": "a", "type": "Person", "name": "Ada Quill"},
        {"id": "k", "type": "Person", "name": "Kestrel Jon Ott"},
        {"id": "q", "type": "Person", "name": "Quill"},
    ]
    record.write_text(json.dumps({"document": {"id": "d", "published": "2024-03-05"}, "entities": entities}))
    return record, make_index(tmp_path)


def linked(files: tuple[Path, Path], rows: list[Row], *more: object) -> dict[str, Any]:
    record, index = files
    decisions, out = record.parent / "in.sssom.tsv", record.parent / "linked.json"
    decisions.write_bytes(write_mappings(rows, BASE))
    done = kg("link", record, "--index", index, "-o", out, "--decisions", decisions, *more)
    assert done.returncode == 0, done.stderr
    return {one["id"]: one for one in json.loads(out.read_text())["entities"]}


@pytest.mark.parametrize(
    ("rows", "item"),
    [
        ([], None),
        ([Row(ADA, "", QUILL, author=ME)], QUILL),
        ([Row(ADA, "", BORLAND, author=ME)], BORLAND),
        ([Row(ADA, "", OTHER_QUILL, rejected=True, author=ME)], QUILL),
        ([Row(ADA, "", OTHER_QUILL, rejected=True, author=ME), Row(ADA, "", QUILL, rejected=True, author=ME)], None),
        ([Row(ADA, "", None, author=ME)], None),
        ([Row(ADA, "", QUILL)], None),
    ],
)
def test_a_decision_wins_and_a_proposal_does_not(files: tuple[Path, Path], rows: list[Row], item: str | None) -> None:
    found = linked(files, rows)
    assert found["a"]["wikidata"] == item
    assert found["k"]["wikidata"] == KESTREL
    decided = [row for row in rows if row.author and not row.rejected]
    assert found["a"]["link"]["method"] == ("review" if decided else "index")


def test_a_short_name_follows_what_was_decided_about_the_fuller_one(files: tuple[Path, Path]) -> None:
    assert linked(files, [Row(ADA, "", QUILL, author=ME)])["q"]["wikidata"] == QUILL


def test_what_is_open_is_proposed_and_what_is_decided_stays(files: tuple[Path, Path]) -> None:
    out = files[0].parent / "out.sssom.tsv"
    linked(files, [], "--sssom", out)
    rows = read_mappings(out)
    assert {row.item for row in rows if row.subject == ADA} == {QUILL, OTHER_QUILL}
    assert not any(row.author for row in rows)
    decided = Row(ADA, "Ada Quill", QUILL, author=ME)
    linked(files, [decided], "--sssom", out)
    assert [row for row in read_mappings(out) if row.subject == ADA] == [decided]


def test_the_graph_names_the_subject_that_decisions_are_about(files: tuple[Path, Path]) -> None:
    record, index = files
    decisions, graph = record.parent / "in.sssom.tsv", record.parent / "graph.nt"
    decisions.write_bytes(write_mappings([Row(ADA, "", QUILL, author=ME)], BASE))
    assert kg("export", record, "-o", graph, "--link", index, "--decisions", decisions).returncode == 0
    node = f"<{BASE}link/d:a> <https://w3id.org/visits-kg#"
    lines = graph.read_text().splitlines()
    assert f"{node}unlinked> <{ADA}> ." in lines
    assert f'{node}linkMethod> "review" .' in lines


def test_an_item_that_a_record_brings_can_be_rejected(files: tuple[Path, Path]) -> None:
    value = json.loads(files[0].read_text())
    value["entities"][0]["wikidata"] = BORLAND
    files[0].write_text(json.dumps(value))
    assert linked(files, [])["a"]["wikidata"] == BORLAND
    assert linked(files, [Row(ADA, "", BORLAND, rejected=True, author=ME)])["a"]["wikidata"] is None
