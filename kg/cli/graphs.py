"""A graph to load: as it lies there, or made from records."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import click

from kg.cli.progress import Progress
from kg.errors import InputError
from kg.iris import check_base
from kg.mapping import Settings
from kg.pipeline import Plan, Target, export_files
from kg.profile import find_profile
from kg.records import RECORDS, Sources
from kg.serialization import format_named, is_parted


@contextmanager
def graph_of(source: Path, base: str, profile: Path | None) -> Iterator[tuple[Path, int]]:
    """Give the file or folder of a graph, and the number of rejections where it is made from records."""
    if not source.exists():
        raise InputError("there is no such file or folder", where=str(source))
    if is_parted(source) or (not source.is_dir() and not source.name.endswith(RECORDS)):
        yield source, 0
        return
    with tempfile.TemporaryDirectory(prefix="kg-load-") as folder:
        path = Path(folder) / "records.nq"
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
        yield path, sum(counts.reasons.values())
