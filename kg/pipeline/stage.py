"""The work on one record, from bytes to a graph that conforms: a function of the record and the profile alone."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import msgspec

from kg.mapping import MappedDocument, Mapper, Mapping, Settings, part_pointer
from kg.records import LONGEST_RECORD, Fault, Line, Record, RecordError, read_record
from kg.terms import Triple
from kg.validation import Entry, Result, Summarizer, Validator


class Made(Protocol):
    """What was made of a record, as far as it is written and counted."""

    @property
    def graph(self) -> str:
        """The IRI term of the document's named graph."""

    @property
    def kinds(self) -> list[str]:
        """The kind of each part."""

    def triples(self) -> Collection[Triple]:
        """Give the triples, each once."""


class Outcome(msgspec.Struct):
    """What became of one record. Without a document, it was rejected whole.

    :param id: the document's id, where the record could be read so far.
    :param faults: what was rejected, and why.
    :param notices: warnings and notes on what was exported.
    :param ignored: keys and words that the mapping does not name.
    :param line: the record that was made of it, where it came as a text.
    :param summary: what the document adds to the summary of the corpus.
    """

    id: str | None
    document: Made | None
    faults: list[Fault]
    notices: list[Result] = []
    ignored: dict[str, int] = {}
    summary: list[Entry] = []
    line: Line | None = None


@dataclass(frozen=True)
class Stage:
    """Reading, mapping and validating, with all that they need.

    :param validator: the judge of a document's graph; None to map without one.
    :param strict: reject a document whole where a part of it is rejected.
    :param link: finds the items of a record's entities, where that was not done before.
    :param summarizer: takes from a document what shapes of corpus scope look at; None if these are not applied.
    """

    mapping: Mapping
    settings: Settings
    validator: Validator | None
    strict: bool = False
    link: Callable[[Record], Record] | None = None
    summarizer: Summarizer | None = None

    def process(self, line: Line) -> Outcome:
        """Read, map and validate one record. Whatever is wrong with it is in the outcome; nothing is raised for it."""
        if len(line.data) > LONGEST_RECORD:
            return Outcome(
                None, None, [Fault("", "too-long", f"a record may have {LONGEST_RECORD:,} bytes at the most")]
            )
        try:
            return self.export(read_record(line.data))
        except RecordError as error:
            return Outcome(error.document, None, [error.fault])

    def export(self, record: Record) -> Outcome:
        """Map and validate one record."""
        mapped = self._mapper.map(self.link(record) if self.link else record)
        notices = self._validate(mapped)
        rejected = _document_at_fault(mapped) or (self.strict and bool(mapped.faults))
        return Outcome(
            record.document.id,
            None if rejected else mapped,
            mapped.faults,
            [] if rejected else notices,
            {} if rejected else mapped.ignored,
            [] if rejected or self.summarizer is None else self.summarizer.entries_of(mapped.parts),
        )

    @cached_property
    def _mapper(self) -> Mapper:
        return Mapper(self.mapping, self.settings)

    def _validate(self, mapped: MappedDocument) -> list[Result]:
        """Take out what violates a shape until the rest conforms; give the warnings on the rest."""
        if self.validator is None:
            return []
        while not _document_at_fault(mapped):
            results = self.validator.validate(mapped.triples())
            if not results:
                break
            faults = list(_faults(results, mapped))
            if not faults:
                return results
            mapped.reject(faults)
        return []


def _document_at_fault(mapped: MappedDocument) -> bool:
    return bool(mapped.faults) and any(part_pointer(fault.pointer) == "/document" for fault in mapped.faults)


def _faults(results: Iterable[Result], mapped: MappedDocument) -> Iterable[Fault]:
    found: dict[str, Fault] = {}
    for result in results:
        if result.severity == "Violation":
            for pointer in list(mapped.owners(result.focus, result.path, result.value)) or ["/document"]:
                found.setdefault(pointer, Fault(pointer, "shape", result.message, result.shape))
    return found.values()
