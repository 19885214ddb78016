"""An index opened as a linker that heeds reviewers, and the options for that."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg.cli.extras import load
from kg.cli.online import Online
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
    file: Path | None, profile: Profile, settings: Settings, decided: Decided, online: Online | None = None
) -> Iterator[Reviewed]:
    """Open what links, in the light of what reviewers decided."""
    mapping = read_mapping(profile.mapping, read_ontology(profile.ontology))
    with opened_decider(file, profile, online) as linker:
        yield Reviewed(linker, mapping, settings, decided)


@contextmanager
def opened_linker(
    file: Path | None, profile: Profile, settings: Settings, decided: Decided, online: Online | None = None
) -> Iterator[tuple[Callable[[Record], Record], str]]:
    """Open what links as a function from a record to the record with links, and give it with the index's hash."""
    with opened_reviewed(file, profile, settings, decided, online) as reviewed:
        index = reviewed.linker.index
        digest = index.meta["hash"] if index else ""
        yield lambda record: linked(record, reviewed.decisions(record)), digest
