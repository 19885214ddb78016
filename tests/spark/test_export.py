"""An export on a real cluster gives what one machine gives."""

import gzip
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="Spark is not installed")

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from kg.cli.linking import opened_linker
from kg.errors import InputError, OutputError
from kg.mapping import Settings
from kg.pipeline import Plan, Target, export_files
from kg.pipeline.decided import Decided
from kg.profile import find_profile
from kg.records import Sources
from kg.serialization import format_named
from kg.spark.export import export_cluster
from kg.spark.shipping import packed, unpacked
from tests.linking.world import KESTREL, make_index
from tests.samples import RECORD, TRAVELS, compressed, encoded, log
from tests.spark.cluster import ROOT, SETTINGS, Cluster
from tests.spark.deadly import DeadlyPlan

EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
PLAN = Plan(find_profile(), Settings(), corpus=True)


def kg(*words: object) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, "-m", "kg", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)


def news(number: int) -> dict[str, Any]:
    return {**RECORD, "document": {**RECORD["document"], "id": f"d{number}"}}


def alone(out: Path, *inputs: Path, plan: Plan = PLAN) -> tuple[set[str], set[str], dict[str, Any]]:
    """What one machine makes of the inputs: quads, rejections, counts."""
    target = Target.beside(out, format_named("nquads"))
    sources = Sources(list(map(str, inputs)), sys.stdin.buffer)
    counts = export_files(sources, target, plan, version="0", progress=lambda counts: None)
    rejections = target.rejections.read_text().splitlines() if target.rejections and counts.reasons else []
    return set(out.read_text().splitlines()), set(rejections), counts.as_dict()


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


@contextmanager
def small_tasks(spark: Any, size: int) -> Iterator[None]:
    """Read files in pieces of so many bytes."""
    spark.conf.set("spark.sql.files.maxPartitionBytes", size)
    spark.conf.set("spark.sql.files.openCostInBytes", size)
    try:
        yield
    finally:
        spark.conf.unset("spark.sql.files.maxPartitionBytes")
        spark.conf.unset("spark.sql.files.openCostInBytes")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Records of many kinds: examples, logs, faulty ones, and some whose id came before, in all kinds of file."""
    folder = tmp_path / "in"
    folder.mkdir()
    records = [path.read_bytes().replace(b"\n", b" ") for path in EXAMPLES]
    records += [b"{not json", b'{"document": {"id": "x"}}', b"\xff\xfe", b'{"document": {"id": "d", "published": 3}}']
    records += [b"", encoded(log(number=1)), encoded(log(number=1)), EXAMPLES[0].read_bytes().replace(b"\n", b" ")]
    (folder / "a.jsonl").write_bytes(b"\n".join(records) + b"\n")
    (folder / "b #c.jsonl").write_bytes(b"\r\n".join(records[-3:]))
    (folder / "d.jsonl.gz").write_bytes(gzip.compress(b"\n".join(reversed(records))))
    halves = b"\n".join(records[:3]), b"\n" + b"\n".join(records[3:])
    (folder / "e.jsonl.zst").write_bytes(b"".join(compressed(half, ".zst") for half in halves))
    for name in ("f/x", "f-g/x", "f/y.corpus"):  # in this order, and the last is none of ours to read
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.json").write_bytes(b"\xef\xbb\xbf" + encoded(log(number=7)))
    (folder / "f" / "rejections-00000.jsonl.gz").write_bytes(gzip.compress(b"nor is this"))
    (folder / "f" / "z.json.gz").write_bytes(gzip.compress(b"[1,\n2]\n"))
    return folder


def test_all_that_one_machine_gives_comes_out_once(spark: Any, lines: Path, tmp_path: Path) -> None:
    with small_tasks(spark, 12_000):
        export_cluster(spark, [str(lines)], str(tmp_path / "out"), PLAN, version="0")
    assert len(list((tmp_path / "out").glob("part-*"))) > 2
    assert_equal(together(tmp_path / "out"), alone(tmp_path / "alone.nq", lines))


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_a_file_that_is_cut_short_is_an_error(spark: Any, tmp_path: Path, name: str) -> None:
    lines = b"".join(encoded(news(number)) + os.urandom(50_000).hex().encode() + b"\n" for number in range(9))
    data = compressed(lines, name)
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    with pytest.raises((PySparkException, Py4JError), match=re.escape(name)):
        export_cluster(spark, [str(tmp_path / name)], str(tmp_path / "out"), PLAN, version="0")
    assert not (tmp_path / "out" / "export.manifest.json").exists()


def test_travels_are_the_same(spark: Any, tmp_path: Path) -> None:
    if not TRAVELS.exists():
        pytest.skip("the corpus of travels is not here")
    export_cluster(spark, [str(TRAVELS)], str(tmp_path / "out"), PLAN, version="0")
    assert_equal(together(tmp_path / "out"), alone(tmp_path / "alone.nq", TRAVELS))


def test_the_command_parts_quads_by_days_and_says_what_it_did(cluster: Cluster, lines: Path, tmp_path: Path) -> None:
    settings = [word for pair in SETTINGS.items() for word in ("--spark-conf", "=".join(pair))]
    engine = ("--engine", "spark", "--master", cluster.master, *settings)
    done = kg("export", lines, "-o", tmp_path / "out", "--by-day", *engine)
    assert done.returncode == 1 and b"documents exported" in done.stderr, done.stderr.decode()
    assert_equal(together(tmp_path / "out"), alone(tmp_path / "alone.nq", lines))
    days = {json.loads(path.read_bytes())["document"]["published"] for path in EXAMPLES}
    assert days <= {folder.name.removeprefix("published=") for folder in (tmp_path / "out").glob("published=*")}


def test_an_index_travels_to_the_nodes(spark: Any, tmp_path: Path) -> None:
    named = {**RECORD, "entities": [{"id": "a", "type": "Person", "name": "Kestrel Jon Ott"}]}
    source = tmp_path / "in.jsonl"
    source.write_bytes(encoded({**named, "events": [], "relations": []}))
    index = make_index(tmp_path)
    with opened_linker(index, PLAN.profile, PLAN.settings, Decided()) as (link, digest):
        plan = Plan(PLAN.profile, PLAN.settings, link=link, index=digest)
        expected = alone(tmp_path / "alone.nq", source, plan=plan)
        export_cluster(spark, [str(source)], str(tmp_path / "out"), plan, version="0")
    assert any(KESTREL in line for line in expected[0])
    assert_equal(together(tmp_path / "out"), expected)
    told = spark.sparkContext.parallelize([packed(index, spark)], 1).map(unpacked)
    ((there, data),) = told.map(lambda path: (str(path), path.read_bytes())).collect()
    assert there != str(index) and data == index.read_bytes()


def test_what_is_there_is_never_mixed_with(spark: Any, lines: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / ".unfinished" / "kind=quads").mkdir(parents=True)
    with pytest.raises(OutputError, match="there is something already"):
        export_cluster(spark, [str(lines)], str(tmp_path / "out"), PLAN, version="0")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".unfinished"]


def test_a_record_that_kills_its_process_is_rejected_and_no_other(spark: Any, tmp_path: Path) -> None:
    marks = {3: "deadly", 11: "greedy"}
    records = [{**news(number), "mark": marks.get(number, "none")} for number in range(20)]
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\n".join(map(encoded, records)))
    export_cluster(spark, [str(source)], str(tmp_path / "out"), DeadlyPlan(find_profile(), Settings()), version="0")
    quads, rejections, counts = together(tmp_path / "out")
    found = {(one["document"], one["line"], one["code"]) for one in map(json.loads, rejections)}
    assert found == {(None, 4, "worker-crashed"), (None, 12, "worker-crashed")}
    assert counts["records"] == {"in": 20, "out": 18, "rejected": 2}
    source.write_bytes(b"\n".join(encoded(record) for number, record in enumerate(records) if number not in marks))
    assert quads == alone(tmp_path / "alone.nq", source)[0]


def test_a_worker_that_dies_takes_nothing_with_it(cluster: Cluster, spark: Any, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out"
    source.write_bytes(b"\n".join(encoded(news(number)) for number in range(1_000)))
    killed = []

    def kill() -> None:
        end = time.monotonic() + 120
        while not list(out.glob(".unfinished/_temporary/*/*/*")) and time.monotonic() < end:
            time.sleep(0.05)
        if not (out / "export.manifest.json").exists():
            cluster.kill("two")
            killed.append("two")

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with small_tasks(spark, 200_000):
            export_cluster(spark, [str(source)], str(out), PLAN, version="0")
    finally:
        killer.join()
        if killed:
            cluster.add("two")
            cluster.wait(2)
    assert killed
    assert_equal(together(out), alone(tmp_path / "alone.nq", source))
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
    done = kg("export", tmp_path, "-o", tmp_path / "out", "--engine", "spark", *words)
    assert done.returncode == 2 and reason in done.stderr.decode()


@pytest.mark.parametrize("name", ["gone.jsonl", "records.csv", "empty.jsonl"])
def test_a_wrong_input_says_why(spark: Any, tmp_path: Path, name: str) -> None:
    for there in ("empty.jsonl", "records.csv"):
        (tmp_path / there).touch()
    with pytest.raises(InputError, match=name):
        export_cluster(spark, [str(tmp_path / name)], str(tmp_path / "out"), PLAN, version="0")
    assert not (tmp_path / "out").exists()
