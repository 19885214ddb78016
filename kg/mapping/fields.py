"""The fields of one kind of part: which are written, in the order of their slots, and which are not."""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Mapping as Table
from functools import cache
from typing import Any, TypeAlias, get_type_hints

from msgspec.structs import asdict

from kg.mapping.draft import Context, Draft
from kg.mapping.slots import Describing, Ready, ready, unrolled, write_all
from kg.mapping.values import Slot
from kg.records import Document, Entity, Event, Relation, Span

Source: TypeAlias = Document | Entity | Event | Relation

_EXACT: frozenset[object] = frozenset({str, str | None, int, list[Span]})


def ready_slots(source: type[Source], slots: Iterable[Slot], describe: Describing) -> list[Ready]:
    """Make the slots of a part's own fields ready."""
    return [ready(slot, slot.field, describe, exact=is_exact(source, slot.field)) for slot in slots]


def is_exact(source: type[Source | Span], field: str) -> bool:
    """Whether the contract leaves no doubt of what a field holds: a text, a whole number, or stretches of text."""
    return field in _exact_fields(source)


@cache
def _exact_fields(source: type[Source | Span]) -> frozenset[str]:
    return frozenset(name for name, hint in get_type_hints(source).items() if hint in _EXACT)


class Fields:
    """Writes the fields of parts of one type, and counts what says something and is not written.

    :param slots: those of the fields that are written; the place of each is the name of its field.
    :param mapped: the fields that are not counted.
    :param prefix: what stands before a field that is counted.
    :param given: the fields whose values are handed in, and go before those of the part.
    """

    def __init__(
        self,
        source: type[Source],
        slots: list[Ready],
        mapped: Collection[str],
        prefix: str,
        given: Sequence[str] = (),
    ) -> None:
        named = [name for name in source.__struct_fields__ if name != "extra"]
        own = [slot for slot in slots if slot.place in named and slot.place not in given]
        handed = [slot for slot in slots if slot.place in given]
        beyond = [slot for slot in slots if slot.place not in (*named, *given)]  # last, since most parts hold none
        self._slots, self._prefix, self._given = (*own, *handed, *beyond), prefix, given
        values = [*(f"source.{slot.place}" for slot in own), *(f"given[{given.index(slot.place)}]" for slot in handed)]
        self._write = unrolled([*own, *handed], values, "source, given")
        self._rest = [name for name in named if name not in mapped]
        self._known = frozenset((*mapped, *named))

    def write(self, draft: Draft, source: Source, given: Sequence[Any] = ()) -> None:
        """Write the fields of a part, and count what is not written.

        :param given: the values that are handed in.
        """
        if source.extra:
            self._write_each(draft, source, given)
            count_unmapped(draft.context, self._prefix, source.extra, self._known)
        else:
            try:
                self._write(draft, draft.node, source, given)
            except ValueError:
                self._write_each(draft, source, given)
                raise
        for name in self._rest:
            if says_anything(getattr(source, name)):
                draft.context.ignored[self._prefix + name] += 1

    def _write_each(self, draft: Draft, source: Source, given: Sequence[Any]) -> None:
        """Write the fields of a part that may hold keys beyond the contract; each part may say who found it."""
        named = asdict(source)
        del named["extra"]
        values = {**source.extra, **named, **dict(zip(self._given, given, strict=True))}
        if "extractor" in source.extra:
            values["extractor"] = source.extra["extractor"]
        write_all(draft, draft.node, self._slots, [values.get(slot.place) for slot in self._slots])


def says_anything(value: Any) -> bool:
    """Whether a key that nobody writes is worth counting."""
    return value not in (None, [], {})


def count_unmapped(context: Context, prefix: str, values: Table[str, Any], mapped: Collection[str]) -> None:
    """Count the keys that hold something and that no slot writes."""
    for key in values:
        if key not in mapped and says_anything(values[key]):
            context.ignored[prefix + key] += 1
