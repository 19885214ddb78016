"""From a graph file to the lines of its documents, strictly parsed; a long file of lines by several processes at once.

A file of N-Quads or N-Triples may be cut at any end of a line, since no line says anything of another. It is cut into
chunks, and each is parsed as a file of its own; what comes of it is the same as of the whole, errors and their places
included.
"""

import multiprocessing
import re
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pyoxigraph

from kg.errors import GraphError, InputError
from kg.serialization import format_of, unpacked
from kg.stores.canonical import runs_of
from kg.threads import may_be_copied

_LINES_IN_MEMORY = 100_000
_CHUNK = 2**21
_SUSPECT = ((" _:", "_"), ("\n_:", "_"), ("<<(", "("), ("--", "@"))
"""What may be of a blank node, a triple or a direction, each with a character without which it is not; one is sought
thirty times as fast as several."""
_LINE = re.compile(r"\bline (\d+)")
_CUT_AT_LINES = (pyoxigraph.RdfFormat.N_QUADS, pyoxigraph.RdfFormat.N_TRIPLES)


class Part(NamedTuple):
    """What some quads say of a document: its triples as N-Triples lines without the full stop, sorted, each once."""

    graph: str
    text: bytes


class Chunk(NamedTuple):
    """Whole lines of a file, and how many are before them."""

    data: bytes
    before: int


def parts_of(path: Path, default: str | None, workers: int) -> Iterator[Part]:
    """Parse a file, its format by its name, and give the parts of its documents in the order in which they begin.

    :param default: the graph into which triples go that stand in none.
    :param workers: how many processes may parse it.
    :raises InputError: if it cannot be opened.
    :raises GraphError: at the first place that does not parse, or that a store could not be given.
    """
    form = format_of(path).syntax
    try:
        with path.open("rb") as file:
            stream = unpacked(file, path)
            if form in _CUT_AT_LINES:
                yield from _side_by_side(chunks_of(stream), partial(_parts, path, default), workers)
            else:
                yield from _grouped(pyoxigraph.parse(stream, form), str(path), default)
    except SyntaxError as error:
        raise _misspelt(error, str(path)) from error
    except OSError as error:
        raise InputError(f"the graph cannot be read: {error.strerror or error}", where=str(path)) from error


def chunks_of(stream: BinaryIO) -> Iterator[Chunk]:
    """Cut a stream at ends of lines; only a line that is longer than a chunk makes a longer one."""
    before, rest = 0, b""
    while data := stream.read(_CHUNK):
        cut = data.rfind(b"\n") + 1
        if not cut:
            rest += data
            continue
        chunk = rest + data[:cut]
        yield Chunk(chunk, before)
        before, rest = before + chunk.count(b"\n"), data[cut:]
    if rest:
        yield Chunk(rest, before)


def _side_by_side(chunks: Iterator[Chunk], work: "partial[list[Part]]", workers: int) -> Iterator[Part]:
    """Parse chunks, in their order; in this process where there is no more than one."""
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    if len(first) < 2 or workers < 2:
        for chunk in chunks:
            yield from work(chunk)
        return
    context = multiprocessing.get_context("fork" if may_be_copied() else "spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    waiting: deque[Future[list[Part]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(work, chunk))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise InputError("a process that parsed the graph died", hint="is there too little memory?") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _parts(path: Path, default: str | None, chunk: Chunk) -> list[Part]:
    """Parse what does not stand already as the parser would write it."""
    form, where = format_of(path).syntax, str(path)
    held: dict[str, list[str]] = {}
    for run in runs_of(chunk.data):
        try:
            some = {run.graph: run.lines} if run.graph else _by_graph(pyoxigraph.parse(run.rest, form), where, default)
        except SyntaxError as error:
            raise _misspelt(error, where, chunk.before + run.before) from error
        for graph, lines in some.items():
            held.setdefault(graph, []).extend(lines)
    return [_part(graph, lines) for graph, lines in held.items()]


def _misspelt(error: SyntaxError, where: str, before: int = 0) -> GraphError:
    """Name the place in the file, also in the parser's own words, which begin with that in the chunk."""
    place = f"{where}:{error.lineno + before}:{error.offset}" if error.lineno else where
    head, colon, tail = error.msg.partition(": ")
    head = _LINE.sub(lambda found: f"line {int(found[1]) + before}", head)
    return GraphError(f"{head}{colon}{tail}", where=place)


def _grouped(quads: Iterator[pyoxigraph.Quad], where: str, default: str | None) -> Iterator[Part]:
    """Group so many quads at a time; a document may go on in the next part."""
    while held := _by_graph(islice(quads, _LINES_IN_MEMORY), where, default):
        for graph, lines in held.items():
            yield _part(graph, lines)


def _part(graph: str, lines: Iterable[str]) -> Part:
    return Part(graph, "\n".join(sorted(dict.fromkeys(lines))).encode())


def _by_graph(quads: Iterable[pyoxigraph.Quad], where: str, default: str | None) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    name: object = None
    lines: list[str] = []
    for quad in quads:
        if quad.graph_name != name:
            name = quad.graph_name
            lines = held.setdefault(_graph_of(quad, where, default), [])
        lines.append(str(quad.triple))
    for lines in held.values():
        text = "\n".join(lines)
        if text[0] == "_" or any(rare in text and sign in text for sign, rare in _SUSPECT):
            _check(text, where)
    return held


def _graph_of(quad: pyoxigraph.Quad, where: str, default: str | None) -> str:
    if isinstance(quad.graph_name, pyoxigraph.NamedNode):
        return f"<{quad.graph_name.value}>"
    if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) and default is not None:
        return default
    hint = "name the graph for them with --graph, or load records, TriG or N-Quads"
    raise GraphError("triples stand in no named graph", where=where, hint=hint)


def _check(text: str, where: str) -> None:
    """Refuse what cannot be sent twice without being doubled, and what RDF 1.1 does not have."""
    lines = text.replace("\n", " .\n") + " ."
    for quad in pyoxigraph.parse(lines.encode(), pyoxigraph.RdfFormat.N_TRIPLES):
        for term in (quad.subject, quad.object):
            if isinstance(term, pyoxigraph.BlankNode):
                hint = "give it an IRI: a blank node cannot be replaced, retracted or sent again"
                raise GraphError(f"a blank node, _:{term.value[:60]}", where=where, hint=hint)
            if isinstance(term, pyoxigraph.Triple) or (isinstance(term, pyoxigraph.Literal) and term.direction):
                raise GraphError(f"not supported, only RDF 1.1 is: {str(term)[:120]}", where=where)
