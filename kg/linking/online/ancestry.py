"""The classes above what was found, as far up as the profile's types need: from them the same taxonomy as of a dump."""

from collections import defaultdict
from collections.abc import Iterable

from kg.iris import parse_item
from kg.linking.dump import Claims, Entity
from kg.linking.online.source import Facts
from kg.linking.rules import Rules
from kg.linking.taxonomy import Edges, Taxonomy, labels, number, superclasses, targets

_HIGHEST = 40  # steps of P279 that are followed


class Ancestry:
    """Grows with each class that is asked for. What is known of one class never depends on what else was asked."""

    def __init__(self, facts: Facts, rules: Rules) -> None:
        self._facts = facts
        self._roots = rules.roots()
        self._wanted = frozenset(one for found in self._roots.values() for one in found)
        self._edges: Edges = defaultdict(list)
        self._named: dict[str, list[int]] = {}
        self._seen: set[str] = set()
        self._taxonomy: Taxonomy | None = None

    def taxonomy(self, entities: Iterable[Entity]) -> Taxonomy:
        """Give a taxonomy in which the classes of the entities are."""
        classes = {f"Q{one}" for entity in entities for one in _classes(entity)}
        level = classes - self._seen
        for _ in range(_HIGHEST):
            if not level:
                break
            level = self._climb(level)
            self._taxonomy = None
        if self._taxonomy is None:
            self._taxonomy = Taxonomy(self._edges, self._resolved())
        return self._taxonomy

    def _climb(self, level: set[str]) -> set[str]:
        """Read classes, and give those above them that are not known yet. Above a root, nothing can be nearer."""
        self._seen |= level
        above: set[str] = set()
        for item, entity in self._facts.entities(sorted(level)).items():
            if entity is None or entity.redirect:
                above |= {entity.redirect} if entity else set()
                self._alias(item, entity)
            elif not self._is_root(entity):
                for one in superclasses(entity):
                    self._join(one, number(item))
                    above.add(f"Q{one}")
        return above - self._seen

    def _alias(self, item: str, entity: Entity | None) -> None:
        """A merged class is as if it were a subclass of the one that it became."""
        if entity is not None and parse_item(entity.redirect):
            self._join(number(entity.redirect), number(item))

    def _join(self, above: int, below: int) -> None:
        if below not in self._edges[above]:
            self._edges[above].append(below)

    def _is_root(self, entity: Entity) -> bool:
        names = labels(entity) & self._wanted
        for name in names:
            found = self._named.setdefault(name, [])
            if number(entity.id) not in found:
                found.append(number(entity.id))
        return bool(names) or entity.id in self._wanted

    def _resolved(self) -> dict[str, list[int]]:
        return {
            type: [
                item for root in roots for item in ([number(root)] if parse_item(root) else self._named.get(root, []))
            ]
            for type, roots in self._roots.items()
        }


def _classes(entity: Entity) -> list[int]:
    claims = entity.claims if isinstance(entity.claims, Claims) else Claims()
    return [*targets(claims.P31), *targets(claims.P279)]
