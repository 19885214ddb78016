"""What is sent, in pieces."""

import tempfile
import weakref
from collections.abc import Iterable, Iterator

from kg.stores.spool import no_room

_BLOCK = 2**18


class Body:
    """Documents written one after another into a temporary file, so that they never lie in memory.

    They can be gone through as often as they have to be sent, and a server shall know their length before they come.

    :raises OutputError: if there is no room for them.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._file = tempfile.TemporaryFile(buffering=_BLOCK)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        try:
            self._file.writelines(pieces)
            self._file.flush()
        except OSError as error:
            raise no_room(error) from error
        self._size = self._file.tell()

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while block := self._file.read(_BLOCK):
            yield block
