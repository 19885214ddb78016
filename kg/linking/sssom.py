"""Reviewers' decisions as SSSOM, the standard for mappings (https://mapping-commons.github.io/sssom/): TSV in and out.

A subject is the IRI that an entity has without a link, so a decision outlives every run. An accepted item is a
``skos:exactMatch``; a rejected one the same with the modifier ``Not``; NIL is a match with ``sssom:NoTermFound``.
"""

import csv
import io
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, NamedTuple

import yaml

from kg.errors import DecisionError
from kg.iris import WIKIDATA, parse_item

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
    """

    subject: str
    label: str
    item: str | None
    item_label: str = ""
    rejected: bool = False
    author: str = ""
    confidence: float | None = None
    comment: str = ""


class Verdict(NamedTuple):
    """What reviewers said of one entity: its item, or that it has none, or else which items it is not."""

    item: str | None
    decided: bool
    rejected: frozenset[str]


def write_mappings(mappings: Iterable[Mapping], base: str) -> bytes:
    """Write a mapping set, sorted; see :func:`stream_mappings`."""
    out = io.BytesIO()
    stream_mappings(mappings, base, out)
    return out.getvalue()


def stream_mappings(mappings: Iterable[Mapping], base: str, out: BinaryIO) -> None:
    """Write a mapping set, sorted on disk, so that memory does not grow with it.

    :param base: the IRI under which data is minted; it names the set.
    """
    header = {
        "curie_map": _PREFIXES,
        "mapping_set_id": f"{base}links",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    out.writelines(f"#{line}\n".encode() for line in yaml.safe_dump(header, sort_keys=True).splitlines())
    with closing(sqlite3.connect("", isolation_level=None)) as db:
        db.execute("CREATE TABLE line (subject TEXT, modifier TEXT, score REAL, object TEXT, cells TEXT)")
        rows = map(_row, mappings)
        db.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?)", ((*_place(row), _line(row)) for row in rows))
        out.write(_line(COLUMNS).encode())
        order = "SELECT cells FROM line ORDER BY subject, modifier, score DESC, object, rowid"
        out.writelines(cells.encode() for (cells,) in db.execute(order))


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
        f"wikidata:{one.item}" if one.item else NOTHING,
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
    rows = csv.DictReader(lines[first:], delimiter="\t")
    if missing := sorted(_NEEDED - set(rows.fieldnames or ())):
        raise DecisionError(f"not an SSSOM table: the column {missing[0]} is missing", where=f"{path}:{first + 1}")
    return [_read(row, f"{path}:{number}") for number, row in enumerate(rows, first + 2)]


def _read(row: dict[str, str | None], where: str) -> Mapping:
    text = {name: (row.get(name) or "").strip() for name in COLUMNS}
    target = text["object_id"]
    item = parse_item(target.removeprefix("wikidata:").removeprefix("wd:"))
    if text["predicate_id"] != EXACT or (item is None and target != NOTHING) or not text["subject_id"]:
        wanted = f"a subject, {EXACT}, and an item as wikidata:Q56226 or {NOTHING}"
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
    )


def _confidence(text: str, where: str) -> float | None:
    try:
        found = float(text) if text else None
    except ValueError:
        found = -1.0
    if found is not None and not 0 <= found <= 1:
        raise DecisionError(f"a confidence lies between 0 and 1, not {text!r:.40}", where=where)
    return found


def verdicts(mappings: Iterable[Mapping], where: str) -> dict[str, Verdict]:
    """Gather what reviewers decided about each subject; proposals of a program do not count.

    :raises DecisionError: if they accept two items for one subject, or accept what they reject.
    """
    found: dict[str, Verdict] = {}
    for one in mappings:
        if one.author:
            known = found.get(one.subject, Verdict(None, decided=False, rejected=frozenset()))
            found[one.subject] = _with(known, one, where)
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
