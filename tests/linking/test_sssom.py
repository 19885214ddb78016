"""Decisions as SSSOM: written and read back, refused where they are none, and valid by the standard's own tool."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.errors import DecisionError
from kg.linking.sssom import MANUAL, UNNAMED, Mapping, Verdict, read_about, read_mappings, verdicts, write_mappings

SSSOM = os.environ.get("KG_SSSOM") or shutil.which("sssom")
BASE = "https://example.org/visits/"
ADA, BO = f"{BASE}person/ada_quill", f"{BASE}entity/d:e7"
ROWS = [
    Mapping(ADA, "Ada Quill", "Q99000000004", "Ada Quill", author="orcid:0000-0000-0000-0001", confidence=1.0),
    Mapping(ADA, "Ada Quill", "Q99000000005", rejected=True, author="orcid:0000-0000-0000-0001"),
    Mapping(f"{BASE}place/y", "Y", "Q99000000002", author=UNNAMED),
    Mapping(BO, "Bo\tthe\nFirst", None, author="orcid:0000-0000-0000-0001", comment="no such item"),
    Mapping(BO, "Bo", None, "Bo", rejected=True, author="orcid:0000-0000-0000-0001", thing=f"{BASE}person/bo_first"),
    Mapping(f"{BASE}person/a._quill", "A. Quill", None, author="https://news.example/people/7", thing=ADA),
    Mapping(f"{BASE}place/x", "X", "Q99000000001", "Arden", confidence=0.41, comment="d: … in X …"),
]
HEAD = "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_id\tconfidence\n"


def test_what_is_written_is_read_back_and_its_order_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    path.write_bytes(write_mappings(ROWS, BASE))
    read = read_mappings(path)
    assert set(read) == {row._replace(label=" ".join(row.label.split())) for row in ROWS}
    assert write_mappings(reversed(read), BASE) == path.read_bytes()


def test_what_else_a_file_says_stays(tmp_path: Path) -> None:
    path, again = tmp_path / "mine.sssom.tsv", tmp_path / "again.sssom.tsv"
    head = "#license: https://license.example/\n#curie_map:\n#  ex: https://ex.example/\n#mapping_set_title: Tides\n"
    columns = HEAD.strip() + "\tmapping_date\tother\n"
    path.write_text(head + columns + f"{ADA}\tskos:exactMatch\t\twikidata:Q1\t{MANUAL}\tex:me\t\t2024-03-01\tOdd\n")
    again.write_bytes(write_mappings(read_mappings(path), BASE, read_about(path)))
    assert read_mappings(again) == read_mappings(path)
    assert dict(read_mappings(again)[0].more) == {"mapping_date": "2024-03-01", "other": "Odd"}
    about = read_about(again)
    assert about["license"] == "https://license.example/"
    assert about["mapping_set_title"] == "Tides"
    assert about["curie_map"]["ex"] == "https://ex.example/"


@pytest.mark.parametrize("head", ["#- a\n#- list\n", "#a: [\n", "#curie_map: text\n"])
def test_a_head_that_is_none_is_refused(tmp_path: Path, head: str) -> None:
    path = tmp_path / "links.tsv"
    path.write_text(head + HEAD)
    with pytest.raises(DecisionError, match="what the file says of itself"):
        read_about(path)


def test_only_reviewers_decide() -> None:
    assert verdicts(ROWS, "x") == {
        ADA: Verdict("Q99000000004", decided=True, rejected=frozenset({"Q99000000005"})),
        f"{BASE}place/y": Verdict("Q99000000002", decided=True, rejected=frozenset()),
        BO: Verdict(None, decided=True, rejected=frozenset()),
    }


def test_a_decision_about_one_is_about_all_that_are_the_same() -> None:
    other = f"{BASE}place/z"
    said = verdicts([Mapping(other, "Z", "Q1", author="a")], "x", lambda one: ADA if one == other else one)
    assert said == {ADA: Verdict("Q1", decided=True, rejected=frozenset())}
    with pytest.raises(DecisionError, match="two decisions"):
        verdicts([Mapping(other, "Z", "Q1", author="a"), Mapping(ADA, "", "Q2", author="a")], "x", lambda one: ADA)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([Mapping(ADA, "", "Q1", author="a"), Mapping(ADA, "", "Q2", author="a")], "two decisions"),
        ([Mapping(ADA, "", None, author="a"), Mapping(ADA, "", "Q2", author="b")], "two decisions"),
        ([Mapping(ADA, "", "Q1", author="a"), Mapping(ADA, "", "Q1", rejected=True, author="a")], "both accepted"),
    ],
)
def test_decisions_that_contradict_one_another_are_refused(rows: list[Mapping], words: str) -> None:
    with pytest.raises(DecisionError, match=words):
        verdicts(rows, "x")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "column mapping_justification is missing"),
        ("#a: b\nsubject_id\tobject_id\n", "links.tsv:2: not an SSSOM table"),
        (HEAD + "s\tskos:broadMatch\t\twikidata:Q1\tsemapv:ManualMappingCuration\t\t\n", "links.tsv:2: not a decision"),
        (HEAD + "s\tskos:exactMatch\t\twikidata:P1\tsemapv:ManualMappingCuration\t\t\n", "not a decision"),
        (HEAD + "s\tskos:exactMatch\t\tsemapv:Q1\tsemapv:ManualMappingCuration\t\t\n", "not a decision"),
        (HEAD + "s\tskos:exactMatch\t\tplain words\tsemapv:ManualMappingCuration\t\t\n", "not a decision"),
        (HEAD + "s\tskos:exactMatch\t\twikidata:Q1\tsemapv:ManualMappingCuration\t\t\t\t\n", "more cells"),
        (HEAD + "\tskos:exactMatch\t\twikidata:Q1\tsemapv:ManualMappingCuration\t\t\n", "not a decision"),
        (HEAD + "s\tskos:exactMatch\tMaybe\twikidata:Q1\tsemapv:ManualMappingCuration\t\t\n", "unknown modifier"),
        (HEAD + "s\tskos:exactMatch\t\twikidata:Q1\tsemapv:ManualMappingCuration\t\t93\n", "between 0 and 1"),
        (HEAD + "s\tskos:exactMatch\t\twikidata:Q1\tsemapv:ManualMappingCuration\t\tsure\n", "between 0 and 1"),
    ],
)
def test_a_file_that_holds_no_decisions_is_refused_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "links.tsv"
    path.write_text(text)
    with pytest.raises(DecisionError, match=words):
        read_mappings(path)
    with pytest.raises(DecisionError, match="cannot be read"):
        read_mappings(tmp_path / "none.tsv")


@pytest.mark.skipif(SSSOM is None, reason="no sssom (of PyPI) on the path or in KG_SSSOM")
def test_the_standards_own_tool_finds_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "links.sssom.tsv"
    path.write_bytes(write_mappings(ROWS, BASE))
    assert "error" not in _judged(path).lower()
    path.write_bytes(path.read_bytes().replace(b"semapv:", b"nowhere:"))
    assert "error" in _judged(path).lower()


def _judged(path: Path) -> str:
    done = subprocess.run([str(SSSOM), "validate", str(path)], capture_output=True, text=True, check=False)
    return f"{done.stdout}{done.stderr}{'error' if done.returncode else ''}"
