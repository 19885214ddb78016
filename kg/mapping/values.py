"""The one table of value kinds: how a value of a record becomes the object of a triple, or several.

A maker takes a slot and one value and gives pairs of property and object; it raises ``ValueError`` with a reason in
words where the value is not of its kind.
"""

import dataclasses
import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Table
from decimal import Decimal
from typing import Any, TypeAlias

from kg.dates import EDTF, date, parse_day
from kg.errors import KgError
from kg.iris import WIKIDATA, parse_item
from kg.terms import XSD, iri, literal

Pairs: TypeAlias = Sequence[tuple[str, str]]

_URL = re.compile(r"https?://[^/\s]+\S*")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))?", re.ASCII)


@dataclasses.dataclass(frozen=True)
class Slot:
    """How one field of a record is written: with which property, and how its value is read."""

    field: str
    property: str
    value: str = "text"
    scheme: Table[str, str] | None = dataclasses.field(default=None, hash=False)
    otherwise: str | None = None
    typed: str | None = None
    earliest: str | None = None
    latest: str | None = None


def _text(slot: Slot, value: Any) -> Pairs:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"a text is wanted, not {value!r:.60}")
    return ((slot.property, literal(value if isinstance(value, str) else str(value))),)


def _integer(slot: Slot, value: Any) -> Pairs:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"a whole number is wanted, not {value!r:.60}")
    return ((slot.property, literal(str(value), XSD + "integer")),)


def _decimal(slot: Slot, value: Any) -> Pairs:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"a number is wanted, not {value!r:.60}")
    return ((slot.property, literal(plain_decimal(value), XSD + "decimal")),)


def plain_decimal(value: int | float) -> str:
    """Write a number with a point and no exponent.

    >>> plain_decimal(59), plain_decimal(1e-05)
    ('59.0', '0.00001')
    """
    plain = repr(value)
    if "." not in plain or "e" in plain:
        plain = format(Decimal(plain), "f")
    return plain if "." in plain else plain + ".0"


def _boolean(slot: Slot, value: Any) -> Pairs:
    if not isinstance(value, bool):
        raise ValueError(f"true or false is wanted, not {value!r:.60}")
    return ((slot.property, literal("true" if value else "false", XSD + "boolean")),)


def _url(slot: Slot, value: Any) -> Pairs:
    if not isinstance(value, str) or not _URL.fullmatch(value):
        raise ValueError(f"an http or https address is wanted, not {value!r:.120}")
    return ((slot.property, iri(value)),)


def _iri(slot: Slot, value: Any) -> Pairs:
    if not isinstance(value, str):
        raise ValueError(f"an IRI is wanted, not {value!r:.60}")
    return ((slot.property, iri(value)),)


def _item(slot: Slot, value: Any) -> Pairs:
    item = parse_item(value) if isinstance(value, str) else None
    if item is None:
        raise ValueError(f"a Wikidata item such as Q56226 is wanted, not {value!r:.60}")
    return ((slot.property, iri(WIKIDATA + item)),)


def _date(slot: Slot, value: Any) -> Pairs:
    found = date(value if isinstance(value, str) else repr(value))
    typed = literal(found.value, found.datatype) if found.value is not None else None
    edtf = literal(found.edtf, EDTF)
    if slot.typed is None:
        return ((slot.property, typed or edtf),)
    bounds = ((slot.typed, typed), (slot.earliest, _day(found.earliest)), (slot.latest, _day(found.latest)))
    return ((slot.property, edtf), *((name, term) for name, term in bounds if name is not None and term is not None))


def _day(text: str | None) -> str | None:
    return None if text is None else literal(text, XSD + "date")


def _moment(slot: Slot, value: Any) -> Pairs:
    day, separator, time = value.partition("T") if isinstance(value, str) else ("", "", "")
    if parse_day(day) and not separator:
        return ((slot.property, literal(day, XSD + "date")),)
    if parse_day(day) and _TIME.fullmatch(time):
        return ((slot.property, literal(f"{day}T{time}", XSD + "dateTime")),)
    raise ValueError(f"a day (2023-09-16) or a time (2023-09-16T08:00:00Z) is wanted, not {value!r:.60}")


def _concept(slot: Slot, value: Any) -> Pairs:
    found = concept(slot, value) or slot.otherwise
    if found is None:
        raise ValueError(f"{value!r:.60} is none of: {', '.join(slot.scheme or ())}")
    return ((slot.property, found),)


def concept(slot: Slot, value: Any) -> str | None:
    """Give the concept that a word names in the slot's scheme, else None."""
    return (slot.scheme or {}).get(value.casefold()) if isinstance(value, str) else None


MAKERS: dict[str, Callable[[Slot, Any], Pairs]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "url": _url,
    "iri": _iri,
    "item": _item,
    "date": _date,
    "moment": _moment,
    "concept": _concept,
}
"""Value kinds that need nothing but the value."""

LINKS = frozenset({"entity", "document", "evidence"})
"""Value kinds that lead to another node of the same document."""

IRI_VALUES = LINKS | {"url", "iri", "item", "concept"}
"""Value kinds whose objects are IRIs; all others are literals."""


def pairs_of(slot: Slot, value: Any) -> Pairs:
    """Give the property and object of each value; nothing for a null.

    :raises ValueError: if a value is not of the slot's kind, with the reason in words.
    """
    if type(value) is list:
        return [pair for one in value for pair in _made(slot, one)]
    return () if value is None else _made(slot, value)


def _made(slot: Slot, value: Any) -> Pairs:
    try:
        return MAKERS[slot.value](slot, value)
    except KgError as error:
        raise ValueError(error.reason) from error
