"""An index opened as a function from a record to the record with links."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.linking.linker import Linker
from kg.linking.opening import open_index
from kg.linking.records import linked
from kg.linking.rules import read_rules
from kg.profile import Profile
from kg.records import Record


@contextmanager
def opened_linker(file: Path, profile: Profile) -> Iterator[tuple[Callable[[Record], Record], str]]:
    """Open an index, and give the function together with the index's hash."""
    with open_index(file) as index:
        linker = Linker(index, read_rules(profile.linking))
        yield lambda record: linked(record, linker.decisions(record)), index.meta["hash"]
