"""Data extension of a reconciliation service: what it knows of items, where its properties are Wikidata's."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

import msgspec

from kg.errors import ServiceError
from kg.iris import parse_item
from kg.linking.dump import Claims, Entity, Snak, Statement
from kg.linking.online.entities import batches, can_exist
from kg.linking.online.manifest import Manifest
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.exchange import same_host

_MOST = 50
_TEXTS = ("P238", "P239")
_WANTED = ("P31", "P279", "P17", "P27", "P1001", "P131", *_TEXTS)

_Cells = dict[str, list[dict[str, Any]]]


class _Property(msgspec.Struct):
    id: str


class _Proposed(msgspec.Struct):
    properties: list[_Property] = []


class _Rows(msgspec.Struct):
    rows: dict[str, _Cells]


class Extension:
    """Asks a service for facts."""

    def __init__(self, client: Client, cache: Cache) -> None:
        self._client = client
        self._cache = cache

    def entities(self, items: Iterable[str], manifest: Manifest) -> dict[str, Entity]:
        """Give what the service knows of items; of what it knows nothing is left out."""
        properties = self._properties(manifest)
        keys = {item: f"extend {' '.join(properties)} {item}" for item in items if can_exist(item)}
        if not properties:
            return {}
        known = {item: kept for item, key in keys.items() if (kept := self._cache.get(self._client.url, key))}
        if not self._cache.offline:
            for lot in batches([item for item in keys if item not in known], _MOST):
                rows = self._fetch(lot, properties)
                self._cache.put(self._client.url, [(keys[item], row) for item, row in rows.items()])
                known.update(rows)
        found = {item: _entity(item, msgspec.json.decode(row, type=_Cells)) for item, row in known.items()}
        return {item: entity for item, entity in found.items() if entity.claims != Claims()}

    def _properties(self, manifest: Manifest) -> list[str]:
        """Give those properties that the service can tell of."""
        if manifest.extend is None or not manifest.has_properties:
            return []
        place = manifest.extend.propose_properties
        if place is None:
            return list(_WANTED)
        url = same_host(self._client.url, urljoin(self._client.url, place.service_url) + place.service_path)
        proposed = self._proposed(url) if url else ()
        return [one for one in _WANTED if one in proposed]

    def _proposed(self, url: str) -> list[str]:
        kept = self._cache.get(self._client.url, "properties")
        if kept is None and not self._cache.offline:
            found = self._client.get({"limit": "1000"}, _Proposed, url=url)
            kept = msgspec.json.encode([one.id for one in found.properties])
            self._cache.put(self._client.url, [("properties", kept)])
        return msgspec.json.decode(kept, type=list[str]) if kept else []

    def _fetch(self, items: list[str], properties: list[str]) -> dict[str, bytes]:
        asked = {"ids": items, "properties": [{"id": one} for one in properties]}
        answer = self._client.post({"extend": msgspec.json.encode(asked).decode()}, _Rows)
        if strange := answer.rows.keys() - set(items):
            raise ServiceError(f"it answers about {min(strange)[:60]!r}, unasked", where=self._client.url)
        return {item: msgspec.json.encode(answer.rows.get(item, {})) for item in items}


def _entity(item: str, cells: _Cells) -> Entity:
    return Entity(id=item, claims=Claims(**{name: _statements(name, cells[name]) for name in _WANTED if name in cells}))


def _statements(name: str, cells: list[dict[str, Any]]) -> list[Statement]:
    """Make statements of cells: an item stands there by its id, or as a text that is one."""
    texts = [text for cell in cells if isinstance(text := cell.get("id", cell.get("str")), str)]
    if name in _TEXTS:
        return [Statement(Snak({"value": text})) for text in texts if text]
    return [Statement(Snak({"value": {"id": item}})) for text in texts if (item := parse_item(text))]
