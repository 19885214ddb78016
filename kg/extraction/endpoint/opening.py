"""An endpoint opened as an extractor."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import ProfileError, ServiceError
from kg.extraction.endpoint.asking import Asking
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
    client = Client(_address(asked.url), manners, _key(asked.key))
    cache = Cache(asked.cache, today=datetime.now(UTC).date(), days=36_500, notice=notice)
    schema = answer_schema(asked.types)
    return AskingExtractor(Asking(client, cache, asked.model, _prompt(tables), schema, asked.budget))


def _address(url: str) -> str:
    """The address that is asked, from the base that such services name, or from the whole."""
    base = url.rstrip("/")
    return base if base.endswith("/chat/completions") else f"{base}/chat/completions"


def _prompt(tables: Path) -> str:
    path = tables / "endpoint.md"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ProfileError("the profile does not say what to tell a model", where=str(path)) from error


def _key(name: str) -> str:
    key = os.environ.get(name, "").strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ServiceError(f"{name} holds characters that no key has", hint="is there a line too many in it?")
    return key
