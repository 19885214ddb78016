"""A graph file, read strictly to its end before anything is done with it, and then given document by document.

The documents are the named graphs. What was read lies in a temporary file, so that memory does not grow with it; a
document's hash is that of its sorted lines, so that it hangs neither on the file's order nor on its format.
"""

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyoxigraph

from kg.errors import GraphError, InputError
from kg.serialization import files_of, format_of, unpacked

_LINES_IN_MEMORY = 100_000
_SUSPECT = (" _:", "\n_:", "<<(", "--")


@dataclass(frozen=True)
class Document:
    """A document's graph.

    :param graph: the term of its name.
    :param text: its triples as N-Triples lines without the full stop, sorted, each once.
    """

    graph: str
    text: str
    digest: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Its triples."""
        return tuple(self.text.split("\n")) if self.text else ()

    @property
    def size(self) -> int:
        """How many triples it has."""
        return self.text.count("\n") + 1 if self.text else 0


class Spool:
    """The documents of a file.

    :param graph: the term of the graph into which triples go that stand in none.
    """

    def __init__(self, graph: str | None = None) -> None:
        self._default = graph
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._index = sqlite3.connect("", isolation_level=None)
        self._index.execute("CREATE TABLE part (graph TEXT, start INTEGER, size INTEGER)")
        self._held: dict[str, list[str]] = {}
        self._end = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._index.close()

    def read(self, path: Path) -> None:
        """Read a file, its format by its name, or the parts of an export to a folder.

        :raises InputError: if it cannot be opened.
        :raises GraphError: at the first place that does not parse, or that a store could not be given.
        """
        for each in files_of(path):
            self._read(each)
        self._index.execute("CREATE INDEX part_graph ON part (graph)")

    def _read(self, path: Path) -> None:
        form = format_of(path)
        try:
            with path.open("rb") as file:
                self._take(pyoxigraph.parse(unpacked(file, path), form.syntax), str(path))
        except SyntaxError as error:
            place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
            raise GraphError(error.msg, where=place) from error
        except OSError as error:
            raise InputError(f"the graph cannot be read: {error.strerror or error}", where=str(path)) from error

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
        parts: list[str] = []
        for start, size in self._index.execute("SELECT start, size FROM part WHERE graph = ?", (graph,)).fetchall():
            self._file.seek(start)
            parts.append(self._file.read(size).decode())
        text = parts[0] if len(parts) == 1 else "\n".join(sorted({line for part in parts for line in part.split("\n")}))
        return Document(graph, text, digest_of(text))

    def _take(self, quads: Iterator[pyoxigraph.Quad], where: str) -> None:
        """Take all quads in, and write them down so many at a time."""
        while self._take_some(islice(quads, _LINES_IN_MEMORY), where):
            self._flush(where)

    def _take_some(self, quads: Iterable[pyoxigraph.Quad], where: str) -> bool:
        name: object = None
        lines: list[str] = []
        for quad in quads:
            if quad.graph_name != name:
                name = quad.graph_name
                lines = self._held.setdefault(self._graph_of(quad, where), [])
            lines.append(str(quad.triple))
        return bool(self._held)

    def _graph_of(self, quad: pyoxigraph.Quad, where: str) -> str:
        if isinstance(quad.graph_name, pyoxigraph.NamedNode):
            return f"<{quad.graph_name.value}>"
        if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) and self._default is not None:
            return self._default
        hint = "name the graph for them with --graph, or load records, TriG or N-Quads"
        raise GraphError("triples stand in no named graph", where=where, hint=hint)

    def _flush(self, where: str) -> None:
        """Write what is held; the document at hand may go on in the next part."""
        for graph, lines in self._held.items():
            text = "\n".join(sorted(set(lines)))
            if text[0] == "_" or any(sign in text for sign in _SUSPECT):
                _check(text, where)
            data = text.encode()
            self._file.write(data)
            self._index.execute("INSERT INTO part VALUES (?, ?, ?)", (graph, self._end, len(data)))
            self._end += len(data)
        self._held.clear()


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


def digest_of(text: str) -> str:
    """Give the SHA-256 of a document's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _check(text: str, where: str) -> None:
    """Refuse what cannot be sent twice without being doubled, and what RDF 1.1 does not have."""
    lines = text.replace("\n", " .\n") + " ."
    for quad in pyoxigraph.parse(lines.encode(), pyoxigraph.RdfFormat.N_TRIPLES):
        for term in (quad.subject, quad.object):
            if isinstance(term, pyoxigraph.BlankNode):
                hint = "give it an IRI: a blank node cannot be replaced, retracted or sent again"
                raise GraphError(f"a blank node, _:{term.value[:60]}", where=where, hint=hint)
            if isinstance(term, pyoxigraph.Triple) or (isinstance(term, pyoxigraph.Literal) and term.direction):
                raise GraphError(f"not supported, only RDF 1.1 is: {str(term)[:120]}", where=where)
