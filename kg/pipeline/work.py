"""The work on the records of a run, one at a time, and what of it is sent from process to process."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import tee
from typing import TypeAlias

import msgspec

from kg.mapping import MappedDocument
from kg.pipeline.stage import Outcome, Stage
from kg.records import Fault, Line
from kg.serialization import QuadLines

Item: TypeAlias = Line | tuple[Line, Fault]
"""A record, or one that was found at fault before it was read."""


Read: TypeAlias = Callable[[Iterable[Item]], Iterable[Item]]
"""Makes records of texts: gives an item for each, in order."""


def line_of(item: Item) -> Line:
    """Give the line that an item stands in."""
    return item if isinstance(item, Line) else item[0]


@dataclass(frozen=True)
class Work:
    """A stage, and which records of a run it validates: each (1), each N-th (N), or none (0).

    :param read: makes records of the texts among the items, if there may be any.
    """

    stage: Stage
    validate_every: int = 1
    read: Read | None = None

    def outcome(self, number: int, item: Item) -> Outcome:
        """Say what becomes of an item, by its number in the run."""
        if not isinstance(item, Line):
            return Outcome(None, None, [item[1]])
        judged = self.validate_every > 0 and number % self.validate_every == 0
        return (self.stage if judged else self._lenient).process(item)

    @cached_property
    def _lenient(self) -> Stage:
        return self.stage if self.stage.validator is None else replace(self.stage, validator=None)

    def outcomes(self, items: Iterable[Item], first: int = 0) -> Iterator[tuple[Item, Outcome]]:
        """Say what becomes of each, the first of them being the item with this number in the run."""
        if self.read is None:
            return ((item, self.outcome(number, item)) for number, item in enumerate(items, first))
        items, texts = tee(items)
        return self._of_records(zip(items, self.read(texts), strict=True), first)

    def _of_records(self, pairs: Iterable[tuple[Item, Item]], first: int) -> Iterator[tuple[Item, Outcome]]:
        for number, (item, record) in enumerate(pairs, first):
            outcome = self.outcome(number, record)
            if record is not item:
                outcome.line = line_of(record)
            yield item, outcome


class SentDocument(msgspec.Struct):
    """As much of a mapped document as is written and counted."""

    kinds: list[str]
    lines: QuadLines

    @property
    def graph(self) -> str:
        """The IRI term of the document's named graph."""
        return self.lines.graph

    def triples(self) -> QuadLines:
        """Give the triples, each once."""
        return self.lines


def sent(outcome: Outcome) -> Outcome:
    """Make an outcome fit to be sent: of types that are soon packed and unpacked."""
    found = outcome.document
    if not isinstance(found, MappedDocument):
        return outcome
    document = SentDocument(found.kinds, QuadLines.of(found.graph, found.triples()))
    return msgspec.structs.replace(outcome, document=document, ignored=dict(outcome.ignored))
