"""Work in several processes, in the order of the input; a process that dies takes nothing with it.

Each lane is one process at a time and does its chunks in order, so that it is known which chunk a process died of. That
chunk is done again, record by record, by fresh processes; a record at which one dies again is rejected.
"""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import cycle
from typing import NamedTuple, Protocol, TypeAlias

from kg.pipeline.helper import Helper, HelperDied
from kg.pipeline.stage import Outcome
from kg.pipeline.work import Item, line_of, sent
from kg.records import Fault

CHUNK_ITEMS = 100
CHUNK_BYTES = 2**22
_COLLECTING = (150_000, 20, 100)  # a document makes thousands of objects, and hardly a circle of them
_WAITING = 3  # chunks of a lane that are being done or wait for it, or for their turn to be written
_CRASHED = Fault("", "worker-crashed", "the process that worked on this record died, and so did another")

_Done: TypeAlias = tuple[Item, Outcome]


def collect_seldom() -> None:
    """Let the garbage collector leave alone what is there now, which stays to the end, and seldom look at the rest."""
    gc.freeze()
    gc.set_threshold(*_COLLECTING)


class Working(Protocol):
    """What is done to items, in order; :class:`Work` is one."""

    def outcomes(self, items: Iterable[Item], first: int = 0) -> Iterator[_Done]:
        """Say what becomes of each, the first of them being the item with this number in the run."""


class _Chunk(NamedTuple):
    first: int
    items: list[Item]


class _Task(NamedTuple):
    chunk: _Chunk
    lane: "_Lane"
    life: int
    """Which of the lane's processes it was given to."""
    outcomes: "Future[list[Outcome]]"


class Workers:
    """Processes that work side by side. They end with the ``with`` block, whatever ends it, and with this process.

    :param items: how many a process is given at once.
    :param copied: whether they may begin as copies of this process, where that is safe; ``work`` must then use nothing
        that is open here.
    """

    def __init__(
        self, work: Callable[[], Working], number: int, items: int = CHUNK_ITEMS, *, copied: bool = False
    ) -> None:
        self._items = items
        self._lanes = [_Lane(partial(_begun, work), copied=copied) for _ in range(number)]

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        for lane in self._lanes:
            lane.close()

    def outcomes(self, items: Iterable[Item], first: int = 0) -> Iterator[_Done]:
        """Give what becomes of each item, in order; only a few chunks are looked at ahead.

        :param first: the number in the run of the first item.
        """
        waiting: deque[_Task] = deque()
        for chunk, lane in zip(_chunks(items, first, self._items), cycle(self._lanes), strict=False):
            if len(waiting) == _WAITING * len(self._lanes):
                yield from self._done(waiting.popleft())
            waiting.append(lane.task(chunk))
        while waiting:
            yield from self._done(waiting.popleft())

    def _done(self, task: _Task) -> Iterator[_Done]:
        try:
            yield from zip(task.chunk.items, task.outcomes.result(), strict=True)
        except HelperDied:
            if task.life == task.lane.life:
                yield from task.lane.one_by_one(task.chunk)
            else:  # the process died of a chunk before
                yield from self._done(task.lane.task(task.chunk))


class _Lane:
    """A process, and the thread of this one that asks it."""

    def __init__(self, begin: Callable[[], Callable[[_Chunk], list[Outcome]]], *, copied: bool) -> None:
        self.life = 0
        self._begin = begin
        self._helper = Helper(begin, copied=copied)
        self._asking = ThreadPoolExecutor(1)  # no thread starts before a task is given, when all are copied

    def task(self, chunk: _Chunk) -> _Task:
        return _Task(chunk, self, self.life, self._asking.submit(self._helper.ask, chunk))

    def one_by_one(self, chunk: _Chunk) -> Iterator[_Done]:
        self._renew()
        for number, item in enumerate(chunk.items, chunk.first):
            try:
                yield item, self.task(_Chunk(number, [item])).outcomes.result()[0]
            except HelperDied:
                self._renew()
                yield item, Outcome(None, None, [_CRASHED])

    def _renew(self) -> None:
        self.close()
        self.life += 1
        self._helper = Helper(self._begin)
        self._asking = ThreadPoolExecutor(1)

    def close(self) -> None:
        self._helper.end()
        self._asking.shutdown()  # each question that is left fails at once


def _chunks(items: Iterable[Item], first: int, most: int) -> Iterator[_Chunk]:
    chunk, size = _Chunk(first, []), 0
    for number, item in enumerate(items, first):
        if len(chunk.items) == most or size > CHUNK_BYTES:
            yield chunk
            chunk, size = _Chunk(number, []), 0
        chunk.items.append(item)
        size += len(line_of(item).data)
    if chunk.items:
        yield chunk


# -- in the worker -----------------------------------------------------------------------------------------------------


def _begun(work: Callable[[], Working]) -> Callable[[_Chunk], list[Outcome]]:
    found = work()
    collect_seldom()
    return partial(_outcomes, found)


def _outcomes(work: Working, chunk: _Chunk) -> list[Outcome]:
    return [sent(outcome) for _, outcome in work.outcomes(chunk.items, chunk.first)]
