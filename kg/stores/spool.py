"""A graph file, read strictly to its end before anything is done with it, and then given document by document.

The documents are the named graphs. What was read lies in a temporary file, so that memory does not grow with it; a
document's hash is that of its sorted lines, so that it hangs neither on the file's order nor on its format.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock

from kg.errors import OutputError
from kg.serialization import files_of
from kg.stores.parsing import Part, parts_of


@dataclass(frozen=True)
class Document:
    """A document's graph, whose text lies on disk until it is wanted.

    :param graph: the term of its name.
    :param digest: the hash of its text.
    :param size: how many triples it has.
    :param read: gives its triples as N-Triples lines without the full stop, sorted, each once.
    """

    graph: str
    digest: str
    size: int
    read: Callable[[], str] = field(compare=False)

    @property
    def text(self) -> str:
        """Its triples, as ``read`` gives them."""
        return self.read()

    @property
    def lines(self) -> tuple[str, ...]:
        """Its triples."""
        return tuple(self.text.split("\n")) if self.size else ()


class Spool:
    """The documents of a file.

    :param graph: the term of the graph into which triples go that stand in none.
    """

    def __init__(self, graph: str | None = None) -> None:
        self._default = graph
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._index = sqlite3.connect("", isolation_level=None)
        self._index.execute("CREATE TABLE part (graph TEXT, start INTEGER, size INTEGER)")
        self._end = 0
        self._reading = Lock()

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._index.close()

    def read(self, path: Path, *, workers: int = 1) -> None:
        """Read a file, its format by its name, or the parts of an export to a folder.

        :param workers: how many processes may parse it. They import the program's main module again, as those of
            :mod:`multiprocessing` do.
        :raises InputError: if it cannot be opened.
        :raises OutputError: if there is no room for what was read.
        :raises GraphError: at the first place that does not parse, or that a store could not be given.
        """
        for each in files_of(path):
            for part in parts_of(each, self._default, workers):
                self._keep(part)
        self._flush()
        self._index.execute("CREATE INDEX part_graph ON part (graph)")

    def _keep(self, part: Part) -> None:
        try:
            self._file.write(part.text)
        except OSError as error:
            raise no_room(error) from error
        self._index.execute("INSERT INTO part VALUES (?, ?, ?)", (part.graph, self._end, len(part.text)))
        self._end += len(part.text)

    def __len__(self) -> int:
        (number,) = self._index.execute("SELECT COUNT(DISTINCT graph) FROM part").fetchone()
        return int(number)

    def __contains__(self, graph: str) -> bool:
        return self._index.execute("SELECT 1 FROM part WHERE graph = ?", (graph,)).fetchone() is not None

    def __iter__(self) -> Iterator[Document]:
        """Give each document once, in the order in which they began."""
        order = "SELECT graph FROM part GROUP BY graph ORDER BY MIN(start)"
        for (graph,) in self._index.execute(order):
            yield self.document(graph)

    def document(self, graph: str) -> Document:
        """Give one document; without a line where the file does not have it."""
        places = self._index.execute("SELECT start, size FROM part WHERE graph = ?", (graph,)).fetchall()
        return document_of(graph, partial(self._text, places))

    def _flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            raise no_room(error) from error

    def _text(self, places: Sequence[tuple[int, int]]) -> str:
        """Read from any thread, one at a time, since the file has but one place."""
        parts: list[str] = []
        with self._reading:
            for start, size in places:
                self._file.seek(start)
                parts.append(self._file.read(size).decode())
        if len(parts) == 1:
            return parts[0]
        return "\n".join(sorted({line for part in parts for line in part.split("\n")}))


def document_of(graph: str, read: Callable[[], str]) -> Document:
    """Read a document's text once for what is to be known of it."""
    text = read()
    return Document(graph, digest_of(text), text.count("\n") + 1 if text else 0, read)


def batches(documents: Iterable[Document], triples: int) -> Iterator[list[Document]]:
    """Give documents in batches of a bounded number of triples; a larger document is a batch of its own."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        if batch and size + document.size > triples:
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += document.size
    if batch:
        yield batch


def no_room(error: OSError) -> OutputError:
    """Say that a temporary file cannot be written."""
    return OutputError(f"a temporary file cannot be written: {error.strerror or error}")


def digest_of(text: str) -> str:
    """Give the SHA-256 of a document's text."""
    return hashlib.sha256(text.encode()).hexdigest()
