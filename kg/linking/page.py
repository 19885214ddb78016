"""What a document says as a whole, read once for all its entities."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.linking.forms import runs
from kg.linking.keys import name_fold, name_key
from kg.linking.nations import Nations
from kg.records import Record

_TEXT = 100_000  # code points of a document that are read
_AMPLE = 2  # nations whose bodies a document may name without them


@dataclass(frozen=True)
class Page:
    """A document as it is read.

    :param runs: of capitalised words, as words of keys.
    :param folds: of all words.
    :param nations: that it names, the most often named first.
    """

    text: str
    runs: list[tuple[str, ...]]
    folds: frozenset[str]
    nations: tuple[str, ...]

    @property
    def chief_nations(self) -> tuple[str, ...]:
        """The nations that it is most about."""
        return self.nations[:_AMPLE]


def read_page(record: Record, nations: Nations) -> Page:
    """Read a document, and the names of its entities where there is no text."""
    text = (record.document.text or "\n".join(entity.name for entity in record.entities))[:_TEXT]
    counted = nations.counted(text)
    order = sorted(counted, key=lambda nation: (-counted[nation], nation))
    return Page(record.document.text or "", runs(text), frozenset(_folds(text)), tuple(order))


def _folds(text: str) -> Iterator[str]:
    return (name_fold(word) for word in frozenset(name_key(text).split()))
