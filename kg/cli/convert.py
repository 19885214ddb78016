"""``kg convert``."""

import json
import sys
from datetime import date
from pathlib import Path

import click

from kg.adapters.assembly import Assembly
from kg.adapters.labels import read_labels
from kg.adapters.registry import adapter_names
from kg.cli.exported import report_left
from kg.cli.extras import load
from kg.cli.options import json_option, labels_option, profile_option, published_option
from kg.errors import OutputError
from kg.pipeline.convert import Tally, convert_files, documents, write_brat
from kg.profile import find_profile
from kg.records import Sources

_ENDINGS = (".json", ".jsonl", ".json.gz", ".jsonl.gz")


@click.command("convert")
@click.argument("words", nargs=-1, required=True, metavar="FORMAT FILE...")
@click.option("-o", "--output", required=True, metavar="OUT", help="Records: .jsonl, .json for one, either .gz, or -.")
@click.option(
    "--to", type=click.Choice(["brat"]), help="The other way round: records become BRAT's files in folder OUT."
)
@published_option
@click.option("--language", metavar="TAG", help="The language of documents that do not say it.")
@click.option(
    "--modality",
    type=click.Choice(["happened", "planned", "hedged", "denied"]),
    help="What an event is taken for of which nothing says whether it happened; else the table of labels says it.",
)
@labels_option
@profile_option
@json_option
def command(
    words: tuple[str, ...],
    output: str,
    to: str | None,
    published: date | None,
    language: str | None,
    modality: str | None,
    labels: Path | None,
    profile: Path | None,
    as_json: bool,
) -> None:
    """Make records of what another tool extracted.

    FORMAT is spacy (Doc as JSON, DocBin), gliner2 (results with their text), langchain (GraphDocument as JSON), brat
    (.ann beside .txt), or one that an installed package declares. FILE is a file, a folder, or - for standard input.

    One table says what labels become: adapters.yaml of the profile, or that of --labels. What it does not name is left
    out, counted and said.

    \b
    kg convert brat gold/ -o gold.jsonl --published 2024-03-05
    kg convert --to brat gold.jsonl -o gold-again/
    """
    if to:
        tally = write_brat(Sources(words, sys.stdin.buffer), Path(output))
    else:
        table = read_labels(labels or find_profile(profile).adapters)
        tally = _convert(
            words, Assembly(table, published.isoformat() if published else None, language, modality), output
        )
    _report(tally, output, as_json=as_json)
    sys.exit(1 if tally.rejected else 0)


def _convert(words: tuple[str, ...], assembly: Assembly, output: str) -> Tally:
    form, *names = words
    if not names:
        raise click.UsageError(f"name a format ({', '.join(adapter_names())}) and its files")
    if output != "-" and not output.endswith(_ENDINGS):
        raise OutputError("not a record file by its name", where=output, hint=f"known: {' '.join(_ENDINGS)} -")
    if any(name != "-" and Path(name).resolve() == Path(output).resolve() for name in names):
        raise OutputError("the output would replace this input", where=output, hint="choose another output")
    adapter = load("kg.adapters.registry").find_adapter(form)
    return convert_files(documents(names, adapter, sys.stdin.buffer), adapter, assembly, output)


def _report(tally: Tally, output: str, *, as_json: bool) -> None:
    if as_json:
        found = {"converted": tally.converted, "rejected": tally.rejected, "left": dict(sorted(tally.left.items()))}
        click.echo(json.dumps(found), err=output == "-")
    else:
        click.echo(f"kg: {tally.converted:,} documents converted, {tally.rejected:,} rejected", err=True)
        report_left(tally.left)
    for fault in tally.faults:
        click.echo(f"kg: rejected: {fault}", err=True)
    if tally.rejected > len(tally.faults):
        click.echo(f"kg: and {tally.rejected - len(tally.faults):,} more", err=True)
