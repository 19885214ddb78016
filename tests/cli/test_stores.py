"""The verbs that speak to stores, as a user meets them, on a store in a folder."""

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import ROOT, kg

GRAPH = "https://example.org/visits/graph/vane-in-kestria"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "examples.nq"
    assert kg("export", ROOT / "examples", "-o", path).returncode == 0
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    assert kg("store", tmp_path / "store").returncode == 0
    return tmp_path / "store"


def test_loaded_asked_changed_and_retracted(tmp_path: Path, exported: Path, store: Path) -> None:
    first = json.loads(kg("load", exported, store, "--json").stdout)
    documents = first["new"]
    assert documents >= 5
    again = json.loads(kg("load", exported, store, "--json").stdout)
    assert (again["new"], again["changed"], again["skipped"]) == (0, 0, documents)
    asked = ["query", "q01-met", "-p", "person=Osric Vane", "--format", "csv"]
    assert kg(*asked[:2], store, *asked[2:]).stdout == kg(*asked[:2], exported, *asked[2:]).stdout
    assert kg("diff", exported, store).returncode == 0
    changed = tmp_path / "changed.nq"
    changed.write_text(exported.read_text().replace('"2023-05-14"', '"2023-05-15"'))
    differs = kg("diff", changed, store)
    assert differs.returncode == 1
    assert b"~ 2023-05-15, PlannedEvent, Visit, Planned" in differs.stdout
    assert b"- edtf: 2023-05-14" in differs.stdout
    assert json.loads(kg("load", changed, store, "--json").stdout)["changed"] == 2
    assert kg("diff", changed, store).stdout == b"nothing differs\n"
    assert kg("retract", "vane-in-kestria", store).returncode == 0
    assert GRAPH.encode() not in kg("query", _dump(tmp_path), store).stdout
    assert kg("retract", "vane-in-kestria", store).returncode == 2
    assert kg("diff", changed, store).stdout.startswith(f"+ {GRAPH}: new".encode())
    assert f"{documents - 1} documents" in kg("store", store).stdout.decode()


def _dump(folder: Path) -> Path:
    query = folder / "dump.rq"
    query.write_text("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    return query


def test_records_are_exported_on_the_way(tmp_path: Path, store: Path) -> None:
    done = kg("load", ROOT / "examples", store, "--base", "https://data.example/", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert b"documents new" in done.stderr


def test_a_truncated_file_ends_with_2_and_changes_nothing(tmp_path: Path, exported: Path, store: Path) -> None:
    kg("load", exported, store)
    broken = tmp_path / "broken.nq"
    broken.write_bytes(exported.read_bytes().replace(b"2023", b"1999")[:-40])
    done = kg("load", broken, store)
    assert done.returncode == 2
    assert b"broken.nq:" in done.stderr
    assert kg("diff", exported, store).returncode == 0


def test_explained_and_reported(exported: Path, store: Path) -> None:
    kg("load", exported, store)
    told = kg("explain", "Tomas Rill", store)
    assert told.stdout == kg("explain", "Tomas Rill", exported).stdout
    assert "his spokesman Tomas Rill announced.”" in told.stdout.decode()
    assert b"Visit, Planned" in told.stdout
    facts = json.loads(kg("explain", "Tomas Rill", store, "--json").stdout)
    assert facts[0]["type"] == ["Person"]
    report = kg("report", exported).stdout.decode()
    assert report.replace(report[report.index("## What was rejected?") :], "") == kg("report", store).stdout.decode()
    assert "| planned | Visit |" in report


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["load", "{graph}", "no-such-folder"], "nor a folder with a store"),
        (["load", "no-such.nq", "{store}"], "no such file"),
        (["load", "{graph}", "http://ada:secret@127.0.0.1:9/"], "which others can see"),
        (["load", "{graph}", "http://127.0.0.1:9/", "--store", "nonsense"], "known: oxigraph"),
        (["load", "{graph}", "{store}", "--graph", "nonsense"], "not an absolute IRI"),
        (["retract", "nobody", "{store}"], "was given no document 'nobody'"),
        (["explain", "Nobody", "{store}"], "nothing in the graph has the label"),
        (["query", "q01-met", "http://127.0.0.1:9", "--store", "oxigraph"], "cannot be reached"),
        (["query", "q01-met", "{store}", "--service"], "leave out --service"),
        (["store", "{folder}"], "holds something else"),
        (["serve", "no-such.nq"], "no-such.nq"),
    ],
)
def test_a_wrong_call_says_why(exported: Path, store: Path, arguments: list[str], words: str) -> None:
    names = {"graph": exported, "store": store, "folder": exported.parent}
    done = kg(*(each.format(**names) for each in arguments))
    assert done.returncode == 2, done.stderr
    assert words in done.stderr.decode()
    assert b"secret" not in done.stderr
    assert b"Traceback" not in done.stderr
