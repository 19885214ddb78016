"""Records on their way into a store become a graph first."""

import sys
from importlib.metadata import version
from pathlib import Path

import click

from kg.cli.progress import Progress
from kg.iris import check_base
from kg.mapping import Settings
from kg.pipeline import Plan, Target, export_files
from kg.profile import find_profile
from kg.records import Sources
from kg.serialization import format_named


def export_records(source: Path, path: Path, base: str, profile: Path | None) -> int:
    """Export records to a file, and give the number of rejections, which are written beside where we are."""
    rejections = Path(f"{source.name}.rejections.jsonl")
    target = Target(path, format_named("nquads"), None, rejections)
    plan = Plan(find_profile(profile), Settings(check_base(base)))
    progress = Progress("records")
    counts = export_files(
        Sources([str(source)], sys.stdin.buffer),
        target,
        plan,
        version=version("visits-kg"),
        progress=lambda counts: progress.show(counts.read),
    )
    progress.close()
    if counts.reasons:
        click.echo(f"kg: {counts.rejected + counts.parts_rejected:,} rejections: {rejections}", err=True)
    return sum(counts.reasons.values())
