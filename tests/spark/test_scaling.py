"""The simulation of a cluster keeps its own laws."""

from dataclasses import replace

import pytest

from benchmarks.scaling import Figures, breaking, simulated

CALM = Figures(straggling=0, core_hours_to_death=1e12)
IN_TASK = CALM.task_bytes / CALM.document_bytes
TASK = CALM.task_overhead + IN_TASK * CALM.document_seconds


@pytest.mark.parametrize(("tasks", "cores", "rounds"), [(1, 8, 1), (8, 8, 1), (9, 8, 2), (100, 1, 100)])
def test_where_nothing_happens_cores_share_the_tasks(tasks: int, cores: int, rounds: int) -> None:
    run = simulated(tasks * IN_TASK, cores, CALM)
    assert run.seconds == pytest.approx(rounds * TASK) and run.again == 0


def test_what_dies_is_done_again_and_takes_longer() -> None:
    deadly = replace(CALM, core_hours_to_death=0.05)
    calm, torn = (simulated(100 * IN_TASK, 4, figures) for figures in (CALM, deadly))
    assert torn.again > 0 and torn.seconds > calm.seconds
    assert torn == simulated(100 * IN_TASK, 4, deadly) != simulated(100 * IN_TASK, 4, deadly, seed=2)


def test_stragglers_make_the_end_late() -> None:
    slow = simulated(40 * IN_TASK, 40, replace(CALM, straggling=0.5))
    assert slow.seconds == pytest.approx(CALM.task_overhead + IN_TASK * CALM.document_seconds * CALM.straggler)


def test_what_breaks_first_hangs_on_the_figures() -> None:
    assert "store" in breaking(Figures())[0][1]
    assert "one core" in breaking(Figures(triples_loaded=1e9))[0][1]
