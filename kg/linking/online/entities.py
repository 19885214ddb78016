"""What of an entity is worth keeping: as much as an index keeps something of, in the shape of a dump."""

from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from kg.errors import ServiceError
from kg.iris import parse_item
from kg.linking.dump import Claims, Entity

T = TypeVar("T")

_LARGEST = 2**31 - 1
"""No item has a higher number; one that has is not even asked for, since Wikibase refuses all that is asked with it."""

_DECODER = msgspec.json.Decoder(Entity)
_PROPERTIES = Claims.__struct_fields__
_STATEMENT = ("mainsnak", "rank", "qualifiers")

GONE = b"null"


def can_exist(item: str) -> bool:
    """Tell whether an item can be one of Wikidata's.

    >>> can_exist("Q5"), can_exist("Q2147483648"), can_exist("P31")
    (True, False, False)
    """
    return parse_item(item) == item and int(item[1:]) <= _LARGEST


def fingerprint() -> str:
    """Say what is kept of statements, so that an older cache does not pass for one that has all of it."""
    return " ".join(_PROPERTIES)


def reduced(entity: dict[str, Any]) -> bytes:
    """Give what is kept of an entity as it came. :raises TypeError: if its statements are none."""
    claims = entity.get("claims") or {}
    kept = {name: _slim(claims[name]) for name in _PROPERTIES if name in claims}
    sitelinks = entity.get("sitelinks")
    found = {
        "id": entity.get("id", ""),
        "modified": entity.get("modified", ""),
        **{name: entity.get(name) or {} for name in ("labels", "aliases", "descriptions")},
        "claims": kept,
        "sitelinks": {name: {} for name in sitelinks} if isinstance(sitelinks, dict) else {},
    }
    return msgspec.json.encode(found, order="deterministic")


def _slim(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not isinstance(statements, list):
        raise TypeError("statements stand in a list")
    return [{name: one[name] for name in _STATEMENT if name in one} for one in statements]


def restored(kept: bytes, where: str) -> Entity | None:
    """Give a kept entity, or None for one that is gone. :raises ServiceError: if it is of another shape."""
    try:
        return None if kept == GONE else _DECODER.decode(kept)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ServiceError(f"its answer has another shape than it should: {error}", where=where) from error


def redirect(old: str, new: str) -> bytes:
    """Give a merged item as a dump has it."""
    return msgspec.json.encode({"entity": old, "redirect": new})


def batches(items: Iterable[T], size: int) -> list[list[T]]:
    """Cut a row of things into lots.

    >>> batches(["a", "b", "c"], 2)
    [['a', 'b'], ['c']]
    """
    all = list(items)
    return [all[start : start + size] for start in range(0, len(all), size)]
