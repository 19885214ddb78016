import os
from pathlib import Path

import pytest

from kg.stores import Store
from tests.stores.faults import HAPPENINGS, opens, torment
from tests.stores.servers import PROGRAMS, Server

ROUNDS = int(os.environ.get("KG_FAULT_ROUNDS", "3"))


def test_no_document_is_ever_half_there(server: Server, store: Store, tmp_path: Path) -> None:
    outcome = torment(server, tmp_path, rounds=ROUNDS, seed=15)
    assert (outcome.half, outcome.lost, outcome.doubled) == ([], [], [])
    assert sum(outcome.rounds.values()) == ROUNDS
    assert set(outcome.rounds) <= set(HAPPENINGS)


def test_a_wrecked_store_is_told_from_one_that_opens(tmp_path: Path) -> None:
    program = next(each for each in PROGRAMS if each.name == "rdf4j")
    if reason := program.missing():
        pytest.skip(reason)
    server = Server(program, tmp_path)
    try:
        assert opens(server)
        server.kill()
        for file in tmp_path.rglob("triples-*"):
            file.write_bytes(b"torn")
        server.start()
        assert not opens(server)
        server.renew()
        assert opens(server)
    finally:
        server.stop()
