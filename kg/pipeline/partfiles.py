"""The part files of a folder: each is a file of its format by itself, of a bounded number of documents."""

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

import msgspec

from kg.pipeline.outputs import opened
from kg.serialization import Format, Layout, Writer, open_writer, packed
from kg.terms import Triple


class Part(msgspec.Struct, frozen=True):
    """A part file that is complete, as a manifest lists it; ``bytes`` and ``sha256`` are of the file as it lies."""

    name: str
    documents: int
    triples: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Parting:
    """How a graph is parted.

    :param packing: ``.gz``, ``.zst`` or nothing.
    :param documents: how many records the documents of one part may come from.
    :param bytes: with how many bytes, before they are compressed, a part takes in no other document.
    """

    format: Format
    packing: str = ""
    documents: int = 10_000
    bytes: int | None = None

    def name(self, number: int) -> str:
        """Name a part, by its number from 0 on."""
        return f"part-{number:05d}{self.format.suffixes[0]}{self.packing}"


class OpenPart:
    """A part file that is being written: a writer of graphs. It appears when it is finished, and is gone if not."""

    def __init__(self, folder: Path, name: str, parting: Parting, layout: Layout) -> None:
        self._name = name
        self._documents = 0
        self._files = ExitStack()
        self._file = _Watched(self._files.enter_context(opened(folder / name)))
        packing = packed(cast(BinaryIO, self._file), name)
        if parting.packing:
            self._files.callback(packing.close)
        self._text = _Watched(packing)
        self._writer: Writer = open_writer(parting.format, cast(BinaryIO, self._text), layout)

    @property
    def written(self) -> int:
        """How many bytes were written, before they are compressed."""
        return self._text.size

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Write one document's graph."""
        self._documents += 1
        self._writer.write(graph, triples)

    def finish(self, triples: int) -> Part:
        """Complete the file and give it its name.

        :param triples: how many it holds.
        """
        self._writer.close()
        self._files.close()
        return Part(self._name, self._documents, triples, self._file.size, self._file.digest.hexdigest())

    def give_up(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave nothing of the file."""
        self._files.__exit__(kind, error, at)


class _Watched:
    """A stream that counts and hashes what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self.digest.update(data)
        return self._file.write(data)
