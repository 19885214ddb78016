"""Gathering: names are looked for in each source, and what was found becomes a small index for one record."""

import hashlib
from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

import msgspec

from kg.iris import parse_item
from kg.linking.dump import Claims, Entity, Snak, Statement, Text
from kg.linking.index import Index
from kg.linking.online.ancestry import Ancestry
from kg.linking.online.gathered import gathered_index
from kg.linking.online.source import Ask, Facts, Hit, Source
from kg.linking.rules import Rules
from kg.linking.taxonomy import targets

_HELD = 200  # offices of one record's people whose names are read


@dataclass
class Gathering:
    """What is known so far about the names of one record.

    :param found: the entities, and by which method each item was found.
    :param hits: the items that were found for each ask, best first.
    :param gone: items that do not exist any more; ``unknown`` asks that could not be put, or not to the end.
    """

    found: dict[str, Entity] = field(default_factory=dict)
    methods: dict[str, str] = field(default_factory=dict)
    hits: dict[Ask, list[str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    unknown: set[Ask] = field(default_factory=set)

    def digest(self) -> str:
        """Give the hash of all that was found."""
        lines = (msgspec.json.encode(self.found[item], order="sorted") for item in sorted(self.found))
        return hashlib.sha256(b"\n".join(lines)).hexdigest()

    def day(self, item: str) -> str:
        """Give the day on which an item was last changed, as far as its service says."""
        return self.found[item].modified[:10] if item in self.found else ""


@dataclass(frozen=True)
class Gatherer:
    """Asks sources for items, and one place for the facts about them."""

    sources: tuple[Source, ...]
    facts: Facts
    rules: Rules
    ancestry: Ancestry

    def search(self, asks: Collection[Ask], into: Gathering) -> None:
        """Look for names."""
        wanted = list(dict.fromkeys(asks))
        for source in self.sources:
            answers = source.search(wanted)
            into.unknown |= set(wanted) - answers.keys()
            unread = self._take([hit for found in answers.values() for hit in found], source.method, into)
            for ask, found in answers.items():
                into.hits.setdefault(ask, []).extend(hit.item for hit in found)
                into.unknown |= {ask} if any(hit.item in unread for hit in found) else set()

    def look_up(self, items: Collection[str], into: Gathering) -> None:
        """Read items that are named already."""
        for item, entity in self.facts.entities(sorted(set(items))).items():
            self._keep(item, entity, into)

    def index(self, gathering: Gathering) -> AbstractContextManager[Index]:
        """Make an index of what was gathered."""
        found = [gathering.found[item] for item in sorted(gathering.found)]
        held = sorted({f"Q{one}" for entity in found for one in _held(entity)})[:_HELD]
        offices = [one for one in self.facts.entities(held).values() if one is not None]
        return gathered_index(found, offices, self.rules, self.ancestry)

    def _take(self, hits: Collection[Hit], method: str, into: Gathering) -> set[str]:
        """Read what was found, and give the items of which nothing can be known."""
        for item, entity in self.facts.entities(sorted({hit.item for hit in hits} - into.found.keys())).items():
            self._keep(item, entity, into)
            into.methods.setdefault(item, method)
        for hit in hits:
            if hit.names and hit.item not in into.gone:
                into.found[hit.item] = _with_hit(into.found.get(hit.item), hit)
                into.methods.setdefault(hit.item, method)
        return {hit.item for hit in hits} - into.found.keys() - into.gone

    def _keep(self, item: str, entity: Entity | None, into: Gathering) -> None:
        if entity is None:
            into.gone.add(item)
        else:
            into.found[item] = entity


def _with_hit(entity: Entity | None, hit: Hit) -> Entity:
    """Add what a service says of an item to what is known of it; only names, where the rest is known better."""
    if entity is not None and entity.redirect:
        return entity
    entity = entity or Entity(id=hit.item)
    claims = entity.claims if isinstance(entity.claims, Claims) else Claims()
    if not claims.P31 and not claims.P279:
        classes = [Statement(Snak({"value": {"id": one}})) for one in hit.classes if parse_item(one)]
        claims = msgspec.structs.replace(claims, P31=classes)
    aliases = dict(entity.aliases) if isinstance(entity.aliases, dict) else {}
    known = aliases.get("mul", [])
    aliases["mul"] = [*known, *(name for name in map(Text, hit.names) if name not in known)]
    return msgspec.structs.replace(
        entity,
        labels=entity.labels or {"mul": Text(hit.names[0])},
        aliases=aliases,
        descriptions=entity.descriptions or ({"mul": Text(hit.description)} if hit.description else {}),
        claims=claims,
    )


def _held(entity: Entity) -> list[int]:
    return targets(entity.claims.P39) if isinstance(entity.claims, Claims) else []
