"""The command line as a user meets it: real processes, real files, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOG = ROOT / "tests" / "profiles" / "port-calls" / "log.jsonl"
PORTS = LOG.parent
RECORD = {
    "document": {"id": "d1", "published": "2024-03-05", "text": "Ada Quill toured Ostrava."},
    "entities": [
        {"id": "a", "type": "Person", "name": "Ada Quill", "mentions": [{"start": 0, "end": 9, "text": "Ada Quill"}]},
        {"id": "o", "type": "Place", "name": "Ostrava", "attributes": {"kind": "city"}},
    ],
    "events": [
        {"id": "v", "type": "Visit", "participants": ["a"], "place": "o", "date": "2024-03-04", "modality": "happened",
         "evidence": [{"start": 0, "end": 25, "text": "Ada Quill toured Ostrava."}]},
    ],
}  # fmt: skip


def kg(*arguments: object, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-W", "error::ResourceWarning", "-m", "kg", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd or ROOT, check=False)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(RECORD))
    return path


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nq", "nt", "jsonld", "rdf"])
def test_every_format_is_written_validated_and_asked(tmp_path: Path, record: Path, suffix: str) -> None:
    graph = tmp_path / f"graph.{suffix}"
    assert kg("export", record, "-o", graph).returncode == 0
    assert kg("validate", graph).returncode == 0
    done = kg("query", "itinerary", graph, "-p", "person=Ada Quill", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert b"Ostrava" in done.stdout
    assert json.loads((tmp_path / f"graph.{suffix}.manifest.json").read_text())["counts"]["records"]["out"] == 1
    assert not (tmp_path / f"graph.{suffix}.rejections.jsonl").exists()


def test_standard_input_and_output(record: Path) -> None:
    done = kg("export", "-", "-o", "-", "--format", "nt", stdin=record.read_bytes())
    assert done.returncode == 0
    assert b'"Ada Quill"' in done.stdout
    lines = kg("export", "-", "-o", "-", "--format", "nt", stdin=json.dumps(RECORD).encode() + b"\n")
    assert lines.stdout == done.stdout
    assert kg("validate", "-", "--format", "nt", stdin=done.stdout).returncode == 0


def test_what_is_rejected_is_written_counted_and_taken_back(tmp_path: Path) -> None:
    out = tmp_path / "log.trig"
    done = kg("export", LOG, "--profile", PORTS, "-o", out, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["rejected"] == {"shape": 1}
    rejections = Path(f"{out}.rejections.jsonl")
    (line,) = map(json.loads, rejections.read_text().splitlines())
    assert (line["source"], line["line"], line["document"], line["pointer"]) == (str(LOG), 1, "log-7", "/events/2")
    assert line["shape"] == "https://example.org/port-calls#CallShape"
    assert line["record"] == json.loads(LOG.read_text())
    line["record"]["events"][2]["harbours"] = ["q"]
    mended = tmp_path / "log.rejections.jsonl"
    mended.write_text(json.dumps(line) + "\n")
    assert kg("export", mended, "--profile", PORTS, "-o", tmp_path / "mended.trig").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "no-such.json", "-o", "x.ttl"], "no-such.json: there is no such file"),
        (["export", "{record}", "-o", "x.unknown"], "'.unknown'"),
        (["export", "{record}", "-o", "-"], "--format"),
        (["export", "{record}", "-o", "no-such-folder/x.ttl"], "no-such-folder"),
        (["export", "{record}", "-o", "x.ttl", "--base", "nonsense"], "not an absolute IRI"),
        (["export", "{record}", "-o", "x.ttl", "--base", "https://example.org/x"], "must end in / or #"),
        (["export", "{record}", "-o", "{record}", "--format", "nt"], "would replace this input"),
        (["export", "{record}"], "--output"),
        (["export", "{record}", "-o", "x.ttl", "--profile", "{folder}"], "profile file is missing"),
        (["validate", "no-such.ttl"], "no-such.ttl"),
        (["validate", "{bad}"], "bad.ttl:1:"),
        (["query", "no-such", "{record}"], "known: "),
        (["query", "q01-met", "no-such.ttl"], "no-such.ttl"),
        (["query", "q01-met", "{bad}"], "bad.ttl:1:"),
        (["query", "q01-met", "{empty}", "-p", "person=Nobody"], "nothing in the graph has the label"),
        (["query", "q01-met", "{empty}", "-p", "who=Nobody"], "no parameter 'who'"),
        (["query", "q01-met", "{empty}", "-p", "person"], "NAME=VALUE"),
        (["frobnicate"], "No such command"),
    ],
)
def test_a_wrong_call_says_why_and_ends_with_2(tmp_path: Path, record: Path, arguments: list[str], words: str) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b> ")
    (tmp_path / "empty.ttl").write_text("")
    names = {"record": record, "folder": tmp_path, "bad": tmp_path / "bad.ttl", "empty": tmp_path / "empty.ttl"}
    before = set(tmp_path.iterdir())
    done = kg(*(argument.format(**names) for argument in arguments), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert set(tmp_path.iterdir()) == before


def test_queries_are_listed() -> None:
    listed = json.loads(kg("queries", "--json").stdout)
    assert {"q01-met", "q10-identifiers", "itinerary"} <= {query["name"] for query in listed}
    assert b"Whom did" in kg("queries").stdout


def test_the_profile_that_ships_is_sound() -> None:
    assert kg("check", "--no-reasoner").returncode == 0


def test_help_starts_without_an_rdf_library() -> None:
    code = "import sys; from kg.cli import group; group(['--help'], standalone_mode=False); " \
        "sys.exit(any(name in sys.modules for name in ('rdflib', 'pyshacl', 'pyoxigraph', 'owlready2')))"  # fmt: skip
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    assert b"_KG_COMPLETE" in kg("completion", shell).stdout


def test_a_reader_that_goes_away_is_no_error_of_ours(tmp_path: Path) -> None:
    records = tmp_path / "many.jsonl"
    with records.open("w") as file:
        for number in range(3000):
            file.write(json.dumps({**RECORD, "document": {"id": str(number), "published": "2024-03-05"}}) + "\n")
    command = f"{sys.executable} -m kg export {records} -o - -f nt --validate-every 0 | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, cwd=ROOT, env=os.environ.copy())
    assert len(done.stdout.splitlines()) == 1
    assert b"Traceback" not in done.stderr


def test_a_folder_gets_part_files(tmp_path: Path, record: Path) -> None:
    out = tmp_path / "parts"
    assert kg("export", record, "-o", f"{out}/").returncode == 0
    assert sorted(path.name for path in out.iterdir()) == ["export.manifest.json", "part-00000.nq.gz"]
    assert kg("export", record, "-o", out, "--resume").returncode == 0
    done = kg("export", record, "-o", out)
    assert done.returncode == 2
    assert b"an export is in this folder already" in done.stderr
    assert kg("export", record, "-o", f"{tmp_path}/turtle/", "-f", "ttl").returncode == 0
    assert kg("validate", tmp_path / "turtle" / "part-00000.ttl").returncode == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "graph.nq", "--resume"], b"--resume goes with a folder only"),
        (["-o", "graph.nq", "--part-documents", "5"], b"go with a folder only"),
        (["-o", "parts/", "--sorted"], b"--sorted does not go with a folder"),
        (["-o", "parts/", "--manifest", "m.json"], b"--manifest does not go with a folder"),
        (["-o", "parts/", "-f", "nq.7z"], b"no format is called"),
    ],
    ids=["resume", "parts", "sorted", "manifest", "format"],
)
def test_what_does_not_go_together(tmp_path: Path, record: Path, options: list[str], said: bytes) -> None:
    done = kg("export", record, *options, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == [record]
