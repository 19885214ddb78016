"""The command line: it parses, calls and prints; errors of the whole package are caught here, once."""

import gc
import logging
import os
import sys
from importlib.metadata import version

import click

from kg.cli import extras
from kg.errors import KgError

_SUMMARIES = [
    ("export", "Turn extraction records into a validated graph."),
    ("extract", "Find persons, places, aircraft and visits in news text."),
    ("convert", "Make records of what another tool extracted."),
    ("link", "Find the Wikidata item of each entity in records."),
    ("review", "Decide about ambiguous links in the terminal."),
    ("index", "Make and inspect an index of Wikidata to link with."),
    ("validate", "Validate any RDF file against the profile's shapes."),
    ("query", "Ask a graph one of the named queries, or your own."),
    ("queries", "List the named queries."),
    ("load", "Bring a graph or records into a triple store, and count what arrived."),
    ("retract", "Take one document's facts out of a store."),
    ("bulk", "Prepare files for a store's own bulk loader, and print its commands."),
    ("diff", "Say which documents and facts a load would change."),
    ("explain", "Say in words what a graph tells of a thing."),
    ("report", "Say in Markdown what a graph holds, and what in it wants a look."),
    ("serve", "Serve a graph on this machine, to be read with SPARQL."),
    ("store", "Make a triple store in a folder, or say what is in one."),
    ("check", "Check a profile: ontology, shapes, mapping and queries."),
    ("completion", "Print the completion script of a shell."),
]
_MADE_AT_START = 100_000
_VERBS = tuple(sorted(name for name, _ in _SUMMARIES))


class _Verbs(click.Group):
    """Verbs are imported when they are called, so that ``kg --help`` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        command = extras.load(f"kg.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(_SUMMARIES)


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("visits-kg"), prog_name="kg")
def group() -> None:
    """Turn what was extracted from news of official visits into a knowledge graph people can trust.

    Exit codes: 0 all went well, 1 something was rejected or violates a shape, 2 the command could not be carried out.
    """


def main() -> None:
    """Run the command line; the process ends with the exit code."""
    gc.set_threshold(_MADE_AT_START)  # what is imported and read at the start stays
    # rdflib logs a traceback for each ill-typed literal of a graph; the shapes say it in words
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    try:
        sys.exit(group(standalone_mode=False) or 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("kg: interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # whoever read from us has gone; leave nothing for the interpreter to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
