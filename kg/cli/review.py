"""``kg review``."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click
from rich.console import Console
from rich.text import Text

from kg.cli.dialogue import Dialogue, Known
from kg.cli.extras import load
from kg.cli.options import profile_option
from kg.cli.options.naming import Naming, naming_options
from kg.cli.progress import Progress
from kg.cli.screen import printable
from kg.errors import OutputError, TermError
from kg.linking.outcome import AMBIGUOUS, LINKED, NIL
from kg.linking.sssom import write_mappings
from kg.mapping import Mapping, Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline import opened
from kg.pipeline.decided import Decided, digest_of, read_decided
from kg.pipeline.link import Decider
from kg.profile import Profile, find_profile
from kg.records import RecordError, Sources, read_record
from kg.reviewing.cases import Occurrence, Recorded, occurrences
from kg.reviewing.session import Session
from kg.terms import iri

_ORCID = re.compile(r"orcid:\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_ITEM = re.compile(r"wikidata:Q[1-9]\d*")


@click.command("review")
@click.argument("inputs", nargs=-1, required=True, metavar="RECORDS...")
@click.option(
    "--decisions",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where decisions are read and, after each answer, written, in SSSOM: FILE.sssom.tsv.",
)
@click.option(
    "--index",
    type=click.Path(path_type=Path),
    metavar="FILE.kgi",
    help="Link with this index first; else the candidates are those that kg link left in the records.",
)
@click.option(
    "--author",
    envvar="KG_AUTHOR",
    show_envvar=True,
    metavar="ID",
    help="Who decides: orcid:0000-0002-1825-0097, or an IRI.",
)
@click.option("--all", "everything", is_flag=True, help="Ask about what is linked or nil, too.")
@naming_options("decisions name entities")
@profile_option
def command(
    inputs: tuple[str, ...],
    file: Path,
    index: Path | None,
    author: str | None,
    everything: bool,
    naming: Naming,
    profile: Path | None,
) -> None:
    """Decide, one by one, which item the ambiguous entities of records are.

    Each is shown with its sentence and its candidates; ? lists the answers. What was decided before is not asked again.
    Give the file to kg link or kg export with --decisions: it wins.
    """
    if "-" in inputs:
        raise click.UsageError("standard input is for the answers: name a file of records")
    author = _author(author)
    decided = read_decided(file if file.exists() else None)
    with _desk(find_profile(profile), naming.settings(decided.sameness), decided, index) as desk:
        found, unread = _read(Sources(inputs, sys.stdin.buffer), desk)
        session = Session(found, decided, author, (AMBIGUOUS, LINKED, NIL) if everything else (AMBIGUOUS,))
        dialogue = _dialogue(session, _Keeper(file, naming.base, session).save, desk.look_up)
        dialogue.run()
    left = len(session.waiting())
    click.echo(f"kg: {dialogue.answered:,} answers, {left:,} left to decide: {file}", err=True)
    if unread:
        click.echo(f"kg: {len(unread):,} records cannot be read: {unread[0]}", err=True)
    sys.exit(1 if unread else 0)


class _Desk(NamedTuple):
    """What a review needs besides the records."""

    decider: Decider
    look_up: Callable[[str], Known | None]
    mapping: Mapping
    settings: Settings


@contextmanager
def _desk(profile: Profile, settings: Settings, decided: Decided, index: Path | None) -> Iterator[_Desk]:
    mapping = read_mapping(profile.mapping, read_ontology(profile.ontology))
    if index is None:
        yield _Desk(Recorded(), lambda item: None, mapping, settings)
        return
    with load("kg.cli.linking").opened_reviewed(index, profile, settings, decided) as reviewed:
        entries = reviewed.linker.index

        def look_up(item: str) -> Known | None:
            found: Known | None = entries.item(int(entries.current(item)[1:]))
            return found

        yield _Desk(reviewed, look_up, mapping, settings)


def _read(sources: Sources, desk: _Desk) -> tuple[list[Occurrence], list[str]]:
    """Read the records; give what they name, and what is wrong with those that cannot be read."""
    found: list[Occurrence] = []
    unread: list[str] = []
    progress = Progress("documents")
    for number, line in enumerate(sources, 1):
        try:
            record = read_record(line.data)
            found += occurrences(record, desk.decider.decisions(record), desk.mapping, desk.settings)
        except RecordError as error:
            unread.append(f"{line.place}: {error}")
        progress.show(number)
    progress.close()
    return found, unread


def _dialogue(session: Session, save: Callable[[], None], look_up: Callable[[str], Known | None]) -> Dialogue:
    console = Console(soft_wrap=True, highlight=False, emoji=False, markup=False)

    def ask(prompt: str) -> str | None:
        console.print(Text(prompt), end="")
        console.file.flush()
        line = sys.stdin.buffer.readline().decode(errors="replace")
        if not sys.stdin.isatty():  # nobody's keys show there what was answered
            console.print(Text(printable(line)))
        return line or None

    return Dialogue(session, ask, console.print, save, look_up)


class _Keeper:
    """Writes the decisions after each answer, and never over those that somebody else wrote in the meantime."""

    def __init__(self, file: Path, base: str, session: Session) -> None:
        self._file, self._base, self._session = file, base, session
        self._digest = session.decided.digest

    def save(self) -> None:
        """Write all decisions. :raises OutputError: if the file is not as it was left."""
        if digest_of(self._file) != self._digest:
            reason = "changed by another since it was read, so that the last answer is not written"
            raise OutputError(reason, where=str(self._file), hint="begin again")
        decided = self._session.decided
        with opened(self._file) as out:
            out.write(write_mappings(decided.rows, self._base, decided.about))
        self._digest = digest_of(self._file)


def _author(text: str | None) -> str:
    """Give the author as the standard wants it: a CURIE or an IRI, and just one."""
    if not text:
        raise click.UsageError("say who decides, with --author or KG_AUTHOR, for example orcid:0000-0002-1825-0097")
    if _ORCID.fullmatch(text) or _ITEM.fullmatch(text):
        return text
    try:
        iri(text)
    except TermError:
        text = ""
    if not text or "|" in text or not text.startswith(("https:", "http:", "mailto:")):
        raise click.UsageError("--author is an ORCID as orcid:0000-0002-1825-0097, or an IRI: https:, http: or mailto:")
    return text
