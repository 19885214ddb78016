"""What an index keeps of an entity: one row of facts, the offices held, and a row for each name."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from kg.iris import parse_item
from kg.linking.dump import Claims, Entity, Statement, Text
from kg.linking.keys import name_fold, name_key
from kg.linking.rules import Rules
from kg.linking.taxonomy import Taxonomy, number, targets

LABEL, ALIAS = 0, 1

_TIME = re.compile(r"\+(\d{4}-\d\d-\d\d)T")


class Row(NamedTuple):
    """An item: the values of its columns, and the positions it held."""

    values: tuple[Any, ...]
    held: list[tuple[int, int, str | None, str | None]]


def row_of(entity: Entity, rules: Rules, taxonomy: Taxonomy) -> Row | None:
    """Give the row of an item, or None where no type of the profile needs it."""
    if not parse_item(entity.id):
        return None
    claims = entity.claims if isinstance(entity.claims, Claims) else Claims()
    types = types_of(claims, rules, taxonomy)
    if types is None:
        return None
    item = number(entity.id)
    latitude, longitude = _coordinates(claims.P625)
    values = (
        item,
        _first(entity.labels, rules.languages),
        _first(entity.descriptions, rules.languages),
        " ".join(sorted(types)),
        _joined(claims.P31 or claims.P279),
        _joined([*claims.P17, *claims.P27, *claims.P1001]),
        _joined(claims.P131),
        latitude,
        longitude,
        _code(claims.P239),
        _code(claims.P238),
        len(entity.sitelinks),
    )
    return Row(values, [(item, *one) for one in _held(claims.P39)])


def types_of(claims: Claims, rules: Rules, taxonomy: Taxonomy) -> frozenset[str] | None:
    """Give the types of an item, none of them where it has no class at all, or None where it is not kept."""
    classes, above = targets(claims.P31), targets(claims.P279)
    if not classes and not above:
        return frozenset() if rules.untyped else None
    models = {name for name in taxonomy.types(above) if rules.types[name].models}
    return (taxonomy.types(classes) | models) or None


def name_rows(entity: Entity, languages: list[str]) -> Iterator[tuple[str, str, int, int]]:
    """Yield key, fold, item and rank of each name in the wanted languages; an item without any keeps what it has."""
    item = number(entity.id)
    for name, rank in names_of(entity, languages):
        key = name_key(name)
        yield key, name_fold(key), item, rank


def names_of(entity: Entity, languages: list[str]) -> Iterator[tuple[str, int]]:
    """Yield each label and alias in the languages, with its rank; one with no label in them is known by the first."""
    labels, aliases = _table(entity.labels), _table(entity.aliases)
    wanted = [one for one in languages if one in labels] or list(labels)[:1]
    yield from ((labels[one].value, LABEL) for one in wanted)
    yield from ((alias.value, ALIAS) for one in languages for alias in aliases.get(one, ()))


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(texts: dict[str, Text] | list[Any], languages: Iterable[str]) -> str:
    found = _table(texts)
    return next((found[one].value for one in [*languages, *found] if one in found), "")


def _joined(statements: list[Statement]) -> str:
    return " ".join(map(str, targets(statements)))


def _code(statements: list[Statement]) -> str | None:
    found = (one.mainsnak.value for one in statements if one.rank != "deprecated")
    return next((code for code in found if isinstance(code, str)), None)


def _coordinates(statements: list[Statement]) -> tuple[float | None, float | None]:
    for one in statements:
        value = one.mainsnak.value
        if isinstance(value, dict) and one.rank != "deprecated":
            return value.get("latitude"), value.get("longitude")
    return None, None


def _held(statements: list[Statement]) -> Iterator[tuple[int, str | None, str | None]]:
    for one in statements:
        for position in targets([one]):
            times = (one.qualifiers.P580, one.qualifiers.P582) if not isinstance(one.qualifiers, list) else ([], [])
            start, end = (next((day for snak in snaks if (day := _day(snak.value))), None) for snaks in times)
            yield position, start, end


def _day(value: Any) -> str | None:
    """Give the day of a Wikidata time; a year is written as its first of January, a month as its first."""
    match = _TIME.match(value.get("time", "")) if isinstance(value, dict) else None
    return match[1].replace("-00", "-01") if match else None
