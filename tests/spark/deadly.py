"""An export whose work dies of some records: one kills its process, one takes all memory that there is."""

import os
import signal
from dataclasses import dataclass

from kg.pipeline import Outcome, Plan, Stage, Work
from kg.pipeline.work import Item, line_of


@dataclass(frozen=True)
class DeadlyWork(Work):
    def outcome(self, number: int, item: Item) -> Outcome:
        data = line_of(item).data
        if b'"deadly"' in data:
            os.kill(os.getpid(), signal.SIGKILL)
        if b'"greedy"' in data:
            bytearray(2**40)
        return super().outcome(number, item)


class DeadlyPlan(Plan):
    def work_of(self, stage: Stage) -> Work:
        return DeadlyWork(stage)
