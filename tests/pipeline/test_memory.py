"""What a run remembers of the records that went by."""

import sqlite3
from contextlib import closing

import pytest

from kg.pipeline import memory
from kg.pipeline.memory import SeenIds


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_an_id_is_new_but_once_however_many_fit_in_memory(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "IDS_IN_MEMORY", most)
    with closing(sqlite3.connect("")) as db:
        seen = SeenIds(db)
        assert [seen.add(id) for id in ("a", "b", "a", "c", "b", "", "c", "d", "a", "")] == [
            *(True, True, False, True, False),
            *(True, False, True, False, False),
        ]


def test_ids_that_were_spilled_are_known_to_whoever_opens_the_database_again() -> None:
    with closing(sqlite3.connect("")) as db:
        first = SeenIds(db)
        first.add("a")
        first.spill()
        first.spill()
        first.add("b")
        assert [SeenIds(db).add(id) for id in ("a", "b")] == [False, True]
