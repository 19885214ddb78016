"""One machine, one worker of a cluster, two workers, on the same invented records, in one run; and workers killed.

    python -m benchmarks.cluster --records 100000 --kills 20

The cluster is a real one, a standalone Spark on loopback. Start-up is left out: each program first exports a few
records, in tasks for all workers. What comes out is compared by the sum of the hashes of its lines, which is the same
in any order.
"""

import argparse
import gzip
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.records import records
from kg.mapping import Settings
from kg.pipeline import Plan, Target, export_files
from kg.pipeline.workers import collect_seldom
from kg.profile import find_profile
from kg.records import Sources
from kg.serialization import format_named
from kg.spark.export import export_cluster
from kg.spark.session import opened_session
from tests.spark.cluster import SETTINGS, Cluster

PLAN = Plan(find_profile(), Settings(), corpus=True)
TASK_BYTES = 8 * 2**20
FEW = 1_500  # three MB: tasks for all workers
_TICKS = os.sysconf("SC_CLK_TCK")


class Made(NamedTuple):
    """What an export made: sums of the hashes of its quads and rejections, and its counts."""

    quads: str
    rejections: str
    counts: str


class Process(NamedTuple):
    """A process of the cluster: of Java or of Python, the memory that it had at most, and its processor time."""

    is_java: bool
    megabytes: float
    seconds: float


@dataclass
class Run:
    """How a way fared."""

    wall: float = 0.0
    cpu: float = 0.0
    java: float = 0.0
    python: float = 0.0
    tasks: int = 1
    made: Made | None = None
    overhead: float | None = None


def sum_of(lines: Iterable[bytes]) -> str:
    """Hash lines so that their order does not matter, and how often each is there does."""
    total = 0
    for line in lines:
        total += int.from_bytes(blake2b(line.rstrip(b"\n"), digest_size=16).digest())
    return f"{total % 2**128:032x}"


def alone(source: Path, out: Path) -> Run:
    """Export on this machine, in one process, as the command does."""
    collect_seldom()
    target = Target.beside(out, format_named("nquads"))
    wall, cpu = time.monotonic(), time.process_time()
    with source.open("rb") as stdin:
        counts = export_files(Sources([str(source)], stdin), target, PLAN, version="0", progress=lambda _: None)
    run = Run(time.monotonic() - wall, time.process_time() - cpu, python=_process(os.getpid()).megabytes)
    with gzip.open(out) as quads, closing(_opened(target.rejections)) as rejections:
        run.made = Made(sum_of(quads), sum_of(rejections), json.dumps(counts.as_dict()))
    return run


def _opened(path: Path | None) -> Any:
    return path.open("rb") if path and path.exists() else open(os.devnull, "rb")  # noqa: PTH123


def made_by_cluster(out: Path) -> Made:
    """Read what a cluster made."""
    counts = json.loads((out / "export.manifest.json").read_bytes())["counts"]
    return Made(_sum_of_files(out.rglob("part-*")), _sum_of_files(out.glob("rejections-*")), json.dumps(counts))


def _sum_of_files(paths: Iterable[Path]) -> str:
    return sum_of(line for path in sorted(paths) for line in _unzipped(path))


def _unzipped(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as file:
        yield from file


def on_cluster(cluster: Cluster, source: Path, few: Path, folder: Path, workers: int) -> Run:
    """Export on so many workers."""
    settings = SETTINGS | {"spark.cores.max": str(workers), "spark.sql.files.maxPartitionBytes": str(TASK_BYTES)}
    with opened_session(cluster.master, settings) as session:
        session.sparkContext.setLogLevel("ERROR")
        for number in range(2):
            export_cluster(session, [str(few)], str(folder / f"warm-{number}"), PLAN, version="0")
        before = sum(one.seconds for one in processes(cluster))
        wall, cpu = time.monotonic(), time.process_time()
        export_cluster(session, [str(source)], str(folder / "out"), PLAN, version="0")
        run = Run(time.monotonic() - wall, time.process_time() - cpu)
        found = processes(cluster)
        run.cpu += sum(one.seconds for one in found) - before
        run.java = max(one.megabytes for one in found if one.is_java)
        run.python = max((one.megabytes for one in found if not one.is_java), default=0.0)
        run.tasks = max(1, -(-source.stat().st_size // TASK_BYTES))
        start = time.monotonic()
        session.sparkContext.parallelize(range(200), 200).map(abs).count()
        run.overhead = (time.monotonic() - start) / 200 * workers
    run.made = made_by_cluster(folder / "out")
    return run


def processes(cluster: Cluster) -> list[Process]:
    """Look at all processes of the workers: each worker leads a session of its own."""
    leaders = {process.pid for name, process in cluster.processes.items() if name != "master"}
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, KeyError, ValueError):
            if os.getsid(int(path.name)) in leaders:
                found.append(_process(int(path.name)))
    return found


def _process(number: int) -> Process:
    status = dict(line.split(":", 1) for line in Path(f"/proc/{number}/status").read_text().splitlines())
    times = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[11:15]
    peak = int(status["VmHWM"].split()[0]) / 1024
    return Process("java" in status["Name"], peak, sum(map(int, times)) / _TICKS)


@dataclass
class Kills:
    """How many workers were killed, and which exports did not end as they should."""

    killed: int = 0
    wrong: list[int] = field(default_factory=list)


def kill(cluster: Cluster, source: Path, folder: Path, wanted: int, expected: Made) -> Kills:
    """Export over and over, and kill one of the workers at some moment of each, until so many were killed."""
    settings = SETTINGS | {"spark.sql.files.maxPartitionBytes": str(2**20), "spark.sql.files.openCostInBytes": "1"}
    found, chance = Kills(), random.Random(1)
    with opened_session(cluster.master, settings) as session:
        session.sparkContext.setLogLevel("OFF")
        for number in range(2):  # undisturbed, to know how long it takes: one that is killed takes longer
            start = time.monotonic()
            export_cluster(session, [str(source)], str(folder / f"whole-{number}"), PLAN, version="0")
            long = time.monotonic() - start
        number = 0
        while found.killed < wanted and number < 3 * wanted:  # it may be done before it is killed
            number += 1
            victim = chance.choice(("one", "two"))
            killer = threading.Timer(chance.uniform(0, 0.9 * long), cluster.kill, [victim])
            start = time.monotonic()
            killer.start()
            out = folder / f"killed-{number}"
            export_cluster(session, [str(source)], str(out), PLAN, version="0")
            lasted = time.monotonic() - start
            killer.cancel()
            killer.join()
            found.killed += victim not in cluster.processes
            if made_by_cluster(out) != expected:
                found.wrong.append(number)
            if victim not in cluster.processes:
                cluster.add(victim)
            cluster.wait(2)
            print(f"round {number}: {lasted:.1f} s, {found.killed} killed, wrong: {found.wrong}", flush=True)
    return found


def written(path: Path, number: int) -> Path:
    """Write records."""
    with path.open("wb") as file:
        file.writelines(records(number))
    return path


def main() -> None:
    """Print a table, and what became of the kills."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=0, metavar="N")
    parser.add_argument("--kill-records", type=int, default=4_000)
    arguments = parser.parse_args()
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    with tempfile.TemporaryDirectory(prefix="kg-cluster-") as name:
        folder = Path(name)
        cluster = Cluster(folder)
        cluster.start()
        try:
            if arguments.records:
                compare(cluster, folder, arguments.records)
            if arguments.kills:
                source = written(folder / "torn.jsonl", arguments.kill_records)
                expected = alone(source, folder / "expected.nq.gz").made
                assert expected
                found = kill(cluster, source, folder, arguments.kills, expected)
                print(f"{found.killed} workers killed; exports that went wrong: {len(found.wrong)}")
        finally:
            cluster.stop()


def compare(cluster: Cluster, folder: Path, number: int) -> None:
    """Export in each way, and print how it went."""
    source, few = written(folder / "in.jsonl", number), written(folder / "few.jsonl", FEW)
    print(f"{number:,} records, {source.stat().st_size / 2**20:.0f} MB\n")
    print(
        "| way | wall s | CPU s | records/s | records/CPU s | task overhead, ms | Java, MB | Python, MB | the same |\n"
        + "|---" * 9
        + "|",
        flush=True,
    )
    runs: dict[str, Run] = {}
    for way in ("one machine", "one worker", "two workers"):
        place = folder / way.replace(" ", "-")
        place.mkdir()
        workers = {"one worker": 1, "two workers": 2}.get(way)
        run = on_cluster(cluster, source, few, place, workers) if workers else alone(source, place / "out.nq.gz")
        runs[way] = run
        overhead = "" if run.overhead is None else f"{run.overhead * 1000:.0f}"
        java = f"{run.java:.0f}" if run.java else ""
        same = "" if way == "one machine" else ("yes" if run.made == runs["one machine"].made else "NO")
        print(
            f"| {way} | {run.wall:.1f} | {run.cpu:.1f} | {number / run.wall:,.0f} | {number / run.cpu:,.0f} "
            f"| {overhead} | {java} | {run.python:.0f} | {same} |",
            flush=True,
        )
    print(f"\ntwo workers are {runs['one worker'].wall / runs['two workers'].wall:.2f} times as fast as one")


if __name__ == "__main__":
    main()
