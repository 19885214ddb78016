"""Asking whatever a user named: a graph file, a server, or the folder of a store."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.cli.stores import is_endpoint, opened_store
from kg.errors import QueryError
from kg.queries import Answer, load_graph, run

if TYPE_CHECKING:
    from kg.stores import Store


class Ask(Protocol):
    """Runs a query."""

    def __call__(self, text: str, *, service: bool = False, where: str | None = None) -> Answer:
        """Run it; ``where`` names its file, for errors."""


@contextmanager
def asking(graph: str, kind: str | None, timeout: float) -> Iterator[Ask]:
    """Give what asks a file or a store."""
    if not is_endpoint(graph):
        yield partial(run, load_graph(Path(graph)))
        return
    with opened_store(graph, kind, timeout) as store:
        yield partial(_ask_store, store)


def _ask_store(store: "Store", text: str, *, service: bool = False, where: str | None = None) -> Answer:
    if service:
        raise QueryError("a store is not made to ask other endpoints", where=where, hint="leave out --service")
    return store.ask(text)
