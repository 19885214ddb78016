"""What a run counts, for its manifest."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kg.pipeline.corpus import Verdict
from kg.pipeline.stage import Outcome
from kg.validation import Result


@dataclass
class Counts:
    """The tally of a run; every record that came in is in ``exported`` or in ``rejected``."""

    read: int = 0
    exported: int = 0
    rejected: int = 0
    parts_rejected: int = 0
    parts: Counter[str] = field(default_factory=Counter)
    triples: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    first: dict[str, Result] = field(default_factory=dict)
    """The first notice of each shape, as an example."""
    ignored: Counter[str] = field(default_factory=Counter)
    corpus: Verdict | None = None
    """What all documents say together, once all are done, if that was asked."""

    def add(self, outcome: Outcome) -> None:
        """Count what became of one record."""
        self.read += 1
        for fault in outcome.faults:
            self.reasons[fault.code] += 1
        for result in outcome.notices:
            self.notices[result.shape] += 1
            self.first.setdefault(result.shape, result)
        for key, number in outcome.ignored.items():
            self.ignored[key] += number
        if outcome.document is None:
            self.rejected += 1
            return
        self.exported += 1
        self.parts_rejected += len(outcome.faults)
        self.parts.update(outcome.document.kinds)

    def merge(self, other: "Counts") -> None:
        """Count what another run counted, of other records."""
        for name in ("read", "exported", "rejected", "parts_rejected", "triples"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("parts", "reasons", "notices", "ignored"):
            getattr(self, name).update(getattr(other, name))
        self.first = {**other.first, **self.first}

    @classmethod
    def restored(cls, noted: dict[str, Any]) -> "Counts":
        """Give the counts that went through JSON."""
        first = {shape: Result(*result) for shape, result in noted["first"].items()}
        tallies = {name: Counter(value) for name, value in noted.items() if isinstance(value, dict)}
        plain: dict[str, Any] = {**noted, **tallies}
        return cls(**plain | {"first": first})

    @classmethod
    def of_manifest(cls, noted: dict[str, Any]) -> "Counts":
        """Give the counts of :meth:`as_dict`."""
        records, parts = noted["records"], noted["parts"]
        return cls(
            read=records["in"],
            exported=records["out"],
            rejected=records["rejected"],
            parts_rejected=parts["rejected"],
            parts=Counter(parts["out"]),
            triples=noted["triples"],
            reasons=Counter(noted["rejected"]),
            notices=Counter(noted["notices"]),
            ignored=Counter(noted["ignored"]),
            corpus=Verdict.of_manifest(noted["corpus"]) if "corpus" in noted else None,
        )

    @property
    def all_well(self) -> bool:
        """Whether nothing was rejected, and nothing is violated by all documents together."""
        return not self.reasons and (self.corpus is None or self.corpus.conforms)

    def as_dict(self) -> dict[str, Any]:
        """Give the counts in a fixed order."""
        return {
            "records": {"in": self.read, "out": self.exported, "rejected": self.rejected},
            "parts": {"out": dict(sorted(self.parts.items())), "rejected": self.parts_rejected},
            "triples": self.triples,
            "rejected": dict(sorted(self.reasons.items())),
            "notices": dict(sorted(self.notices.items())),
            "ignored": dict(sorted(self.ignored.items())),
            **({"corpus": self.corpus.as_dict()} if self.corpus else {}),
        }
