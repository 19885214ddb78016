"""The starter index: some hundred well-known items that ship with a profile, so that a first run needs no download."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import ProfileError
from kg.iris import parse_item
from kg.linking.build import finish_index, new_index
from kg.linking.keys import name_fold, name_key
from kg.linking.rows import ALIAS, LABEL
from kg.linking.rules import Rules
from kg.linking.schema import VERSION, WRITE_ITEM, WRITE_NAME

COLUMNS = ("item", "types", "label", "names", "description")
"""Of ``starter.tsv``: types are split by blanks, other names by ``|``."""


class Row(NamedTuple):
    """An item of the table."""

    item: str
    types: str
    label: str
    names: tuple[str, ...]
    description: str


def build_starter(path: Path, rules: Rules, out: Path) -> int:
    """Build the index of a table, and give the number of its items.

    :raises ProfileError: if the table is missing, or is none.
    """
    rows = list(read_starter(path, rules))
    with new_index(out) as db:
        for row in rows:
            db.execute(WRITE_ITEM, _values(row))
            db.executemany(WRITE_NAME, _names(row))
        finish_index(db, _meta(path, rules))
    return len(rows)


def read_starter(path: Path, rules: Rules) -> Iterator[Row]:
    """Read the table."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1)
            if tuple(next(lines, (0, []))[1]) != COLUMNS:
                raise ProfileError(f"the columns must be {', '.join(COLUMNS)}", where=f"{path}:1")
            for number, cells in lines:
                yield _row(cells, rules, f"{path}:{number}")
    except OSError as error:
        reason = "the profile has no starter index"
        raise ProfileError(reason, where=str(path), hint="name an index, made by kg index build") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"the starter index cannot be read: {error}", where=str(path)) from error


def _row(cells: list[str], rules: Rules, where: str) -> Row:
    if len(cells) != len(COLUMNS) or not parse_item(cells[0]) or not cells[2]:
        raise ProfileError("an item, its types, a label, other names and a description are wanted", where=where)
    item, types, label, names, description = cells
    if unknown := sorted(set(types.split()) - rules.types.keys()):
        raise ProfileError(f"unknown type {unknown[0]!r:.60}", where=where, hint=f"known: {', '.join(rules.types)}")
    return Row(item, types, label, tuple(name for name in names.split("|") if name), description)


def _values(row: Row) -> tuple[Any, ...]:
    return (int(row.item[1:]), row.label, row.description, row.types, "", "", "", None, None, None, None, 0)


def _names(row: Row) -> Iterator[tuple[str, str, int, int]]:
    for rank, names in ((LABEL, (row.label,)), (ALIAS, row.names)):
        for key in map(name_key, names):
            yield key, name_fold(key), int(row.item[1:]), rank


def _meta(path: Path, rules: Rules) -> Iterator[tuple[str, str]]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    yield "dump", path.name
    yield "dump_hash", digest
    yield "date", ""
    yield "languages", " ".join(rules.languages)
    yield "hash", hashlib.sha256(f"{VERSION}\n{digest}".encode()).hexdigest()
