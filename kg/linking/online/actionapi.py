"""Wikidata's Action API: ``wbsearchentities`` finds items by name, ``wbgetentities`` gives what is known of them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
import requests

from kg.errors import ServiceError
from kg.linking.dump import Entity
from kg.linking.online.entities import GONE, batches, can_exist, fingerprint, redirect, reduced, restored
from kg.linking.online.source import Ask, Hit
from kg.web.answers import BusyError
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.exchange import asked_pause

A = TypeVar("A")
B = TypeVar("B")

WIKIDATA = "https://www.wikidata.org/w/api.php"
MOST = 50
"""Items of one request."""

_FOUND = 20
_LONGEST = 200
_PAUSE = 5.0  # seconds, where an answer asks for a pause and does not say how long
_LATER = frozenset({"maxlag", "ratelimited", "readonly"})
_COMMON = {"format": "json", "maxlag": "5"}
_PROPS = "info|labels|aliases|descriptions|claims|sitelinks"


class _Found(msgspec.Struct):
    id: str


class _Search(msgspec.Struct):
    search: list[_Found]


class _Entities(msgspec.Struct):
    entities: dict[str, dict[str, Any]]


class _Error(msgspec.Struct):
    code: str = ""
    info: str = ""


class _Failed(msgspec.Struct):
    error: _Error | None = None


class ActionApi:
    """Asks the Action API for what the cache lacks.

    :param languages: of names and descriptions, the first of them that of searches.
    """

    method = "online"

    def __init__(self, client: Client, cache: Cache, languages: Sequence[str], parallel: int = 1) -> None:
        self._client = client
        self._cache = cache
        self._languages = "|".join(languages)
        self._language = languages[0]
        self._parallel = parallel
        self._kept = f"{client.url} {self._languages} {fingerprint()}"

    def search(self, asks: Sequence[Ask]) -> dict[Ask, Collection[Hit]]:
        """Find items whose label or alias begins with a text."""
        texts = {ask: " ".join(ask.text.split())[:_LONGEST] for ask in asks}
        wanted = [text for text in dict.fromkeys(texts.values()) if text]
        found = dict(zip(wanted, self._each(self._find, wanted), strict=True))
        given = {ask: found.get(text, []) for ask, text in texts.items()}
        return {ask: [Hit(item) for item in items] for ask, items in given.items() if items is not None}

    def entities(self, items: Iterable[str]) -> dict[str, Entity | None]:
        """Give entities; what cannot exist is not asked for."""
        return {item: restored(kept, self._client.url) for item, kept in self.kept(items).items()}

    def kept(self, items: Iterable[str]) -> dict[str, bytes]:
        """Give entities as the cache keeps them, after fetching what it lacks; with what they were merged into."""
        have: dict[str, bytes] = {}
        wanted = set(items)
        while wanted:
            fresh = self._kept_or_fetched(sorted(wanted))
            have.update(fresh)
            wanted = {target for kept in fresh.values() if (target := _target(kept)) and target not in have}
        return have

    def _kept_or_fetched(self, items: list[str]) -> dict[str, bytes]:
        have = {item: kept for item in items if (kept := self._known(item)) is not None}
        lacking = [item for item in items if item not in have]
        if lacking and not self._cache.offline:
            for lot in self._each(self._fetch, batches(lacking, MOST)):
                have.update(lot)
        return have

    def _known(self, item: str) -> bytes | None:
        return self._cache.get(self._kept, item) if can_exist(item) else GONE

    def _each(self, work: Callable[[A], B], over: Sequence[A]) -> list[B]:
        """Do work, as much of it at once as we are allowed to."""
        if self._parallel == 1 or len(over) < 2:
            return [work(one) for one in over]
        with ThreadPoolExecutor(self._parallel) as pool:
            return list(pool.map(work, over))

    def _find(self, text: str) -> list[str] | None:
        key = f"{self._language} {text}"
        kept = self._cache.get(self._client.url, key)
        if kept is None and self._cache.offline:
            return None
        if kept is None:
            fields = {"action": "wbsearchentities", "search": text, "language": self._language, "type": "item"}
            answer = self._client.get({**_COMMON, **fields, "limit": str(_FOUND)}, _Search, _check)
            items = [one.id for one in answer.search]
            if wrong := next((item for item in items if not can_exist(item)), None):
                raise ServiceError(f"it answers with {wrong[:40]!r}, which is no item", where=self._client.url)
            kept = msgspec.json.encode(items)
            self._cache.put(self._client.url, [(key, kept)])
        return msgspec.json.decode(kept, type=list[str])

    def _fetch(self, items: list[str]) -> dict[str, bytes]:
        fields = {"action": "wbgetentities", "ids": "|".join(items), "languages": self._languages, "props": _PROPS}
        answer = self._client.get({**_COMMON, **fields}, _Entities, _check)
        found: dict[str, bytes] = {}
        for asked in items:
            if asked not in answer.entities:
                raise ServiceError(f"its answer lacks {asked}, which was asked for", where=self._client.url)
            found.update(_taken(asked, answer.entities[asked], self._client.url))
        self._cache.put(self._kept, found.items())
        return {item: found[item] for item in items}


def _taken(asked: str, entity: dict[str, Any], where: str) -> dict[str, bytes]:
    """Give what is to be kept of an answer for an item, also under the item that it was merged into."""
    if "missing" in entity:
        return {asked: GONE}
    item = entity.get("id")
    try:
        kept = reduced(entity)
    except (TypeError, AttributeError, KeyError) as error:
        raise ServiceError(f"its answer for {asked} has another shape than it should", where=where) from error
    restored(kept, where)
    if not isinstance(item, str) or not can_exist(item):
        raise ServiceError(f"its answer for {asked} is {item!r:.40}, which is no item", where=where)
    if item == asked:
        return {item: kept}
    if not isinstance(moved := entity.get("redirects"), dict) or moved.get("to") != item:
        raise ServiceError(f"its answer for {asked} is about {item}", where=where)
    return {asked: redirect(asked, item), item: kept}


def _target(kept: bytes) -> str | None:
    found = restored(kept, "") if kept.startswith(b'{"entity"') else None
    return found.redirect if found else None


def _check(response: requests.Response) -> None:
    """Find an error that is told with a 200."""
    try:
        failed = msgspec.json.decode(response.content, type=_Failed).error
    except msgspec.DecodeError:
        return  # its shape is judged later
    if failed is None:
        return
    reason = f"it answers {failed.code[:60]!r}: {failed.info[:200]}"
    if failed.code in _LATER or failed.code.startswith("internal_api_error"):
        raise BusyError(reason, pause=asked_pause(response.headers, datetime.now(UTC)) or _PAUSE)
    raise ServiceError(reason)
