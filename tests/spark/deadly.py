"""An export whose work dies of some records: one kills its process, one takes all memory that there is."""

import json
import os
import signal
import sys
from dataclasses import dataclass

from kg.iris import DEFAULT_BASE
from kg.mapping import Settings
from kg.pipeline import Outcome, Plan, Stage, Work
from kg.pipeline.work import Item, line_of
from kg.profile import find_profile
from kg.spark.export import export_cluster
from kg.spark.session import opened_session


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


def main() -> None:
    master, settings, source, out = sys.argv[1:]
    with opened_session(master, json.loads(settings)) as session:
        plan = DeadlyPlan(find_profile(), Settings(DEFAULT_BASE))
        counts = export_cluster(session, [source], out, plan, version="test")
    print(json.dumps(counts.as_dict()))
