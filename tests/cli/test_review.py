"""``kg review`` as a person meets it, at a terminal and through a pipe, and what comes of it in links and graphs."""

import importlib.util
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kg.linking.sssom import NOTHING, read_mappings
from tests.cli.test_cli import ROOT, kg
from tests.linking.world import KESTREL, OTHER_QUILL, QUILL, make_index, q

BASE = "https://example.org/visits/"
ADA, SHORT, FIRST, SECOND = (
    f"{BASE}{name}" for name in ("person/ada_quill", "person/a._quill", "entity/tide-1:a", "entity/tide-2:a")
)
ME = ("--author", "orcid:0000-0000-0000-0001")


def record(id: str, text: str, *names: str) -> dict[str, Any]:
    entities = []
    for key, name in zip("abc", names, strict=False):
        span = {"start": text.index(name), "end": text.index(name) + len(name), "text": name}
        entities.append({"id": key, "type": "Person", "name": name, "mentions": [span]})
    return {"document": {"id": id, "published": "2024-03-05", "text": text}, "entities": entities}


RECORDS = [
    record("tide-1", "It rained. Gen. Ada Quill opened the dam. Nobody came.", "Ada Quill"),
    record("tide-2", "Ada Quill \u202eand\x9b2J left.", "Ada Quill"),
    record("tide-3", "Later A. Quill met Kestrel Jon Ott.", "A. Quill", "Kestrel Jon Ott"),
]


class Files(NamedTuple):
    records: Path
    kgi: Path
    decisions: Path


@pytest.fixture
def files(tmp_path: Path) -> Files:
    records = tmp_path / "records.jsonl"
    records.write_text("".join(json.dumps(one) + "\n" for one in RECORDS))
    return Files(records, make_index(tmp_path), tmp_path / "d.sssom.tsv")


def review(files: Files, answers: Sequence[str], *more: object) -> subprocess.CompletedProcess[bytes]:
    call = ("review", files.records, "--index", files.kgi, "--decisions", files.decisions, *ME, *more)
    done = kg(*call, stdin="".join(f"{one}\n" for one in answers).encode())
    assert b"Traceback" not in done.stderr
    return done


def rows(files: Files) -> set[tuple[str, str | None, bool]]:
    found = read_mappings(files.decisions)
    assert {row.author for row in found} <= {ME[1]}
    return {(row.subject, row.thing or row.item, row.rejected) for row in found}


def labels(files: Files, *more: object) -> dict[str, set[str]]:
    """Export, and give which names each thing has."""
    done = kg("export", files.records, "-o", "-", "-f", "nt", "--decisions", files.decisions, *more)
    assert done.returncode == 0, done.stderr
    found: dict[str, set[str]] = {}
    for subject, name in re.findall(r'^<(\S+)> <\S+label> "(.*)" \.$', done.stdout.decode(), re.MULTILINE):
        found.setdefault(subject.removeprefix(BASE), set()).add(name)
    return found


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["1"], {(ADA, QUILL, False)}),
        (["a 2"], {(ADA, OTHER_QUILL, False)}),
        (["r 1", "1"], {(ADA, QUILL, True), (ADA, OTHER_QUILL, False)}),
        (["r all", "n"], {(ADA, QUILL, True), (ADA, OTHER_QUILL, True), (ADA, None, False)}),
        (["n"], {(ADA, None, False)}),
        ([KESTREL, "y"], {(ADA, KESTREL, False)}),
        ([f"other {QUILL}", "y"], {(ADA, QUILL, False)}),
        (["Q99999900001", "yes"], {(ADA, "Q99999900001", False)}),
        ([q(30), "y"], {(ADA, q(1), False)}),
        (["1", "b", "2"], {(ADA, OTHER_QUILL, False)}),
        (["sp b", "1", "2"], {(SECOND, ADA, True), (ADA, QUILL, False), (SECOND, OTHER_QUILL, False)}),
        (["sp all", "n", "j", "1"], {(SECOND, ADA, True), (FIRST, ADA, True), (FIRST, None, False),
                                     (SECOND, FIRST, False)}),
        (["j quill", "1", "1"], {(ADA, SHORT, False), (SHORT, QUILL, False)}),
    ],
)  # fmt: skip
def test_what_is_answered_is_written(files: Files, answers: list[str], expected: set[tuple[str, Any, bool]]) -> None:
    done = review(files, answers)
    assert done.returncode == 0
    assert rows(files) == expected


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([""], "not an answer"),
        (["7"], "which candidate?"),
        (["0"], "which candidate?"),
        (["a all"], "which candidate?"),
        (["r"], "which candidates?"),
        (["r 3"], "which candidates?"),
        (["o P31"], "not an item of Wikidata"),
        (["o Q1; drop"], "not an item of Wikidata"),
        ([KESTREL, "n"], "Kestrel Jon Ott\ntake it?"),
        ([q(20), "n"], "Kingsby: city in Arden (a Place, not a Person)"),
        (["Q99999900001", "no"], "not in an index here"),
        ([q(30), "n"], f"merged into {q(1)}"),
        (["b"], "nothing to take back"),
        (["j"], "the same as which number?"),
        (["j quill", "2"], "not joined"),
        (["j nobody"], "nothing else of this type"),
        (["sp"], "which places?"),
        (["sp c"], "which places?"),
        (["?"], "take the last answer back"),
        (["\x1b[A\xff"], "not an answer"),
        (["q"], "q quit"),
        (["s"], "is asked for"),
    ],
)
def test_what_is_no_decision_is_said_and_writes_nothing(files: Files, answers: list[str], words: str) -> None:
    done = review(files, answers)
    assert done.returncode == 0
    assert words in done.stdout.decode()
    assert not files.decisions.exists()


def test_what_is_shown_is_enough_to_decide_and_moves_no_cursor(files: Files) -> None:
    shown = review(files, []).stdout.decode()
    assert "Ada Quill  Person  " + ADA in shown
    assert "a  tide-1 2024-03-05: Gen. [Ada Quill] opened the dam.\n" in shown
    assert "b  tide-2 2024-03-05: [Ada Quill] \ufffdand\ufffd2J left." in shown
    assert re.search(rf"1  0\.\d\d  {QUILL}  Ada Quill\n +by key, ", shown)
    assert "is asked for" in shown
    assert not set("\u202e\x9b\x1b") & set(shown)


def test_a_review_goes_on_where_it_was_left(files: Files) -> None:
    assert b"1 answers, 2 left" in review(files, ["sp b", "q"]).stderr
    before = files.decisions.read_bytes()
    assert b"0 answers" in review(files, []).stderr
    assert files.decisions.read_bytes() == before
    again = review(files, ["1"])
    assert b"b  tide-2" not in again.stdout, "it was split off before"
    assert rows(files) == {(SECOND, ADA, True), (ADA, QUILL, False)}
    review(files, ["2"])
    assert review(files, []).stdout == b""


def test_all_asks_about_the_rest_too(files: Files) -> None:
    shown = review(files, ["s"] * 9, "--all").stdout.decode()
    assert re.findall(r"^(\S.*?)  Person", shown, re.MULTILINE) == [
        "Ada Quill", "A. Quill", "Kestrel Jon Ott"]  # fmt: skip


def test_what_kg_link_left_in_records_is_reviewed_without_an_index(files: Files) -> None:
    linked, proposals = files.records.with_name("linked.jsonl"), files.decisions
    kg("link", files.records, "--index", files.kgi, "-o", linked, "--sssom", proposals)
    done = kg("review", linked, "--decisions", proposals, stdin=b"1\n", cwd=files.records.parent)
    assert done.returncode == 2 and b"KG_AUTHOR" in done.stderr
    done = kg("review", linked, "--decisions", proposals, *ME, stdin=b"2\n")
    assert done.returncode == 0, done.stderr
    mine = [row for row in read_mappings(proposals) if row.subject == ADA]
    assert [(row.item, row.author) for row in mine] == [(OTHER_QUILL, ME[1])]
    assert any(row.item == KESTREL and not row.author for row in read_mappings(proposals)), "proposals of others stay"


@pytest.mark.parametrize("link", [True, False])
def test_two_persons_of_one_name_are_two_in_the_graph(files: Files, link: bool) -> None:
    review(files, ["sp b", "1", "n"])
    found = labels(files, *(["--link", files.kgi] if link else []))
    assert found[f"item/{QUILL}"] == {"Ada Quill"}
    assert found["entity/tide-2:a"] == {"Ada Quill"}
    assert "person/ada_quill" not in found


@pytest.mark.parametrize("link", [True, False])
def test_two_names_of_one_person_are_one_in_the_graph(files: Files, link: bool) -> None:
    review(files, ["s", "j ada", "1", "n"], "--all")
    found = labels(files, *(["--link", files.kgi] if link else []))
    assert found["person/ada_quill"] == {"Ada Quill", "A. Quill"}
    review(files, ["r all"], "--all")
    files.decisions.unlink()
    review(files, ["s", "j ada", "1", "1"], "--all")
    assert labels(files, *(["--link", files.kgi] if link else []))[f"item/{QUILL}"] == {"Ada Quill", "A. Quill"}


def test_the_manifest_tells_which_decisions_made_a_graph(files: Files) -> None:
    review(files, ["1"])
    graph = files.records.with_name("g.nt")
    assert kg("export", files.records, "-o", graph, "--decisions", files.decisions).returncode == 0
    manifest = json.loads(Path(f"{graph}.manifest.json").read_text())
    assert len(manifest["decisions"]) == 64 and "sameness" not in manifest["settings"]
    alone = graph.read_bytes()
    assert kg("export", files.records, "-o", graph, "--decisions", files.decisions, "--workers", "2").returncode == 0
    assert graph.read_bytes() == alone


def test_decisions_of_another_are_not_overwritten(files: Files) -> None:
    command = [sys.executable, "-m", "kg", "review", *map(str, (files.records, "--index", files.kgi)),
               "--decisions", str(files.decisions), *ME]  # fmt: skip
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert running.stdin and running.stdout
    while not running.stdout.readline().startswith(b"number accept"):
        assert running.poll() is None
    files.decisions.write_text("mine")
    _, errors = running.communicate(b"1\n", timeout=60)
    assert running.returncode == 2
    assert b"changed by another" in errors
    assert files.decisions.read_text() == "mine"


@pytest.mark.parametrize("plain", [True, False])
def test_at_a_terminal_it_is_coloured_unless_that_is_not_wanted(files: Files, plain: bool) -> None:
    environment = {**os.environ, "TERM": "xterm-256color", **({"NO_COLOR": "1"} if plain else {})}
    if not plain:
        environment.pop("NO_COLOR", None)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kg", "review", *map(str, (files.records, "--index", files.kgi)),
               "--decisions", str(files.decisions), *ME]  # fmt: skip
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment) as running:
        os.close(theirs)
        shown = b""
        while b"q quit" not in shown:
            shown += os.read(ours, 4096)
        os.write(ours, b"1\nq\n")
        assert running.wait(timeout=60) == 0
    os.close(ours)
    assert (b"\x1b[32m" in shown) is not plain
    assert rows(files) == {(ADA, QUILL, False)}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--author", "me"], "--author is an ORCID"),
        (["--author", "orcid:1"], "--author is an ORCID"),
        (["--author", "https://a.example/|https://b.example/"], "--author is an ORCID"),
        (["--author", "javascript:1"], "--author is an ORCID"),
        (["--index", "none.kgi", *ME], "none.kgi: the index cannot be read"),
        (["--decisions", "{records}", *ME], "not an SSSOM table"),
        (["-", *ME], "standard input is for the answers"),
    ],
)
def test_a_wrong_call_says_why(files: Files, more: list[str], words: str) -> None:
    before = set(files.records.parent.iterdir())
    done = kg(
        "review", files.records, "--decisions", files.decisions, *(one.format(records=files.records) for one in more)
    )
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert set(files.records.parent.iterdir()) == before


def test_records_that_cannot_be_read_are_told(files: Files) -> None:
    files.records.write_text(files.records.read_text() + "{}\n")
    done = review(files, ["1"])
    assert done.returncode == 1
    assert b"records.jsonl:4" in done.stderr
    assert rows(files) == {(ADA, QUILL, False)}


@pytest.mark.skipif(importlib.util.find_spec("sssom") is None, reason="pip install sssom to check against the standard")
def test_what_is_written_is_valid_by_the_standards_own_tool(files: Files) -> None:
    review(files, ["sp b", "r 1", "1", "n", "j ada", "1"], "--all")
    assert NOTHING in files.decisions.read_text()
    command = [sys.executable, "-W", "ignore", "-m", "sssom.cli", "validate", str(files.decisions)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "error" not in (done.stdout + done.stderr).lower()


def test_without_the_libraries_of_linking_decisions_are_made_and_heeded(files: Files) -> None:
    linked = files.records.with_name("linked.jsonl")
    assert kg("link", files.records, "--index", files.kgi, "-o", linked).returncode == 0
    calls = [
        ("review", linked, "--decisions", files.decisions, *ME),
        ("export", linked, "-o", files.records.with_name("g.nt"), "--decisions", files.decisions),
    ]
    for call in calls:
        code = (
            "import sys; sys.modules['rapidfuzz'] = sys.modules['anyascii'] = None; from kg.cli import main; "
            f"sys.argv[1:] = {list(map(str, call))}; main()"
        )
        done = subprocess.run([sys.executable, "-c", code], input=b"1\n", capture_output=True, check=False, cwd=ROOT)
        assert done.returncode == 0, done.stderr
    assert rows(files) == {(ADA, QUILL, False)}
