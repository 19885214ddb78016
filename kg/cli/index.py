"""``kg index``."""

import json
from pathlib import Path

import click

from kg.cli.options import json_option, profile_option
from kg.cli.progress import Progress
from kg.dates import parse_day
from kg.linking.build import Recipe, build_index
from kg.linking.index import Index
from kg.linking.opening import open_index
from kg.linking.rules import read_rules
from kg.profile import find_profile

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("index")
def command() -> None:
    """Make and inspect the index of Wikidata that entities are linked with."""


@command.command("build")
@click.argument("dump", type=_FILE)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The index, a .kgi."
)
@click.option("--date", default="", metavar="YYYY-MM-DD", help="The dump's day; else from its name or newest entity.")
@click.option("--qrank", type=_FILE, help="A QRank file: how often each item's pages are viewed.")
@click.option("--redirects", type=_FILE, help="Merged items: two columns split by a tab, the old and the new one.")
@profile_option
def build(
    dump: Path, output: Path, date: str, qrank: Path | None, redirects: Path | None, profile: Path | None
) -> None:
    """Build an index from a Wikidata JSON dump.

    DUMP is a .json file as Wikidata publishes it, plain, gzipped or bzip2ed. It is read twice, in constant memory. The
    classes that the profile's linking.yaml names are kept, with their subclasses.
    """
    if date and parse_day(date) is None:
        raise click.UsageError(f"--date wants a day as YYYY-MM-DD, not {date!r}")
    if output.exists() and any(output.samefile(one) for one in (dump, qrank, redirects) if one):
        raise click.UsageError("the output would replace an input")
    rules = read_rules(find_profile(profile).linking)
    progress = Progress("lines")
    try:
        build_index(Recipe(dump, rules, date, qrank, redirects), output, progress.show)
    finally:
        progress.close()
    with open_index(output) as index:
        _say(index)


@command.command("info")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Read the whole file, to find damage anywhere in it.")
@json_option
def info(file: Path, check: bool, as_json: bool) -> None:
    """Say what an index was made of, and what it holds."""
    with open_index(file) as index:
        if check:
            index.check()
        if as_json:
            click.echo(json.dumps(_particulars(index), indent=1, ensure_ascii=False))
        else:
            for key, value in _particulars(index).items():
                click.echo(f"{key:<10} {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")


def _particulars(index: Index) -> dict[str, object]:
    meta = index.meta
    return {**meta, "roots": json.loads(meta.get("roots", "{}")), "counts": index.counts}


def _say(index: Index) -> None:
    """Report on stderr, roots that the dump lacks among it: what is below them is missing from the index."""
    counts = index.counts
    click.echo(f"kg: {counts['item']:,} items with {counts['name']:,} names: {index.path}", err=True)
    empty = [name for name, roots in json.loads(index.meta["roots"]).items() if name and not roots]
    if empty:
        click.echo(f"kg: the dump has no class for: {', '.join(empty)}", err=True)
    if not index.meta["date"]:
        click.echo("kg: the dump's day is unknown; --date writes it into the index", err=True)
