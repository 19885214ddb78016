"""Fuseki loses terms for good after it has undone an upload and read its disk; but none that others went before."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import msgspec
import pytest
import requests

from kg.queries import Table, lexical
from kg.stores import Store, open_store
from kg.stores.body import Body
from kg.stores.endpoint import Endpoint
from kg.stores.kinds import kind_named
from kg.stores.transport import Transport
from tests.stores.proxy import FaultProxy
from tests.stores.samples import expected, graph, held, lines, loaded, write
from tests.stores.servers import PROGRAMS, SHORT_LIVED, Server

MANY = 20_000
"""So many triples that some of them are on the disk before an upload is undone."""
OLD = 400


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


def trusting(server: Server) -> Store:
    """Open the store as if it lost nothing."""
    kind = msgspec.structs.replace(kind_named("fuseki"), sacrifice=None)
    return Endpoint(server.endpoint, kind, Transport(None))


class Disturbed:
    """The store, in small parts, before each of which something happens."""

    def __init__(self, behind: Store, happening: Callable[[], None]) -> None:
        self.kind, self.address, self.close = (
            msgspec.structs.replace(behind.kind, quads=2000),
            behind.address,
            behind.close,
        )
        self.update, self.ask = behind.update, behind.ask
        self._behind, self._happening = behind, happening

    def add(self, quads: Body) -> None:
        self._happening()
        self._behind.add(quads)


@contextmanager
def reader(server: Server) -> Iterator[None]:
    """Be another program that reads terms from the disk all the while, each once, so that none is in memory."""
    done = threading.Event()

    def read() -> None:
        for number in range(OLD):
            asked = {"query": f"SELECT (SUM(STRLEN(?o)) AS ?n) {{ GRAPH {graph(f'd{number}')} {{ ?s ?p ?o }} }}"}
            requests.post(f"{server.endpoint}/query", asked, timeout=60).raise_for_status()
            if done.wait(0.01):
                return

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


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
    restart(fuseki)
    assert held(store) == expected(documents)
    assert store.ask("ASK { GRAPH ?g { ?s ?p ?o } FILTER(CONTAINS(STR(?g), 'sacrifice')) }", union=False) is False


@pytest.mark.parametrize("read", [False, True])
def test_nothing_is_lost_of_a_load_that_others_disturb(
    fuseki: Server, store: Store, tmp_path: Path, read: bool
) -> None:
    old = {graph(f"d{number}"): lines(number, 200, f"old {number}") for number in range(OLD)}
    loaded(store, write(tmp_path / "a.nq", old))
    restart(fuseki)
    new = {graph(f"n{number}"): lines(number, 500, f"new {number}") for number in range(40)}
    disturbed = Disturbed(store, lambda: cut_off(fuseki, body("cut")))
    with reader(fuseki) if read else nullcontext():
        assert loaded(disturbed, write(tmp_path / "b.nq", new)).failed == {}
    restart(fuseki)
    assert held(store) == expected(old | new)


def test_terms_are_lost_where_no_others_went_before(fuseki: Server, store: Store, tmp_path: Path) -> None:
    loaded(store, write(tmp_path / "a.nq", diverse(1, 1, "old")))
    disturb(fuseki, "one")
    # the ledger is among what is lost; of what is in the server's memory, nothing shows yet
    assert loaded(trusting(fuseki), write(tmp_path / "b.nq", diverse(60, 100, "lost"))).failed
    restart(fuseki)
    answer = store.ask("SELECT (COUNT(*) AS ?all) (COUNT(?o) AS ?read) { GRAPH ?g { ?s ?p ?o } }", union=False)
    assert isinstance(answer, Table)
    number, read = (int(lexical(each or "")) for each in answer.rows[0])
    assert number - read > 1000


def test_an_upload_of_ours_that_was_cut_off_costs_nothing_either(fuseki: Server, tmp_path: Path) -> None:
    proxy = FaultProxy(fuseki.port, often=0)
    store = open_store(fuseki.endpoint.replace(str(fuseki.port), str(proxy.port)), "fuseki")
    try:
        documents = diverse(40, 1000, "ours")
        before = 2 + 1 + 1  # what the ledger says, the mark that a load is on its way, and the sacrifice
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
