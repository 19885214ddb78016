"""The sort behind ``--sorted``: quads in any order and of any number go in, one order comes out, in flat memory."""

import heapq
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from typing import TypeAlias

from kg.terms import Triple

Group: TypeAlias = tuple[str, list[Triple]]
"""A graph term and triples of that graph."""

LINES_IN_MEMORY = 250_000
TRIPLES_IN_GROUP = 50_000


class QuadSort:
    """An external merge sort: lines are kept up to a fixed number, then spilled, sorted, to a temporary folder.

    The folder goes when the sort is forgotten.

    :param scratch: the folder in which to make the temporary one; by default the system's.
    """

    def __init__(self, scratch: Path | None = None, *, lines: int = LINES_IN_MEMORY) -> None:
        self._scratch = scratch
        self._limit = lines
        self._lines: set[str] = set()
        self._chunks: list[Path] = []
        self._folder: Path | None = None

    def add(self, graph: str, triples: Iterable[Triple]) -> None:
        """Take in triples of one graph (``""`` is the default graph)."""
        # A term holds no raw tab or line feed, and a tab sorts before all that it holds: lines sort as quads do.
        for subject, predicate, value in triples:
            self._lines.add(f"{graph}\t{subject}\t{predicate}\t{value}\n")
            if len(self._lines) >= self._limit:
                self._spill()

    def groups(self) -> Iterator[Group]:
        """Give all quads in order, each once, graph by graph; a very large graph comes in several groups."""
        quads = (tuple(line[:-1].split("\t")) for line in self._merged())
        for graph, members in groupby(quads, key=lambda quad: quad[0]):
            while triples := [(quad[1], quad[2], quad[3]) for quad in islice(members, TRIPLES_IN_GROUP)]:
                yield graph, triples

    def _spill(self) -> None:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="kg-sort-", dir=self._scratch))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        chunk = self._folder / str(len(self._chunks))
        with chunk.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(sorted(self._lines))
        self._chunks.append(chunk)
        self._lines.clear()

    def _merged(self) -> Iterator[str]:
        """Give the lines of all chunks and of the memory in order, each once."""
        with ExitStack() as files:
            spilled = [files.enter_context(each.open(encoding="utf-8", newline="\n")) for each in self._chunks]
            for line, _ in groupby(heapq.merge(*spilled, sorted(self._lines))):
                yield line
