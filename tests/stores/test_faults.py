import os
from pathlib import Path

from kg.stores import Store
from tests.stores.faults import HAPPENINGS, torment
from tests.stores.servers import Server

ROUNDS = int(os.environ.get("KG_FAULT_ROUNDS", "3"))


def test_no_document_is_ever_half_there(server: Server, store: Store, tmp_path: Path) -> None:
    outcome = torment(server, tmp_path, rounds=ROUNDS, seed=15)
    assert (outcome.half, outcome.lost, outcome.doubled) == ([], [], [])
    assert sum(outcome.rounds.values()) == ROUNDS
    assert set(outcome.rounds) <= set(HAPPENINGS)
