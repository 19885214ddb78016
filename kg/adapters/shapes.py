"""JSON of other tools: objects, or lists of them, with the place of what is wrong."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, TypeVar

import msgspec

from kg.adapters.found import ConversionError
from kg.records import Line

_ABOUT = ("id", "published", "title", "url", "publisher", "language")
_SYNONYMS = {
    "date": "published",
    "publish_date": "published",
    "published_at": "published",
    "doc_id": "id",
    "source": "url",
    "link": "url",
    "lang": "language",
}

T = TypeVar("T", bound=msgspec.Struct)


def objects(line: Line) -> Iterator[tuple[str, Any]]:
    """Give the values of a file or line, each with a name for its document: a list holds several.

    :raises ConversionError: if it is no JSON.
    """
    try:
        value = msgspec.json.decode(line.data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConversionError(f"not JSON: {error}", where=line.place) from error
    name = stem(line)
    if not isinstance(value, list):
        yield name, value
        return
    yield from ((f"{name}-{number}" if len(value) > 1 else name, one) for number, one in enumerate(value, 1))


def stem(line: Line) -> str:
    """Name a document by the file and line that it stands in."""
    name = "stdin" if line.source == "-" else PurePath(line.source.removesuffix(".gz")).stem
    return name if line.line is None else f"{name}-{line.line}"


def shaped(value: object, shape: type[T], where: str) -> T:
    """Give a value as it must be. :raises ConversionError: if it is not, with the place in it."""
    try:
        return msgspec.convert(value, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ConversionError(f"not of this format: {error}", where=where) from error


def about(value: dict[str, Any]) -> dict[str, Any]:
    """Take what a tool keeps about a document, by a record's own keys or by those in common use."""
    found: dict[str, Any] = {}
    for key, one in value.items():
        own = _SYNONYMS.get(key, key)
        if own in _ABOUT and isinstance(one, str) and one.strip() and (own == key or own not in value):
            found.setdefault(own, one)
    if "url" in found and not found["url"].startswith(("http:", "https:")):
        del found["url"]  # tools call a file's path the source
    return found
