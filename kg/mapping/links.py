"""How an entity's link to Wikidata is written: a node of its own, and what else was asked for."""

from typing import Any

from kg.iris import WIKIDATA, mint, parse_item
from kg.mapping.draft import Draft
from kg.records import Entity
from kg.terms import RDF_TYPE, iri, iri_text

OWL_SAME_AS = "<http://www.w3.org/2002/07/owl#sameAs>"
SKOS_EXACT_MATCH = "<http://www.w3.org/2004/02/skos/core#exactMatch>"


def write_link(draft: Draft, entity: Entity) -> None:
    """Write what is known of an entity's link; nothing where it has none."""
    item = parse_item(entity.wikidata) if entity.wikidata else None
    if item is None:
        return
    link, context = entity.extra.get("link"), draft.context
    for term in context.equivalents:
        draft.add(term, iri(WIKIDATA + item))
    if context.mapping.link_type is None or not isinstance(link, dict) or link.get("outcome") != "linked":
        return
    node = Draft(context, draft.pointer, mint(context.base, "link", [context.record.document.id, entity.id]))
    node.add(RDF_TYPE, context.mapping.link_type)
    values: dict[str, Any] = {
        **{key: value for key, value in link.items() if value != ""},
        "entity": iri_text(draft.subject),
        "item": item,
        "unlinked": iri_text(context.unlinked(entity)),
        "document": context.record.document.id,
        "facts": _properties(draft, entity, link.get("facts")),
    }
    for slot in context.mapping.link_slots:
        node.write(slot, values.get(slot.field), f"link/{slot.field}")
    draft.triples += node.triples


def _properties(draft: Draft, entity: Entity, names: object) -> list[str]:
    """Give the properties that hold what came with the link, and not from the document."""
    rule = draft.context.mapping.entities[entity.type]
    added = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return [iri_text(rule.attributes[name].property) for name in added if name in rule.attributes]
