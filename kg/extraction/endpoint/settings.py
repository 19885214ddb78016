"""What a user says of an endpoint."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Asked:
    """A language model behind an endpoint that is asked about texts.

    :param types: for ``entities``, ``events`` and ``relations``, the types that the mapping knows.
    :param key: the name of the variable of the environment with the key; the key itself is nowhere but there.
    :param tokens: how many may be used; ``cost`` how much may be spent, at prices a million tokens.
    :param beside_rules: unite what it finds with what the rules find.
    """

    url: str
    model: str
    types: dict[str, list[str]]
    cache: Path
    key: str = "KG_ENDPOINT_KEY"
    tokens: int | None = None
    cost: float | None = None
    price_in: float = 0.0
    price_out: float = 0.0
    beside_rules: bool = False
    patience: float = 300
