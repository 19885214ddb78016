"""An index opened as a linker that heeds reviewers, and the options for that."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg.linking.linker import Linker
from kg.linking.opening import open_index
from kg.linking.records import linked
from kg.linking.rules import read_rules
from kg.linking.sssom import read_mappings
from kg.linking.starter import build_starter
from kg.mapping import Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline.proposals import Proposals
from kg.pipeline.review import Reviewed
from kg.profile import Profile
from kg.records import Record

_STARTER = (
    "no index is named, so only {} well-known items are linked; a full index is made from a Wikidata dump"
    " (https://dumps.wikimedia.org/wikidatawiki/entities/) with: kg index build DUMP -o wikidata.kgi"
)


@contextmanager
def named_index(file: Path | None, profile: Profile) -> Iterator[Path]:
    """Give the index that is named, or the profile's starter index, made for this run, and say how to have more."""
    if file is not None:
        yield file
        return
    with TemporaryDirectory(prefix="kg-starter-") as folder:
        made = Path(folder) / "starter.kgi"
        number = build_starter(profile.starter, read_rules(profile.linking), made)
        click.echo(f"kg: {_STARTER.format(number)}", err=True)
        yield made


@contextmanager
def opened_reviewed(
    file: Path | None, profile: Profile, settings: Settings, decisions: Path | None, *, gather: bool = False
) -> Iterator[Reviewed]:
    """Open an index and read the decisions of reviewers.

    :param gather: whether to gather what reviewers should look at.
    """
    mapping = read_mapping(profile.mapping, read_ontology(profile.ontology))
    rows = read_mappings(decisions) if decisions else []
    with ExitStack() as stack:
        index = stack.enter_context(open_index(stack.enter_context(named_index(file, profile))))
        proposals = stack.enter_context(closing(Proposals())) if gather else None
        linker = Linker(index, read_rules(profile.linking))
        reviewed = Reviewed(linker, mapping, settings, rows, str(decisions or ""), proposals)
        _ = reviewed.said  # contradictions are found before anything is linked
        yield reviewed


class Link:
    """Gives a record with links. It opens its index by itself in each process that it is sent to."""

    def __init__(self, opened: Callable[[], AbstractContextManager[Reviewed]]) -> None:
        self._opened = opened
        self._stack = ExitStack()

    @cached_property
    def reviewed(self) -> Reviewed:
        """The linker of this process."""
        return self._stack.enter_context(self._opened())

    def __call__(self, record: Record) -> Record:
        """Link a record."""
        return linked(record, self.reviewed.decisions(record))

    def __reduce__(self) -> tuple[type["Link"], tuple[Callable[[], AbstractContextManager[Reviewed]]]]:
        return Link, (self._opened,)

    def close(self) -> None:
        """Close the index of this process."""
        self._stack.close()


@contextmanager
def opened_linker(
    file: Path | None, profile: Profile, settings: Settings, decisions: Path | None
) -> Iterator[tuple[Callable[[Record], Record], str]]:
    """Open an index as a function from a record to the record with links, and give it with the index's hash."""
    with ExitStack() as stack:
        named = stack.enter_context(named_index(file, profile))
        link = stack.enter_context(closing(Link(partial(opened_reviewed, named, profile, settings, decisions))))
        yield link, link.reviewed.linker.index.meta["hash"]
