"""Modules that are imported when they are needed, and what to say where a library that they need is missing."""

import importlib
from types import ModuleType

from kg.errors import KgError

_EXTRA = frozenset({"anyascii", "rapidfuzz", "requests"})
"""Libraries that only linking needs."""


def load(name: str) -> ModuleType:
    """Import a module. :raises KgError: if it needs a library that was not installed with this package."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        raise KgError(f"linking needs {error.name}", hint="pip install 'visits-kg[link]'") from error
