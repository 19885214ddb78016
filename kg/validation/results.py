"""What a validation says: results, and a report that holds them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

SEVERITIES = ("Violation", "Warning", "Info")
"""From the gravest down, in the order in which results are listed."""


class Result(NamedTuple):
    """One thing that one shape found at one node."""

    focus: str
    """The node that was judged, an N-Triples term."""
    path: str | None
    """The property, an N-Triples term; a longer path as SPARQL writes it; none where the node itself is at fault."""
    value: str | None
    """The value at fault, an N-Triples term, if there is one."""
    component: str
    """IRI of the constraint component, such as ``http://www.w3.org/ns/shacl#MinCountConstraintComponent``."""
    severity: str
    """One of :data:`SEVERITIES`, or the IRI of a severity of the profile's own."""
    message: str
    """What is wrong and what to do, for people."""
    shape: str
    """IRI of the shape that found it; for a shape without a name, of the nearest named shape that holds it."""

    def text(self) -> str:
        """Write the result as a paragraph for people."""
        lines = [f"{self.severity}: {self.message}", f"  at {self.focus}"]
        lines += [f"  {name} {term}" for name, term in (("path", self.path), ("value", self.value)) if term is not None]
        return "\n".join([*lines, f"  shape {self.shape}"])


@dataclass(frozen=True)
class Report:
    """The results of one scope."""

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether nothing is violated. Unlike ``sh:conforms``, warnings and infos do not count."""
        return all(result.severity != "Violation" for result in self.results)

    def counts(self) -> dict[str, int]:
        """Count the results of each severity, the gravest first."""
        found = Counter(result.severity for result in self.results)
        return {severity: found[severity] for severity in SEVERITIES}

    def as_dict(self) -> dict[str, Any]:
        """Give the report for programs."""
        results = [result._asdict() for result in self.results]
        return {"conforms": self.conforms, "counts": self.counts(), "results": results}

    def text(self) -> str:
        """Write the report for people: the verdict, then each result as a paragraph."""
        counts = ", ".join(f"{number} of severity {severity}" for severity, number in self.counts().items())
        verdict = "Conforms" if self.conforms else "Does not conform"
        return "\n\n".join([f"{verdict}: {counts}", *(result.text() for result in self.results)])


def in_order(results: Iterable[Result]) -> list[Result]:
    """Sort results, the gravest first, each once: the same verdict is always listed alike."""
    return sorted(set(results), key=_rank)


def _rank(result: Result) -> tuple[int, tuple[str, ...]]:
    # a profile may have severities of its own: they come last
    place = SEVERITIES.index(result.severity) if result.severity in SEVERITIES else len(SEVERITIES)
    return place, tuple(part or "" for part in result)
