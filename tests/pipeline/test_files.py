import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError, KgError, OutputError, ProfileError
from kg.mapping import Settings
from kg.pipeline import Plan, Target, export_files
from kg.profile import find_profile
from kg.records import Sources
from kg.serialization import FORMATS, format_named
from tests.samples import LOG, PORTS, RECORD, TEXT, changed, encoded, export_to, lines, log, ports, quads

SUFFIXES = [form.suffixes[0] for form in FORMATS]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifest(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out.with_name(out.name + ".manifest.json").read_bytes())
    return found


def test_the_manifest_says_what_was_made_of_what(tmp_path: Path) -> None:
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(lines(log(number=8), {})))
    out = tmp_path / "out.trig"
    export_to(out, LOG, packed, validate_every=1)
    assert manifest(out) == {
        "visits-kg": "0",
        "format": "trig",
        "settings": {
            "base": Settings().base, "by_name": True, "max_quote": 1000,
            "same_as": False, "skos": False, "strict": False, "validate_every": 1
        },
        "inputs": {str(LOG): sha256(LOG.read_bytes()), str(packed): sha256(packed.read_bytes())},
        "profile": {
            name: sha256((PORTS / name).read_bytes()) for name in ("ontology.ttl", "shapes.ttl", "mapping.yaml")
        },
        "counts": {
            "records": {"in": 3, "out": 2, "rejected": 1},
            "parts": {"out": {"document": 2, "entities": 6, "events": 4, "relations": 2}, "rejected": 2},
            "triples": len(quads(out)),
            "rejected": {"shape": 2, "wrong-type": 1},
            "notices": {},
            "ignored": {"document.published": 2},
        },
    }  # fmt: skip


def test_no_article_is_in_graph_or_manifest(tmp_path: Path) -> None:
    record = changed(("/events/0/evidence", [{"start": 2, "end": 11}]))
    for suffix in SUFFIXES:
        out = tmp_path / f"out{suffix}"
        export_to(out, stdin=lines(record), folder=None)
    assert not [name for name, data in files(tmp_path).items() if TEXT.encode() in data or b"aide said" in data]
    assert len(files(tmp_path)) == 2 * len(SUFFIXES)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_two_runs_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        export_to(tmp_path / name / f"out{suffix}", stdin=lines(log(), RECORD, {}))
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert set(files(tmp_path / "a")) == {f"out{suffix}{more}" for more in ("", ".manifest.json", ".rejections.jsonl")}


def test_all_formats_hold_the_same_triples(tmp_path: Path) -> None:
    found = []
    for suffix in SUFFIXES:
        export_to(tmp_path / f"out{suffix}", stdin=lines(RECORD, changed(("/document/id", "d2"))), folder=None)
        found.append({triple for triple, _ in quads(tmp_path / f"out{suffix}")})
    assert len(found[0]) > 100
    assert all(one == found[0] for one in found)


SCRIPT = """
import sys
from pathlib import Path
from tests.samples import LOG, RECORD, export_to, lines
from tests.pipeline.test_files import SUFFIXES
for suffix in SUFFIXES:
    export_to(Path(sys.argv[1]) / f"ports{suffix}", LOG)
    for order in (False, True):
        export_to(Path(sys.argv[1]) / f"{order}{suffix}", stdin=lines(RECORD, {}), folder=None, in_order=order)
"""


def test_the_seed_of_hashes_changes_no_byte(tmp_path: Path) -> None:
    runs = []
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        root = Path(__file__).parents[2]
        command = [sys.executable, "-c", SCRIPT, str(tmp_path / seed)]
        runs.append(subprocess.Popen(command, cwd=root, env=environment))
    assert [run.wait() for run in runs] == [0, 0]
    assert len(files(tmp_path / "1")) == 3 * 3 * len(SUFFIXES)
    assert files(tmp_path / "1") == files(tmp_path / "2")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_in_order_the_order_of_the_input_changes_no_byte(tmp_path: Path, suffix: str) -> None:
    records = [changed(("/document/id", f"d{number}")) for number in range(3)]
    for name, order in (("a", records), ("b", records[::-1])):
        (tmp_path / name).mkdir()
        export_to(tmp_path / name / f"out{suffix}", stdin=lines(*order), validate_every=0, folder=None, in_order=True)
    one, two = files(tmp_path / "a"), files(tmp_path / "b")
    assert one.pop(f"out{suffix}.manifest.json") != two.pop(f"out{suffix}.manifest.json")  # the input's hash
    assert one == two


def test_without_rejections_no_file_stays_of_an_earlier_run(tmp_path: Path) -> None:
    out = tmp_path / "out.nq"
    export_to(out, LOG)
    assert (tmp_path / "out.nq.rejections.jsonl").is_file()
    export_to(out, LOG, validate_every=0)
    assert set(files(tmp_path)) == {"out.nq", "out.nq.manifest.json"}


def test_the_graph_goes_to_standard_output(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    export_to(tmp_path / "out.nt", LOG)
    assert capsysbinary.readouterr().out == b""
    counts = export_files(
        Sources([str(LOG)], io.BytesIO()),
        Target(None, format_named("nt"), None, None),
        Plan(find_profile(PORTS), Settings()),
        version="0",
        progress=lambda counts: None,
    )
    assert capsysbinary.readouterr().out == (tmp_path / "out.nt").read_bytes()
    assert counts.reasons == {"shape": 1}  # told, though no file was named for it


# a profile that RDF/XML cannot write: no name can be split off the end of this IRI
NUMBERED = [
    ("mapping.yaml", "imo: imo", "imo: n/7"),
    ("ontology.ttl", ":imo a", "<https://example.org/port-calls#n/7> a"),
    ("shapes.ttl", ":imo", "<https://example.org/port-calls#n/7>"),
]

FAILING: list[tuple[str, str, type[KgError]]] = [
    ("a writer that fails", "out.rdf", OutputError),
    ("an input cut short", "out.nq", InputError),
    ("a faulty profile", "out.ttl", ProfileError),
]


@pytest.mark.parametrize("before", [False, True], ids=["new", "old"])
@pytest.mark.parametrize(("why", "name", "error"), FAILING)
def test_where_a_run_fails_all_stays_as_it_was(
    tmp_path: Path, why: str, name: str, error: type[KgError], *, before: bool
) -> None:
    out = tmp_path / "out" / name
    out.parent.mkdir()
    if before:
        export_to(out, LOG)
    was = files(out.parent)
    assert len(was) == (3 if before else 0)
    source, folder = LOG, PORTS
    if why == "a writer that fails":
        folder = ports(tmp_path / "profile", *NUMBERED)
        export_to(tmp_path / "out.nq", LOG, folder=folder)  # others can
    elif why == "an input cut short":
        source = tmp_path / "cut.jsonl.gz"
        packed = gzip.compress(lines(*(log(number=number) for number in range(2000))))
        source.write_bytes(packed[:-20])
    else:
        folder = ports(tmp_path / "profile", ("mapping.yaml", "class: Log", "class: Lug"))
    with pytest.raises(error):
        export_to(out, source, folder=folder, validate_every=0)
    assert files(out.parent) == was


@pytest.mark.parametrize(
    ("inputs", "refused"),
    [
        (["a.jsonl"], None),
        (["-"], None),
        (["folder"], None),
        (["a.jsonl", "folder/../out.nq.rejections.jsonl"], "folder/../out.nq.rejections.jsonl"),
        (["link.jsonl"], "link.jsonl"),
        (["out.nq.manifest.json"], "out.nq.manifest.json"),
    ],
)
def test_no_output_replaces_an_input(tmp_path: Path, inputs: list[str], refused: str | None) -> None:
    for name in ("a.jsonl", "out.nq.rejections.jsonl", "out.nq.manifest.json", "folder/a.json", "folder/x.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(encoded({}))
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "out.nq.rejections.jsonl")
    target = Target.beside(tmp_path / "out.nq", format_named("nq"))
    given = [name if name == "-" else str(tmp_path / name) for name in inputs]
    if refused is None:
        target.refuse_inputs(given)
        return
    with pytest.raises(OutputError, match="the output would replace this input") as caught:
        target.refuse_inputs(given)
    assert caught.value.where == str(tmp_path / refused)


def test_an_output_in_a_folder_of_inputs_replaces_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(encoded(RECORD))
    target = Target(tmp_path / "out.nq", format_named("nq"), tmp_path / "m.json", tmp_path / "r.jsonl")
    target.refuse_inputs([str(tmp_path)])
    target = Target(tmp_path / "out.nq", format_named("nq"), tmp_path / "a.json", tmp_path / "r.jsonl")
    with pytest.raises(OutputError, match="the output would replace this input"):
        target.refuse_inputs([str(tmp_path)])
    with pytest.raises(InputError, match="there is no such file"):
        target.refuse_inputs([str(tmp_path / "none.json")])


def test_no_output_replaces_another(tmp_path: Path) -> None:
    one = tmp_path / "out.nq"
    for target in (Target(one, format_named("nq"), one, None), Target(None, format_named("nq"), one, one)):
        with pytest.raises(OutputError, match="two outputs have this name"):
            target.refuse_inputs([])
    Target(None, format_named("nq"), None, None).refuse_inputs([])
