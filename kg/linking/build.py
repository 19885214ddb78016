"""From a dump to an index: two passes over the file, in constant memory, and one SQLite file that appears when done."""

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.errors import DumpError
from kg.iris import parse_item
from kg.linking.dump import Dump, Entity
from kg.linking.rows import Row, name_rows, row_of
from kg.linking.rules import Rules
from kg.linking.schema import APPLICATION, SCHEMA, STAGE, VERSION, WRITE_ITEM, WRITE_NAME, WRITE_NAMES
from kg.linking.side import read_ranks, read_redirects
from kg.linking.taxonomy import Taxonomy, read_classes, resolve_roots


@dataclass(frozen=True)
class Recipe:
    """What an index is made of.

    :param date: the day of the dump; else it is read from the file's name or from the newest entity.
    :param ranks: a QRank file; ``redirects`` a file with two columns, a merged item and the one it became.
    """

    dump: Path
    rules: Rules
    date: str = ""
    ranks: Path | None = None
    redirects: Path | None = None


def build_index(recipe: Recipe, out: Path, progress: Callable[[int], None] = lambda lines: None) -> None:
    """Build an index file. :raises DumpError: if the dump or a file beside it is cut short or is none."""
    dump = Dump(recipe.dump, progress)
    roots = recipe.rules.roots()
    edges, named = read_classes(
        dump, frozenset(one for found in roots.values() for one in found if not parse_item(one))
    )
    taxonomy = Taxonomy(edges, resolve_roots(roots, edges, named))
    with new_index(out) as db:
        side = _read_side(db, recipe)
        newest = _read_items(db, dump, recipe.rules, taxonomy)
        finish_index(db, _meta(recipe, dump, newest, side, taxonomy))


@contextmanager
def new_index(out: Path) -> Iterator[sqlite3.Connection]:
    """Give an empty index to write items and names into; the file appears if all went well."""
    out = out.resolve()
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder:
        part = Path(folder) / "part"
        with closing(sqlite3.connect(part, isolation_level=None)) as db:
            _create(db)
            db.execute("BEGIN")
            yield db
        part.replace(out)


def _create(db: sqlite3.Connection) -> None:
    db.executescript(f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};")
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; ATTACH '' AS stage;")
    db.executescript(SCHEMA + STAGE)


def _read_side(db: sqlite3.Connection, recipe: Recipe) -> list[str]:
    """Read the files beside the dump, and give their hashes."""
    for path, read, into in (
        (recipe.ranks, read_ranks, "INSERT OR REPLACE INTO stage.rank VALUES (?, ?)"),
        (recipe.redirects, read_redirects, "INSERT OR REPLACE INTO redirect VALUES (?, ?)"),
    ):
        if path is not None:
            db.executemany(into, read(path))
    return [_hash(path) if path else "" for path in (recipe.ranks, recipe.redirects)]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_items(db: sqlite3.Connection, dump: Dump, rules: Rules, taxonomy: Taxonomy) -> str:
    """Read what the profile's types need, and give the time of the newest entity."""
    newest = ""
    for entity in dump.entities():
        newest = max(newest, entity.modified)
        if entity.redirect:
            db.executemany("INSERT OR REPLACE INTO redirect VALUES (?, ?)", _redirect(entity))
        elif (row := row_of(entity, rules, taxonomy)) is not None:
            _insert(db, row, entity, rules)
    return newest[:10]


def _redirect(entity: Entity) -> Iterator[tuple[int, int]]:
    if parse_item(entity.entity) and parse_item(entity.redirect):
        yield int(entity.entity[1:]), int(entity.redirect[1:])


def _insert(db: sqlite3.Connection, row: Row, entity: Entity, rules: Rules) -> None:
    db.execute(WRITE_ITEM, row.values)
    db.executemany("INSERT INTO held VALUES (?, ?, ?, ?)", row.held)
    db.executemany(WRITE_NAME, name_rows(entity, rules.languages))


def finish_index(db: sqlite3.Connection, meta: Iterable[tuple[str, str]]) -> None:
    """Put what was written in its order, and say what it was made of. :raises DumpError: if nothing was written."""
    db.execute("COMMIT")
    db.executescript(WRITE_NAMES)
    if not db.execute("SELECT 1 FROM item LIMIT 1").fetchone():
        raise DumpError("the dump holds nothing of the profile's types", hint="see the classes in linking.yaml")
    db.executemany("INSERT INTO meta VALUES (?, ?)", meta)
    counts = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("item", "name", "redirect")}  # noqa: S608
    db.execute("INSERT INTO meta VALUES ('counts', ?)", (msgspec.json.encode(counts).decode(),))
    db.executescript("DETACH stage; ANALYZE;")


def _meta(recipe: Recipe, dump: Dump, newest: str, side: list[str], taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    rules = hashlib.sha256(msgspec.json.encode(recipe.rules, order="sorted")).hexdigest()
    date = recipe.date or _dated(recipe.dump.name) or newest
    yield "dump", dump.path.name
    yield "dump_hash", dump.hash
    yield "date", date
    yield "languages", " ".join(recipe.rules.languages)
    roots = {name: [f"Q{one}" for one in found] for name, found in taxonomy.roots.items()}
    yield "roots", msgspec.json.encode(roots).decode()
    # the same inputs under the same version give the same hash, so a reader need not hash the whole file
    parts = (str(VERSION), dump.hash, *side, rules, date)
    yield "hash", hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _dated(name: str) -> str:
    """Give the day that stands in a name such as ``wikidata-20230913-all.json.gz``."""
    for part in name.replace(".", "-").split("-"):
        if len(part) == 8 and part.isdecimal():
            return f"{part[:4]}-{part[4:6]}-{part[6:]}"
    return ""
