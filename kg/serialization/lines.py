"""The triples of a graph as lines of N-Quads: quick to write, and small to send from process to process."""

from collections.abc import Collection, Iterable, Iterator
from pickle import PickleBuffer
from typing import SupportsIndex

from kg.descriptions import Description, Descriptions
from kg.terms import Triple


class QuadLines(Collection[Triple]):
    """The different triples of one graph, as the bytes that N-Quads has for them.

    >>> lines = QuadLines.of("<a:g>", [("<a:s>", "<a:p>", '"x y"')])
    >>> lines.data, list(lines)
    (b'<a:s> <a:p> "x y" <a:g> .\\n', [('<a:s>', '<a:p>', '"x y"')])
    """

    def __init__(self, graph: str, data: bytes, number: int) -> None:
        self.graph = graph
        self.data = data
        self._number = number
        self._end = _end(graph)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type["QuadLines"], tuple[str, bytes | PickleBuffer, int]]:
        # thousands a second are sent, and a buffer may go another way than the rest
        data = PickleBuffer(self.data) if int(protocol) >= 5 else self.data
        return QuadLines, (self.graph, data, self._number)

    @classmethod
    def of(cls, graph: str, triples: Iterable[Triple]) -> "QuadLines":
        """Write the lines; ``""`` is the default graph."""
        lines = _of_nodes(triples.nodes) if isinstance(triples, Descriptions) else _of_triples(triples)
        lines.append(b"")
        return cls(graph, _end(graph).encode().join(lines), len(lines) - 1)

    def __iter__(self) -> Iterator[Triple]:
        for line in self.data.decode().split(self._end)[:-1]:
            subject, predicate, value = line.split(" ", 2)
            yield subject, predicate, value

    def __contains__(self, triple: object) -> bool:
        return any(triple == one for one in self)

    def __len__(self) -> int:
        return self._number

    def within(self, graph: str) -> bytes:
        """Give the lines as another graph has them."""
        end = _end(graph)
        return self.data if end == self._end else self.data.replace(self._end.encode(), end.encode())


# each line is encoded by itself, since most are ASCII, and an ASCII text is bytes already
def _of_nodes(nodes: dict[str, Description]) -> list[bytes]:
    return [
        f"{node} {predicate} {value}".encode()
        for node, said in nodes.items()
        for predicate, values in said.items()
        for value in values
    ]


def _of_triples(triples: Iterable[Triple]) -> list[bytes]:
    return [" ".join(triple).encode() for triple in dict.fromkeys(triples)]


def _end(graph: str) -> str:
    """Give what ends a line. No term holds a raw line feed, so it is found nowhere else."""
    return f" {graph} .\n" if graph else " .\n"
