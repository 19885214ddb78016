"""What all documents of an export say together, judged by the shapes of corpus scope."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import GraphError
from kg.pipeline.outputs import opened
from kg.validation import Entries, Report, Summarizer


@dataclass(frozen=True)
class Verdict:
    """The verdict on a corpus.

    :param counts: how many results there are of each severity.
    :param left_out: the shapes that were not applied, since they need more than a summary.
    :param fault: why there is no verdict, if there is none.
    :param report: the results, where they are still at hand.
    """

    counts: dict[str, int]
    left_out: list[str] = field(default_factory=list)
    fault: str | None = None
    report: Report | None = None

    @property
    def conforms(self) -> bool:
        """Whether nothing is violated."""
        return self.fault is None and not self.counts.get("Violation", 0)

    def as_dict(self) -> dict[str, Any]:
        """Give what a manifest says of it; :meth:`of_manifest` reads it."""
        said = {"counts": self.counts, "left_out": self.left_out, **({"fault": self.fault} if self.fault else {})}
        return {"conforms": self.conforms, **said}

    @classmethod
    def of_manifest(cls, noted: dict[str, Any]) -> "Verdict":
        """Give what a manifest says of a verdict."""
        return cls(noted["counts"], noted["left_out"], noted.get("fault"))


def verdict_on(summarizer: Summarizer, summary: Entries) -> Verdict:
    """Judge a corpus by its summary."""
    left_out = list(summarizer.left_out)
    try:
        report = Report(tuple(summarizer.results(summary.batches())))
    except GraphError as error:
        return Verdict({}, left_out, error.reason)
    return Verdict(report.counts(), left_out, None, report)


def write_report(verdict: Verdict | None, path: Path) -> None:
    """Write the report, as ``kg validate --json`` does; nothing, and no older one, if there is nothing to report."""
    if verdict is None or verdict.report is None or not verdict.report.results:
        path.unlink(missing_ok=True)
        return
    with opened(path) as file:
        file.write(json.dumps(verdict.report.as_dict(), indent=1, ensure_ascii=False).encode() + b"\n")
