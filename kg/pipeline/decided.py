"""A file of reviewers' decisions: put together, and given to records."""

import hashlib
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from kg.iris import parse_item
from kg.linking.outcome import LINKED, NIL, Decision
from kg.linking.records import taken_up
from kg.linking.sssom import Mapping as Row
from kg.linking.sssom import Verdict, read_about, read_mappings, verdicts
from kg.mapping import Identities, Judgement, Mapping, Sameness, Settings, put_together
from kg.records import Entity, Record
from kg.terms import iri_text


@dataclass(frozen=True)
class Decided:
    """A file of reviewers' decisions, put together.

    :param rows: all that it holds, proposals among them.
    :param about: what it says of itself.
    :param digest: its SHA-256.
    """

    rows: list[Row] = field(default_factory=list)
    where: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    digest: str = ""

    @cached_property
    def sameness(self) -> Sameness:
        """Which entities are one thing or two. :raises DecisionError: if that is contradictory."""
        said = (Judgement(row.subject, row.thing, row.rejected) for row in self.rows if row.author and row.thing)
        return put_together(said, self.where)

    @cached_property
    def said(self) -> dict[str, Verdict]:
        """What was said of items, by subject. :raises DecisionError: if that is contradictory."""
        return verdicts(self.rows, self.where, self.sameness.of)

    def open_rows(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the proposals about which nothing is decided."""
        for row in rows:
            verdict = self.said.get(self.sameness.of(row.subject))
            if verdict is None or not (verdict.decided or row.item in verdict.rejected):
                yield row


def read_decided(path: Path | None) -> Decided:
    """Read decisions. :raises DecisionError: if they are none, or contradict one another."""
    decided = Decided()
    if path:
        decided = Decided(read_mappings(path), str(path), read_about(path), digest_of(path))
    _ = decided.said  # contradictions are found before anything is done
    return decided


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file; nothing where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


@dataclass(frozen=True)
class Settled:
    """Gives records what reviewers decided, and nothing else: no index is needed."""

    decided: Decided
    mapping: Mapping
    settings: Settings

    def __call__(self, record: Record) -> Record:
        """Give the record with the decisions about its entities."""
        names = subjects(record, self.mapping, self.settings)
        said = by_entity(names, self.decided.said)
        return msgspec.structs.replace(record, entities=[_settled(one, said.get(one.id)) for one in record.entities])


def _settled(entity: Entity, verdict: Verdict | None) -> Entity:
    item = parse_item(entity.wikidata) if entity.wikidata else None
    if verdict is None or not (verdict.decided or item in verdict.rejected):
        return entity
    outcome = LINKED if verdict.item else NIL
    return taken_up(entity, Decision(outcome, "review", verdict.item, reason="a reviewer says so"))


def subjects(record: Record, mapping: Mapping, settings: Settings) -> dict[str, str]:
    """Give the IRI that each entity has without a link, by its id: what decisions are about."""
    found = Identities(record, mapping, settings.base, by_name=settings.by_name, sameness=settings.sameness)
    return {entity.id: iri_text(found.unlinked(entity)) for entity in record.entities}


def by_entity(names: Table[str, str], said: Table[str, Verdict]) -> dict[str, Verdict]:
    """Give what was said of the entities of a record, by their ids."""
    return {id: said[name] for id, name in names.items() if name in said}
