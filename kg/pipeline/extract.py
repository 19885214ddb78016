"""Texts in, records out, in the order of the input."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, tee
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import msgspec

from kg.errors import InputError
from kg.extraction.parts import Story
from kg.extraction.story import is_english, read_story
from kg.extraction.texts import read_text
from kg.extraction.union import Extracts
from kg.pipeline.outputs import opened
from kg.pipeline.reading import Texts
from kg.pipeline.recordfile import record_file
from kg.pipeline.rejections import rejection, write_rejection
from kg.pipeline.stage import Outcome
from kg.pipeline.work import Item, Read, line_of
from kg.pipeline.workers import Workers
from kg.records import Fault, Line, RecordError, Sources, decode, is_text, repaired

LONGEST_TEXT = 5_000_000
"""Characters of one text; no news item has as many."""

_CHUNK = 32
_SHARE = 16
"""Texts that a worker is given at once: they take longer than records."""


class _Document(NamedTuple):
    line: Line
    document: dict[str, Any]
    story: Story


def _item(line: Line, found: dict[str, Any] | Fault) -> Item:
    return (line, found) if isinstance(found, Fault) else line._replace(data=msgspec.json.encode(found))


@dataclass(frozen=True)
class Reading:
    """An extractor, and what is known of the texts."""

    extractor: Extracts
    texts: Texts

    def items(self, items: Iterable[Item]) -> Iterator[Item]:
        """Give a record for each text, a fault for one that cannot be read, and every other item as it is."""
        items = iter(items)
        while chunk := list(islice(items, _CHUNK)):
            read = [self._read(item) for item in chunk]
            documents = [one for one in read if isinstance(one, _Document)]
            found = self.extractor.records((one.document, one.story) for one in documents)
            for one in read:
                yield _item(one.line, next(found)) if isinstance(one, _Document) else one

    def _read(self, item: Item) -> "Item | _Document":
        if not isinstance(item, Line):
            return item
        try:
            document = self._document(item)
        except RecordError as error:
            return item, error.fault
        if document is None:
            return item
        bare = item._replace(data=msgspec.json.encode({"document": document}))  # what a rejection shows, to be mended
        try:
            story = _story(document)
        except RecordError as error:
            if error.fault.code == "no-date" and item.source in self.texts.named and is_text(item.source):
                raise InputError(error.fault.reason, where=item.source, hint="say it with --published") from error
            return bare, error.fault
        self._notice(item, story)
        return _Document(bare, document, story)

    def _document(self, line: Line) -> dict[str, Any] | None:
        """The document of a line, or None where it is a record that holds facts already."""
        name = line.source
        if is_text(name) or (self.texts.records and name == "-" and not line.data.lstrip().startswith(b"{")):
            said: Any = {"id": PurePath(name).stem if name != "-" else "stdin", **read_text(name, line.data)}
        elif self.texts.records and not (record := decode(line.data)).keys() & {"entities", "events", "relations"}:
            said = record.get("document", {})
        else:
            return None
        if not isinstance(said, dict):
            raise RecordError(Fault("/document", "wrong-type", "a document is an object"))
        published = said.get("published") or self.texts.given.get("published")
        return said | self.texts.given | {"published": published}

    def _notice(self, line: Line, story: Story) -> None:
        if not story.passages:
            self.texts.notice(f"{line.place}: there is no running text in it")
        elif not is_english(story.reading):
            self.texts.notice(f"{line.place}: this does not read as English; names may be found, events hardly")


def _story(document: dict[str, Any]) -> Story:
    """:raises RecordError: if there is no text, or no day of publication."""
    text, published = document.get("text"), document.get("published")
    if not isinstance(text, str):
        raise RecordError(Fault("/document/text", "no-text", "there is no text to extract from"))
    if len(text) > LONGEST_TEXT:
        raise RecordError(
            Fault("/document/text", "too-long", f"a text may have {LONGEST_TEXT:,} characters at the most")
        )
    if published is None:
        reason = "it does not say when it was published, so no date in it can be resolved"
        raise RecordError(Fault("/document/published", "no-date", reason))
    try:
        return read_story(text, datetime.date.fromisoformat(published))
    except (ValueError, TypeError) as error:
        reason = f"published must be a day such as 2023-09-16, and is {published!r:.40}"
        raise RecordError(Fault("/document/published", "bad-date", reason)) from error


@dataclass
class Extracted:
    """What a run counts."""

    read: int = 0
    extracted: int = 0
    entities: int = 0
    events: int = 0
    relations: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    fault: str = ""
    """The first one, with its place."""

    def add(self, item: Item) -> None:
        """Count what became of one text."""
        self.read += 1
        if not isinstance(item, Line):
            line, fault = item
            self.reasons[fault.code] += 1
            self.fault = self.fault or f"{line.place}: {fault.reason}"
            return
        self.extracted += 1
        found = msgspec.json.decode(item.data, type=_Parts)
        self.entities += len(found.entities)
        self.events += len(found.events)
        self.relations += len(found.relations)

    def merge(self, other: "Extracted") -> None:
        """Count what another run counted, of other texts."""
        for name in ("read", "extracted", "entities", "events", "relations"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reasons.update(other.reasons)
        self.fault = self.fault or other.fault

    @classmethod
    def restored(cls, noted: dict[str, Any]) -> "Extracted":
        """Give the counts that went through JSON."""
        return cls(**noted | {"reasons": Counter(noted["reasons"])})

    def as_dict(self) -> dict[str, Any]:
        """Give the counts in a fixed order."""
        rejected = {"rejected": self.reasons.total(), "reasons": dict(sorted(self.reasons.items()))}
        names = ("read", "extracted", "entities", "events", "relations")
        return {name: getattr(self, name) for name in names} | rejected


@dataclass(frozen=True)
class Extraction:
    """Extraction as work on items: an outcome's line is the record."""

    read: Read

    @classmethod
    def of(cls, texts: Texts) -> "Extraction":
        """Load what reads the texts. :raises KgError: if it cannot be loaded."""
        return cls(texts.opened())

    def outcomes(self, items: Iterable[Item], first: int = 0) -> Iterator[tuple[Item, Outcome]]:
        """Say what becomes of each; a text's number in the run changes nothing."""
        del first
        items, texts = tee(items)
        for item, found in zip(items, self.read(texts), strict=True):
            yield item, Outcome(None, None, [] if isinstance(found, Line) else [found[1]], line=line_of(found))


@contextmanager
def reading(texts: Texts, workers: int) -> Iterator[Read]:
    """Give what makes records of texts, in this process or in several; what it makes is the same.

    :raises KgError: if what reads them cannot be loaded.
    """
    if workers == 1:
        yield texts.opened()
        return
    with Workers(partial(Extraction.of, texts), workers, _SHARE) as shared:

        def read(items: Iterable[Item]) -> Iterator[Item]:
            for item, made in shared.outcomes(items):
                line = made.line or line_of(item)
                yield (line, made.faults[0]) if made.faults else line

        yield read


def extract_files(
    sources: Sources, inputs: list[str], read: Read, output: str, progress: Callable[[Extracted], None]
) -> Extracted:
    """Extract all sources into one file; what cannot be extracted from goes to a file beside it.

    A record that holds facts already goes over as it is.

    :raises KgError: for an input that cannot be read, or an output that cannot be written.
    """
    counts = Extracted()
    beside = None if output == "-" else Path(f"{output}.rejections.jsonl")
    with ExitStack() as stack:
        write = stack.enter_context(record_file(output, inputs))
        rejected = stack.enter_context(opened(beside)) if beside else None
        for item in read(repaired(sources)):
            counts.add(item)
            if isinstance(item, Line):
                write(item.data)
            elif rejected is not None:
                line, fault = item
                write_rejection(rejected, rejection(line, None, fault))
            progress(counts)
    if beside and not counts.reasons:
        beside.unlink()
    return counts


class _Parts(msgspec.Struct):
    entities: list[msgspec.Raw] = []
    events: list[msgspec.Raw] = []
    relations: list[msgspec.Raw] = []
