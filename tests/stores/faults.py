"""Loads that are cut off: after each, every document must be its old or its new version, and a rerun must complete."""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import yaml

from kg.stores import open_store, read_ledger
from kg.stores.kinds import kind_named
from tests.stores.proxy import FaultProxy
from tests.stores.samples import content, corpus, expected, graph, write
from tests.stores.servers import Server

DOCUMENTS, TRIPLES, BATCH = 24, 30, 150
HAPPENINGS = ("network", "client killed", "store killed")


@dataclass
class Outcome:
    """What was found over all rounds; the last three must stay zero."""

    rounds: Counter[str] = field(default_factory=Counter)
    network: Counter[str] = field(default_factory=Counter)
    cut_short: int = 0
    mixed: int = 0
    half: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not (self.half or self.lost or self.doubled)


def torment(server: Server, folder: Path, rounds: int, seed: int = 0) -> Outcome:
    """Load one version after another while something goes wrong."""
    chance, outcome = random.Random(seed), Outcome()
    kind = _small_batches(server, folder)
    happenings = HAPPENINGS if server.program.keeps else HAPPENINGS[:2]
    took = _timed(server, folder, kind)
    for number in range(1, rounds + 1):
        happening = happenings[number % len(happenings)]
        path = write(folder / "new.nq", _version(number))
        finished = _disturbed(server, path, kind, happening, chance, took, outcome)
        outcome.rounds[happening] += 1
        outcome.cut_short += not finished
        _inspect(server, number, outcome)
        _complete(server, path, kind, number, outcome)
        if not outcome.sound:
            break
    return outcome


def _version(number: int) -> dict[str, list[str]]:
    return corpus(DOCUMENTS, TRIPLES + number % 3, f"version {number}")


def _small_batches(server: Server, folder: Path) -> Path:
    """Describe the store's kind with small requests, so that a load has many of them."""
    kind = kind_named(server.program.kind or server.program.name)
    small = msgspec.structs.replace(kind, triples=min(BATCH, kind.triples), quads=BATCH)
    path = folder / "kind.yaml"
    path.write_text(yaml.safe_dump({kind.name: json.loads(msgspec.json.encode(small))}))
    return path


def _start(path: Path, endpoint: str, kind: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kg", "load", str(path), endpoint, "--store", str(kind), "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _timed(server: Server, folder: Path, kind: Path) -> float:
    start = time.monotonic()
    for number in (-1, 0):
        start = time.monotonic()
        load = _start(write(folder / "new.nq", _version(number)), server.endpoint, kind)
        _, errors = load.communicate(timeout=120)
        assert load.returncode == 0, errors
    return time.monotonic() - start


def _disturbed(
    server: Server, path: Path, kind: Path, happening: str, chance: random.Random, took: float, outcome: Outcome
) -> bool:
    """Run a load while something happens to it; tell whether it finished all the same."""
    proxy = FaultProxy(server.port, seed=chance.randrange(2**32), often=0.25 if happening == "network" else 0.0)
    endpoint = server.endpoint.replace(f":{server.port}", f":{proxy.port}")
    try:
        load = _start(path, endpoint, kind)
        if happening != "network":
            time.sleep(took * chance.uniform(0.3, 1.05))
            if happening == "store killed":
                server.kill()
            load.kill()
        load.communicate(timeout=120)
    finally:
        proxy.close()
        if happening == "store killed":
            server.start()
    outcome.network += proxy.seen
    return load.returncode == 0


def _inspect(server: Server, number: int, outcome: Outcome) -> None:
    old, new = expected(_version(number - 1)), expected(_version(number))
    found = _found(server, sorted(new))
    kept = sum(found[name] == old[name] for name in new)
    outcome.mixed += 0 < kept < len(new)
    outcome.half += [f"round {number}: {name}" for name in new if found[name] not in (old[name], new[name])]


def _complete(server: Server, path: Path, kind: Path, number: int, outcome: Outcome) -> None:
    load = _start(path, server.endpoint, kind)
    _, errors = load.communicate(timeout=120)
    assert load.returncode == 0, errors
    new = expected(_version(number))
    found = _found(server, sorted(new))
    outcome.lost += [f"round {number}: {name}" for name in new if new[name] - found[name]]
    outcome.doubled += [f"round {number}: {name}" for name in new if found[name] - new[name]]
    store = open_store(server.endpoint, server.program.kind)
    outcome.doubled += [name for name in read_ledger(store) if name not in new and name.startswith(graph("d")[:-1])]
    store.close()


def _found(server: Server, names: list[str]) -> dict[str, set[str]]:
    store = open_store(server.endpoint, server.program.kind)
    try:
        return {name: content(store, name) for name in names}
    finally:
        store.close()
