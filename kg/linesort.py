"""Lines in any order and of any number go in, each comes out once and in order, in flat memory."""

import heapq
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

LINES_IN_MEMORY = 250_000
_MOST_CHUNKS = 100  # files that are open at once


class LineSort:
    """An external merge sort: lines are kept up to a fixed number, then spilled, sorted, to files.

    :param folder: the folder for these files, where they stay; without it, a temporary one, which goes with the sort.
    :param lines: how many lines are kept in memory.
    :param scratch: where to make the temporary folder; by default the system's.
    """

    def __init__(
        self, folder: Path | None = None, *, lines: int = LINES_IN_MEMORY, scratch: Path | None = None
    ) -> None:
        self._folder, self._scratch = folder, scratch
        self._limit = lines
        self._lines: set[str] = set()
        self._next = 0
        self.chunks: list[Path] = []
        self.stale: list[Path] = []
        """Files whose lines are in others now."""

    def add(self, line: str) -> None:
        """Take in a line, which ends with a line feed and holds no other."""
        self._lines.add(line)
        if len(self._lines) >= self._limit:
            self.spill()

    def update(self, lines: Iterable[str]) -> None:
        """Take in lines."""
        self._lines.update(lines)
        if len(self._lines) >= self._limit:
            self.spill()

    def take_up(self, chunks: Iterable[Path]) -> None:
        """Take in files that a sort has spilled: this is how two sorts become one."""
        self.chunks += chunks
        self._next = max([self._next, *(int(path.name) + 1 for path in self.chunks)])

    def spill(self) -> None:
        """Bring all lines from memory to a file; when there are many files, bring all lines to a single one."""
        if self._lines:
            self._write(sorted(self._lines))
            self._lines.clear()
        if len(self.chunks) > _MOST_CHUNKS:
            self.stale += self.chunks
            merged = iter(self)
            self._write(merged)
            self.chunks = self.chunks[-1:]

    def discard_stale(self) -> None:
        """Remove files that are not needed any more."""
        while self.stale:
            self.stale.pop().unlink(missing_ok=True)

    def _write(self, lines: Iterable[str]) -> None:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="kg-sort-", dir=self._scratch))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        chunk = self._folder / str(self._next)
        with chunk.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(lines)
            out.flush()
            os.fsync(out.fileno())
        self._next += 1
        self.chunks.append(chunk)

    def __iter__(self) -> Iterator[str]:
        if not self.chunks:
            yield from sorted(self._lines)
            return
        with ExitStack() as files:
            spilled = [files.enter_context(each.open(encoding="utf-8", newline="\n")) for each in self.chunks]
            for line, _ in groupby(heapq.merge(*spilled, sorted(self._lines))):
                yield line
