"""Records in, the same records with links out, in the order of the input."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from kg.linking.outcome import Decision
from kg.linking.records import link_raw
from kg.pipeline.recordfile import record_file
from kg.records import Line, Record, RecordError, Sources, decode, read_record


class Decider(Protocol):
    """What decides for the entities of a record: a linker, alone or with reviewers' decisions."""

    def decisions(self, record: Record) -> list[Decision]:
        """Decide for each entity of a record, in their order."""


@dataclass
class Tally:
    """What a run counts: records, entities by outcome, and records that were passed on unread."""

    records: int = 0
    unread: int = 0
    first_fault: str = ""
    outcomes: Counter[str] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, Any]:
        """Give the counts in a fixed order."""
        return {"records": self.records, "unread": self.unread, **dict(sorted(self.outcomes.items()))}


def link_files(
    sources: Sources, inputs: list[str], linker: Decider, output: str, progress: Callable[[Tally], None]
) -> Tally:
    """Link all sources into one file, which appears when all is done.

    :raises OutputError: if the output cannot be written, would replace an input, or is to hold more than one record.
    """
    tally = Tally()
    with record_file(output, inputs) as write:
        for data in link_lines(sources, linker, tally):
            write(data)
            progress(tally)
    return tally


def link_lines(lines: Iterable[Line], linker: Decider, tally: Tally) -> Iterator[bytes]:
    """Link each record and give it as one line; one that cannot be read stays as it is."""
    for line in lines:
        tally.records += 1
        try:
            decisions = linker.decisions(read_record(line.data))
            tally.outcomes.update(decision.outcome for decision in decisions)
            yield msgspec.json.encode(link_raw(decode(line.data), decisions))
        except RecordError as error:
            tally.unread += 1
            tally.first_fault = tally.first_fault or f"{line.place}: {error}"
            yield b" ".join(line.data.split(b"\n")).strip()


def explain(lines: Iterable[Line], linker: Decider) -> Iterator[str]:
    """Say of each entity what was decided, among which candidates, and by which features."""
    for line in lines:
        try:
            record = read_record(line.data)
        except RecordError as error:
            yield f"{line.place}: {error}"
            continue
        yield f"{line.place}: {record.document.id}"
        yield from _explained(record, linker.decisions(record))


def _explained(record: Record, decisions: list[Decision]) -> Iterator[str]:
    for entity, decision in zip(record.entities, decisions, strict=True):
        score = "" if decision.score is None else f" {decision.score:.2f}"
        yield f"  {entity.id} {entity.type} {entity.name!r}: {decision.outcome} {decision.item or ''}{score}".rstrip()
        yield f"    {decision.reason} ({decision.method})"
        for choice in decision.candidates:
            features = " ".join(f"{name} {value:.2f}" for name, value in choice.features.items())
            yield f"    {choice.score:.2f} {choice.item} {choice.label} [{choice.way}] {features}"
