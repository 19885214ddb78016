"""Fuseki loses terms for good after it has undone an upload and read its disk; but none after a trial."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from kg.stores import Store, count_triples, open_store
from kg.stores.trial import TRIAL
from tests.stores.proxy import FaultProxy
from tests.stores.samples import content, expected, graph, held, lines, loaded, write
from tests.stores.servers import PROGRAMS, SHORT_LIVED, Server

MANY = 20_000
"""So many triples that some of them are on the disk before an upload is undone."""


@pytest.fixture
def fuseki(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    program = next(each for each in PROGRAMS if each.name == "fuseki")
    if reason := program.missing():
        pytest.skip(reason)
    for name, value in SHORT_LIVED.items():
        monkeypatch.setenv(name, value)
    running = Server(program, tmp_path)
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def store(fuseki: Server) -> Iterator[Store]:
    opened = open_store(fuseki.endpoint)
    yield opened
    opened.close()


def diverse(documents: int, triples: int, words: str) -> dict[str, list[str]]:
    """Give documents that have no term in common."""
    return {graph(f"d{number}"): lines(number, triples, f"{words} {number}") for number in range(documents)}


def restart(server: Server) -> None:
    """Take from a server what it has in memory only."""
    server.stop()
    server.start()


class Trusting:
    """The store, believed without a trial."""

    def __init__(self, behind: Store) -> None:
        self.kind, self.address, self.close = behind.kind, behind.address, behind.close
        self.update, self.add, self.ask = behind.update, behind.add, behind.ask

    def steady(self) -> None:
        pass


def body(words: str) -> bytes:
    return "".join(f'<urn:s> <urn:p> "{words}, {number}" <urn:{words}> .\n' for number in range(MANY)).encode()


def disturb(server: Server, words: str) -> None:
    """Be another program that uploads something, has a second upload cut off, and reads what came of the first."""
    headers = {"Content-Type": "application/n-quads"}
    requests.post(f"{server.endpoint}/data", body(words), headers=headers, timeout=60).raise_for_status()
    cut_off(server, body(f"{words}-cut"))
    asked = {"query": f"SELECT ?o {{ GRAPH <urn:{words}> {{ ?s ?p ?o }} }}"}
    requests.post(f"{server.endpoint}/query", asked, timeout=60).raise_for_status()


def cut_off(server: Server, data: bytes) -> None:
    """Begin an upload and hang up within a line, and wait until the server has undone it."""
    head = (
        f"POST /ds/data HTTP/1.1\r\nHost: x\r\nContent-Type: application/n-quads\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    log = server.folder / "output.txt"
    undone = log.read_text().count(" 400 ")
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(head.encode() + data[:-10])
    for _ in range(600):
        if log.read_text().count(" 400 ") > undone:
            return
        time.sleep(0.1)
    raise AssertionError("the server does not give up the upload")


@pytest.mark.parametrize("triples", [1, 100])
def test_nothing_is_lost_after_an_upload_that_was_cut_off(
    fuseki: Server, store: Store, tmp_path: Path, triples: int
) -> None:
    loaded(store, write(tmp_path / "a.nq", diverse(30, triples, "old")))
    for words in ("one", "two"):
        disturb(fuseki, words)
        documents = diverse(60, triples, words)
        assert loaded(store, write(tmp_path / "b.nq", documents)).failed == {}
        assert content(store, TRIAL) == set()
    restart(fuseki)
    assert held(store) == expected(documents)


def test_what_is_lost_without_a_trial_is_found(fuseki: Server, store: Store, tmp_path: Path) -> None:
    loaded(store, write(tmp_path / "a.nq", diverse(1, 1, "old")))
    disturb(fuseki, "one")
    documents = diverse(60, 100, "lost")
    failed = loaded(Trusting(store), write(tmp_path / "b.nq", documents)).failed
    assert failed
    restart(fuseki)
    lost = {name for name, number in count_triples(store, list(documents)).items() if number < 100}
    # what is in the server's memory can be read, and is lost all the same: a trial is not for speed
    assert set(failed) <= lost


def test_an_upload_of_ours_that_was_cut_off_costs_nothing_either(fuseki: Server, tmp_path: Path) -> None:
    proxy = FaultProxy(fuseki.port, often=0)
    store = open_store(fuseki.endpoint.replace(str(fuseki.port), str(proxy.port)), "fuseki")
    try:
        documents = diverse(40, 1000, "ours")
        before = 2 + 4 + 1  # what the ledger says, the trial, and the mark that a load is on its way
        proxy.plan = [*["none"] * before, "cut-request"]
        assert loaded(store, write(tmp_path / "b.nq", documents)).failed == {}
        assert proxy.seen["cut-request"] == 1
    finally:
        store.close()
        proxy.close()
    assert " 400 " in (fuseki.folder / "output.txt").read_text()
    restart(fuseki)
    behind = open_store(fuseki.endpoint)
    assert held(behind) == expected(documents)
    behind.close()
