"""An endpoint opened as an extractor."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kg.extraction.endpoint.asking import Asking, Budget
from kg.extraction.endpoint.extractor import AskingExtractor
from kg.extraction.endpoint.schema import answer_schema
from kg.extraction.endpoint.settings import Asked
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.manners import Manners


def opened_endpoint(asked: Asked, tables: Path, notice: Callable[[str], None]) -> AskingExtractor:
    """Make the extractor; nothing is asked before the first text.

    :raises ServiceError: if the address is none that may be asked.
    """
    manners = Manners(patience=asked.patience, timeout=(10, 300))
    client = Client(f"{asked.url.rstrip('/')}/chat/completions", manners, os.environ.get(asked.key, ""))
    cache = Cache(asked.cache, today=datetime.now(UTC).date(), days=36_500, notice=notice)
    prompt = (tables / "endpoint.md").read_text(encoding="utf-8")
    budget = Budget(asked.tokens, asked.cost, asked.price_in, asked.price_out)
    return AskingExtractor(Asking(client, cache, asked.model, prompt, answer_schema(asked.types), budget))
