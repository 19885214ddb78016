"""``kg index``."""

import json
from contextlib import ExitStack
from pathlib import Path

import click

from kg.cli.extras import load
from kg.cli.options import json_option, profile_option
from kg.cli.options.online import Online, service_options
from kg.cli.progress import Progress
from kg.dates import parse_day
from kg.linking.build import Recipe, build_index
from kg.linking.index import Index
from kg.linking.opening import open_index
from kg.linking.rules import read_rules
from kg.profile import find_profile

_WDQS = "https://query.wikidata.org/sparql"
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("index")
def command() -> None:
    """Make and inspect the index of Wikidata that entities are linked with."""


@command.command("build")
@click.argument("dump", type=_FILE, required=False)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The index, a .kgi."
)
@click.option("--date", default="", metavar="YYYY-MM-DD", help="The dump's day; else from its name or newest entity.")
@click.option("--qrank", type=_FILE, help="A QRank file: how often each item's pages are viewed.")
@click.option("--redirects", type=_FILE, help="Merged items: two columns split by a tab, the old and the new one.")
@click.option("--online", is_flag=True, help="Instead of a dump, take a slice from Wikidata's query service and API.")
@click.option("--query-service", default=_WDQS, show_default=True, metavar="URL", help="The query service of Wikidata.")
@click.option(
    "--sitelinks",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help="Online, take what has pages in so many wikis at least.",
)
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Online, take this type alone; can be repeated.")
@service_options
@profile_option
def build(
    dump: Path | None,
    output: Path,
    date: str,
    qrank: Path | None,
    redirects: Path | None,
    online: bool,
    query_service: str,
    sitelinks: int,
    types: tuple[str, ...],
    profile: Path | None,
    services: Online,
) -> None:
    """Build an index from a Wikidata JSON dump, or from a slice that is fetched.

    DUMP is a .json file as Wikidata publishes it, plain, gzipped or bzip2ed. It is read twice, in constant memory. The
    classes that the profile's linking.yaml names are kept, with their subclasses.

    With --online there is no DUMP: what the profile's types need is asked for. That takes long; after a break, the same
    command goes on from what is in the cache.
    """
    if (dump is None) != online:
        raise click.UsageError("name a DUMP, or use --online" if dump is None else "--online wants no DUMP")
    if date and parse_day(date) is None:
        raise click.UsageError(f"--date wants a day as YYYY-MM-DD, not {date!r}")
    if output.exists() and any(output.samefile(one) for one in (dump, qrank, redirects) if one):
        raise click.UsageError("the output would replace an input")
    rules = read_rules(find_profile(profile).linking)
    if wrong := sorted(set(types) - rules.types.keys()):
        raise click.UsageError(f"unknown type {wrong[0]!r:.60}; known: {', '.join(rules.types)}")
    with ExitStack() as stack:
        if dump is None:
            fetch = load("kg.cli.slicing").fetched_slice
            dump = stack.enter_context(fetch(services, rules, types, sitelinks, query_service, output))
        _build(Recipe(dump, rules, date, qrank, redirects), output)
    with open_index(output) as index:
        _say(index)


def _build(recipe: Recipe, output: Path) -> None:
    progress = Progress("lines")
    try:
        build_index(recipe, output, progress.show)
    finally:
        progress.close()


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
