"""What is sent, in pieces."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.stores.spool import Document

_BLOCK = 2**18


class Body:
    """Documents written one after another, anew each time they are gone through, so that they never lie in memory.

    They are written once beforehand, since a server shall know their length before they come.
    """

    def __init__(self, documents: Sequence[Document], write: Callable[[Document], bytes]) -> None:
        self._documents = documents
        self._write = write
        self._size = sum(map(len, map(write, documents)))

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        return _blocks(map(self._write, self._documents))


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Put small pieces together, since each block is a call of the system."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
