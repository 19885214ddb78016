"""Make the starter index: the well-known items that ship with this package, as a table.

    python -m benchmarks.linking_starter VERIFIED DUMP -o ontology/starter.tsv

VERIFIED is a table of items that were verified beside their names, with the columns ``qid``, ``label``, ``type``,
``evidence`` and ``sources``. A row is taken if it rests on Wikidata's own words: on labels of it, or on replies of its
query service. DUMP is a part of a Wikidata dump. Types come from both; an item that has no type of ours there, a film
that is called like an aircraft, say, is left out. Other names and descriptions come from DUMP, for items that VERIFIED
has from an extract of Wikidata as well; of aircraft, the designator alone is a name, too.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

from kg.linking.dump import Claims, Dump, Entity
from kg.linking.keys import is_designator, name_key
from kg.linking.rows import names_of, types_of
from kg.linking.rules import Rules, read_rules
from kg.linking.starter import COLUMNS, Row
from kg.linking.taxonomy import Taxonomy, read_classes, resolve_roots
from kg.profile import find_profile

TYPES = {
    "person": "Person",
    "place": "Place",
    "facility": "Facility",
    "organisation": "Organization",
    "aircraft-model": "AircraftModel",
    "missile": "Weapon",
}
EXTRACT = "kgtk-notebooks"  # of Wikidata, whose names and descriptions are Wikidata's own
LONGEST = 60  # characters of another name
MOST = 30  # other names of an item


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("verified", type=Path)
    parser.add_argument("dump", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    with arguments.verified.open(encoding="utf-8", newline="") as file:
        verified = {row["qid"]: row for row in csv.DictReader(file, delimiter="\t") if wanted(row)}
    rows = sorted(rows_of(verified, Dump(arguments.dump)), key=lambda row: int(row.item[1:]))
    with arguments.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(COLUMNS)
        writer.writerows((*row[:2], row.label, "|".join(row.names), row.description) for row in rows)


def wanted(row: dict[str, str]) -> bool:
    """Tell whether a row rests on Wikidata's own words, and is of a type that is linked."""
    return row["type"] in TYPES and (row["evidence"] in ("label", "elevant-name") or "WDQS" in row["sources"])


def rows_of(verified: dict[str, dict[str, str]], dump: Dump) -> Iterator[Row]:
    """Give a row for each item, with what the dump knows of it."""
    rules = read_rules(find_profile().linking)
    roots = rules.roots()
    edges, named = read_classes(dump, frozenset(name for names in roots.values() for name in names))
    taxonomy = Taxonomy(edges, resolve_roots(roots, edges, named))
    found = {entity.id: entity for entity in dump.entities() if entity.id in verified}
    for item, row in verified.items():
        own = frozenset([TYPES[row["type"]]])
        entity = found.get(item, Entity())
        known = types_of(entity.claims, rules, taxonomy) if isinstance(entity.claims, Claims) else own
        if known is not None and (not known or own & known):
            trusted = entity if EXTRACT in row["sources"] else Entity()
            names = [*_others(trusted, rules), *_designators(row)]
            texts = trusted.descriptions if isinstance(trusted.descriptions, dict) else {}
            about = next((texts[one].value for one in rules.languages if one in texts), "")
            types = " ".join(sorted(own | known))
            yield Row(item, types, row["label"], _distinct(names, row["label"]), " ".join(about.split()))


def _others(entity: Entity, rules: Rules) -> list[str]:
    return [" ".join(name.split()) for name, _ in names_of(entity, rules.languages) if _is_plain(name)]


def _is_plain(name: str) -> bool:
    return len(name) <= LONGEST and not {"|", '"'} & set(name) and " -- " not in name


def _designators(row: dict[str, str]) -> list[str]:
    words = row["label"].split() if row["type"] == "aircraft-model" else []
    return [word for word in words if is_designator(name_key(word))]


def _distinct(names: list[str], label: str) -> tuple[str, ...]:
    kept = {name_key(name): name for name in reversed(names)}
    kept.pop(name_key(label), None)
    kept.pop("", None)
    return tuple(sorted(kept.values()))[:MOST]


if __name__ == "__main__":
    main()
