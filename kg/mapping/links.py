"""How an entity's link to Wikidata is written: a node of its own, and what else was asked for."""

from collections.abc import Callable
from typing import Any, TypeAlias

from kg.descriptions import Node
from kg.iris import WIKIDATA, mint, parse_item
from kg.mapping.draft import Draft
from kg.mapping.rules import Mapping
from kg.mapping.slots import Describing, ready, write_all
from kg.records import Entity
from kg.terms import RDF_TYPE, iri, iri_text

OWL_SAME_AS = "<http://www.w3.org/2002/07/owl#sameAs>"
SKOS_EXACT_MATCH = "<http://www.w3.org/2004/02/skos/core#exactMatch>"


WriteLink: TypeAlias = Callable[[Draft, Entity, str], None]


def linking(mapping: Mapping, describe: Describing, equivalents: tuple[str, ...]) -> WriteLink:
    """Make the function that writes what is known of an entity's link; nothing where it leads to no item.

    :param equivalents: properties by which an entity is said to be its item.
    """
    slots = [ready(slot, f"link/{slot.field}", describe) for slot in mapping.link_slots]

    def write(draft: Draft, entity: Entity, wikidata: str) -> None:
        item, link = parse_item(wikidata), entity.extra.get("link")
        if item is None:
            return
        for term in equivalents:
            draft.say(draft.node, term, (iri(WIKIDATA + item),))
        if mapping.link_type is None or not isinstance(link, dict) or link.get("outcome") != "linked":
            return
        term = mint(draft.context.base, "link", [draft.context.record.document.id, entity.id])
        node: Node = term, {RDF_TYPE: (mapping.link_type,)}
        draft.others.append(node)
        values = _values(draft, entity, item, link, mapping)
        write_all(draft, node, slots, [values.get(slot.field) for slot in mapping.link_slots])

    return write


def _values(draft: Draft, entity: Entity, item: str, link: dict[str, Any], mapping: Mapping) -> dict[str, Any]:
    context = draft.context
    return {
        **{key: value for key, value in link.items() if value != ""},
        "entity": iri_text(draft.subject),
        "item": item,
        "unlinked": iri_text(context.unlinked(entity)),
        "document": context.record.document.id,
        "facts": _properties(entity, link.get("facts"), mapping),
    }


def _properties(entity: Entity, names: object, mapping: Mapping) -> list[str]:
    """Give the properties that hold what came with the link, and not from the document."""
    rule = mapping.entities[entity.type]
    added = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return [iri_text(rule.attributes[name].property) for name in added if name in rule.attributes]
