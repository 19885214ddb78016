"""A process beside this one: it is asked, and answers, one question after the other.

What is large in an answer goes by memory that both share, if the process is a copy of this one; else all of it goes
through a pipe.
"""

import multiprocessing
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from mmap import mmap
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from os import _exit
from typing import Any, TypeAlias

from kg.threads import may_be_copied

_ROOM = 2**23
_LENGTH = 8  # bytes that say how many bytes follow

Answering: TypeAlias = Callable[[Any], Any]
"""What a helper does with a question. If it runs out of memory, the helper dies."""


class HelperDied(Exception):
    """The process has ended, whatever ended it; it answers no more."""


class Helper:
    """A process that answers. It is asked by one thread at a time.

    :param begin: is called there when there is a first question, so that what it raises is raised by :meth:`ask`.
    :param copied: whether it may be a copy of this process, where that is safe, with all that is loaded. It starts at
        once, then, but ``begin`` must use nothing that is open here.
    """

    def __init__(self, begin: Callable[[], Answering], *, copied: bool = False) -> None:
        forked = copied and may_be_copied()
        context = multiprocessing.get_context("fork") if forked else multiprocessing.get_context("spawn")
        self._room = mmap(-1, _ROOM) if forked else None
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(begin, theirs, self._room), daemon=True)
        if not forked and sys.platform != "win32":
            resource_tracker.ensure_running()  # which lets Ctrl-C through again when it starts
        with _undisturbed():
            self._process.start()
        theirs.close()  # so that it is noticed when the process has no more of it, either

    def ask(self, question: object) -> Any:
        """Ask, and wait for the answer. What was raised there instead of an answer is raised here.

        :raises HelperDied: if there is none.
        """
        try:
            self._connection.send(question)
            data = self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise HelperDied from error
        answer, raised = pickle.loads(data, buffers=_taken(self._room))  # noqa: S301  # our own
        if raised is not None:
            raise raised
        return answer

    def end(self) -> None:
        """End it, whatever it is at; a question that is not answered yet never will be."""
        self._process.kill()
        self._process.join()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep Ctrl-C from a process that starts, until it can say that it is not meant."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _taken(room: mmap | None) -> Iterator[bytes]:
    """Take what :func:`_putting` has put."""
    end = 0
    while room is not None:
        start = end + _LENGTH
        end = start + int.from_bytes(room[end:start], "little")
        yield room[start:end]


# -- in the helper -----------------------------------------------------------------------------------------------------


def _serve(begin: Callable[[], Answering], connection: Connection, room: mmap | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begun = cache(begin)
    with suppress(EOFError, OSError):  # whoever asked has gone
        while True:
            connection.send_bytes(_answered(begun, connection.recv(), room))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        _exit(1)


def _answered(begun: Callable[[], Answering], question: object, room: mmap | None) -> bytes:
    try:
        return _packed(begun()(question), None, room)
    except MemoryError:
        _exit(1)
    except Exception as error:  # noqa: BLE001  # it is raised where the answer is waited for
        return _packed(None, error, None)


def _packed(answer: object, error: Exception | None, room: mmap | None) -> bytes:
    return pickle.dumps((answer, error), 5, buffer_callback=_putting(room) if room is not None else None)


def _putting(room: mmap) -> Callable[[pickle.PickleBuffer], bool]:
    """Give what puts buffers into the room, one behind the other, and says of which it has not."""
    end = 0

    def put(buffer: pickle.PickleBuffer) -> bool:
        nonlocal end
        data = buffer.raw()
        start, after = end + _LENGTH, end + _LENGTH + data.nbytes
        if after > len(room):
            return True
        room[end:start] = data.nbytes.to_bytes(_LENGTH, "little")
        room[start:after] = data
        end = after
        return False

    return put
