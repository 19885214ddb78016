"""``kg convert``, and ``kg export`` of what other tools wrote, as a user meets them."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import DocBin, Span

from tests.adapters.reading import STORY, names
from tests.adapters.test_brat import EXAMPLES, THEIRS
from tests.cli.test_cli import kg

DAY = ("--published", "2024-03-05")
PAIR = ["Ada Quill", "Bo Reed"]
RESULT = {"text": STORY, "entities": {"person": PAIR}, "relation_extraction": {"met_with": [PAIR]}}
GRAPH = {
    "nodes": [{"id": "Ada Quill", "type": "Person", "properties": {}}],
    "relationships": [],
    "source": {"page_content": STORY, "metadata": {}, "type": "Document"},
}


def docbin() -> bytes:
    doc = spacy.blank("en")(STORY)
    doc.ents = [Span(doc, 1, 3, label="PERSON")]
    return DocBin(docs=[doc, doc]).to_bytes()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "two.spacy").write_bytes(docbin())
    (tmp_path / "doc.json").write_text(json.dumps(spacy.blank("en")(STORY).to_json()))
    (tmp_path / "results.jsonl").write_text(f"{json.dumps(RESULT)}\n\n{json.dumps(RESULT)}\n")
    (tmp_path / "graph.json").write_text(json.dumps([GRAPH, GRAPH]))
    (tmp_path / "dam.txt").write_text(STORY)
    (tmp_path / "dam.ann").write_text(THEIRS)
    return tmp_path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize(
    ("form", "name", "ids"),
    [
        ("spacy", "two.spacy", ["two-1", "two-2"]),
        ("spacy", "doc.json", ["doc"]),
        ("gliner2", "results.jsonl", ["results-1", "results-3"]),
        ("langchain", "graph.json", ["graph-1", "graph-2"]),
        ("brat", "dam.ann", ["dam"]),
        ("brat", ".", ["dam"]),
    ],
)
def test_each_format_becomes_records_that_can_be_exported(files: Path, form: str, name: str, ids: list[str]) -> None:
    out = files / "out.jsonl"
    done = kg("convert", form, files / name, "-o", out, *DAY, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["converted"] == len(ids)
    assert [one["document"]["id"] for one in lines(out)] == ids
    assert all("Ada Quill" in names(one) for one in lines(out) if one.get("entities"))
    assert kg("export", out, "-o", files / "out.nq").returncode == 0


@pytest.mark.parametrize("name", ["two.spacy", "results.jsonl", "graph.json", "dam.ann"])
def test_what_is_unmistakable_is_exported_as_it_is(files: Path, name: str) -> None:
    form = {"two.spacy": "spacy", "results.jsonl": "gliner2", "graph.json": "langchain", "dam.ann": "brat"}[name]
    assert kg("convert", form, files / name, "-o", files / "out.jsonl", *DAY).returncode == 0
    assert kg("export", files / "out.jsonl", "-o", files / "one.nq").returncode == 0
    done = kg("export", files / name, "-o", files / "two.nq", *DAY)
    assert done.returncode == 0, done.stderr
    assert (files / "one.nq").read_bytes() == (files / "two.nq").read_bytes()


def test_workers_get_what_was_converted(files: Path) -> None:
    for number in "12":
        done = kg("export", files / "two.spacy", "-o", files / f"{number}.nq", *DAY, "--workers", number)
        assert done.returncode == 0, done.stderr
    assert (files / "1.nq").read_bytes() == (files / "2.nq").read_bytes()


def test_what_was_left_out_is_said_and_stands_in_the_manifest(files: Path) -> None:
    done = kg("export", files / "dam.ann", "-o", files / "dam.nq", *DAY)
    assert b"left out: 1 x entity label 'TIME'" in done.stderr
    assert json.loads((files / "dam.nq.manifest.json").read_text())["left"]["entity label 'TIME'"] == 1
    done = kg("convert", "brat", files / "dam.ann", "-o", files / "dam.jsonl", *DAY)
    assert b"left out: 1 x entity label 'TIME'" in done.stderr


def test_what_does_not_say_that_it_happened_is_no_fact_unless_the_user_says_so(files: Path) -> None:
    out = files / "out.jsonl"
    assert kg("convert", "gliner2", files / "results.jsonl", "-o", out, *DAY).returncode == 0
    assert {one["events"][0]["modality"] for one in lines(out)} == {"hedged"}
    assert kg("convert", "gliner2", files / "results.jsonl", "-o", out, *DAY, "--modality", "happened").returncode == 0
    assert {one["events"][0]["modality"] for one in lines(out)} == {"happened"}


@pytest.mark.parametrize(
    "call",
    [("convert", "spacy", "two.spacy", "-o", "x.jsonl"), ("export", "two.spacy", "-o", "x.nq"),
     ("export", "graph.json", "-o", "x.nq")],
)  # fmt: skip
def test_without_a_date_it_stops_and_says_so(files: Path, call: tuple[str, ...]) -> None:
    before = set(files.iterdir())
    done = kg(*call, cwd=files)
    assert done.returncode == 2
    assert b"--published" in done.stderr and call[-3].encode() in done.stderr
    assert set(files.iterdir()) == before


def test_what_is_at_fault_is_told_and_the_rest_is_converted(files: Path) -> None:
    (files / "cut.spacy").write_bytes(docbin()[:-20])
    (files / "binary.spacy").write_bytes(bytes(range(256)))
    (files / "gone.spacy.gz").write_bytes(gzip.compress(docbin())[:-20])
    (files / "good.spacy.gz").write_bytes(gzip.compress(docbin()))
    past = spacy.blank("en")(STORY).to_json() | {"ents": [{"start": 0, "end": 5000, "label": "PERSON"}]}
    (files / "past.json").write_text(json.dumps(past))
    out = files / "out.jsonl"
    given = ("cut.spacy", "two.spacy", "binary.spacy", "past.json", "gone.spacy.gz", "good.spacy.gz")
    inputs = [files / name for name in given]
    done = kg("convert", "spacy", *inputs, "-o", out, *DAY, "--json")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    counts = json.loads(done.stdout)
    assert (counts["converted"], counts["rejected"]) == (4, 4)
    for name in ("cut.spacy", "binary.spacy", "past.json", "gone.spacy.gz"):
        assert name.encode() in done.stderr
    assert len(lines(out)) == 4


def test_an_export_rejects_what_it_cannot_convert(files: Path) -> None:
    (files / "cut.spacy").write_bytes(docbin()[:-20])
    done = kg("export", files / "cut.spacy", files / "two.spacy", "-o", files / "x.nq", *DAY, "--json")
    assert done.returncode == 1
    counts = json.loads(done.stdout)
    assert counts["records"] == {"in": 3, "out": 2, "rejected": 1}
    assert counts["rejected"] == {"not-converted": 1}
    (rejected,) = lines(files / "x.nq.rejections.jsonl")
    assert "cut short" in rejected["reason"] and rejected["source"].endswith("cut.spacy")


def test_other_labels_are_taken_from_another_table(files: Path) -> None:
    table = (Path(__file__).parents[2] / "ontology" / "adapters.yaml").read_text()
    mine = files / "mine.yaml"
    mine.write_text(table.replace("entities:\n", "entities:\n  time: Vessel\n", 1))
    out = files / "dam.json"
    assert kg("convert", "brat", files / "dam.ann", "-o", out, *DAY, "--labels", mine).returncode == 0
    assert names(json.loads(out.read_text()))["Monday"] == "Vessel"


def test_standard_input_and_output_and_compressed_files(files: Path) -> None:
    text = (files / "results.jsonl").read_bytes().splitlines()[0]
    done = kg("convert", "gliner2", "-", "-o", "-", *DAY, stdin=text)
    assert json.loads(done.stdout)["document"]["id"] == "stdin"
    out = files / "out.jsonl.gz"
    assert kg("convert", "gliner2", files / "results.jsonl", "-o", out, *DAY).returncode == 0
    assert len(gzip.decompress(out.read_bytes()).splitlines()) == 2


def test_records_to_brat_and_back(tmp_path: Path) -> None:
    folder, out = tmp_path / "gold", tmp_path / "again.jsonl"
    done = kg("convert", "--to", "brat", *EXAMPLES, "-o", folder)
    assert done.returncode == 0, done.stderr
    assert "participants*:<ENTITY>" in (folder / "annotation.conf").read_text()
    assert kg("convert", "brat", folder, "-o", out).returncode == 0
    graphs = tmp_path / "one.nq", tmp_path / "two.nq"
    for inputs, graph in ((EXAMPLES, graphs[0]), ([out], graphs[1])):
        assert kg("export", *inputs, "-o", graph, "--sorted").returncode == 0
    assert graphs[0].read_bytes() == graphs[1].read_bytes()
    again = kg("convert", "--to", "brat", *EXAMPLES, "-o", folder)
    assert again.returncode == 2 and b"not empty" in again.stderr


def test_a_record_that_brat_cannot_hold_is_told(tmp_path: Path) -> None:
    bare = tmp_path / "bare.jsonl"
    bare.write_text('{"document": {"id": "d", "published": "2024-03-05"}}\n{}\n')
    done = kg("convert", "--to", "brat", bare, *EXAMPLES, *EXAMPLES[:1], EXAMPLES[0].parent, "-o", tmp_path / "gold")
    assert done.returncode == 1
    assert b"holds no text" in done.stderr and b"bare.jsonl:2" in done.stderr
    assert len(list((tmp_path / "gold").glob("*.ann"))) == len(EXAMPLES)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["docx", "x.docx", "-o", "x.jsonl"], "known: brat, gliner2, langchain, spacy"),
        (["spacy", "-o", "x.jsonl"], "name a format"),
        (["spacy", "none.json", "-o", "x.jsonl"], "none.json: there is no such file"),
        (["spacy", "doc.json", "-o", "x.ttl"], "not a record file by its name"),
        (["spacy", "doc.json", "-o", "doc.json"], "would replace this input"),
        (["spacy", "doc.json", "-o", "x.json", "--published", "Monday"], "'Monday' does not match"),
        (["spacy", "two.spacy", "-o", "x.json", *DAY], "holds one record"),
        (["spacy", "doc.json", "-o", "x.jsonl", "--labels", "doc.json"], "not a table of labels"),
        (["brat", "empty", "-o", "x.jsonl"], "holds no file that ends in .ann"),
        (["--to", "brat", "none.json", "-o", "x"], "none.json"),
    ],
)
def test_a_wrong_call_says_why_and_ends_with_2(files: Path, arguments: list[str], words: str) -> None:
    (files / "empty").mkdir()
    before = set(files.iterdir())
    done = kg("convert", *arguments, cwd=files)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert set(files.iterdir()) - {files / "x"} == before
