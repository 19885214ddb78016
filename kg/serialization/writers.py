"""Writers of graphs: what a caller may ask of any of them, and the one that each format has."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Protocol

from kg.serialization.formats import JSONLD, RDFXML, TRIG, Format
from kg.serialization.jsonld import JsonLdWriter
from kg.serialization.layout import Layout
from kg.serialization.lines import QuadLines
from kg.serialization.pretty import PRETTY_LIMIT, TrigWriter, TurtleWriter
from kg.serialization.rdfxml import RdfXmlWriter
from kg.serialization.sorting import QuadSort
from kg.terms import Triple


class Writer(Protocol):
    """Writes graphs to an output that it neither opens nor closes."""

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Write one document's graph: its term (``""`` is the default graph, and all are where a format has none)."""

    def close(self) -> None:
        """Write what is still held, and what ends the file. An output that was not closed is not complete."""


class LineWriter:
    """N-Quads and N-Triples: a line per triple, in the order in which they come, each once per call."""

    def __init__(self, out: BinaryIO, form: Format) -> None:
        self._out = out
        self._graphs = form.graphs

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Write one graph's lines."""
        lines = triples if isinstance(triples, QuadLines) else QuadLines.of(graph if self._graphs else "", triples)
        self._out.write(lines.within(graph if self._graphs else ""))

    def close(self) -> None:
        """Do nothing: each line stands for itself."""


class SortedWriter:
    """Puts all that is written in order before the inner writer sees it, in flat memory."""

    def __init__(self, inner: Writer, sort: QuadSort, form: Format) -> None:
        self._inner = inner
        self._sort = sort
        self._graphs = form.graphs

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Take in one graph."""
        self._sort.add(graph if self._graphs else "", triples)

    def close(self) -> None:
        """Write everything in order, and close the inner writer."""
        for graph, triples in self._sort.groups():
            self._inner.write(graph, triples)
        self._inner.close()


_HEADED: dict[str, type[TrigWriter] | type[JsonLdWriter] | type[RdfXmlWriter]] = {
    TRIG.name: TrigWriter,
    JSONLD.name: JsonLdWriter,
    RDFXML.name: RdfXmlWriter,
}


def open_writer(
    form: Format,
    out: BinaryIO,
    layout: Layout,
    *,
    in_order: bool = False,
    limit: int = PRETTY_LIMIT,
    scratch: Path | None = None,
) -> Writer:
    """Make the writer of a format, and write what begins the file.

    :param in_order: sort the quads first (pretty Turtle always does), so that the order of the input changes no byte.
    :param limit: how many documents pretty Turtle may hold.
    :param scratch: where sorting may put its temporary folder.
    """
    writer = _writer(form, out, layout, limit)
    return SortedWriter(writer, QuadSort(scratch), form) if in_order and form.streamed else writer


def _writer(form: Format, out: BinaryIO, layout: Layout, limit: int) -> Writer:
    if form.name not in _HEADED:
        return LineWriter(out, form) if form.streamed else TurtleWriter(out, layout, limit=limit)
    writer = _HEADED[form.name](out, layout)
    writer.begin()
    return writer
