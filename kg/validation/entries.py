"""The entries of a corpus's summary: what is said of nodes, as it comes from the documents, gathered by node."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from kg.linesort import LineSort

Entry: TypeAlias = tuple[str, str, str, str]
"""A node, :data:`OUT` or :data:`IN`, a predicate, and what is at its other end: the node is subject or object."""

OUT, IN = ">", "<"
_TOGETHER = 20_000
_IN_MEMORY = 100_000


class Entries:
    """Entries in any order and of any number, each kept once: in memory, and beyond that in files.

    :param sort: keeps in files what is too much, as lines.
    :param most: how many are kept in memory.
    """

    def __init__(self, sort: LineSort | None = None, *, most: int = _IN_MEMORY) -> None:
        self.sort = sort or LineSort(lines=most)
        self._most = most
        self._latest: dict[Entry, None] = {}

    def update(self, entries: Iterable[Entry]) -> None:
        """Take in entries."""
        self._latest.update(dict.fromkeys(entries))
        if len(self._latest) >= self._most:
            self.spill()

    def spill(self) -> None:
        """Bring all entries from memory to a file."""
        self.sort.update(map(entry_line, self._latest))
        self.sort.spill()
        self._latest.clear()

    def batches(self, together: int = _TOGETHER) -> Iterator[Collection[Entry]]:
        """Give all entries; those of one node are in one batch.

        :param together: how many make a batch, where they are not all in memory.
        """
        if not self.sort.chunks:
            if self._latest:
                yield self._latest
            return
        self.spill()
        batch: list[Entry] = []
        for line in self.sort:
            entry = read_entry(line)
            if len(batch) >= together and entry[0] != batch[-1][0]:
                yield batch
                batch = []
            batch.append(entry)
        yield batch


def entry_line(entry: Entry) -> str:
    """Write an entry as a line: no term holds a raw tab or line feed."""
    return "\t".join(entry) + "\n"


def read_entry(line: str) -> Entry:
    """Read a line that :func:`entry_line` wrote."""
    node, way, predicate, other = line.rstrip("\n").split("\t")
    return node, way, predicate, other
