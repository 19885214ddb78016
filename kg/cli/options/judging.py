"""Options that say how an export is judged."""

from dataclasses import dataclass
from typing import Any

import click

from kg.cli.options.grouping import grouped


@dataclass(frozen=True)
class Judging:
    """How strictly documents are judged, and which of them."""

    strict: bool
    validate_every: int
    corpus: bool

    def as_plan(self) -> dict[str, Any]:
        """Give it by the fields of a plan."""
        corpus = self.corpus and self.validate_every > 0
        return {"strict": self.strict, "validate_every": self.validate_every, "corpus": corpus}


judging_options = grouped(
    "judging",
    Judging,
    click.option("--strict", is_flag=True, help="Reject a document whole where a part of it is rejected."),
    click.option(
        "--validate-every",
        type=click.IntRange(min=0),
        default=1,
        show_default=True,
        metavar="N",
        help="Validate each N-th document only; 0 is none. The manifest says so.",
    ),
    click.option(
        "--corpus/--no-corpus",
        default=True,
        show_default=True,
        help="Judge all documents together, too, by the shapes of corpus scope; nothing is rejected for it.",
    ),
)
"""Adds options of how an export is judged; the verb gets them as ``judging``."""
