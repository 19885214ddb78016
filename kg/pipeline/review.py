"""Between decisions about entities and decisions about what reviewers see: names and documents that never change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.linking.decision import AMBIGUOUS, LINKED, Decision
from kg.linking.linker import Linker
from kg.linking.sssom import Mapping as Row
from kg.linking.sssom import Verdict, verdicts
from kg.mapping import Identities, Mapping, Settings
from kg.pipeline.proposals import Proposals
from kg.records import Entity, Record
from kg.terms import iri_text

_AROUND = 120  # code points on either side of a mention that a reviewer sees


@dataclass(frozen=True)
class Reviewed:
    """A linker that heeds reviewers' decisions, and gathers what they should look at, if it is asked to.

    :param settings: base IRI and identity, by which subjects are named.
    :param rows: the decisions that were read.
    :param proposals: where to gather.
    """

    linker: Linker
    mapping: Mapping
    settings: Settings
    rows: list[Row] = field(default_factory=list)
    where: str = ""
    proposals: Proposals | None = None

    def decisions(self, record: Record) -> list[Decision]:
        """Decide for each entity of a record, in their order."""
        names = self.subjects(record)
        decided = self.linker.decisions(record, _by_entity(names, self.said))
        if self.proposals is not None:
            for entity, decision in zip(record.entities, decided, strict=True):
                for row in _rows(names[entity.id], entity, decision, record):
                    self.proposals.propose(row)
        return decided

    @cached_property
    def said(self) -> dict[str, Verdict]:
        """What reviewers said, by subject. :raises DecisionError: if they contradict one another."""
        return verdicts(self.rows, self.where)

    def subjects(self, record: Record) -> dict[str, str]:
        """Give the unlinked IRI of each entity."""
        found = Identities(record, self.mapping, self.settings.base, by_name=self.settings.by_name)
        return {entity.id: iri_text(found.unlinked(entity)) for entity in record.entities}

    def all_rows(self) -> Iterator[Row]:
        """Yield what reviewers decided, then what is proposed about the rest."""
        yield from self.rows
        decided = {row.subject for row in self.rows if row.author and not row.rejected}
        rejected = {(row.subject, row.item) for row in self.rows if row.author and row.rejected}
        for row in self.proposals.rows() if self.proposals else ():
            if row.subject not in decided and (row.subject, row.item) not in rejected:
                yield row


def _by_entity(names: dict[str, str], said: dict[str, Verdict]) -> dict[str, Verdict]:
    return {id: said[name] for id, name in names.items() if name in said}


def _rows(subject: str, entity: Entity, decision: Decision, record: Record) -> Iterable[Row]:
    if decision.method in ("record", "review"):
        return
    around = f"{record.document.id}: {_sentence(entity, record)}"
    if decision.outcome == LINKED:
        label = next((one.label for one in decision.candidates if one.item == decision.item), "")
        yield Row(subject, entity.name, decision.item, label, confidence=decision.score, comment=around)
    elif decision.outcome == AMBIGUOUS:
        for one in decision.candidates:
            yield Row(subject, entity.name, one.item, one.label, confidence=one.score, comment=around)


def _sentence(entity: Entity, record: Record) -> str:
    """Give what stands around the first mention: what a reviewer needs, and no more of the text."""
    text = record.document.text or ""
    if not entity.mentions:
        return ""
    span = entity.mentions[0]
    return text[max(span.start - _AROUND, 0) : span.end + _AROUND]
