"""What a task does with its lines, in a process of the cluster: the work of one machine, its results as texts.

A task that fails is done again by Spark, and then with the records in a process of their own, so that a record that
kills one is found out and rejected, as on one machine.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import msgspec
from pyspark import TaskContext

from kg.pipeline import Counts, Plan, Work, Workers, rejection
from kg.pipeline.export import duplicate
from kg.pipeline.memory import item_classes
from kg.pipeline.stage import Made, Outcome
from kg.pipeline.work import Item, line_of
from kg.pipeline.workers import Working, collect_seldom
from kg.records import Fault, Line, repaired
from kg.serialization import QuadLines
from kg.spark.lines import Numbering, Placed, name_of, stand_in
from kg.spark.members import NO_DAY, Row
from kg.spark.shipping import unpacked
from kg.validation import Entry, Summarizer, entry_line

_MOST_SUMMARIZED = 100_000
QUADS, REJECTIONS, COUNTS, SUMMARY, ITEMS = "quads", "rejections", "counts", "summary", "items"


@dataclass(frozen=True)
class Task:
    """What every task of a run is told.

    :param plan: the plan, pickled, so that a process opens it once for all its tasks.
    :param firsts: where the one document stands that counts, for ids that several have.
    :param by_day: part quads by the day of publication.
    """

    plan: bytes
    numbering: Numbering
    firsts: Mapping[str, tuple[int, int]]
    by_day: bool = False

    def rows(self, lines: Iterable[Placed]) -> Iterator[Row]:
        """Export the lines of a task."""
        plan: Plan = unpacked(self.plan)
        counts, summarized = Counts(), set[Entry]()
        for item, made in self.outcomes(repaired(self.numbering.lines(lines))):
            outcome = self._once(item, made)
            counts.add(outcome)
            for fault in outcome.faults:
                yield rejected(outcome.line or line_of(item), outcome.id, fault)
            if outcome.document is not None:
                counts.triples += len(outcome.document.triples())
                yield QUADS, self._day(outcome.line or line_of(item)), _quads(outcome.document)
                if fresh := [entry for entry in outcome.summary if entry not in summarized]:
                    summarized = _remembered(summarized, fresh)
                    yield SUMMARY, NO_DAY, "".join(map(entry_line, fresh)).encode()
                if plan.settings.same_as:
                    pairs = item_classes(outcome.document.triples())
                    yield from ((ITEMS, NO_DAY, f"{item}\t{of}\n".encode()) for item, of in pairs)
        yield counted(counts)

    def valid(self, repeated: frozenset[int], lines: Iterable[Placed]) -> Iterator[tuple[str, int, int]]:
        """Say of the documents with these ids which can be exported, and where they stand."""
        items = repaired(self.numbering.lines(lines))
        for item, outcome in self.outcomes(item for item in items if stand_in(item) in repeated):
            if outcome.document is not None and outcome.id is not None:
                yield outcome.id, *self.numbering.order(line_of(item))

    def outcomes(self, items: Iterable[Item]) -> Iterator[tuple[Item, Outcome]]:
        """Say what becomes of items."""
        return outcomes(partial(_opened, self.plan), items)

    def _once(self, item: Item, outcome: Outcome) -> Outcome:
        if outcome.document is None or outcome.id is None or outcome.id not in self.firsts:
            return outcome
        is_first = self.firsts[outcome.id] == self.numbering.order(line_of(item))
        return outcome if is_first else duplicate(outcome.id)

    def _day(self, line: Line) -> str:
        found = name_of(line.data) if self.by_day else None
        return found.published if found else NO_DAY


def outcomes(opened: Callable[[], Working], items: Iterable[Item]) -> Iterator[tuple[Item, Outcome]]:
    """Say what becomes of items: in this process, or in one of its own where that was tried and failed."""
    context = TaskContext.get()
    if context is None or context.attemptNumber() == 0:
        yield from opened().outcomes(items)
        return
    with Workers(opened, 1) as workers:
        yield from workers.outcomes(items)


@cache
def _opened(plan: bytes) -> Work:
    found: Plan = unpacked(plan)
    work = found.work()
    collect_seldom()
    return work


def summarizer_of(plan: bytes) -> Summarizer | None:
    """Open a plan, and give what judges the corpus."""
    return _opened(plan).stage.summarizer


def rejected(line: Line, document: str | None, fault: Fault) -> Row:
    """Give a rejection."""
    return REJECTIONS, NO_DAY, msgspec.json.encode(rejection(line, document, fault)) + b"\n"


def counted(counts: Any) -> Row:
    """Give the counts of a task."""
    return COUNTS, NO_DAY, msgspec.json.encode(counts) + b"\n"


def _remembered(entries: set[Entry], fresh: list[Entry]) -> set[Entry]:
    """Keep in mind which entries of the summary were written: most of them come again and again."""
    entries.update(fresh)
    return entries if len(entries) < _MOST_SUMMARIZED else set()


def _quads(document: Made) -> bytes:
    triples = document.triples()
    lines = triples if isinstance(triples, QuadLines) else QuadLines.of(document.graph, triples)
    return lines.within(document.graph)
