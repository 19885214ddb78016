"""A graph as tables, for mapping engines that take tables: the inverse of what they do.

The nodes of one class become a table with their IRIs and a column for each property and datatype of which none of them
has several values; the others become tables of two columns. Beside them stands the mapping
that makes the same graph again: RML for Morph-KGC, templates for maplib.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.terms import RDF_TYPE, Triple, split_literal


class Column(NamedTuple):
    """A property, and what its values are: ``IRI``, a datatype, or an empty text for plain ones."""

    predicate: str
    kind: str


_TYPE = Column(RDF_TYPE[1:-1], "IRI")


def write_tables(triples: Iterable[Triple], folder: Path) -> None:
    """Write the tables, ``mapping.ttl`` and ``tables.json``."""
    tables = list(_tables(triples))
    listed = []
    for number, (columns, rows) in enumerate(tables):
        name = f"table{number}.csv"
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["s", *(f"c{each}" for each in range(len(columns)))])
            writer.writerows(rows)
        listed.append({"file": name, "columns": columns})
    (folder / "tables.json").write_text(json.dumps(listed))
    (folder / "mapping.ttl").write_text(_rml(tables))


def _tables(triples: Iterable[Triple]) -> Iterator[tuple[list[Column], list[list[str]]]]:
    nodes: dict[str, dict[Column, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        parts = split_literal(value)
        column = Column(predicate[1:-1], "IRI" if parts is None else parts[2] or "")
        nodes[subject][column].append(value[1:-1] if parts is None else parts[0])
    classes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for subject, said in nodes.items():
        classes[tuple(sorted(said.get(_TYPE, ())))].append(subject)
    several: dict[Column, list[list[str]]] = defaultdict(list)
    for subjects in classes.values():
        single = sorted({column for subject in subjects for column in nodes[subject]})
        for column in [one for one in single if any(len(nodes[subject].get(one, ())) > 1 for subject in subjects)]:
            single.remove(column)
            several[column] += [[each[1:-1], value] for each in subjects for value in nodes[each].get(column, ())]
        if single:
            yield single, [[each[1:-1], *("".join(nodes[each].get(one, ())) for one in single)] for each in subjects]
    yield from (([column], rows) for column, rows in several.items())


def _rml(tables: list[tuple[list[Column], list[list[str]]]]) -> str:
    lines = [
        "@prefix rr: <http://www.w3.org/ns/r2rml#> .",
        "@prefix rml: <http://semweb.mmlab.be/ns/rml#> .",
        "@prefix ql: <http://semweb.mmlab.be/ns/ql#> .",
    ]
    for number, (columns, _) in enumerate(tables):
        source = f'rml:logicalSource [ rml:source "table{number}.csv" ; rml:referenceFormulation ql:CSV ]'
        lines.append(f'<#T{number}> {source} ; rr:subjectMap [ rml:reference "s" ; rr:termType rr:IRI ]')
        for each, column in enumerate(columns):
            kind = "rr:termType rr:IRI" if column.kind == "IRI" else "rr:termType rr:Literal"
            kind += f" ; rr:datatype <{column.kind}>" if column.kind not in ("IRI", "") else ""
            value = f'rr:objectMap [ rml:reference "c{each}" ; {kind} ]'
            lines.append(f"; rr:predicateObjectMap [ rr:predicate <{column.predicate}> ; {value} ]")
        lines.append(".")
    return "\n".join(lines) + "\n"
