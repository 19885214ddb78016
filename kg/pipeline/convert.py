"""Files of other tools in, records out; and records as files of BRAT."""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

import msgspec

from kg.adapters.assembly import Assembly, UndatedError
from kg.adapters.brat import REST
from kg.adapters.bratwriting import Configuration, brat_files
from kg.adapters.found import Adapter, ConversionError, Found
from kg.adapters.registry import adapter_names, find_adapter
from kg.errors import InputError, OutputError
from kg.pipeline.outputs import opened
from kg.pipeline.recordfile import record_file
from kg.records import LONGEST_RECORD, Line, RecordError, is_text, read_record, write_record

LONGEST_FILE = 2**29
"""Bytes of one file, or of one line; a longer one is refused."""

Made: TypeAlias = tuple[bytes, Counter[str]] | ConversionError
"""A record with what was left out of it, or a fault."""

BINARY = (".spacy", ".ann")
"""How files end that are no text."""


@dataclass
class Tally:
    """What a run counts: documents, the first faults, and by kind what was left out."""

    converted: int = 0
    rejected: int = 0
    faults: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def reject(self, error: ConversionError) -> None:
        """Count a fault."""
        self.rejected += 1
        if len(self.faults) < 20:
            self.faults.append(str(error))


def converted(line: Line, adapter: Adapter, assembly: Assembly) -> Iterator[Made]:
    """Give the records that a file or line becomes, each with what was left out; a fault for what is none.

    :raises UndatedError: if a document has no date, and none was given for such.
    """
    try:
        for found in adapter.read(line):
            yield found if isinstance(found, ConversionError) else _record(found, line, assembly)
    except UndatedError:
        raise
    except ConversionError as error:
        yield error


def _record(found: Found, line: Line, assembly: Assembly) -> Made:
    where = f"{line.place}: {found.name}"
    try:
        value, left = assembly.record(found)
        return write_record(read_record(msgspec.json.encode(value))), left
    except RecordError as error:
        return ConversionError(str(error), where=where)
    except UnicodeEncodeError:
        return ConversionError("a text in it holds a lone surrogate", where=where)
    except UndatedError as error:
        raise UndatedError(error.reason, where=where, hint="say it with --published") from error
    except ConversionError as error:
        return ConversionError(error.reason, where=f"{line.place}: {error.where}", hint=error.hint)


def convert_files(lines: Iterable[Line | ConversionError], adapter: Adapter, assembly: Assembly, output: str) -> Tally:
    """Convert all into one file of records, which appears when all is done.

    :raises KgError: if the output cannot be written, or is to hold more than one record; or as :func:`converted`.
    """
    tally = Tally()
    with record_file(output, []) as write:
        for line in lines:
            for one in [line] if isinstance(line, ConversionError) else converted(line, adapter, assembly):
                if isinstance(one, ConversionError):
                    tally.reject(one)
                    continue
                data, left = one
                tally.converted += 1
                tally.left += left
                write(data)
    return tally


def documents(names: Iterable[str], adapter: Adapter, stdin: BinaryIO) -> Iterator[Line | ConversionError]:
    """Read files, those of a folder that are of the format, or standard input; JSON Lines line by line.

    :raises InputError: if there is no such file, or no file of the format in a folder.
    """
    for name in names:
        for source in ["-"] if name == "-" else map(str, _expanded(Path(name), adapter)):
            try:
                yield from _lines(source, stdin)
            except (OSError, EOFError, zlib.error) as error:
                yield ConversionError(f"cannot be read: {error}", where=source)


def _expanded(path: Path, adapter: Adapter) -> list[Path]:
    if not path.exists():
        raise InputError("there is no such file or folder", where=str(path))
    if not path.is_dir():
        return [path]
    files = sorted(one for one in path.rglob("*") if one.is_file() and _ends(one.name, adapter.endings))
    if not files:
        raise InputError(f"the folder holds no file that ends in {' '.join(adapter.endings)}", where=str(path))
    return files


def _ends(name: str, endings: tuple[str, ...]) -> bool:
    return name.removesuffix(".gz").endswith(endings)


def _lines(source: str, stdin: BinaryIO) -> Iterator[Line | ConversionError]:
    with ExitStack() as stack:
        file: BinaryIO = stdin
        if source != "-":
            opener = gzip.open if source.endswith(".gz") else open
            file = cast(BinaryIO, stack.enter_context(opener(source, "rb")))
        if not source.removesuffix(".gz").endswith(".jsonl"):
            yield _bounded(Line(source, None, file.read(LONGEST_FILE + 1)))
            return
        number = 0
        while data := file.readline(LONGEST_FILE + 1):
            number += 1
            if data.strip():
                yield _bounded(Line(source, number, data))


def _bounded(line: Line) -> Line | ConversionError:
    if len(line.data) > LONGEST_FILE:
        return ConversionError(f"it has more than {LONGEST_FILE:,} bytes", where=line.place, hint="split it")
    return line._replace(data=line.data.removeprefix(b"\xef\xbb\xbf"))


def adapter_of(line: Line) -> Adapter | None:
    """Give the one format of another tool that a line is surely of; None for records, and wherever there is doubt."""
    if is_text(line.source) or len(line.data) > LONGEST_RECORD:
        return None
    name = line.source.removesuffix(".gz")
    if name.endswith(BINARY):
        return find_adapter("spacy" if name.endswith(".spacy") else "brat")
    try:
        value = msgspec.json.decode(line.data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, dict):
        return None
    sure = [one for one in map(find_adapter, adapter_names()) if one.shape(first)]
    return sure[0] if len(sure) == 1 else None


# -- the other way round -----------------------------------------------------------------------------------------------


def write_brat(lines: Iterable[Line], folder: Path) -> Tally:
    """Write records as BRAT's files into a new folder.

    :raises OutputError: if the folder holds anything: annotations that were corrected by hand are never overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError("it is there already, and not empty", where=str(folder), hint="choose another folder")
    tally, configuration = Tally(), Configuration()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", where=str(folder)) from error
    names: set[str] = set()
    for line in lines:
        try:
            record = read_record(line.data)
            files = brat_files(record)
        except (RecordError, ConversionError) as error:
            tally.reject(ConversionError(str(error), where=line.place))
            continue
        if files.name.casefold() in names:
            tally.reject(ConversionError(f"a document {record.document.id!r:.80} came before", where=line.place))
            continue
        names.add(files.name.casefold())
        configuration.add(record)
        for ending, text in ((".txt", files.text), (REST, files.rest), (".ann", files.annotations)):
            with opened(folder / f"{files.name}{ending}") as out:
                out.write(text.encode())
        tally.converted += 1
    with opened(folder / "annotation.conf") as out:
        out.write(configuration.text().encode())
    return tally
