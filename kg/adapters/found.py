"""What another tool found in a text, in its own labels: the border between reading a format and making a record."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from kg.errors import KgError
from kg.records import Line

Offsets: TypeAlias = tuple[int, int]
"""Start and end in code points, the end exclusive."""


class ConversionError(KgError):
    """A file, or a document in it, that is not of the format it is read as."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is named.

    :param ref: what links and frames point to it by.
    :param label: its type in the tool's own words; empty where the tool gives none.
    :param spans: where it stands; where there are none, it is looked for by its name.
    :param item: its Wikidata item, where the tool gives one.
    :param own: that the label is a record's own type already.
    :param more: fields of a record's entity that the tool is known to hold as they are.
    """

    ref: str
    label: str
    name: str
    spans: tuple[Offsets, ...] = ()
    score: float | None = None
    item: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    own: bool = False
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """A relation or an event: a label, and what fills which role.

    :param roles: role in the tool's own words, and the ref of a thing.
    :param texts: roles that are filled by words: a date, a title, a modality.
    :param fields: roles of which the table has to say whether words or things fill them: role, ref and text.
    :param spans: the words that say so; with ``quoted`` just these are the evidence, else their sentence is.
    :param kind: ``events`` or ``relations``, where the label is a record's own type already.
    :param more: fields of a record's event or relation that the tool is known to hold as they are.
    """

    label: str
    roles: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str, str], ...] = ()
    spans: tuple[Offsets, ...] = ()
    score: float | None = None
    quoted: bool = False
    kind: str = ""
    more: dict[str, Any] = field(default_factory=dict)


SOURCE, TARGET = "source", "target"
"""The roles of the two ends of a relation in formats that have no others."""


@dataclass
class Found:
    """What was found in one document.

    :param name: a name for the document where it brings no id: file and number.
    :param about: what is known of the document, by the keys of a record.
    :param left: what the format holds and no record does, counted.
    """

    name: str
    text: str | None
    about: dict[str, Any] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    tool: str = ""
    more: dict[str, Any] = field(default_factory=dict)


class Adapter(Protocol):
    """A format of another tool. An entry point of the group ``kg.adapters`` names an object of this kind."""

    @property
    def endings(self) -> tuple[str, ...]:
        """What the names of its files end in, without ``.gz``: these are read in a folder."""

    def shape(self, value: dict[str, Any]) -> bool:
        """Tell whether a JSON object is of this format and surely of no other."""

    def read(self, line: Line) -> Iterator[Found | ConversionError]:
        """Read a file, or a line of a file of lines.

        A document that is at fault comes as the error that says why, and the rest goes on.

        :raises ConversionError: if nothing of it can be read.
        """
