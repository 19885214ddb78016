"""A stretch of text as a node: equal stretches of one document are one node."""

from operator import itemgetter

from kg.iris import mint_stretch
from kg.mapping.draft import Draft
from kg.mapping.rules import Mapping
from kg.mapping.slots import Describing, ready, write_all
from kg.records import Span
from kg.terms import RDF_TYPE

_FIELDS = ("text", "start", "end", "document", "abridged")
_EXACT = _FIELDS[:-1]


def describing(mapping: Mapping) -> Describing:
    """Make the function that writes a stretch of text, once a part, and gives its node."""

    def describe(draft: Draft, span: Span) -> str:
        context, start, end, quote, abridged = draft.context, span.start, span.end, span.text, None
        document = context.record.document
        if quote is None and document.text is not None:
            quote = document.text[start:end]
        if quote is not None and len(quote) > context.max_quote:
            quote, abridged = quote[: context.max_quote], True
        node = mint_stretch(context.evidence, start, end)
        draft.triples.append((node, RDF_TYPE, kind))
        write_all(draft, node, slots, in_order((quote, start, end, document.id, abridged)))
        return node

    kind = mapping.evidence_type
    written = [slot for slot in mapping.evidence_slots if slot.field in _FIELDS]
    in_order = itemgetter(*(_FIELDS.index(slot.field) for slot in written), 0, 0)  # more than one, so always a tuple
    slots = [ready(slot, slot.field, describe, exact=slot.field in _EXACT) for slot in written]
    return describe
