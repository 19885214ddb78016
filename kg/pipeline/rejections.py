"""What did not go into the graph, written so that a person can mend it and a program can take it back."""

from typing import BinaryIO

import msgspec

from kg.records import Fault, Line


class Rejection(msgspec.Struct, omit_defaults=True):
    """One line of a rejections file.

    :param source: the input, and ``line`` the line in it, that the record came from.
    :param document: the document's id, if the record could be read so far.
    :param pointer: the place in the record, a JSON pointer (RFC 6901); empty for the whole.
    :param code: the kind of fault; ``reason`` says it for people; ``shape`` is the SHACL shape, if one was violated.
    :param record: the record as it came in; a text where it was not JSON.
    """

    source: str
    line: int | None
    document: str | None
    pointer: str
    code: str
    reason: str
    shape: str | None
    record: msgspec.Raw


def rejection(line: Line, document: str | None, fault: Fault) -> Rejection:
    """Make the rejection of a record, or of a part of it."""
    return Rejection(
        line.source, line.line, document, fault.pointer, fault.code, fault.reason, fault.shape, _raw(line.data)
    )


def write_rejection(out: BinaryIO, one: Rejection) -> None:
    """Write it as a line."""
    out.write(msgspec.json.encode(one) + b"\n")


def _raw(data: bytes) -> msgspec.Raw:
    """Keep JSON as it is, on one line; anything else becomes a JSON text."""
    try:
        data.decode()  # which formatting leaves unchecked
        return msgspec.Raw(msgspec.json.format(data, indent=-1))
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError):
        return msgspec.Raw(msgspec.json.encode(data.decode("utf-8", errors="backslashreplace")))
