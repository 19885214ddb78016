"""An index opened as a linker that heeds reviewers, and the options for that."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg.cli.extras import load
from kg.cli.options.online import Online
from kg.linking.index import Index
from kg.linking.linker import Linker
from kg.linking.online.linker import OnlineLinker
from kg.linking.opening import open_index
from kg.linking.records import linked
from kg.linking.rules import read_rules
from kg.linking.starter import build_starter
from kg.mapping import Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline.decided import Decided
from kg.pipeline.proposals import Proposals
from kg.pipeline.review import Reviewed
from kg.profile import Profile
from kg.records import Record

_STARTER = (
    "no index is named, so only {} well-known items are linked; a full index is made from a Wikidata dump"
    " (https://dumps.wikimedia.org/wikidatawiki/entities/) with: kg index build DUMP -o wikidata.kgi"
)


@contextmanager
def opened_decider(file: Path | None, profile: Profile, online: Online | None) -> Iterator[Linker | OnlineLinker]:
    """Open an index, services, or both as a linker; where nothing is named, the profile's starter index."""
    rules = read_rules(profile.linking)
    with ExitStack() as stack:
        index = stack.enter_context(opened_index(file, profile)) if file or online is None else None
        if online:
            yield stack.enter_context(load("kg.cli.services").opened_services(online, rules, index))
        elif index:
            yield Linker(index, rules)


@contextmanager
def opened_index(file: Path | None, profile: Profile) -> Iterator[Index]:
    """Open an index, or the profile's starter index."""
    with named_index(file, profile) as named, open_index(named) as index:
        yield index


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
    file: Path | None,
    profile: Profile,
    settings: Settings,
    decided: Decided,
    online: Online | None = None,
    *,
    gather: bool = False,
) -> Iterator[Reviewed]:
    """Open what links, in the light of what reviewers decided.

    :param gather: whether to gather what reviewers should look at.
    """
    mapping = read_mapping(profile.mapping, read_ontology(profile.ontology))
    with ExitStack() as stack:
        linker = stack.enter_context(opened_decider(file, profile, online))
        proposals = stack.enter_context(closing(Proposals())) if gather else None
        yield Reviewed(linker, mapping, settings, decided, proposals)


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
    file: Path | None, profile: Profile, settings: Settings, decided: Decided, online: Online | None = None
) -> Iterator[tuple[Callable[[Record], Record], str]]:
    """Open what links as a function from a record to the record with links, and give it with the index's hash."""
    with ExitStack() as stack:
        named = stack.enter_context(named_index(file, profile)) if file or online is None else None
        opened = partial(opened_reviewed, named, profile, settings, decided, online)
        link = stack.enter_context(closing(Link(opened)))
        index = link.reviewed.linker.index
        yield link, index.meta["hash"] if index else ""
