"""Wikidata's query service: which items there are of a type, in pages that it can answer in its time."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from kg.errors import ServiceError
from kg.iris import parse_item
from kg.linking.rules import Rules
from kg.terms import tagged
from kg.web.answers import TooLongError
from kg.web.cache import Cache
from kg.web.client import Client

WDQS = "https://query.wikidata.org/sparql"

_PAGE = 10_000
_TOP = 4096  # sitelinks; nothing has as many
_PREFIXES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""


class _Cell(msgspec.Struct):
    value: str


class _Bindings(msgspec.Struct):
    bindings: list[dict[str, _Cell]]


class _Answer(msgspec.Struct):
    results: _Bindings


class Slice(NamedTuple):
    """A part of what is wanted: instances of a class and its subclasses.

    :param models: whether subclasses stand for things themselves; ``having`` a property that each must have.
    """

    root: str
    models: bool
    having: str


class QueryService:
    """Asks the query service, and keeps its answers."""

    def __init__(self, client: Client, cache: Cache, page: int = _PAGE) -> None:
        self._client = client
        self._cache = cache
        self._page = page

    def slices(self, rules: Rules, types: frozenset[str]) -> list[Slice]:
        """Say what is to be asked for a profile's types. A class whose name nothing bears is left out, as in a dump."""
        wanted = {name: rule for name, rule in rules.types.items() if name in types}
        names = sorted({one for rule in wanted.values() for one in rule.classes if not parse_item(one)})
        found = self._named(names)
        return [
            Slice(parse_item(one) or found[one], rule.models, rule.having)
            for rule in wanted.values()
            for one in rule.classes
            if parse_item(one) or one in found
        ]

    def items(self, part: Slice, least: int) -> Iterator[str]:
        """Yield the items of a slice that have at least so many sitelinks."""
        low = max(least, 0)
        while low < _TOP:
            high = max(2 * low, 1)
            yield from self._band(part, low, high)
            low = high

    def _band(self, part: Slice, low: int, high: int) -> Iterator[str]:
        """Items with so many sitelinks, from low to below high; in halves where all take too long for one answer."""
        try:
            yield from list(self._pages(part, low, high))
        except TooLongError as error:
            if high - low == 1:
                reason = f"the instances of {part.root} with {low} sitelinks take it longer than it allows"
                raise ServiceError(reason, where=error.where, hint="ask for more with --sitelinks") from error
            middle = (low + high) // 2
            yield from self._band(part, low, middle)
            yield from self._band(part, middle, high)

    def _pages(self, part: Slice, low: int, high: int) -> Iterator[str]:
        for offset in range(0, 10**9, self._page):
            query = f"{_pattern(part, low, high)} ORDER BY ?item LIMIT {self._page} OFFSET {offset}"
            rows = self._rows(query)
            yield from (item for row in rows if (item := parse_item(row.get("item", ""))))
            if len(rows) < self._page:
                return

    def _named(self, names: list[str]) -> dict[str, str]:
        """Find classes by their English labels: of several, the one with most direct subclasses."""
        if not names:
            return {}
        values = " ".join(tagged(name, "en") for name in names)
        query = (
            f"SELECT ?label ?item (COUNT(?below) AS ?many) WHERE {{ VALUES ?label {{ {values} }} "
            "?item rdfs:label ?label . ?below wdt:P279 ?item } GROUP BY ?label ?item ORDER BY DESC(?many) ?item"
        )
        found: dict[str, str] = {}
        for row in self._rows(query):
            if item := parse_item(row.get("item", "")):
                found.setdefault(row.get("label", ""), item)
        return found

    def _rows(self, query: str) -> list[dict[str, str]]:
        kept = self._cache.get(self._client.url, query)
        if kept is None and self._cache.offline:
            raise ServiceError("offline, and the cache lacks an answer of it", where=self._client.url)
        if kept is None:
            answer = self._client.post({"query": _PREFIXES + query}, _Answer)
            rows = [{name: cell.value for name, cell in row.items()} for row in answer.results.bindings]
            kept = msgspec.json.encode(rows)
            self._cache.put(self._client.url, [(query, kept)])
        return msgspec.json.decode(kept, type=list[dict[str, str]])


def _pattern(part: Slice, low: int, high: int) -> str:
    path = "(wdt:P31/wdt:P279*)|wdt:P279+" if part.models else "wdt:P31/wdt:P279*"
    having = f"?item wdt:{part.having} ?had . " if part.having else ""
    return (
        f"SELECT DISTINCT ?item WHERE {{ ?item wikibase:sitelinks ?links . FILTER(?links >= {low} && ?links < {high}) "
        f"{having}?item {path} wd:{part.root} }}"
    )
