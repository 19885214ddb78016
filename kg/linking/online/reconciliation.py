"""A client of the W3C Reconciliation Service API 0.2, so that any service that knows Wikidata's items can be asked.

What it keeps to: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kg.errors import ServiceError
from kg.iris import parse_item
from kg.linking.dump import Entity
from kg.linking.online.entities import batches, can_exist
from kg.linking.online.extension import Extension
from kg.linking.online.manifest import Manifest, check_manifest
from kg.linking.online.source import Ask, Hit
from kg.web.cache import Cache
from kg.web.client import Client

_LOT = 10  # queries of one request
_LIMIT = 20


class _Type(msgspec.Struct):
    id: str = ""


class _Result(msgspec.Struct):
    id: str
    name: str = ""
    description: str | None = None
    type: list[_Type | str] = []
    match: bool = False


class _Results(msgspec.Struct):
    result: list[_Result]


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
        self._extension = Extension(client, cache)
        self._known: Manifest | None = None

    def manifest(self) -> Manifest | None:
        """Give the manifest; None if it is not known and nothing may be asked.

        :raises ServiceError: if the service speaks another version, or its identifiers are not Wikidata's.
        """
        if self._known is None:
            kept = self._cache.get(self._client.url, "manifest")
            if kept is None and not self._cache.offline:
                kept = msgspec.json.encode(self._client.get({}, Manifest))
                self._cache.put(self._client.url, [("manifest", kept)])
            found = msgspec.json.decode(kept, type=Manifest) if kept else None
            self._known = check_manifest(found, self._client.url) if found else None
        return self._known

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
        manifest = self.manifest()
        return {**self._extension.entities(items, manifest)} if manifest else {}

    def _query(self, ask: Ask, manifest: Manifest) -> str:
        types = self._roots.get(ask.type, []) if manifest.has_properties else []
        if self._types:
            types = [self._types[ask.type]] if ask.type in self._types else []
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
        for one in (one for name in asked for one in answer[name].result):
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
            names = filter(None, [*before.names, one.name, *([ask.text] if one.match else [])])
            classes = [*before.classes, *(kind for type in one.type for kind in self._classes(type))]
            description = before.description or one.description or ""
            found[item] = Hit(item, tuple(dict.fromkeys(names)), description, tuple(dict.fromkeys(classes)))
        return list(found.values())

    def _classes(self, type: _Type | str) -> list[str]:
        """Give a type of the service as a class of Wikidata."""
        called = type if isinstance(type, str) else type.id
        ours = [name for name, theirs in self._types.items() if theirs == called]
        return [called] if parse_item(called) else [self._roots[name][0] for name in ours if self._roots.get(name)]


def _bare(id: str) -> str:
    return parse_item(id) or id
