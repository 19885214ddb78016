"""How fast `kg load` fills a real store, beside that store's own plain upload of the same quads in the same run.

    python -m benchmarks.load [STORE...] [--documents 10000] [--triples 100] [--rounds 1]

- ``plain``: one POST of the whole file to the store's dataset endpoint, nothing checked;
- ``kg load``: into an empty store, each document hashed, sent and counted;
- ``again``: the same, with nothing changed;
- ``one changed``: one document corrected.

Each round does all of it once, each time on a server that starts empty. Seconds are medians over the rounds; the rate
is the median of their ratios, each within its round, with the smallest and the largest.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

import requests

from kg.stores import kind_named
from tests.stores.servers import PROGRAMS, Program, Server

_GRAPH = "<https://example.org/visits/graph/{0}>"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_EVENT = "<https://example.org/visits/event/{0}:{1}> <https://w3id.org/visits-kg#"
_PATTERNS = (
    f"<https://example.org/visits/event/{{0}}:{{1}}> {_TYPE} <https://w3id.org/visits-kg#Meeting>",
    _EVENT + "participant> <https://example.org/visits/person/{2}>",
    _EVENT + 'gist> "What was said in sentence {1} of story {0}."',
    _EVENT + 'start> "{1}"^^<http://www.w3.org/2001/XMLSchema#integer>',
    _EVENT + 'edtf> "2023-09-{3:02}"^^<http://id.loc.gov/datatypes/edtf/EDTF>',
)


T = TypeVar("T")


def main() -> None:
    """Measure each store, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("stores", nargs="*", default=["oxigraph", "fuseki", "rdf4j"])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--triples", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    print("| store | plain, s | kg load, s | of plain's rate | again, s | of first | one changed, s | client, MB |")
    print("|---" * 8 + "|")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "corpus.nq"
        corpus(path, arguments.documents, arguments.triples, corrected=False)
        for program in PROGRAMS:
            if program.name in arguments.stores:
                print(row(program, Path(scratch), path, arguments), flush=True)


def corpus(path: Path, documents: int, triples: int, *, corrected: bool) -> None:
    """Write the quads; where corrected, the last document has a sentence that was worded otherwise."""
    with path.open("w") as file:
        for number in range(documents):
            for each in range(triples):
                values = (f"story-{number}", each // 5, (number * 7 + each) % 5000, 1 + each % 28)
                line = _PATTERNS[each % 5].format(*values)
                if corrected and number == documents - 1:
                    line = line.replace("What was said", "What was meant")
                file.write(f"{line} {_GRAPH.format(values[0])} .\n")


class Round(NamedTuple):
    """The seconds of each, and the client's MB."""

    plain: float
    first: float
    again: float
    changed: float
    memory: float


def row(program: Program, scratch: Path, path: Path, arguments: argparse.Namespace) -> str:
    """Give a row of the table."""
    if reason := program.missing():
        return f"| {program.name} | {reason} |"
    rounds = [
        measured(program, scratch / f"{program.name}-{number}", path, arguments.documents, arguments.triples)
        for number in range(arguments.rounds)
    ]
    rates = [one.plain / one.first for one in rounds]
    plain, first, again, changed, _ = map(median, zip(*rounds, strict=True))
    return (
        f"| {program.name} | {plain:.1f} | {first:.1f} | {median(rates):.2f} ({min(rates):.2f} to {max(rates):.2f}) "
        f"| {again:.1f} | {median(one.again / one.first for one in rounds):.1%} | {changed:.1f} "
        f"| {max(one.memory for one in rounds):.0f} |"
    )


def measured(program: Program, folder: Path, path: Path, documents: int, triples: int) -> Round:
    """Do one round."""
    folder.mkdir()
    plain = on_server(program, folder / "plain", lambda server: upload(server, path))
    first, again, changed = on_server(program, folder / "kg", lambda server: loads(server, path, documents, triples))
    shutil.rmtree(folder)
    return Round(plain, first[0], again[0], changed[0], max(first[1], again[1]))


def on_server(program: Program, folder: Path, work: Callable[[Server], T]) -> T:
    """Do work on a server that starts empty, and when the disk has nothing left to do from before."""
    folder.mkdir()
    server = Server(program, folder)
    try:
        os.sync()
        return work(server)
    finally:
        server.stop()
        shutil.rmtree(folder)


def upload(server: Server, path: Path) -> float:
    """POST the file as it is; give the seconds."""
    start = time.perf_counter()
    url = "/".join(filter(None, (server.endpoint, kind_named(server.program.name).data)))
    with path.open("rb") as file:
        requests.post(url, file, headers={"Content-Type": "application/n-quads"}, timeout=1800).raise_for_status()
    return time.perf_counter() - start


def loads(server: Server, path: Path, documents: int, triples: int) -> list[tuple[float, float]]:
    """Load the corpus, load it again, and load it with one document corrected; give seconds and MB of each."""
    first = load(server, path, {"new": documents})
    again = load(server, path, {"new": 0, "changed": 0, "skipped": documents})
    other = path.with_name("corrected.nq")
    corpus(other, documents, triples, corrected=True)
    return [first, again, load(server, other, {"new": 0, "changed": 1, "skipped": documents - 1})]


def load(server: Server, path: Path, wanted: dict[str, int]) -> tuple[float, float]:
    """Run `kg load`, make sure of its report, and give its seconds and MB."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "kg", "load", str(path), server.endpoint, "--store", server.program.name, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        report = json.loads(process.stdout.read())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert {name: report[name] for name in wanted} == wanted and not report["failed"], report
    return time.perf_counter() - start, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
