"""The starter index: what ships, where it comes from, and tables that are none."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import DumpError, ProfileError
from kg.linking.linker import Linker
from kg.linking.opening import open_index
from kg.linking.rules import read_rules
from kg.linking.starter import COLUMNS, build_starter, read_starter
from kg.profile import find_profile
from kg.records import read_record

ROOT = Path(__file__).parents[2]
VERIFIED = ROOT.parent / "shared" / "wikidata"
PROFILE = find_profile()
RULES = read_rules(PROFILE.linking)
HEAD = "\t".join(COLUMNS) + "\n"


def test_well_known_names_are_linked_and_others_are_not(tmp_path: Path) -> None:
    wanted = {"Sergei Shoigu": "Q32024", "Moscow": "Q649", "Tu-95": "Q181815", "Tu-22M3": "Q204944", "Osric Vane": None,
              "F-16": "Q100026", "Russian": "Q159"}  # fmt: skip
    types = {"Moscow": "Place", "Russian": "Place", "Sergei Shoigu": "Person", "Osric Vane": "Person"}
    entities = [{"id": name, "type": types.get(name, "AircraftModel"), "name": name} for name in wanted]
    record = read_record(
        json.dumps({"document": {"id": "d", "published": "2024-03-05"}, "entities": entities}).encode()
    )
    out = tmp_path / "starter.kgi"
    number = build_starter(PROFILE.starter, RULES, out)
    with open_index(out) as index:
        assert index.counts["item"] == number
        index.check()
        found = Linker(index, RULES).decisions(record)
    assert {entity.name: one.item for entity, one in zip(record.entities, found, strict=True)} == wanted


def test_the_same_table_gives_the_same_hash_and_another_one_another(tmp_path: Path) -> None:
    out, table = tmp_path / "out.kgi", tmp_path / "starter.tsv"
    hashes = []
    for more in ("", "", "Q99000000001\tPlace\tArden\tArdenia|\tcountry\n"):
        table.write_bytes(PROFILE.starter.read_bytes() + more.encode())
        build_starter(table, RULES, out)
        with open_index(out) as index:
            hashes.append(index.meta["hash"])
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "starter.tsv:1: the columns must be"),
        ("item\tlabel\n", "the columns must be"),
        (HEAD + "Q1\tPlace\n", "starter.tsv:2: an item"),
        (HEAD + "P1\tPlace\tArden\t\t\n", "an item"),
        (HEAD + "Q1\tPlace\t\t\t\n", "a label"),
        (HEAD + "Q1\tGhost\tArden\t\t\n", "unknown type 'Ghost'"),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    table = tmp_path / "starter.tsv"
    table.write_text(text)
    with pytest.raises(ProfileError, match=words):
        build_starter(table, RULES, tmp_path / "out.kgi")
    assert [path.name for path in tmp_path.iterdir()] == ["starter.tsv"]


def test_a_table_that_is_missing_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="no starter index"):
        list(read_starter(tmp_path / "starter.tsv", RULES))
    (tmp_path / "starter.tsv").write_text(HEAD)
    with pytest.raises(DumpError, match="nothing of the profile's types"):
        build_starter(tmp_path / "starter.tsv", RULES, tmp_path / "out.kgi")


@pytest.mark.skipif(not VERIFIED.is_dir(), reason="no folder ../shared with verified items beside this repository")
def test_it_is_what_the_script_makes_of_the_verified_items(tmp_path: Path) -> None:
    made = tmp_path / "starter.tsv"
    command = [sys.executable, "-m", "benchmarks.linking_starter", VERIFIED / "qids.tsv", VERIFIED / "slice.json.gz"]
    subprocess.run([*map(str, command), "-o", str(made)], check=True, cwd=ROOT)
    assert made.read_bytes() == PROFILE.starter.read_bytes()
