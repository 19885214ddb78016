"""Modules that are imported when they are needed, and what to say where a library that they need is missing."""

import importlib
from types import ModuleType

from kg.errors import KgError

_EXTRAS = {
    "anyascii": "link",
    "charset_normalizer": "extract",
    "pyspark": "spark",
    "rapidfuzz": "link",
    "requests": "stores",
    "spacy": "extract",
    "trafilatura": "extract",
}
"""Libraries that not every user needs, and the extra that each comes with."""


def load(name: str) -> ModuleType:
    """Import a module. :raises KgError: if it needs a library that was not installed with this package."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRAS:
            raise
        raise KgError(f"this needs {error.name}", hint=f"pip install 'visits-kg[{_EXTRAS[error.name]}]'") from error
