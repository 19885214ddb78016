"""An export on a real cluster gives what one machine gives."""

import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.samples import TRAVELS, encoded, log
from tests.spark.conftest import ROOT, SETTINGS, Cluster

EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


def start(folder: Path, *words: object) -> subprocess.Popen[bytes]:
    """Start the command line; what it says goes to a file."""
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, "-m", "kg", *map(str, words)]
    with (folder / "said.txt").open("wb") as out:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)


def kg(folder: Path, *words: object) -> tuple[int, str]:
    """Run the command line; give its exit code and what it says."""
    code = start(folder, *words).wait(300)
    return code, (folder / "said.txt").read_text()


def on(cluster: Cluster, **settings: str) -> list[str]:
    pairs = (SETTINGS | {"spark.executorEnv.PYTHONPATH": str(ROOT)} | settings).items()
    words = [word for pair in pairs for word in ("--spark-conf", "=".join(pair))]
    return ["--engine", "spark", "--master", cluster.master, *words]


def alone(folder: Path, *inputs: Path) -> tuple[set[str], set[str], dict[str, Any]]:
    """What one machine makes of the inputs: quads, rejections, counts."""
    code, words = kg(folder, "export", *inputs, "-o", folder / "alone.nq")
    assert code in (0, 1), words
    beside = folder / "alone.nq.rejections.jsonl"
    rejections = set(beside.read_text().splitlines()) if beside.exists() else set()
    counts = json.loads((folder / "alone.nq.manifest.json").read_text())["counts"]
    return set((folder / "alone.nq").read_text().splitlines()), rejections, counts


def together(out: Path) -> tuple[set[str], set[str], dict[str, Any]]:
    """What a cluster made, each line once."""
    quads = [line for part in out.rglob("part-*.nq.gz") for line in unzipped(part)]
    rejections = [line for part in out.glob("rejections-*") for line in unzipped(part)]
    assert len(quads) == len(set(quads)) and len(rejections) == len(set(rejections))
    return set(quads), set(rejections), json.loads((out / "export.manifest.json").read_text())["counts"]


def unzipped(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def assert_equal(found: tuple[Any, Any, Any], expected: tuple[Any, Any, Any]) -> None:
    for one, other in zip(found[:2], expected[:2], strict=True):
        assert sorted(one - other) == sorted(other - one)
    assert found[2] == expected[2]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Records of many kinds: examples, logs, faulty ones, and some whose id came before, in three kinds of file."""
    folder = tmp_path / "in"
    folder.mkdir()
    records = [path.read_bytes().replace(b"\n", b" ") for path in EXAMPLES]
    records += [b"{not json", b'{"document": {"id": "x"}}', b"\xff\xfe", b'{"document": {"id": "d", "published": 3}}']
    records += [b"", encoded(log(number=1)), encoded(log(number=1)), EXAMPLES[0].read_bytes().replace(b"\n", b" ")]
    (folder / "a.jsonl").write_bytes(b"\n".join(records) + b"\n")
    (folder / "b c.jsonl").write_bytes(b"\r\n".join(records[-3:]))
    (folder / "d.jsonl.gz").write_bytes(gzip.compress(b"\n".join(reversed(records))))
    return folder


def test_all_that_one_machine_gives_comes_out_once(cluster: Cluster, lines: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, words = kg(
        tmp_path, "export", lines, "-o", out, *on(cluster, **{"spark.sql.files.maxPartitionBytes": "4096"})
    )
    assert code == 1, words
    assert_equal(together(out), alone(tmp_path, lines))


def test_travels_are_the_same(cluster: Cluster, tmp_path: Path) -> None:
    if not TRAVELS.exists():
        pytest.skip("the corpus of travels is not here")
    out = tmp_path / "out"
    code, words = kg(tmp_path, "export", TRAVELS, "-o", out, *on(cluster))
    assert code == 0, words
    assert_equal(together(out), alone(tmp_path, TRAVELS))


def test_quads_can_be_parted_by_days(cluster: Cluster, lines: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert kg(tmp_path, "export", lines, "-o", out, "--by-day", *on(cluster))[0] == 1
    assert_equal(together(out), alone(tmp_path, lines))
    days = {json.loads(path.read_bytes())["document"]["published"] for path in EXAMPLES}
    assert days <= {folder.name.removeprefix("published=") for folder in out.glob("published=*")}


def test_what_is_there_is_never_mixed_with(cluster: Cluster, lines: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / ".unfinished" / "kind=quads").mkdir(parents=True)
    code, words = kg(tmp_path, "export", lines, "-o", out, *on(cluster))
    assert code == 2 and "there is something already" in words
    assert [path.name for path in out.iterdir()] == [".unfinished"]


def test_a_record_that_kills_its_process_is_rejected_and_no_other(cluster: Cluster, tmp_path: Path) -> None:
    marks = {3: "deadly", 11: "greedy"}
    records = [{**log(number=number), "mark": marks.get(number, "none")} for number in range(20)]
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\n".join(map(encoded, records)))
    settings = SETTINGS | {"spark.executorEnv.PYTHONPATH": str(ROOT), "spark.executor.pyspark.memory": "700m"}
    run = "from tests.spark.deadly import main; main()"
    command = [sys.executable, "-c", run, cluster.master, json.dumps(settings), str(source), str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYSPARK_PYTHON": sys.executable}, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    quads, rejections, counts = together(tmp_path / "out")
    found = {(one["document"], one["line"], one["code"]) for one in map(json.loads, rejections)}
    assert found == {(None, 4, "worker-crashed"), (None, 12, "worker-crashed")}
    assert counts["records"] == {"in": 20, "out": 18, "rejected": 2}
    source.write_bytes(b"\n".join(encoded(record) for number, record in enumerate(records) if number not in marks))
    assert quads == alone(tmp_path, source)[0]


def test_a_worker_that_dies_takes_nothing_with_it(cluster: Cluster, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\n".join(encoded(log(number=number)) for number in range(20_000)))
    out = tmp_path / "out"
    run = start(tmp_path, "export", source, "-o", out, *on(cluster, **{"spark.sql.files.maxPartitionBytes": "200k"}))
    end = time.monotonic() + 60
    while not list(out.glob(".unfinished/_temporary/*/*")) and time.monotonic() < end and run.poll() is None:
        time.sleep(0.1)
    assert run.poll() is None, (tmp_path / "said.txt").read_text()
    cluster.kill("two")
    try:
        assert run.wait(240) == 0, (tmp_path / "said.txt").read_text()
    finally:
        cluster.add("two")
        cluster.wait(2)
    assert_equal(together(out), alone(tmp_path, source))
    assert not (out / ".unfinished").exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--sorted"], "--sorted does not go with --engine spark"),
        (["--workers", "2"], "--workers does not go with"),
        (["--spark-conf", "x"], "is not NAME=VALUE"),
    ],
)
def test_a_wrong_call_says_why(tmp_path: Path, words: list[str], reason: str) -> None:
    code, said = kg(tmp_path, "export", tmp_path, "-o", tmp_path / "out", "--engine", "spark", *words)
    assert code == 2 and reason in said


@pytest.mark.parametrize("name", ["gone.jsonl", "records.json", "empty.jsonl"])
def test_a_wrong_input_says_why(cluster: Cluster, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.jsonl").touch()
    code, words = kg(tmp_path, "export", tmp_path / name, "-o", tmp_path / "out", *on(cluster))
    assert code == 2 and name in words and "Traceback" not in words.rpartition("kg: ")[2], words
    assert not (tmp_path / "out").exists()
