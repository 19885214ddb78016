"""What an export of a corpus costs on so many cores, and what breaks first: reckoned and simulated from figures.

    python -m benchmarks.scaling [--documents 1e9] [--cores 8 64 512] [--document-seconds 0.0025]

The figures of this project are measured (by ``benchmarks.cluster`` and ``benchmarks.load``); those of a cluster are
assumed, and each can be given. Simulated is how tasks fall on cores: each core takes the next task when it is free;
some tasks straggle, cores die and come back, and what they were at is done again. Same seed, same table.
"""

import argparse
import heapq
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import NamedTuple

HOUR, DAY = 3600.0, 86400.0


@dataclass(frozen=True)
class Figures:
    """Seconds and bytes, of a document where nothing else is said."""

    document_seconds: float = 0.0025  # measured: of one core, with all that Spark does
    document_bytes: float = 3_400  # measured: a record
    document_triples: float = 151  # measured
    part_bytes: float = 1_400  # measured: of N-Quads, gzipped
    summary_bytes: float = 1_600  # measured: lines for the shapes of corpus scope
    task_bytes: float = 2**25  # our setting
    task_overhead: float = 0.15  # measured: seconds of a task that does nothing
    triples_loaded: float = 40_000  # measured: a second, into one store
    repeated: float = 0.01  # assumed: the share of documents whose id came before
    repeated_bytes: float = 200  # reckoned: of the driver's memory, for each of them
    straggling: float = 0.02  # assumed: the share of tasks that take several times as long
    straggler: float = 4.0  # assumed: how many times
    core_hours_to_death: float = 500.0  # assumed: bought where it is cheapest
    minutes_dead: float = 5.0  # assumed


class Run(NamedTuple):
    """How a simulated run went: seconds until all was done, and how many tasks were done again."""

    seconds: float
    again: int


def task_times(documents: float, figures: Figures, chance: random.Random) -> Iterator[float]:
    """Give the seconds of each task of a corpus."""
    tasks = math.ceil(round(documents * figures.document_bytes / figures.task_bytes, 6))
    for _ in range(tasks):
        slow = figures.straggler if chance.random() < figures.straggling else 1.0
        yield figures.task_overhead + documents / tasks * figures.document_seconds * slow


def simulated(documents: float, cores: int, figures: Figures, seed: int = 1) -> Run:
    """Let cores take tasks, straggle, die and come back."""
    chance = random.Random(seed)
    deadly = 1 / (figures.core_hours_to_death * HOUR)
    free = [(0.0, chance.expovariate(deadly)) for _ in range(cores)]  # when a core is free, and when it dies
    waiting = list(task_times(documents, figures, chance))
    end, again = 0.0, 0
    while waiting:
        now, death = heapq.heappop(free)
        task = waiting.pop()
        if now + task <= death:
            end = max(end, now + task)
            heapq.heappush(free, (now + task, death))
            continue
        waiting.append(task)
        again += 1
        back = max(now, death) + figures.minutes_dead * 60
        heapq.heappush(free, (back, back + chance.expovariate(deadly)))
    return Run(end, again)


def breaking(figures: Figures) -> list[tuple[float, str]]:
    """Say with how many documents each thing becomes too much, and what is done about it, the first one first."""
    points = [
        (DAY * figures.triples_loaded / figures.document_triples, "one store loads for a day: by days, or in bulk"),
        (DAY / figures.document_seconds, "one core works for a day: take more cores"),
        (4e9 / (figures.repeated * figures.repeated_bytes), "repeated ids take 4 GB of the driver: unique first"),
        (1e12 / figures.summary_bytes, "a TB of summary is sorted: --no-corpus, or by days"),
        (100_000 * figures.task_bytes / figures.document_bytes, "100,000 tasks, a part each: larger tasks, or by days"),
        (1e12 / figures.part_bytes, "the parts take a TB"),
    ]
    return sorted(points)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--documents", type=float, nargs="+", default=[1e6, 1e8, 1e9])
    parser.add_argument("--cores", type=int, nargs="+", default=[8, 64, 512])
    parser.add_argument("--seed", type=int, default=1)
    for figure in fields(Figures):
        parser.add_argument(f"--{figure.name.replace('_', '-')}", type=float, default=figure.default)
    said = parser.parse_args()
    figures = Figures(**{figure.name: getattr(said, figure.name) for figure in fields(Figures)})
    heads = ["documents", "cores × hours", "parts", "summary", "into one store", *(f"{n} cores" for n in said.cores)]
    print(f"| {' | '.join(heads)} |")
    print("|---" * (5 + len(said.cores)) + "|")
    for documents in said.documents:
        runs = (simulated(documents, cores, figures, said.seed) for cores in said.cores)
        cells = [
            f"{documents:,.0f}",
            f"{documents * figures.document_seconds / HOUR:,.1f}",
            f"{documents * figures.part_bytes / 1e9:,.0f} GB",
            f"{documents * figures.summary_bytes / 1e9:,.0f} GB",
            f"{documents * figures.document_triples / figures.triples_loaded / HOUR:,.0f} h",
            *(f"{run.seconds / HOUR:,.2f} h, {run.again:,} again" for run in runs),
        ]
        print(f"| {' | '.join(cells)} |")
    print("\n| from so many documents on | |\n|---|---|")
    for number, what in breaking(figures):
        print(f"| {number:,.0f} | {what} |")


if __name__ == "__main__":
    main()
