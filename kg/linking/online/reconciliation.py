"""A client of the W3C Reconciliation Service API 0.2, so that any service that knows Wikidata's items can be asked.

What the client keeps to: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

import msgspec

from kg.errors import ServiceError
from kg.iris import WIKIDATA, parse_item
from kg.linking.dump import Claims, Entity, Snak, Statement
from kg.linking.online.cache import Cache
from kg.linking.online.client import Client
from kg.linking.online.entities import batches, can_exist
from kg.linking.online.source import Ask, Hit
from kg.web import same_host

_VERSIONS = frozenset({"0.1", "0.2"})  # their queries are the same
_SPACES = (
    WIKIDATA,
    "https://www.wikidata.org/entity/",
    "http://www.wikidata.org/wiki/",
    "https://www.wikidata.org/wiki/",
)
_PROPERTIES = "http://www.wikidata.org/prop/"
_LOT = 10  # queries of one request
_EXTENDED = 50
_LIMIT = 20
_TEXTS = frozenset({"P238", "P239"})
_EXTENSIBLE = ("P31", "P279", "P17", "P27", "P1001", "P131", *sorted(_TEXTS))


class _Place(msgspec.Struct):
    service_url: str = ""
    service_path: str = ""


class _Extend(msgspec.Struct):
    propose_properties: _Place | None = None


class Manifest(msgspec.Struct):
    """What a service says of itself."""

    versions: tuple[str, ...] = ("0.1",)
    name: str = ""
    identifierSpace: str = ""
    schemaSpace: str = ""
    extend: _Extend | None = None


class _Type(msgspec.Struct):
    id: str = ""


class _Result(msgspec.Struct):
    id: str
    name: str = ""
    description: str | None = None
    type: list[_Type | str] = []
    score: float = 0
    match: bool = False


class _Results(msgspec.Struct):
    result: list[_Result]


class _Property(msgspec.Struct):
    id: str


class _Proposed(msgspec.Struct):
    properties: list[_Property] = []


class _Rows(msgspec.Struct):
    rows: dict[str, dict[str, list[dict[str, Any]]]]


class Reconciliation:
    """Asks one service.

    :param roots: type of the record -> classes of Wikidata that things of it are instances of.
    :param types: type of the record -> what the service calls it, where that is no class of Wikidata.
    """

    method = "reconciliation"

    def __init__(
        self, client: Client, cache: Cache, roots: Mapping[str, Sequence[str]], types: Mapping[str, str]
    ) -> None:
        self._client = client
        self._cache = cache
        self._roots = {type: [one for one in classes if parse_item(one)] for type, classes in roots.items()}
        self._types = types
        self._manifest: Manifest | None = None

    def manifest(self) -> Manifest | None:
        """Give the manifest; None if it is not known and nothing may be asked.

        :raises ServiceError: if the service speaks another version, or its identifiers are not Wikidata's.
        """
        if self._manifest is None:
            kept = self._kept("manifest", lambda: msgspec.json.encode(self._client.get({}, Manifest)))
            self._manifest = msgspec.json.decode(kept, type=Manifest) if kept else None
            if self._manifest:
                self._check(self._manifest)
        return self._manifest

    def search(self, asks: Sequence[Ask]) -> dict[Ask, Collection[Hit]]:
        """Find items by name and type."""
        manifest = self.manifest()
        if manifest is None:
            return {}
        queries = {ask: self._query(ask, manifest) for ask in asks}
        known = {ask: kept for ask, query in queries.items() if (kept := self._cache.get(self._client.url, query))}
        if not self._cache.offline:
            for lot in batches([ask for ask in asks if ask not in known], _LOT):
                known.update(self._fetch({ask: queries[ask] for ask in lot}))
        return {ask: self._hits(ask, msgspec.json.decode(kept, type=_Results)) for ask, kept in known.items()}

    def entities(self, items: Iterable[str]) -> dict[str, Entity | None]:
        """Give what the service knows of items, if it has Wikidata's properties to offer; the rest is left out."""
        properties = self._properties()
        wanted = [item for item in items if can_exist(item)] if properties else []
        key = {item: f"extend {' '.join(properties)} {item}" for item in wanted}
        known = {item: kept for item in wanted if (kept := self._cache.get(self._client.url, key[item]))}
        if not self._cache.offline:
            for lot in batches([item for item in wanted if item not in known], _EXTENDED):
                rows = self._extend(lot, properties)
                known.update(rows)
                self._cache.put(self._client.url, [(key[item], row) for item, row in rows.items()])
        entities = {item: _entity(item, kept) for item, kept in known.items()}
        return {item: entity for item, entity in entities.items() if entity.claims != Claims()}

    def _check(self, manifest: Manifest) -> None:
        if not _VERSIONS & set(manifest.versions):
            reason = f"it speaks version {', '.join(manifest.versions)[:60]} of the Reconciliation API, not 0.2"
            raise ServiceError(reason, where=self._client.url)
        if not manifest.identifierSpace.startswith(_SPACES):
            reason = f"its identifiers are of {manifest.identifierSpace[:80]!r}, not items of Wikidata"
            hint = f"its manifest must have {WIKIDATA} as identifierSpace"
            raise ServiceError(reason, where=self._client.url, hint=hint)

    def _kept(self, key: str, fetch: Any) -> bytes | None:
        kept = self._cache.get(self._client.url, key)
        if kept is None and not self._cache.offline:
            kept = fetch()
            self._cache.put(self._client.url, [(key, kept)])
        return kept

    def _query(self, ask: Ask, manifest: Manifest) -> str:
        classes = self._roots.get(ask.type, []) if manifest.schemaSpace.startswith(_PROPERTIES) else []
        types = [self._types[ask.type]] if ask.type in self._types else [] if self._types else classes
        query: dict[str, Any] = {"query": " ".join(ask.text.split()), "limit": _LIMIT}
        if types:
            query |= {"type": types[0] if len(types) == 1 else types, "type_strict": "any"}
        return msgspec.json.encode(query, order="sorted").decode()

    def _fetch(self, queries: dict[Ask, str]) -> dict[Ask, bytes]:
        asked = {f"q{number}": ask for number, ask in enumerate(queries)}
        body = ",".join(f'"{name}":{queries[ask]}' for name, ask in asked.items())
        answer = self._client.post({"queries": f"{{{body}}}"}, dict[str, _Results])
        if lacking := asked.keys() - answer.keys():
            raise ServiceError(f"its answer lacks {min(lacking)}, which was asked", where=self._client.url)
        for name in asked:
            for one in answer[name].result:
                if not can_exist(_bare(one.id)):
                    raise ServiceError(f"it answers with {one.id[:60]!r}, which is no item", where=self._client.url)
        found = {ask: msgspec.json.encode(answer[name]) for name, ask in asked.items()}
        self._cache.put(self._client.url, [(queries[ask], kept) for ask, kept in found.items()])
        return found

    def _hits(self, ask: Ask, results: _Results) -> list[Hit]:
        """Give an item once, with all the names that it was found by; and by the one asked for, if that is a match."""
        found: dict[str, Hit] = {}
        for one in results.result:
            item = _bare(one.id)
            before = found.get(item, Hit(item))
            names = [*before.names, one.name, *([ask.text] if one.match else [])]
            classes = [
                found for type in one.type for found in self._classes(type if isinstance(type, str) else type.id)
            ]
            found[item] = Hit(
                item,
                tuple(dict.fromkeys(filter(None, names))),
                one.description or before.description,
                tuple(dict.fromkeys((*before.classes, *classes))),
            )
        return list(found.values())

    def _classes(self, type: str) -> list[str]:
        """Give a type of the service as a class of Wikidata."""
        if parse_item(type):
            return [type]
        ours = [name for name, called in self._types.items() if called == type]
        return [self._roots[name][0] for name in ours if self._roots.get(name)]

    def _properties(self) -> list[str]:
        """Give those properties that the service can tell of, if they are Wikidata's."""
        manifest = self.manifest()
        if manifest is None or manifest.extend is None or not manifest.schemaSpace.startswith(_PROPERTIES):
            return []
        place = manifest.extend.propose_properties
        if place is None:
            return list(_EXTENSIBLE)
        url = same_host(self._client.url, urljoin(self._client.url, place.service_url) + place.service_path)
        if url is None:
            return []
        fields = {"limit": "1000"}
        kept = self._kept("properties", lambda: msgspec.json.encode(self._client.get(fields, _Proposed, url=url)))
        proposed = {one.id for one in msgspec.json.decode(kept, type=_Proposed).properties} if kept else set()
        return [one for one in _EXTENSIBLE if one in proposed]

    def _extend(self, items: list[str], properties: list[str]) -> dict[str, bytes]:
        asked = {"ids": items, "properties": [{"id": one} for one in properties]}
        answer = self._client.post({"extend": msgspec.json.encode(asked).decode()}, _Rows)
        return {item: msgspec.json.encode(answer.rows.get(item, {})) for item in items}


def _bare(id: str) -> str:
    return parse_item(id) or id


def _entity(item: str, row: bytes) -> Entity:
    values = msgspec.json.decode(row, type=dict[str, list[dict[str, Any]]])
    claims = {name: _statements(name, cells) for name, cells in values.items() if name in _EXTENSIBLE}
    return Entity(id=item, claims=Claims(**claims))


def _statements(name: str, cells: list[dict[str, Any]]) -> list[Statement]:
    """Make statements of the cells of a table: an item stands there by its id, or as a text that is one."""
    texts = [text for cell in cells if isinstance(text := cell.get("id", cell.get("str")), str)]
    if name in _TEXTS:
        return [Statement(Snak({"value": text})) for text in texts if text]
    return [Statement(Snak({"value": {"id": text}})) for text in texts if parse_item(text)]
