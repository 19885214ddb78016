"""``kg check``."""

import json
import sys
from pathlib import Path

import click

from kg.check import lint_profile, reason
from kg.cli.options import json_option, profile_option
from kg.profile import find_profile


@click.command("check")
@click.option("--no-reasoner", is_flag=True, help="Leave the OWL reasoner out; it needs Java.")
@profile_option
@json_option
def command(profile: Path | None, no_reasoner: bool, as_json: bool) -> None:
    """Check a profile: ontology, shapes, mapping and queries.

    The reasoner HermiT says whether the ontology is consistent and each class satisfiable. Terms need label and
    definition; shapes, mapping and queries may name declared terms only; queries must parse.
    """
    found = find_profile(profile)
    findings = lint_profile(found)
    if not no_reasoner:
        findings += reason(found.ontology)
    if as_json:
        click.echo(json.dumps([finding._asdict() for finding in findings], indent=1))
    else:
        for finding in findings:
            click.echo(f"{finding.where}: {finding.reason} [{finding.code}]")
        click.echo(f"{len(findings)} findings" if findings else "sound: nothing found", err=True)
    sys.exit(1 if findings else 0)
