"""Between decisions about entities and decisions about what reviewers see: names and documents that never change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.linking.linker import Linker
from kg.linking.online.linker import OnlineLinker
from kg.linking.outcome import AMBIGUOUS, LINKED, Decision
from kg.linking.sssom import Mapping as Row
from kg.mapping import Mapping, Settings
from kg.pipeline.decided import Decided, by_entity, subjects
from kg.pipeline.proposals import Proposals
from kg.records import Entity, Record

_AROUND = 120  # code points on either side of a mention that a reviewer sees


@dataclass(frozen=True)
class Reviewed:
    """A linker that heeds reviewers' decisions, and gathers what they should look at, if it is asked to.

    :param settings: base IRI and identity, by which subjects are named.
    :param decided: the decisions that were read.
    :param proposals: where to gather.
    """

    linker: Linker | OnlineLinker
    mapping: Mapping
    settings: Settings
    decided: Decided = field(default_factory=Decided)
    proposals: Proposals | None = None

    def decisions(self, record: Record) -> list[Decision]:
        """Decide for each entity of a record, in their order."""
        names = subjects(record, self.mapping, self.settings)
        decided = self.linker.decisions(record, by_entity(names, self.decided.said))
        if self.proposals is not None:
            for entity, decision in zip(record.entities, decided, strict=True):
                for row in _rows(names[entity.id], entity, decision, record):
                    self.proposals.propose(row)
        return decided

    def all_rows(self) -> Iterator[Row]:
        """Yield what reviewers decided, then what is proposed about the rest."""
        yield from (row for row in self.decided.rows if row.author)
        yield from self.decided.open_rows(self._proposed())

    def _proposed(self) -> Iterator[Row]:
        """Yield what was proposed earlier and is not any more, then what is."""
        earlier = {(row.subject, row.item): row for row in self.decided.rows if not row.author}
        if self.proposals is not None:
            for row in self.proposals.rows():
                earlier.pop((row.subject, row.item), None)
            yield from self.proposals.rows()
        yield from earlier.values()


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
