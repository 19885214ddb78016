"""Pretty Turtle, collected and written at once, and pretty TriG, written graph by graph."""

from collections.abc import Iterable
from typing import BinaryIO

from kg.errors import OutputError
from kg.serialization.layout import Layout
from kg.serialization.names import prefix_lines
from kg.serialization.turtle import Blocks
from kg.terms import Triple

PRETTY_LIMIT = 10_000
"""How many documents pretty Turtle holds, on any machine."""


class TurtleWriter:
    """Pretty Turtle: collects the triples of a limited number of documents, then writes them in reading order."""

    def __init__(self, out: BinaryIO, layout: Layout, *, limit: int = PRETTY_LIMIT) -> None:
        self._out = out
        self._layout = layout
        self._limit = limit
        self._documents = 0
        self._triples: dict[Triple, None] = {}

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Collect one document's triples.

        :raises OutputError: for one document more than pretty Turtle holds.
        """
        self._documents += 1
        if self._documents > self._limit:
            raise OutputError(
                f"pretty Turtle holds at most {self._limit:,} documents",
                hint="choose a streamed format: .nq, .nt, .trig, .jsonld or .rdf",
            )
        self._triples.update(dict.fromkeys(triples))

    def close(self) -> None:
        """Write the prefixes and the blocks."""
        head = prefix_lines(self._layout.prefixes)
        blocks = Blocks(self._layout).write(self._triples)
        self._out.write("\n".join([head, *blocks] if head else blocks).encode())


class TrigWriter:
    """Pretty TriG: each graph is laid out and written when it comes. :meth:`begin` comes first."""

    def __init__(self, out: BinaryIO, layout: Layout) -> None:
        self._out = out
        self._layout = layout
        self._blocks = Blocks(layout)
        self._before = "\n" if layout.prefixes else ""

    def begin(self) -> None:
        """Write the prefixes."""
        self._out.write(prefix_lines(self._layout.prefixes).encode())

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Write one graph's blocks, in braces behind its name."""
        blocks = list(self._blocks.write(triples))
        if graph:
            # No term holds a raw line feed, so each one starts a line of the layout.
            inner = "\n".join("    " + block[:-1].replace("\n", "\n    ") + "\n" for block in blocks)
            blocks = [f"{self._blocks.term(graph)} {{\n{inner}}}\n"]
        self._out.write((self._before + "\n".join(blocks)).encode())
        self._before = "\n"

    def close(self) -> None:
        """Do nothing: each graph stands for itself."""
