"""Loads that are cut off: after each, every document must be its old or its new version, and a rerun must complete."""

import json
import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import msgspec
import yaml

from kg.cli import main
from kg.errors import StoreError
from kg.stores import open_store, read_ledger
from kg.stores.kinds import kind_named
from kg.stores.store import rows_of
from tests.stores.proxy import FaultProxy
from tests.stores.samples import corpus, expected, graph, write
from tests.stores.servers import Server

DOCUMENTS, TRIPLES, BATCH = 12, 15, 40
HAPPENINGS = ("network", "client killed", "store killed")


@dataclass
class Outcome:
    """What was found over all rounds; the last three must stay zero.

    ``wrecked`` are stores that do not open any more what they wrote before they were killed, as RDF4J says of its
    native store (https://github.com/eclipse-rdf4j/rdf4j/issues/5843): no client can mend that, and the next is empty.
    """

    rounds: Counter[str] = field(default_factory=Counter)
    network: Counter[str] = field(default_factory=Counter)
    cut_short: int = 0
    mixed: int = 0
    wrecked: int = 0
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
    requests = _requests(server, folder, kind)
    for number in range(1, rounds + 1):
        happening = happenings[number % len(happenings)]
        path = write(folder / "new.nq", _version(number))
        finished = _disturbed(server, path, kind, happening, chance, requests, outcome)
        outcome.rounds[happening] += 1
        outcome.cut_short += not finished
        if happening == "store killed" and not opens(server):
            outcome.wrecked += 1
            server.renew()
        else:
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


def _start(path: Path, endpoint: str, kind: Path) -> BaseProcess:
    """Start `kg load` in a process of its own, which need not import everything anew."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kg.cli.load", __name__])
    command = ["load", str(path), endpoint, "--store", str(kind), "--json"]
    load = context.Process(target=_run, args=(command, str(path.with_name("load.txt")), dict(os.environ)))
    load.start()
    return load


def _run(command: list[str], output: str, environment: dict[str, str]) -> None:
    os.environ.update(environment)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(file, 1)
    os.dup2(file, 2)
    sys.argv = ["kg", *command]
    main()


def _finish(load: BaseProcess) -> bool:
    """Wait for a load; tell whether it did what it should."""
    load.join(180)
    assert load.exitcode is not None, "the load does not end"
    return load.exitcode == 0


def _whole(path: Path, endpoint: str, kind: Path) -> None:
    assert _finish(_start(path, endpoint, kind)), path.with_name("load.txt").read_text()


def _requests(server: Server, folder: Path, kind: Path) -> int:
    """Load two versions undisturbed; give the number of requests that the second took."""
    requests = 0
    for number in (-1, 0):
        proxy = FaultProxy(server.port, often=0)
        try:
            _whole(write(folder / "new.nq", _version(number)), _through(proxy, server), kind)
        finally:
            proxy.close()
        requests = proxy.seen.total()
    return requests


def _through(proxy: FaultProxy, server: Server) -> str:
    return server.endpoint.replace(f":{server.port}", f":{proxy.port}")


def _disturbed(
    server: Server, path: Path, kind: Path, happening: str, chance: random.Random, requests: int, outcome: Outcome
) -> bool:
    """Run a load while something happens to it; tell whether it finished all the same."""
    # a load has four times as many requests where each document goes by itself
    often = (0.25 if kind_named(str(kind)).atomic else 0.1) if happening == "network" else 0.0
    proxy = FaultProxy(server.port, seed=chance.randrange(2**32), often=often)
    try:
        load = _start(path, _through(proxy, server), kind)
        if happening != "network":
            _await(load, proxy, chance.randint(1, requests))
            time.sleep(chance.choice([0, 0.001, 0.005, 0.02, 0.05]))
            if happening == "store killed":
                server.kill()
            load.kill()
        finished = _finish(load)
    finally:
        proxy.close()
        if happening == "store killed":
            server.start()
    outcome.network += proxy.seen
    return finished


def _await(load: BaseProcess, proxy: FaultProxy, requests: int) -> None:
    """Wait until so many requests have come."""
    while proxy.seen.total() < requests and load.is_alive():
        time.sleep(0.001)


def opens(server: Server) -> bool:
    """Whether a store answers at all, after some patience."""
    store = open_store(server.endpoint, server.program.kind or server.program.name)
    try:
        return store.ask("ASK { }") is True
    except StoreError:
        return False
    finally:
        store.close()


def _inspect(server: Server, number: int, outcome: Outcome) -> None:
    old, new = expected(_version(number - 1)), expected(_version(number))
    found = _found(server, sorted(new))
    kept = sum(found[name] == old[name] for name in new)
    outcome.mixed += 0 < kept < len(new)
    outcome.half += [f"round {number}: {name}" for name in new if found[name] not in (old[name], new[name])]


def _complete(server: Server, path: Path, kind: Path, number: int, outcome: Outcome) -> None:
    _whole(path, server.endpoint, kind)
    new = expected(_version(number))
    found = _found(server, sorted(new))
    outcome.lost += [f"round {number}: {name}" for name in new if new[name] - found[name]]
    outcome.doubled += [f"round {number}: {name}" for name in new if found[name] - new[name]]
    store = open_store(server.endpoint, server.program.kind or server.program.name)
    outcome.doubled += [name for name in read_ledger(store) if name not in new and name.startswith(graph("d")[:-1])]
    store.close()


def _found(server: Server, names: list[str]) -> dict[str, set[str]]:
    store = open_store(server.endpoint, server.program.kind or server.program.name)
    found: dict[str, set[str]] = {name: set() for name in names}
    text = f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?g {{ {' '.join(names)} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    try:
        for name, *line in rows_of(store, text):
            found[name].add(" ".join(line))
        return found
    finally:
        store.close()
