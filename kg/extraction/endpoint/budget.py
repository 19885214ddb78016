"""What asking a model may cost, and what it has cost so far."""

from dataclasses import dataclass
from typing import Any, Final

from kg.records import Fault

_MILLION: Final = 1_000_000


@dataclass
class Budget:
    """What a run may use, and what it has used: tokens, and money at prices a million tokens.

    It is looked at before each question, so the last one may go beyond it.
    """

    tokens: int | None = None
    cost: float | None = None
    price_in: float = 0.0
    price_out: float = 0.0
    asked: int = 0
    used_in: int = 0
    used_out: int = 0

    @property
    def used(self) -> int:
        """The tokens."""
        return self.used_in + self.used_out

    @property
    def spent(self) -> float:
        """The money."""
        return (self.used_in * self.price_in + self.used_out * self.price_out) / _MILLION

    def add(self, tokens_in: int, tokens_out: int) -> None:
        """Count a question and its answer."""
        self.asked += 1
        self.used_in += tokens_in
        self.used_out += tokens_out

    def fault(self) -> Fault | None:
        """Say that nothing is left, if so."""
        if self.tokens is not None and self.used >= self.tokens:
            return Fault("", "budget", f"{self.used:,} tokens are used, and no more than {self.tokens:,} may be")
        if self.cost is not None and self.spent >= self.cost:
            return Fault("", "budget", f"{self.spent:.2f} is spent, and no more than {self.cost:.2f} may be")
        return None

    def as_dict(self) -> dict[str, Any]:
        """Give what was used."""
        found: dict[str, Any] = {"asked": self.asked, "tokens_in": self.used_in, "tokens_out": self.used_out}
        return found | ({"spent": round(self.spent, 6)} if self.price_in or self.price_out else {})
