"""On the way to a graph: what is surely a result of another tool becomes records, and everything else passes.

The adapters are imported when there is something that is no record, since most exports have nothing of the kind.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.pipeline.work import Item
from kg.records import Fault, Line

if TYPE_CHECKING:
    from kg.adapters.assembly import Assembly

_RECORD = re.compile(rb'\s*\{\s*"document"\s*:')


@dataclass(frozen=True)
class Converting:
    """Makes records of what is surely a result of another tool, and lets everything else pass.

    :param labels: the file of the table of labels, which is read when something needs it.
    :param day: the date of documents that have none, if one was given.
    :param left: what is left out is counted here.
    """

    labels: Path
    day: str | None
    left: Counter[str]

    def items(self, items: Iterable[Item]) -> Iterator[Item]:
        """Give each record, and in the place of another tool's file or line the records that it becomes."""
        for item in items:
            if isinstance(item, Line) and not _RECORD.match(item.data):
                yield from self._converted(item)
            else:
                yield item

    def _converted(self, line: Line) -> Iterator[Item]:
        from kg.adapters.found import ConversionError
        from kg.pipeline.convert import BINARY, adapter_of, converted

        adapter = adapter_of(line)
        if adapter is None:
            yield line
            return
        for one in converted(line, adapter, self._assembly):
            if isinstance(one, ConversionError):
                data = msgspec.json.encode(line.source) if line.source.endswith(BINARY) else line.data
                yield line._replace(data=data), Fault("", "not-converted", str(one))
            else:
                self.left.update(one[1])
                yield line._replace(data=one[0])

    @cached_property
    def _assembly(self) -> "Assembly":
        from kg.adapters.assembly import Assembly
        from kg.adapters.labels import read_labels

        return Assembly(read_labels(self.labels), self.day)
