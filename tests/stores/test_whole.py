"""A body that was cut off where a line ends may parse all the same; a strict store takes nothing of it."""

import socket
import time
from urllib.parse import urlsplit

import pytest

from kg.stores import Store
from kg.stores.store import count_triples
from tests.stores.samples import graph
from tests.stores.servers import Server

MANY = 50_000


@pytest.mark.parametrize("hang_up", [socket.SHUT_WR, socket.SHUT_RDWR])
def test_half_a_body_is_not_taken_for_a_whole_one(server: Server, store: Store, hang_up: int) -> None:
    if not store.kind.whole:
        pytest.skip("the store is not said to be strict, so TriG is sent")
    name = graph("half")
    lines = [f'<urn:s> <urn:p> "{number}" {name} .\n'.encode() for number in range(MANY)]
    address = urlsplit("/".join(filter(None, (server.endpoint, store.kind.data))))
    head = (
        f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/n-quads\r\n"
        f"Content-Length: {sum(map(len, lines))}\r\n\r\n"
    )
    with socket.create_connection((address.hostname or "", address.port or 80)) as connection:
        connection.sendall(head.encode() + b"".join(lines[: MANY // 2]))
        connection.shutdown(hang_up)
        if hang_up == socket.SHUT_WR:
            assert b" 500 " in connection.recv(100)
    for _ in range(20):
        assert count_triples(store, [name]) == {name: 0}
        time.sleep(0.1)


def test_half_an_update_is_not_taken_for_a_whole_one(server: Server, store: Store) -> None:
    if not (store.kind.direct and store.kind.atomic):
        pytest.skip("the store is not said to do all of an update or nothing")
    name = graph("half")
    lines = [f'<urn:s> <urn:p> "{number}" .\n'.encode() for number in range(MANY)]
    address = urlsplit("/".join(filter(None, (server.endpoint, store.kind.update))))
    start, end = f"DROP SILENT GRAPH {name} ;\nINSERT DATA {{ GRAPH {name} {{\n".encode(), b"} }"
    head = (
        f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/sparql-update\r\n"
        f"Content-Length: {len(start) + sum(map(len, lines)) + len(end)}\r\n\r\n"
    )
    with socket.create_connection((address.hostname or "", address.port or 80)) as connection:
        connection.sendall(head.encode() + start + b"".join(lines[: MANY // 2]))
    for _ in range(20):
        assert count_triples(store, [name]) == {name: 0}
        time.sleep(0.1)
