"""An index opened as a linker that heeds reviewers, and the options for that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg.linking.index import Index
from kg.linking.linker import Linker
from kg.linking.opening import open_index
from kg.linking.records import linked
from kg.linking.rules import read_rules
from kg.linking.sssom import read_mappings
from kg.linking.starter import build_starter
from kg.mapping import Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline.review import Reviewed
from kg.profile import Profile
from kg.records import Record

_STARTER = (
    "no index is named, so only {} well-known items are linked; a full index is made from a Wikidata dump"
    " (https://dumps.wikimedia.org/wikidatawiki/entities/) with: kg index build DUMP -o wikidata.kgi"
)


@contextmanager
def opened_index(file: Path | None, profile: Profile) -> Iterator[Index]:
    """Open an index, or the profile's starter index, made for this run; then it is said how to have a full one."""
    if file is not None:
        with open_index(file) as index:
            yield index
        return
    with TemporaryDirectory(prefix="kg-starter-") as folder:
        made = Path(folder) / "starter.kgi"
        number = build_starter(profile.starter, read_rules(profile.linking), made)
        click.echo(f"kg: {_STARTER.format(number)}", err=True)
        with open_index(made) as index:
            yield index


@contextmanager
def opened_reviewed(
    file: Path | None, profile: Profile, settings: Settings, decisions: Path | None
) -> Iterator[Reviewed]:
    """Open an index and read the decisions of reviewers."""
    mapping = read_mapping(profile.mapping, read_ontology(profile.ontology))
    rows = read_mappings(decisions) if decisions else []
    with opened_index(file, profile) as index:
        reviewed = Reviewed(Linker(index, read_rules(profile.linking)), mapping, settings, rows, str(decisions or ""))
        _ = reviewed.said  # contradictions are found before anything is linked
        yield reviewed


@contextmanager
def opened_linker(
    file: Path | None, profile: Profile, settings: Settings, decisions: Path | None
) -> Iterator[tuple[Callable[[Record], Record], str]]:
    """Open an index as a function from a record to the record with links, and give it with the index's hash."""
    with opened_reviewed(file, profile, settings, decisions) as reviewed:
        yield lambda record: linked(record, reviewed.decisions(record)), reviewed.linker.index.meta["hash"]
