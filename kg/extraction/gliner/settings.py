"""What a user says of a GLiNER2 model."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Gliner:
    """A GLiNER2 model that reads texts.

    :param model: its folder, or ``hf:OWNER/NAME`` on the Hugging Face hub, which is then asked for it.
    :param labels: the table that says what its labels become, and so what it is asked for.
    :param threshold: how sure it has to be, from 0 to 1.
    :param left: counts what it found and the table has no use for.
    """

    model: str
    labels: Path
    threshold: float = 0.5
    left: Counter[str] = field(default_factory=Counter)
