"""Reviewers' decisions as SSSOM, the standard for mappings (https://mapping-commons.github.io/sssom/): TSV in and out.

A subject is the IRI that an entity has without a link, so a decision outlives every run. An accepted item is a
``skos:exactMatch``; a rejected one the same with the modifier ``Not``; NIL is a match with ``sssom:NoTermFound``.
Where the object is no item but the IRI of another entity, the row says that both are one thing, or with ``Not`` that
they are two, whatever their names.
"""

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from contextlib import closing
from itertools import takewhile
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import yaml

from kg.errors import DecisionError, TermError
from kg.iris import WIKIDATA, parse_item
from kg.terms import iri

EXACT = "skos:exactMatch"
NOTHING = "sssom:NoTermFound"
MANUAL, UNREVIEWED = "semapv:ManualMappingCuration", "semapv:LexicalMatching"

UNNAMED = "unnamed"
"""The author of a decision that does not say who made it."""

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "author_id", "confidence", "comment",
)  # fmt: skip
_NEEDED = frozenset({"subject_id", "predicate_id", "object_id", "mapping_justification"})
_PREFIXES = {
    "orcid": "https://orcid.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "wikidata": WIKIDATA,
}


class Mapping(NamedTuple):
    """One decision, or one proposal for a reviewer.

    :param subject: the entity's unlinked IRI.
    :param item: an item; None says that there is none.
    :param rejected: that the item is not the one.
    :param author: who decided, as a CURIE; empty where nobody did yet.
    :param thing: instead of an item, the IRI of another entity that the subject is, or is not.
    :param more: further columns of the standard that were read, and are written back as they are.
    """

    subject: str
    label: str
    item: str | None
    item_label: str = ""
    rejected: bool = False
    author: str = ""
    confidence: float | None = None
    comment: str = ""
    thing: str = ""
    more: tuple[tuple[str, str], ...] = ()


class Verdict(NamedTuple):
    """What reviewers said of one entity: its item, or that it has none, or else which items it is not."""

    item: str | None
    decided: bool
    rejected: frozenset[str]


def write_mappings(mappings: Iterable[Mapping], base: str, about: Table[str, Any] | None = None) -> bytes:
    """Write a mapping set, sorted; see :func:`stream_mappings`."""
    out = io.BytesIO()
    stream_mappings(mappings, base, out, about)
    return out.getvalue()


def stream_mappings(
    mappings: Iterable[Mapping], base: str, out: BinaryIO, about: Table[str, Any] | None = None
) -> None:
    """Write a mapping set, sorted on disk, so that memory does not grow with it.

    :param base: the IRI under which data is minted; it names the set.
    :param about: what a file that was read says of itself, which stays.
    """
    known = about or {}
    header = {
        "mapping_set_id": f"{base}links",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        **known,
        "curie_map": {**known.get("curie_map", {}), **_PREFIXES},
    }
    written = yaml.safe_dump(header, sort_keys=True, allow_unicode=True)
    out.writelines(f"#{line}\n".encode() for line in written.splitlines())
    more: set[str] = set()
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.execute("CREATE TABLE line (subject TEXT, modifier TEXT, score REAL, object TEXT, cells TEXT, more TEXT)")
        for one in mappings:
            row, others = _row(one), dict(one.more)
            more.update(others)
            db.execute(
                "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?)", (*_place(row), json.dumps(row), json.dumps(others))
            )
        names = sorted(more)
        out.write(_line([*COLUMNS, *names]).encode())
        order = "SELECT cells, more FROM line ORDER BY subject, modifier, score DESC, object, rowid"
        for cells, others in db.execute(order):
            found = json.loads(others)
            out.write(_line([*json.loads(cells), *(found.get(name, "") for name in names)]).encode())


def _place(row: list[str]) -> tuple[str, str, float, str]:
    return row[0], row[3], float(row[8] or 0), row[4]


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerow(cells)
    return text.getvalue()


def _row(one: Mapping) -> list[str]:
    return [
        one.subject,
        " ".join(one.label.split()),
        EXACT,
        "Not" if one.rejected else "",
        one.thing or (f"wikidata:{one.item}" if one.item else NOTHING),
        " ".join(one.item_label.split()),
        MANUAL if one.author else UNREVIEWED,
        "" if one.author == UNNAMED else one.author,
        "" if one.confidence is None else f"{one.confidence:.4f}",
        " ".join(one.comment.split()),
    ]


def read_mappings(path: Path) -> list[Mapping]:
    """Read a mapping set. :raises DecisionError: if it is no SSSOM TSV, with file and line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"the decisions cannot be read: {error}", where=str(path)) from error
    first = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    rows = csv.DictReader(lines[first:], delimiter="\t", restval="")
    if missing := sorted(_NEEDED - set(rows.fieldnames or ())):
        raise DecisionError(f"not an SSSOM table: the column {missing[0]} is missing", where=f"{path}:{first + 1}")
    return [_read(row, f"{path}:{number}") for number, row in enumerate(rows, first + 2)]


def read_about(path: Path) -> dict[str, Any]:
    """Read what a mapping set says of itself: the comment lines at its head. What is not YAML is left out."""
    with path.open(encoding="utf-8") as file:
        head = list(takewhile(lambda line: line.startswith("#"), file))
    try:
        found = yaml.safe_load("".join(line[1:] for line in head))
    except yaml.YAMLError as error:
        raise DecisionError(f"what the file says of itself is no YAML: {error}", where=str(path)) from error
    if not isinstance(found or {}, dict) or not isinstance((found or {}).get("curie_map", {}), dict):
        raise DecisionError("what the file says of itself is no table of keys and values", where=f"{path}:1")
    return found or {}


def _read(row: dict[str, str | None], where: str) -> Mapping:
    if None in row:
        raise DecisionError("more cells than columns", where=where)
    cells = {name: (value or "").strip() for name, value in row.items()}
    text = {name: cells.get(name, "") for name in COLUMNS}
    target = text["object_id"]
    item = parse_item(target.removeprefix("wikidata:").removeprefix("wd:"))
    thing = target if item is None and _is_entity(target) else ""
    if text["predicate_id"] != EXACT or not (item or thing or target == NOTHING) or not text["subject_id"]:
        wanted = f"a subject, {EXACT}, and an item as wikidata:Q56226, {NOTHING} or an entity's IRI"
        raise DecisionError(f"not a decision: {wanted} are wanted", where=where)
    if text["predicate_modifier"] not in ("", "Not"):
        raise DecisionError(f"unknown modifier {text['predicate_modifier']!r:.40}", where=where, hint="known: Not")
    author = text["author_id"] if text["mapping_justification"] == MANUAL else ""
    return Mapping(
        text["subject_id"],
        text["subject_label"],
        item,
        text["object_label"],
        text["predicate_modifier"] == "Not",
        author or (UNNAMED if text["mapping_justification"] == MANUAL else ""),
        _confidence(text["confidence"], where),
        text["comment"],
        thing,
        tuple((name, value) for name, value in cells.items() if name not in COLUMNS and value),
    )


def _is_entity(text: str) -> bool:
    """A prefix that the standard gives a meaning is none of a scheme under which data is minted."""
    try:
        return text.partition(":")[0] not in _PREFIXES and bool(iri(text))
    except TermError:
        return False


def _confidence(text: str, where: str) -> float | None:
    try:
        found = float(text) if text else None
    except ValueError:
        found = -1.0
    if found is not None and not 0 <= found <= 1:
        raise DecisionError(f"a confidence lies between 0 and 1, not {text!r:.40}", where=where)
    return found


def verdicts(mappings: Iterable[Mapping], where: str, same: Callable[[str], str] = str) -> dict[str, Verdict]:
    """Gather what reviewers decided about the item of each subject; proposals of a program do not count.

    :param same: gives the subject that stands for one and those that reviewers said to be the same.
    :raises DecisionError: if they accept two items for one subject, or accept what they reject.
    """
    found: dict[str, Verdict] = {}
    for one in mappings:
        if one.author and not one.thing:
            subject = same(one.subject)
            known = found.get(subject, Verdict(None, decided=False, rejected=frozenset()))
            found[subject] = _with(known, one, where)
    return found


def _with(known: Verdict, one: Mapping, where: str) -> Verdict:
    if one.rejected:
        new = Verdict(known.item, known.decided, known.rejected | ({one.item} if one.item else frozenset()))
    elif known.decided and known.item != one.item:
        both = f"{known.item or 'no item'} and {one.item or 'no item'}"
        raise DecisionError(f"two decisions about {one.subject}: {both}", where=where, hint="keep one")
    else:
        new = Verdict(one.item, decided=True, rejected=known.rejected)
    if new.item in new.rejected:
        raise DecisionError(f"{new.item} is both accepted and rejected for {one.subject}", where=where)
    return new
