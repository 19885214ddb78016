"""What there is to decide: the entities of records, put together by what they are taken for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from kg.iris import parse_item
from kg.linking.outcome import AMBIGUOUS, LINKED, NIL, Choice, Decision
from kg.mapping import Identities, Mapping, Sameness, Settings
from kg.pipeline.link import Decider
from kg.records import Entity, Record
from kg.reviewing.sentence import Sentence, sentence_of
from kg.terms import iri_text


@dataclass(frozen=True)
class Occurrence:
    """An entity in its document.

    :param own: its IRI within its document; ``by_name`` the one by its name, where that is global.
    :param decision: what a program, or the record, says of its item.
    """

    document: str
    published: str
    entity: str
    type: str
    name: str
    own: str
    by_name: str | None
    sentence: Sentence
    decision: Decision


@dataclass
class Case:
    """A thing to decide about: all entities that are taken for it."""

    subject: str
    occurrences: list[Occurrence] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name that it has first."""
        return self.occurrences[0].name

    @property
    def names(self) -> list[str]:
        """All its names."""
        return list(dict.fromkeys(one.name for one in self.occurrences))

    @property
    def types(self) -> list[str]:
        """Its types: one, unless a name was joined to that of another kind of thing."""
        return list(dict.fromkeys(one.type for one in self.occurrences))

    @property
    def outcome(self) -> str:
        """Ambiguous if it is so anywhere, or linked to several items; else linked if it is so anywhere; else NIL."""
        outcomes = {one.decision.outcome for one in self.occurrences}
        items = {one.decision.item for one in self.occurrences if one.decision.item}
        if AMBIGUOUS in outcomes or len(items) > 1:
            return AMBIGUOUS
        return LINKED if items else NIL

    @property
    def choices(self) -> list[Choice]:
        """The candidates of all occurrences, likeliest first."""
        best: dict[str, Choice] = {}
        for one in (choice for occurrence in self.occurrences for choice in _choices(occurrence.decision)):
            if one.item not in best or one.score > best[one.item].score:
                best[one.item] = one
        return sorted(best.values(), key=lambda one: (-one.score, one.item))

    @property
    def reasons(self) -> list[str]:
        """Why it was decided as it was."""
        return list(dict.fromkeys(one.decision.reason for one in self.occurrences if one.decision.reason))


def _choices(decision: Decision) -> Iterator[Choice]:
    yield from decision.candidates
    if decision.item and decision.item not in {one.item for one in decision.candidates}:
        yield Choice(decision.item, "", 1.0 if decision.score is None else decision.score, way=decision.method)


def occurrences(
    record: Record, decisions: list[Decision], mapping: Mapping, settings: Settings
) -> Iterator[Occurrence]:
    """Give the entities of a record with what was decided about them."""
    names = Identities(record, mapping, settings.base, by_name=settings.by_name)
    for entity, decision in zip(record.entities, decisions, strict=True):
        by_name = names.by_name(entity)
        yield Occurrence(
            record.document.id,
            record.document.published,
            entity.id,
            entity.type,
            entity.name,
            iri_text(names.own(entity)),
            iri_text(by_name) if by_name else None,
            _sentence(entity, record),
            decision,
        )


def _sentence(entity: Entity, record: Record) -> Sentence:
    if not entity.mentions:
        return Sentence(before=record.document.title or "")
    span = entity.mentions[0]
    if record.document.text is None:
        return Sentence(mention=span.text or entity.name)
    return sentence_of(record.document.text, span)


def cases(found: Iterable[Occurrence], sameness: Sameness) -> dict[str, Case]:
    """Put occurrences together, in their order."""
    by_subject: dict[str, Case] = {}
    for one in found:
        subject = sameness.named(one.own, one.by_name)
        by_subject.setdefault(subject, Case(subject)).occurrences.append(one)
    return by_subject


class Recorded(Decider):
    """Gives what stands in records that were linked before."""

    def decisions(self, record: Record) -> list[Decision]:
        """Give what each entity brings, in their order."""
        return [_recorded(entity) for entity in record.entities]


def _recorded(entity: Entity) -> Decision:
    item = parse_item(entity.wikidata) if entity.wikidata else None
    try:
        link = msgspec.convert(entity.extra.get("link"), Decision)
    except msgspec.ValidationError:
        reason = "the record says so" if item else "the record says nothing of an item"
        return Decision(LINKED if item else NIL, "record", item, reason=reason)
    known = [one for one in link.candidates if parse_item(one.item) == one.item]
    return msgspec.structs.replace(link, item=item, candidates=known)
