"""How events and relations are written: by type and modality, and directly too where a relation holds."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from kg.descriptions import Description, say
from kg.mapping.draft import Draft
from kg.mapping.fields import Fields, ready_slots
from kg.mapping.rules import ReportRule, ReportRules
from kg.mapping.slots import Describing, directly
from kg.records import Event, Relation
from kg.terms import RDF_TYPE

WriteReport: TypeAlias = Callable[[Draft, Event | Relation], None]

_GIVEN = ("document", "modality", "extractor")


class _Kind(NamedTuple):
    """What is settled for all reports of one type.

    :param heads: by modality, what says of a report what it is.
    :param repeats: whether a head says several values of one property.
    """

    heads: dict[str, Description]
    repeats: bool
    fields: Fields


def reports(source: type[Event | Relation], rules: ReportRules, describe: Describing) -> WriteReport:
    """Make the function that writes an event, or a relation."""
    kinds = {name: _kind(source, rule, rules, describe) for name, rule in rules.types.items()}
    absent = rules.asserted if rules.asserted_if_absent else None
    known = ", ".join((rules.asserted, *rules.unasserted))

    def write(draft: Draft, part: Event | Relation) -> None:
        kind = kinds.get(part.type)
        if kind is None:
            raise draft.fail("type", "unmapped-type", f"the mapping has no {rules.segment} type {part.type!r:.60}")
        modality = part.modality or absent
        if modality is None:
            raise draft.fail("modality", "missing-modality", "say whether it happened, is planned, hedged or denied")
        head = kind.heads.get(modality)
        if head is None:
            raise draft.fail("modality", "unknown-modality", f"{modality!r:.60} is none of: {known}")
        context = draft.context
        draft.said.update(head)
        if kind.repeats:
            context.several.add(draft.subject)
        if isinstance(part, Relation) and modality == rules.asserted:
            draft.holder, _ = context.things[part.subject]
        kind.fields.write(draft, part, (context.record.document.id, modality, context.extractor))

    return write


def _kind(source: type[Event | Relation], rule: ReportRule, rules: ReportRules, describe: Describing) -> _Kind:
    slots = ready_slots(source, rule.slots, describe)
    if rule.of is not None:
        slots = [directly(slot, rule.direct or "") if slot.place == rule.of else slot for slot in slots]
    fields = Fields(source, slots, rule.fields, f"{rules.segment}s.", _GIVEN)
    heads = {modality: _head(modality, rule, rules) for modality in (rules.asserted, *rules.unasserted)}
    repeats = any(len(values) > 1 for head in heads.values() for values in head.values())
    return _Kind(heads, repeats, fields)


def _head(modality: str, rule: ReportRule, rules: ReportRules) -> Description:
    head: Description = {RDF_TYPE: (rule.type,)}
    if modality != rules.asserted:
        head = {RDF_TYPE: (rules.unasserted[modality],)}
        say(head, rules.kind, (rule.type,))
    if rules.predicate and rule.direct:
        say(head, rules.predicate, (rule.direct,))
    return head
