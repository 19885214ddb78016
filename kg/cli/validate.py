"""``kg validate``."""

import json
import sys
from pathlib import Path

import click

from kg.api import graph_of, read_graph
from kg.cli.options import json_option, profile_option
from kg.cli.progress import Progress
from kg.errors import InputError
from kg.profile import find_profile
from kg.serialization import format_named
from kg.validation import Report, standard_report, validate_graph

_HEADINGS = {"document": "Each document by itself", "corpus": "All documents together"}


@click.command("validate")
@click.argument("graph", metavar="GRAPH")
@click.option("-f", "--format", "form", metavar="NAME", help="The format, where the name of the file does not tell.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the standard SHACL report to this Turtle file.",
)
@profile_option
@json_option
def command(graph: str, form: str | None, report: Path | None, profile: Path | None, as_json: bool) -> None:
    """Validate any RDF file, or an export in parts, against the profile's shapes.

    Shapes of document scope judge each named graph by itself, or the whole file where it has none; shapes of corpus
    scope judge all together. Exit code 1 means that something is violated; warnings do not count.
    """
    if graph == "-" and form is None:
        raise click.UsageError("standard input has no ending to tell the format by: add --format turtle")
    found = find_profile(profile)
    named = format_named(form) if form else None
    try:
        data = graph_of(sys.stdin.buffer, named, where="-") if graph == "-" and named else read_graph(graph, named)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=graph) from error
    if report is not None:
        standard_report(data, found).serialize(report, format="turtle")
    progress = Progress("documents")
    try:
        reports = validate_graph(data, found, progress.show)
    finally:
        progress.close()
    click.echo(_json(reports) if as_json else "\n\n".join(_text(scope, one) for scope, one in reports.items()))
    sys.exit(0 if all(one.conforms for one in reports.values()) else 1)


def _text(scope: str, report: Report) -> str:
    heading = _HEADINGS[scope]
    return f"{heading}\n{'=' * len(heading)}\n{report.text()}"


def _json(reports: dict[str, Report]) -> str:
    return json.dumps({scope: report.as_dict() for scope, report in reports.items()}, indent=1, ensure_ascii=False)
