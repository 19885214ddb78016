"""The sort behind ``--sorted``: quads in any order and of any number go in, one order comes out, in flat memory."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import TypeAlias

from kg.linesort import LINES_IN_MEMORY, LineSort
from kg.terms import Triple

Group: TypeAlias = tuple[str, list[Triple]]
"""A graph term and triples of that graph."""

TRIPLES_IN_GROUP = 50_000


class QuadSort:
    """An external merge sort of quads.

    :param scratch: the folder in which to make a temporary one; by default the system's.
    """

    def __init__(self, scratch: Path | None = None, *, lines: int = LINES_IN_MEMORY) -> None:
        self._sort = LineSort(lines=lines, scratch=scratch)

    def add(self, graph: str, triples: Iterable[Triple]) -> None:
        """Take in triples of one graph (``""`` is the default graph)."""
        # A term holds no raw tab or line feed, and a tab sorts before all that it holds: lines sort as quads do.
        for subject, predicate, value in triples:
            self._sort.add(f"{graph}\t{subject}\t{predicate}\t{value}\n")

    def groups(self) -> Iterator[Group]:
        """Give all quads in order, each once, graph by graph; a very large graph comes in several groups."""
        quads = (tuple(line[:-1].split("\t")) for line in self._sort)
        for graph, members in groupby(quads, key=lambda quad: quad[0]):
            while triples := [(quad[1], quad[2], quad[3]) for quad in islice(members, TRIPLES_IN_GROUP)]:
                yield graph, triples
