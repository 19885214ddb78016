"""Options of a GLiNER2 model that reads texts."""

from pathlib import Path

import click

from kg.cli.options.grouping import grouped
from kg.extraction.gliner.settings import Gliner
from kg.profile import find_profile


def _gliner(
    gliner: str | None, gliner_threshold: float | None, profile: Path | None, labels: Path | None = None
) -> Gliner | None:
    if gliner is None:
        if gliner_threshold is not None:
            raise click.UsageError("--gliner-threshold goes with --gliner only")
        return None
    threshold = Gliner.threshold if gliner_threshold is None else gliner_threshold
    return Gliner(gliner, labels or find_profile(profile).adapters, threshold)


gliner_options = grouped(
    "gliner",
    _gliner,
    click.option(
        "--gliner",
        metavar="MODEL",
        help="Let a GLiNER2 model read, instead of the rules: its folder, or hf:OWNER/NAME, which is then fetched.",
    ),
    click.option(
        "--gliner-threshold",
        type=click.FloatRange(0, 1),
        metavar="X",
        help=f"How sure GLiNER2 has to be; {Gliner.threshold} if nothing is said.",
    ),
)
"""Adds options of a GLiNER2 model; the verb gets them as ``gliner``, None if there is none."""
