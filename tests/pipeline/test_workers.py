"""Several processes, real ones, and what is left when one is killed or the whole is interrupted."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.mapping import Settings
from kg.pipeline import Outcome, Plan, Work, Workers
from kg.profile import find_profile
from kg.records import Line
from tests.samples import LOG, PORTS, encoded, lines, log

ROOT = Path(__file__).parents[2]
MANY = 450


def run(out: Path, data: bytes, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kg", "export", "-", "-o", str(out), "--profile", str(PORTS), *options]
    return subprocess.run(command, input=data, capture_output=True, cwd=ROOT, check=False)


def corpus() -> bytes:
    """Good records and bad ones, with an id twice and a rejection that was mended."""
    records: list[Any] = [log(number=number) for number in range(MANY)]
    records[7], records[200], records[333] = {"document": {}}, 5, records[3]
    records[5]["names"] = "not of the contract"
    mended = {"source": "x", "line": 1, "pointer": "", "code": "shape", "record": log(number=1000)}
    return lines(*records, mended)


@pytest.mark.parametrize(
    "options", [("-f", "nq"), ("-f", "trig"), ("-f", "ttl"), ("-f", "nq", "--sorted")], ids=" ".join
)
def test_the_output_is_the_same_for_any_number_of_workers(tmp_path: Path, options: tuple[str, ...]) -> None:
    written = {}
    for number in ("1", "2", "3"):
        (tmp_path / number).mkdir()
        done = run(tmp_path / number / "out", corpus(), *options, "--validate-every", "3", "--workers", number)
        assert done.returncode == 1, done.stderr
        written[number] = {path.name: path.read_bytes() for path in (tmp_path / number).iterdir()}
    assert len(written["1"]) == 3
    assert written["1"] == written["2"] == written["3"]


starts = pytest.mark.parametrize("copied", [False, True], ids=["anew", "copied"])


@dataclass(frozen=True)
class Deadly(Work):
    """Work that kills its process at some records: always, or where a file says that it has not yet."""

    once: Path | None = None

    def outcome(self, number: int, item: Any) -> Outcome:
        if b'"deadly"' in item.data and not (self.once and self.once.exists()):
            if self.once:
                self.once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().outcome(number, item)


@dataclass(frozen=True)
class Making:
    once: Path | None = None

    def __call__(self) -> Work:
        plan = Plan(find_profile(PORTS), Settings(), validate_every=0)
        return Deadly(plan.stage(), 0, once=self.once)


def outcomes(
    make: Callable[[], Work], deadly: set[int], total: int = MANY, *, copied: bool = False
) -> list[tuple[str, list[str]]]:
    records = [{**log(number=number), **({"deadly": "deadly"} if number in deadly else {})} for number in range(total)]
    given = [Line("in", number, encoded(record)) for number, record in enumerate(records)]
    with Workers(make, 2, copied=copied) as workers:
        found = [(item, outcome) for item, outcome in workers.outcomes(given)]
    assert [item for item, _ in found] == given
    return [(outcome.id or "", [fault.code for fault in outcome.faults]) for _, outcome in found]


@starts
def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path, copied: bool) -> None:
    found = outcomes(Making(tmp_path / "killed"), {120}, copied=copied)
    assert (tmp_path / "killed").exists()
    assert found == [(f"log-{number}", []) for number in range(MANY)]


@starts
def test_a_record_that_kills_every_worker_is_rejected_alone(copied: bool) -> None:
    deadly = {0, 99, 100, 101, 350, MANY - 1}
    found = outcomes(Making(), deadly, copied=copied)
    assert [number for number, (_, codes) in enumerate(found) if codes == ["worker-crashed"]] == sorted(deadly)
    assert [id for id, codes in found if not codes] == [
        f"log-{number}" for number in range(MANY) if number not in deadly
    ]


@starts
def test_only_a_few_chunks_are_read_ahead(copied: bool) -> None:
    read = 0

    def endless() -> Any:
        nonlocal read
        data = LOG.read_bytes()
        while True:
            read += 1
            yield Line("in", read, data)

    with Workers(Making(), 2, copied=copied) as workers:
        for number, _ in enumerate(workers.outcomes(endless()), start=1):
            assert read <= number + 1000
            if number == 3000:
                break


def test_documents_larger_than_what_is_shared_come_through() -> None:
    large = [log(("Tallinn", letter * 1_500_000), number=number) for number, letter in enumerate("abcdefghij")]
    given = [Line("in", number, encoded(record)) for number, record in enumerate(large)]
    with Workers(Making(), 2, copied=True) as workers:
        found = [outcome.document for _, outcome in workers.outcomes(given)]
    alone = [outcome.document for _, outcome in Making()().outcomes(given)]
    assert all(found)
    assert [one and set(one.triples()) for one in found] == [one and set(one.triples()) for one in alone]


def children(parent: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    return [int(one) for one in found.stdout.split()]


def alive(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up under /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=lambda how: how.name)
def test_nothing_is_left_of_an_interrupted_run(tmp_path: Path, how: signal.Signals) -> None:
    out = tmp_path / "out.nq"
    command = [sys.executable, "-m", "kg", "export", "-", "-o", str(out), "--profile", str(PORTS), "--workers", "2"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, start_new_session=True)
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.write(lines(*(log(number=number) for number in range(1000))))
    process.stdin.flush()  # it goes on waiting for more
    until(lambda: any(path.stat().st_size for path in tmp_path.iterdir() if ".nq." in path.name))
    started = children(process.pid)
    assert len(started) >= 2
    if how is signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does
    else:
        process.kill()
    assert process.wait(20) == (130 if how is signal.SIGINT else -how)
    assert b"Traceback" not in process.stderr.read()
    process.stdin.close()
    process.stderr.close()
    until(lambda: not any(map(alive, started)))
    assert not out.exists()
    if how is signal.SIGINT:
        assert list(tmp_path.iterdir()) == []


def until(happened: Callable[[], bool]) -> None:
    for _ in range(400):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it has not happened in 20 seconds")
