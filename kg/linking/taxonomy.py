"""The subclasses of Wikidata below a profile's root classes: of which type an instance of a class is.

Wikidata's subclass graph is tangled: seen through all its edges, a city is an organization and an airport is goods. So
a class belongs to the type whose root is nearest to it, counted in steps of P279; of two that are as near, to the one
that the profile names first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.iris import parse_item
from kg.linking.dump import Dump, Entity, Statement

Edges = dict[int, list[int]]
"""Class -> its direct subclasses, as numbers of items."""


def number(item: str) -> int:
    """Give the number of an item: 5 for Q5."""
    return int(item[1:])


def targets(statements: Iterable[Statement]) -> list[int]:
    """Give the items that statements lead to, the preferred ones if there are any, deprecated ones never."""
    usable = [one for one in statements if one.rank != "deprecated"]
    best = [one for one in usable if one.rank == "preferred"] or usable
    values = (one.mainsnak.value for one in best)
    items = (value.get("id") for value in values if isinstance(value, dict))
    return list(dict.fromkeys(number(item) for item in items if isinstance(item, str) and parse_item(item)))


def read_classes(dump: Dump, names: frozenset[str]) -> tuple[Edges, dict[str, list[int]]]:
    """Read the subclass edges of a dump, and the classes that bear one of the names as their English label."""
    edges: Edges = defaultdict(list)
    named: dict[str, list[int]] = {name: [] for name in names}
    for entity in _classes(dump, [name.encode() for name in names]):
        item = number(entity.id)
        for above in superclasses(entity):
            edges[above].append(item)
        for name in names & labels(entity):
            named[name].append(item)
    return edges, named


def _classes(dump: Dump, names: list[bytes]) -> Iterator[Entity]:
    """Yield the entities that are classes or may bear a name; the others are not even decoded."""
    for place, line in dump.lines():
        if b'"P279"' in line or any(b'"' + name + b'"' in line for name in names):
            entity = dump.decode(place, line)
            if parse_item(entity.id):
                yield entity


def superclasses(entity: Entity) -> list[int]:
    """Give the direct superclasses of an entity."""
    return targets(entity.claims.P279) if not isinstance(entity.claims, list) else []


def labels(entity: Entity) -> frozenset[str]:
    """Give the English label of an entity, or the one for many languages."""
    found = entity.labels if isinstance(entity.labels, dict) else {}
    return frozenset(found[language].value for language in ("en", "mul") if language in found)


class Taxonomy:
    """Class -> types of the profile."""

    def __init__(self, edges: Edges, roots: dict[str, list[int]]) -> None:
        self.roots = roots
        self._near: dict[int, tuple[int, str]] = {}
        for name, classes in roots.items():
            self._walk(name, classes, edges)

    def _walk(self, name: str, classes: list[int], edges: Edges) -> None:
        level, steps, seen = list(classes), 0, set(classes)
        while level:
            for one in level:
                if one not in self._near or steps < self._near[one][0]:
                    self._near[one] = steps, name
            level = list(dict.fromkeys(below for one in level for below in edges.get(one, ()) if below not in seen))
            seen.update(level)
            steps += 1

    def types(self, classes: Iterable[int]) -> frozenset[str]:
        """Give the types of an instance of the classes."""
        return frozenset(self._near[one][1] for one in classes if one in self._near) - {""}


def resolve_roots(wanted: dict[str, list[str]], edges: Edges, named: dict[str, list[int]]) -> dict[str, list[int]]:
    """Find the root classes in the dump: items as they are, labels as the class of that name with most subclasses."""
    return {type: [found for root in roots for found in _resolve(root, edges, named)] for type, roots in wanted.items()}


def _resolve(root: str, edges: Edges, named: dict[str, list[int]]) -> list[int]:
    if parse_item(root):
        return [number(root)]
    sized = [(len(below(one, edges)), -one) for one in named.get(root, ())]
    return [-max(sized)[1]] if sized else []


def below(root: int, edges: Edges) -> set[int]:
    """Give a class and all its subclasses."""
    seen, waiting = {root}, [root]
    while waiting:
        fresh = [one for one in edges.get(waiting.pop(), ()) if one not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return seen
