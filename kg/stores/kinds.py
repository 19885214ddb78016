"""What is known of each kind of store: data, read once; the code asks it and has no branch for any of them."""

import re
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec
import yaml

from kg.errors import StoreError

Fold = Literal["numbers", "booleans", "tags"]


class ToldBy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns by which a server gives itself away."""

    server: str | None = None
    path: str | None = None


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of store; the head of ``kinds.yaml`` says what each field means."""

    label: str
    tested: str
    query: str
    update: str
    pasted: str
    triples: int
    folds: tuple[Fold, ...]
    name: str = ""
    data: str | None = None
    quads: int | None = None
    union: dict[str, str] = {}
    told_by: ToldBy = ToldBy()
    direct: bool = False
    atomic: bool = False
    whole: bool = False
    sacrifice: int | None = None
    cap: int | None = None
    complete: bool = False
    empty_row: bool = False
    fatal: str | None = None
    bulk: tuple[str, ...] = ()
    bulk_tested: bool = False
    login: Literal["basic", "digest"] = "basic"
    gzip: bool = False


LOCAL = Kind(
    "local store",
    "pyoxigraph",
    "",
    "",
    "",
    50_000,
    ("numbers", "tags"),
    name="local",
    data="",
    atomic=True,
)
"""A store on disk, without a server."""


@cache
def known_kinds() -> dict[str, Kind]:
    """Give the kinds that ship with this package, by name."""
    return _read(Path(__file__).with_name("kinds.yaml"))


def kind_named(name: str) -> Kind:
    """Find a kind by its name, or in a file of its own, whose name ends in ``.yaml``.

    :raises StoreError: if there is none, or the file is at fault.
    """
    kinds = known_kinds()
    if name.endswith(".yaml"):
        return next(iter(_read(Path(name)).values()))
    if name not in kinds:
        raise StoreError(f"no store is called {name[:40]!r}", hint=f"known: {', '.join(kinds)}; or a .yaml file")
    return kinds[name]


def kind_by_path(endpoint: str) -> Kind | None:
    """Tell the kind by the endpoint's path, where that tells."""
    path = urlsplit(endpoint).path
    return next((kind for kind in known_kinds().values() if _matches(kind.told_by.path, path)), None)


def kind_by_server(header: str) -> Kind | None:
    """Tell the kind by the ``Server`` header, where that tells.

    >>> found = kind_by_server("Oxigraph/0.5.13")
    >>> found and found.name
    'oxigraph'
    """
    return next((kind for kind in known_kinds().values() if _matches(kind.told_by.server, header)), None)


def body_type(kind: Kind) -> str:
    """Give the media type in which quads are sent: N-Quads where that is safe, since some stores read TriG slower.

    Half of a body in N-Quads parses where it ends with a line; half a document in TriG does not.
    """
    return "application/n-quads" if kind.whole else "application/trig"


def _matches(pattern: str | None, text: str) -> bool:
    return pattern is not None and re.search(pattern, text) is not None


def _read(path: Path) -> dict[str, Kind]:
    try:
        found = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), dict[str, Kind])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise StoreError(f"the kind of store cannot be read: {error}", where=str(path)) from error
    if not found:
        raise StoreError("the file describes no store", where=str(path))
    return {name: msgspec.structs.replace(kind, name=name) for name, kind in found.items()}
