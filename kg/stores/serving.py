"""A graph behind an endpoint on loopback: an Oxigraph server that only reads."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph

from kg.errors import StoreError
from kg.queries import loaded_quads

_LONGEST_START = 60.0


def fill(folder: Path, graph: Path) -> int:
    """Make a store of a graph file, its default graph the union of all its graphs; give the number of triples in that.

    :raises KgError: if the file cannot be read or does not parse.
    """
    store = pyoxigraph.Store(str(folder))
    store.bulk_extend(loaded_quads(graph))
    store.flush()
    return sum(1 for _ in store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()))


@contextmanager
def served(folder: Path, port: int, *, union: bool) -> Iterator[str]:
    """Serve a store for as long as it is wanted; give its address.

    :param port: 0 for any that is free.
    :param union: make the default graph the union, where the store was not made so.
    :raises StoreError: if the server is not installed, or does not start.
    """
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        raise StoreError("the Oxigraph server is missing", hint="pip install 'visits-kg[stores]'")
    address = f"127.0.0.1:{port or _free_port()}"
    command = [program, "serve-read-only", "--location", str(folder), "--bind", address]
    with subprocess.Popen(  # noqa: S603
        [*command, *(["--union-default-graph"] if union else [])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            _wait(process, address)
            yield f"http://{address}"
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[str], address: str) -> None:
    host, _, port = address.rpartition(":")
    end = time.monotonic() + _LONGEST_START
    while time.monotonic() < end:
        if process.poll() is not None:
            said = process.stderr.read().strip().splitlines() if process.stderr else []
            raise StoreError(f"the server did not start: {said[-1] if said else 'it ended'}", where=address)
        with suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            return
        time.sleep(0.05)
    raise StoreError("the server did not start in time", where=address)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
