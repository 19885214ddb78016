"""What a user says of an endpoint."""

from dataclasses import dataclass, field
from pathlib import Path

from kg.extraction.endpoint.budget import Budget


@dataclass(frozen=True)
class Asked:
    """A language model behind an endpoint that is asked about texts.

    :param types: for ``entities``, ``events`` and ``relations``, the types that the mapping knows.
    :param key: the name of the variable of the environment with the key; the key itself is nowhere but there.
    :param budget: counts what is used.
    """

    url: str
    model: str
    types: dict[str, list[str]]
    cache: Path
    budget: Budget = field(default_factory=Budget)
    key: str = "KG_ENDPOINT_KEY"
    patience: float = 300
