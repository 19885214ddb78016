"""What the verbs share that speak to stores; a store's library is asked for when it is needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.extras import load
from kg.serialization import is_parted

if TYPE_CHECKING:
    from kg.stores import Store

F = TypeVar("F", bound=Callable[..., Any])


def store_options(function: F) -> F:
    """Add ``--store`` and ``--timeout``."""
    named = click.option("--store", "kind", metavar="KIND", help="The kind of store, where the server does not tell.")
    waits = click.option(
        "--timeout",
        type=click.FloatRange(min=0.1),
        default=600,
        show_default=True,
        metavar="SECONDS",
        help="How long a server may take to answer.",
    )
    return named(waits(function))


def is_endpoint(text: str) -> bool:
    """Whether an argument is an endpoint or a store's folder, and not a file or an export in parts."""
    return text.startswith(("http://", "https://")) or (Path(text).is_dir() and not is_parted(Path(text)))


@contextmanager
def opened_store(address: str, kind: str | None, timeout: float) -> "Iterator[Store]":
    """Open the store that a user named, for as long as it is needed.

    :raises StoreError: if there is none.
    :raises KgError: if the libraries for stores are missing.
    """
    store: Store = load("kg.stores").open_store(address, kind, timeout=timeout)
    try:
        yield store
    finally:
        store.close()
