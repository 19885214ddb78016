"""An endpoint on loopback for each test, and an extractor that asks it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("rapidfuzz", reason="the extractor is not installed")

from kg.extraction.endpoint.asking import Asking
from kg.extraction.endpoint.budget import Budget
from kg.extraction.endpoint.extractor import AskingExtractor
from kg.extraction.endpoint.schema import answer_schema
from kg.extraction.story import read_story
from kg.records import Fault
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.manners import Manners
from tests.extraction.endpoint.server import Endpoint

KEY = "sk-not-to-be-seen-anywhere"
TYPES = {"entities": ["Person", "Place"], "events": ["Meeting", "Visit"], "relations": ["holdsRole"]}
DAY = date(2024, 3, 5)

Ask = Callable[..., list[Any]]


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    yield server
    server.close()


@pytest.fixture
def slept() -> list[float]:
    """The pauses that were made: none of them takes any time."""
    return []


@pytest.fixture
def ask(endpoint: Endpoint, slept: list[float], tmp_path: Path) -> Ask:
    """Extracts texts; the cache stays for the length of a test."""

    def asked(*texts: str, budget: Budget | None = None, key: str = KEY) -> list[dict[str, Any] | Fault]:
        manners = Manners(timeout=(5, 5), sleep=slept.append, jitter=lambda: 1.0)
        client = Client(f"{endpoint.url}/chat/completions", manners, key)
        cache = Cache(tmp_path / "answers.sqlite", today=DAY)
        asking = Asking(client, cache, "reader", "Read.", answer_schema(TYPES), budget or Budget())
        documents = (({"id": str(number)}, read_story(text, DAY)) for number, text in enumerate(texts))
        return list(AskingExtractor(asking).records(documents))

    return asked
