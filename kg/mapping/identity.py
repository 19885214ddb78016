"""Who is who: the identity of an entity as a pure function of its record.

A reviewer's decision goes first, then a Wikidata item. Else the parts that the mapping lists make the name global.
Where one is missing, the entity belongs to its document. Names only, never items or decisions, stand in a name key, so
that a link added to a place does not move the facilities in it.
"""

from kg.iris import mint, name_key, parse_item
from kg.mapping.rules import IdentityPart, Mapping
from kg.mapping.sameness import Sameness
from kg.records import Entity, Record
from kg.remembering import Remembered
from kg.terms import iri, iri_text

_DEEPEST = 20  # a part may lead to a thing whose own name needs a part, and so on; no honest record goes so deep


class Identities:
    """The entities of one record and their IRIs."""

    def __init__(
        self,
        record: Record,
        mapping: Mapping,
        base: str,
        *,
        by_name: bool = True,
        sameness: Sameness = Sameness(),  # noqa: B008  # it is frozen
    ) -> None:
        self._record = record
        self._rules = mapping.entities
        self._asserted = mapping.relations.asserted
        self._base = base
        self._by_name = by_name
        self._sameness = sameness or None
        self._entities = {entity.id: entity for entity in record.entities}
        self._relations = self._asserted_relations()
        self._keys: dict[str, tuple[str, ...]] = {}

    def _asserted_relations(self) -> dict[tuple[str, str], list[str]]:
        """Relation type and subject -> objects, of the relations that hold."""
        found: dict[tuple[str, str], list[str]] = {}
        for relation in self._record.relations:
            if relation.object and (relation.modality or self._asserted) == self._asserted:
                found.setdefault((relation.type, relation.subject), []).append(relation.object)
        return found

    def term(self, entity: Entity) -> str:
        """Give the entity's IRI term: of its item, if it has one, else as :meth:`unlinked`.

        What a reviewer joined stays together, so that only an item that a reviewer gave it is its identity.
        """
        item = parse_item(entity.wikidata) if entity.wikidata and self._by_name else None
        if item is None or (self._is_joined(entity) and not _is_reviewed(entity)):
            return self.unlinked(entity)
        return mint(self._base, "item", [item])

    def unlinked(self, entity: Entity) -> str:
        """Give the IRI term that the entity has without a link to Wikidata; it never changes when a link is added."""
        name = self.by_name(entity)
        if self._sameness is not None:
            return iri(self._sameness.named(iri_text(self.own(entity)), iri_text(name) if name else None))
        return name or self.own(entity)

    def own(self, entity: Entity) -> str:
        """Give the IRI term that the entity has within its document."""
        return mint(self._base, "entity", [self._record.document.id, entity.id])

    def by_name(self, entity: Entity) -> str | None:
        """Give the IRI term that the entity has by its name, if that is global."""
        rule = self._rules.get(entity.type) if self._by_name else None
        if rule is None:
            return None
        if rule.words:
            key = _name_key(entity.name, rule.words)
            return None if key is None else mint(self._base, rule.segment, key)
        key = self._key(entity)
        return None if key is None else _minted[self._base, rule.segment, key]

    def _is_joined(self, entity: Entity) -> bool:
        return self._sameness is not None and iri_text(self.unlinked(entity)) in self._sameness.joined

    def _key(self, entity: Entity, above: tuple[str, ...] = ()) -> tuple[str, ...] | None:
        known = self._keys.get(entity.id)  # what was found below others does not hang on these
        if known is not None:
            return known
        rule = self._rules.get(entity.type)
        if rule is None or not rule.identity or entity.id in above or len(above) > _DEEPEST:
            return None
        key: tuple[str, ...] = ()
        for part in rule.identity:
            found = self._part(entity, part, above)
            if found is None:
                return None
            key += found
        self._keys[entity.id] = key
        return key

    def _part(self, entity: Entity, part: IdentityPart, above: tuple[str, ...]) -> tuple[str, ...] | None:
        if part.words:
            return _name_key(entity.name, part.words)
        if part.kind is not None and _has_kind(entity, part.kind):
            return ()
        own = entity.attributes.get(part.attribute) if part.attribute else None
        if isinstance(own, str) and own.strip():
            return (name_key(own),)
        if part.relation is None:
            return None
        keys = {self._key(target, (*above, entity.id)) for target in self._nearest(entity.id, part)}
        return keys.pop() if len(keys) == 1 else None

    def _nearest(self, id: str, part: IdentityPart) -> list[Entity]:
        """Follow the part's relation, on each way to the first entity that has the wanted type and kind."""
        seen, waiting = {id}, [id]
        nearest: list[Entity] = []
        for current in waiting:
            for found in self._relations.get((part.relation or "", current), ()):
                if found not in seen:
                    seen.add(found)
                    entity = self._entities[found]
                    if _wanted(entity, part):
                        nearest.append(entity)
                    else:
                        waiting.append(found)
        return nearest


def _mint(parts: tuple[str, str, tuple[str, ...]]) -> str:
    return mint(*parts)


_minted = Remembered(_mint)  # of such names many come again


def _name_key(name: str, words: int) -> tuple[str, ...] | None:
    """Give the key that a name is, if it has so many words."""
    key = name_key(name)
    return (key,) if key and key.count(" ") + 1 >= words else None


def _is_reviewed(entity: Entity) -> bool:
    link = entity.extra.get("link")
    return isinstance(link, dict) and link.get("method") == "review"


def _wanted(entity: Entity, part: IdentityPart) -> bool:
    return (part.kind is None or _has_kind(entity, part.kind)) and (part.type is None or entity.type == part.type)


def _has_kind(entity: Entity, kind: str) -> bool:
    own = entity.attributes.get("kind")
    return isinstance(own, str) and own.casefold() == kind.casefold()
