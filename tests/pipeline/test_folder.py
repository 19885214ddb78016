"""Exports in parts: the same graph, whole or to be gone on with, wherever the process was killed."""

import gzip
import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError, OutputError
from kg.mapping import Settings
from kg.pipeline import Counts, Folder, Parting, Plan, export_folder
from kg.profile import find_profile
from kg.records import Sources
from kg.serialization import FORMATS, format_named, format_of, read_quads, unpacked
from tests.samples import PORTS, encoded, export_to, lines, log, ports, quads, rejections
from tests.samples import RECORD as OTHER

ROOT = Path(__file__).parents[2]
MANY = 120
PLAN = Plan(find_profile(PORTS), Settings())
NQUADS = format_named("nquads")


def corpus(number: int = MANY) -> bytes:
    """Good records and bad ones, with an id twice, and a rejection that was mended in two lines."""
    records: list[Any] = [log(number=one) for one in range(number)]
    records[7], records[20], records[33], records[91] = {"document": {}}, 5, records[3], records[88]
    records[5]["names"] = "not of the contract"
    mended = {
        "source": "x",
        "line": 1,
        "document": "log-1000",
        "pointer": "",
        "code": "shape",
        "record": log(number=1000),
    }
    return lines(*records[:60], mended, mended, *records[60:])


def parted(
    folder: Path, data: bytes | Path, parting: Parting | None = None, plan: Plan = PLAN, *, resume: bool = False
) -> Counts:
    inputs = [str(data)] if isinstance(data, Path) else ["-"]
    return export_folder(
        Sources(inputs, io.BytesIO(data if isinstance(data, bytes) else b"")),
        Folder.at(folder, parting or Parting(NQUADS, ".zst", 10)),
        plan,
        version="0",
        progress=lambda _: None,
        resume=resume,
    )


def written(folder: Path) -> dict[str, bytes]:
    """Give all there is of an export: the folder's files, and what lies beside it."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}
    return found | {path.name: path.read_bytes() for path in folder.parent.glob(f"{folder.name}.*")}


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "export.manifest.json").read_bytes())
    return found


def quads_of(folder: Path) -> list[Any]:
    found: list[Any] = []
    for path in sorted(folder.glob("part-*")):
        with path.open("rb") as file:
            found += read_quads(unpacked(file, path), format_of(path))
    return found


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_parts_are_the_graph(tmp_path: Path, form: Any, packing: str) -> None:
    counts = parted(tmp_path / "out", corpus(), Parting(form, packing, 25))
    alone = export_to(tmp_path / f"alone{form.suffixes[0]}", stdin=corpus())
    assert counts == alone
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["export.manifest.json", *(f"part-{n:05d}{form.suffixes[0]}{packing}" for n in range(5))]
    assert set(quads_of(tmp_path / "out")) == quads(tmp_path / f"alone{form.suffixes[0]}")
    assert rejections(tmp_path / "out") == rejections(tmp_path / f"alone{form.suffixes[0]}") != []


def test_lines_of_all_parts_are_those_of_one_file(tmp_path: Path) -> None:
    parted(tmp_path / "out", corpus(), Parting(NQUADS, ".gz", 25))
    export_to(tmp_path / "alone.nq", stdin=corpus())
    parts = sorted((tmp_path / "out").glob("part-*"))
    assert b"".join(gzip.decompress(part.read_bytes()) for part in parts) == (tmp_path / "alone.nq").read_bytes()


def test_the_manifest_lists_the_parts(tmp_path: Path) -> None:
    counts = parted(tmp_path / "out", corpus())
    found = manifest(tmp_path / "out")
    assert found["parting"] == {"documents": 10, "bytes": None, "packing": ".zst"}
    assert found["counts"] == counts.as_dict()
    parts = found["parts"]
    assert sum(part["documents"] for part in parts) == counts.exported
    assert sum(part["triples"] for part in parts) == counts.triples == len(quads_of(tmp_path / "out"))
    for part in parts:
        data = (tmp_path / "out" / part["name"]).read_bytes()
        assert (part["bytes"], part["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert part["documents"] <= 10


def test_a_part_takes_in_no_document_beyond_its_bytes(tmp_path: Path) -> None:
    parted(tmp_path / "out", lines(*(log(number=number) for number in range(30))), Parting(NQUADS, "", 20, 20_000))
    sizes = [path.stat().st_size for path in sorted((tmp_path / "out").glob("part-*"))]
    one = sizes[0] / manifest(tmp_path / "out")["parts"][0]["documents"]
    assert len(sizes) > 3
    assert all(20_000 <= size < 20_000 + 2 * one for size in sizes[:-1])


@pytest.mark.parametrize(("data", "parts"), [(b"", 0), (b"5\n" * 30, 0), (b"5\n" * 30 + encoded(log()), 1)])
def test_no_part_is_empty(tmp_path: Path, data: bytes, parts: int) -> None:
    counts = parted(tmp_path / "out", data)
    assert len(list((tmp_path / "out").glob("part-*"))) == len(manifest(tmp_path / "out")["parts"]) == parts
    assert len(rejections(tmp_path / "out")) == counts.reasons.total()


def test_an_empty_folder_is_filled_and_old_rejections_go(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out.rejections.jsonl").write_text("old")
    parted(tmp_path / "out", b"")
    assert set(written(tmp_path / "out")) == {"export.manifest.json"}


# -- going on ----------------------------------------------------------------------------------------------------------


class Cut(Exception):
    """An interruption, at a record."""


def cut(folder: Path, data: bytes | Path, at: int, **more: Any) -> None:
    """Export until so many records are done."""

    def stop(counts: Counts) -> None:
        if counts.read == at:
            raise Cut

    inputs = [str(data)] if isinstance(data, Path) else ["-"]
    target = Folder.at(folder, more.get("parting") or Parting(NQUADS, ".zst", 10))
    sources = Sources(inputs, io.BytesIO(data if isinstance(data, bytes) else b""))
    with pytest.raises(Cut):
        export_folder(sources, target, PLAN, version="0", progress=stop, resume=more.get("resume", False))


@pytest.mark.parametrize("at", [1, 9, 10, 11, 60, 61, 62, 118, 121])
def test_what_was_interrupted_ends_with_the_same_bytes(tmp_path: Path, at: int) -> None:
    whole = parted(tmp_path / "whole" / "out", corpus())
    folder = tmp_path / "cut" / "out"
    cut(folder, corpus(), at)
    assert [path.name for path in folder.parent.glob("out/*.json")] == []
    assert len(list(folder.glob("part-*"))) == at // 10
    assert parted(folder, corpus(), resume=True) == whole
    assert written(folder) == written(tmp_path / "whole" / "out")


def test_without_a_part_there_is_nothing_to_go_on_with(tmp_path: Path) -> None:
    cut(tmp_path / "out", corpus(), 9)
    assert written(tmp_path / "out") == {}
    parted(tmp_path / "out", corpus())


@pytest.mark.parametrize("resume", [False, True])
def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path, resume: bool) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(OutputError, match="not empty"):
        parted(tmp_path, corpus(), resume=resume)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_to_go_on_is_to_be_asked_for(tmp_path: Path) -> None:
    cut(tmp_path / "out", corpus(), 30)
    with pytest.raises(OutputError, match=r"unfinished .*add --resume"):
        parted(tmp_path / "out", corpus())
    parted(tmp_path / "out", corpus(), resume=True)
    with pytest.raises(OutputError, match="already"):
        parted(tmp_path / "out", corpus())


def test_what_is_complete_is_not_done_again(tmp_path: Path) -> None:
    data = tmp_path / "in.jsonl"
    data.write_bytes(corpus())
    counts = parted(tmp_path / "out", data)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    again = parted(tmp_path / "out", data, resume=True)
    assert replace(again, first=counts.first) == counts
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == before
    data.write_bytes(corpus()[:-100])
    with pytest.raises(OutputError, match="other inputs"):
        parted(tmp_path / "out", data, resume=True)


def other_profile(tmp_path: Path) -> Plan:
    return replace(PLAN, profile=find_profile(ports(tmp_path / "ports", ("shapes.ttl", "7}", "8}"))))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: {"plan": replace(PLAN, settings=Settings("https://other.example/"))}, "settings"),
        (lambda _: {"plan": replace(PLAN, strict=True)}, "settings"),
        (lambda _: {"plan": replace(PLAN, decisions="x")}, "decisions"),
        (lambda tmp_path: {"plan": other_profile(tmp_path)}, "profile"),
        (lambda _: {"parting": Parting(NQUADS, ".gz", 10)}, "parting"),
        (lambda _: {"parting": Parting(NQUADS, ".zst", 11)}, "parting"),
        (lambda _: {"parting": Parting(format_named("trig"), ".zst", 10)}, "format"),
    ],
    ids=["base", "strict", "decisions", "profile", "packing", "part", "format"],
)
def test_another_export_does_not_go_on_with_this_one(tmp_path: Path, change: Any, said: str) -> None:
    cut(tmp_path / "out", corpus(), 30)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("part-*")}
    with pytest.raises(OutputError, match=f"had other {said}"):
        parted(tmp_path / "out", corpus(), **{"parting": None, **change(tmp_path)}, resume=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").glob("part-*")} == before
    parted(tmp_path / "out", corpus(), resume=True)  # it can be gone on with all the same


@pytest.mark.parametrize(
    "other",
    [corpus().replace(b"log-3", b"log-4", 1), corpus()[:5000], b"", b"5\n" + corpus()],
    ids=["changed", "shorter", "empty", "shifted"],
)
def test_other_records_are_refused(tmp_path: Path, other: bytes) -> None:
    cut(tmp_path / "out", corpus(), 30)
    with pytest.raises(InputError, match="not those of the first run"):
        parted(tmp_path / "out", other, resume=True)


def test_a_file_of_another_size_is_refused_at_once(tmp_path: Path) -> None:
    data = tmp_path / "in.jsonl"
    data.write_bytes(corpus())
    cut(tmp_path / "out", data, 30)
    data.write_bytes(corpus() + encoded(OTHER))
    with pytest.raises(OutputError, match="other inputs"):
        parted(tmp_path / "out", data, resume=True)


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["gone", "empty"])
def test_a_part_that_was_touched_is_noticed(tmp_path: Path, damage: Any) -> None:
    cut(tmp_path / "out", corpus(), 30)
    damage(tmp_path / "out" / "part-00001.nq.zst")
    with pytest.raises(OutputError, match="missing or was changed"):
        parted(tmp_path / "out", corpus(), resume=True)


def test_two_at_once_do_not_work_in_one_folder(tmp_path: Path) -> None:
    tried: list[str] = []

    def second(counts: Counts) -> None:
        if counts.read == 30:
            with pytest.raises(OutputError, match="another export is at work") as found:
                parted(tmp_path / "out", corpus(), resume=True)
            tried.append(str(found.value))

    target = Folder.at(tmp_path / "out", Parting(NQUADS, ".zst", 10))
    export_folder(Sources(["-"], io.BytesIO(corpus())), target, PLAN, version="0", progress=second)
    parted(tmp_path / "alone" / "out", corpus())
    assert len(tried) == 1
    assert written(tmp_path / "out") == written(tmp_path / "alone" / "out")


# -- killed ------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed at a chosen moment by forking")
def test_a_kill_at_any_touch_of_a_file_costs_nothing(tmp_path: Path) -> None:
    data = lines(*(log(number=number) for number in range(8)), 5)
    parting = Parting(NQUADS, ".gz", 3)
    parted(tmp_path / "whole" / "out", data, parting)
    expected = written(tmp_path / "whole" / "out")
    folder = tmp_path / "killed" / "out"
    moments = 0
    while killed_at(moments, folder, data, parting):
        complete = (folder / "export.manifest.json").exists()
        assert complete <= (written_parts(folder) == expected.keys() - {"export.manifest.json", "out.rejections.jsonl"})
        parted(folder, data, parting, resume=True)
        assert written(folder) == expected, f"killed at touch {moments}"
        shutil.rmtree(folder.parent)
        moments += 1
    assert written(folder) == expected
    assert moments > 20


def written_parts(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("part-*")}


def killed_at(moment: int, folder: Path, data: bytes, parting: Parting) -> bool:
    """Export in another process, which is killed when it opens, renames, changes or removes so many files."""
    child = os.fork()
    if child == 0:
        touches = 0

        def hook(event: str, given: tuple[Any, ...]) -> None:
            nonlocal touches
            if event.startswith(("os.", "open", "shutil.", "sqlite3.")) and str(folder) in str(given):
                if touches == moment:
                    os.kill(os.getpid(), signal.SIGKILL)
                touches += 1

        folder.parent.mkdir(exist_ok=True)
        sys.addaudithook(hook)
        try:
            parted(folder, data, parting, resume=True)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_kill_at_any_time_costs_nothing(tmp_path: Path, workers: str) -> None:
    data = tmp_path / "in.jsonl"
    data.write_bytes(corpus(1500))
    options = ["--profile", str(PORTS), "--part-documents", "20", "-f", "nq.zst"]
    command = [sys.executable, "-m", "kg", "export", str(data), *options, "-o"]
    whole = subprocess.run([*command, f"{tmp_path}/whole/"], cwd=ROOT, check=False, capture_output=True)
    assert whole.returncode == 1, whole.stderr
    resuming = [*command, f"{tmp_path}/killed/", "--resume", "--workers", workers]
    chance = random.Random(int(workers))
    killed = 0
    for _ in range(3):
        before = written_parts(tmp_path / "killed")
        process = subprocess.Popen(resuming, stderr=subprocess.DEVNULL, cwd=ROOT)
        while process.poll() is None and len(written_parts(tmp_path / "killed") - before) < 2:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
        killed += process.wait(20) == -signal.SIGKILL
    assert killed > 0
    last = subprocess.run(resuming, cwd=ROOT, check=False, capture_output=True)
    assert last.returncode == 1, last.stderr
    assert written(tmp_path / "killed") == {
        name.replace("whole", "killed"): content for name, content in written(tmp_path / "whole").items()
    }
