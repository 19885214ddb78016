"""A slice of Wikidata as a dump: the items of the profile's types, the classes above them, and the offices held."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import DumpError
from kg.linking.dump import Claims, Entity
from kg.linking.online.actionapi import MOST, ActionApi
from kg.linking.online.entities import GONE, batches, restored
from kg.linking.online.queryservice import QueryService
from kg.linking.rules import Rules
from kg.linking.taxonomy import number, targets

NAME = "wikidata-slice.json.gz"


class Wanted(NamedTuple):
    """What a slice is to have: things of these types, in so many wikis at least."""

    rules: Rules
    types: frozenset[str]
    sitelinks: int


def write_slice(
    service: QueryService,
    api: ActionApi,
    wanted: Wanted,
    out: Path,
    progress: Callable[[int], None] = lambda items: None,
) -> None:
    """Write a dump of what is wanted. What the cache has is not asked for again.

    :raises ServiceError: if a service gives no answer.
    """
    parts = service.slices(wanted.rules, wanted.types)
    items = {item for part in parts for item in service.items(part, wanted.sitelinks)}
    if not items:
        raise DumpError("the query service knows nothing of these types", hint="ask for fewer --sitelinks")
    with out.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        for number, line in enumerate(_lines(api, items), 1):
            packed.write((b"[\n" if number == 1 else b",\n") + line)
            progress(number)
        packed.write(b"\n]\n")


def _lines(api: ActionApi, wanted: Iterable[str]) -> Iterator[bytes]:
    """Yield entities, each once: what is wanted, the classes that it is of with all above them, and offices held."""
    level, seen, written = set(wanted), set[str](), set[str]()
    while level:
        seen |= level
        above: set[str] = set()
        for lot in batches(sorted(level, key=number), MOST):
            for item, kept in sorted(api.kept(lot).items()):
                if kept != GONE and item not in written:
                    written.add(item)
                    yield kept
                    above |= _beside(restored(kept, ""))
        level = above - seen


def _beside(entity: Entity | None) -> set[str]:
    claims = entity.claims if entity and isinstance(entity.claims, Claims) else Claims()
    return {f"Q{one}" for found in (claims.P31, claims.P279, claims.P39) for one in targets(found)}
