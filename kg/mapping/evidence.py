"""A stretch of text as a node: equal stretches of one document are one node."""

from kg.descriptions import Node, Values
from kg.iris import mint_stretch
from kg.mapping.draft import Context, Draft
from kg.mapping.fields import is_exact
from kg.mapping.rules import Mapping
from kg.mapping.slots import Describing, Ready, ready, unrolled, write_all
from kg.mapping.values import Slot
from kg.records import Span
from kg.terms import RDF_TYPE

_FIELDS = ("text", "start", "end", "document", "abridged")


def describing(mapping: Mapping) -> Describing:
    """Make the function that writes a stretch of text, described once a record, and gives its node."""

    def describe(draft: Draft, span: Span) -> str:
        context = draft.context
        known = context.stretches.get(span)
        if known is None:
            known = context.stretches[span] = described(draft, context, span)
        draft.others.append(known)
        return known[0]

    def described(draft: Draft, context: Context, span: Span) -> Node:
        start, end, quote, abridged = span.start, span.end, span.text, None
        if quote is None and (text := context.record.document.text) is not None:
            quote = text[start:end]
        if quote is not None and len(quote) > context.max_quote:
            quote, abridged = quote[: context.max_quote], True
        if not 0 <= start <= end:  # no record that was read has such a one; shapes need not ask, see `promises_of`
            raise draft.fail("evidence", "bad-span", f"offsets {start} to {end} are no stretch of text")
        node: Node = mint_stretch(context.evidence, start, end), {RDF_TYPE: kind}
        document = context.document if leads_back else context.record.document.id
        try:
            write(draft, node, quote, start, end, document, abridged)
        except ValueError:
            values = (quote, start, end, document, abridged)
            write_all(draft, node, slots, [values[_FIELDS.index(slot.place)] for slot in slots])
            raise
        return node

    kind = (mapping.evidence_type,)
    written = [slot for slot in mapping.evidence_slots if slot.field in _FIELDS]
    leads_back = any(slot.field == slot.value == "document" for slot in written)
    slots = [_ready(slot, describe) for slot in written]
    write = unrolled(slots, [slot.field for slot in written], ", ".join(_FIELDS))
    return describe


def _ready(slot: Slot, describe: Describing) -> Ready:
    if slot.field == slot.value == "document":
        return Ready(slot.field, slot.value, slot.property, terms=_alone)
    return ready(slot, slot.field, describe, exact=slot.field == "document" or is_exact(Span, slot.field))


def _alone(term: str) -> Values:
    return (term,)
