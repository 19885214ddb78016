"""Files for a store's own bulk loader, and the commands that bring them in.

They hold the documents with their entries in the ledger, and the mark of a load that is on its way: whatever the bulk
loader did, the next load counts every document, sends what is wanting, and nothing else.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OutputError, StoreError
from kg.serialization import packed
from kg.stores.kinds import Kind
from kg.stores.spool import Spool, batches
from kg.stores.updates import LEDGER, LOADING, as_quads

_QUADS_IN_A_FILE = 500_000
_LAST = "ledger.nq.gz"
_PLAIN = re.compile(r"[\w./@+-]+")


@dataclass(frozen=True)
class Prepared:
    """What was written; the commands are for a shell, with what is the user's to fill in written in capitals."""

    files: tuple[Path, ...]
    documents: int
    commands: tuple[str, ...]


def prepare(spool: Spool, folder: Path, kind: Kind, progress: Callable[[int], None] = lambda _: None) -> Prepared:
    """Write a graph's documents for the bulk loader of a kind of store.

    :raises StoreError: if none is known of that kind.
    :raises OutputError: if the folder is not empty, or cannot be written.
    """
    if not kind.bulk:
        raise StoreError(f"no bulk loader is known of {kind.label}", hint="load it with kg load")
    if not _PLAIN.fullmatch(str(folder.resolve())):
        raise OutputError("its name would have to be quoted in the commands", where=str(folder), hint="use a plain one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise OutputError("the folder is not empty", where=str(folder), hint="name an empty or a new one")
        files, done = [], 0
        for number, documents in enumerate(batches(spool, _QUADS_IN_A_FILE)):
            files.append(_write(folder / f"part-{number:05d}.nq.gz", map(as_quads, documents)))
            done += len(documents)
            progress(done)
        files.append(_write(folder / _LAST, [f"{LOADING} {LEDGER} .\n".encode()]))
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", where=str(folder)) from error
    return Prepared(tuple(files), done, tuple(_command(each, folder, files) for each in kind.bulk))


def _write(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a file under another name first, so that no part of one is ever taken for it."""
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("wb") as file, packed(file, path.name) as packing:
        packing.writelines(pieces)
    unfinished.rename(path)
    return path


def _command(template: str, folder: Path, files: Iterable[Path]) -> str:
    names = " ".join(str(each.resolve()) for each in files)
    return template.replace("{files}", names).replace("{folder}", str(folder.resolve()))
