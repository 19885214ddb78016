"""Files of records: one a line, or one alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from kg.errors import OutputError
from kg.pipeline.outputs import opened
from kg.serialization import packed, packing_of

ENDINGS = (".json", ".jsonl", ".json.gz", ".jsonl.gz", ".json.zst", ".jsonl.zst")


@contextmanager
def record_file(output: str, inputs: list[str]) -> Iterator[Callable[[bytes], None]]:
    """Give a function that writes a record; the file appears when all is done. ``-`` is standard output.

    :raises OutputError: if the name is none of a record file, the file would replace an input, cannot be written, or is
        to hold one record and gets more.
    """
    path = None if output == "-" else Path(output)
    _refuse(path, inputs)
    single = path is not None and ".json" in path.suffixes
    written = 0
    with ExitStack() as stack:
        file = stack.enter_context(opened(path))
        out = stack.enter_context(packed(file, path)) if path is not None and packing_of(path) else file

        def write(record: bytes) -> None:
            nonlocal written
            written += 1
            if single and written > 1:
                raise OutputError("a .json file holds one record, and there are more", where=output, hint="use .jsonl")
            out.write((msgspec.json.format(record, indent=1) if single else one_line(record)) + b"\n")

        yield write


def one_line(record: bytes) -> bytes:
    """Give a record on one line: within the strings of JSON no line ends."""
    return b" ".join(record.split(b"\n")).strip() if b"\n" in record else record


def _refuse(path: Path | None, inputs: list[str]) -> None:
    if path is None:
        return
    if not path.name.endswith(ENDINGS):
        raise OutputError("not a record file by its name", where=str(path), hint=f"known: {' '.join(ENDINGS)} -")
    if any(name != "-" and Path(name).resolve() == path.resolve() for name in inputs):
        raise OutputError("the output would replace this input", where=str(path), hint="choose another output")
