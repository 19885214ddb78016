"""An index opened as a linker that heeds reviewers, and the options for that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.linking.linker import Linker
from kg.linking.opening import open_index
from kg.linking.records import linked
from kg.linking.rules import read_rules
from kg.mapping import Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline.decided import Decided
from kg.pipeline.review import Reviewed
from kg.profile import Profile
from kg.records import Record


@contextmanager
def opened_reviewed(file: Path, profile: Profile, settings: Settings, decided: Decided) -> Iterator[Reviewed]:
    """Open an index to link with, in the light of what reviewers decided."""
    mapping = read_mapping(profile.mapping, read_ontology(profile.ontology))
    with open_index(file) as index:
        yield Reviewed(Linker(index, read_rules(profile.linking)), mapping, settings, decided)


@contextmanager
def opened_linker(
    file: Path, profile: Profile, settings: Settings, decided: Decided
) -> Iterator[tuple[Callable[[Record], Record], str]]:
    """Open an index as a function from a record to the record with links, and give it with the index's hash."""
    with opened_reviewed(file, profile, settings, decided) as reviewed:
        yield lambda record: linked(record, reviewed.decisions(record)), reviewed.linker.index.meta["hash"]
