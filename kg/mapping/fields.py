"""The fields of one kind of part: which are written, in the order of their slots, and which are not."""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Mapping as Table
from operator import attrgetter
from typing import Any, TypeAlias, get_type_hints

from msgspec.structs import asdict

from kg.mapping.draft import Context, Draft
from kg.mapping.slots import Describing, Ready, ready, write_all
from kg.mapping.values import Slot
from kg.records import Document, Entity, Event, Relation, Span

Source: TypeAlias = Document | Entity | Event | Relation

_NOTHING: dict[str, Any] = {}
_EXACT: frozenset[object] = frozenset({str, str | None, int, list[Span]})


def ready_slots(source: type[Source], slots: Iterable[Slot], describe: Describing) -> list[Ready]:
    """Make the slots of a part's own fields ready."""
    return [ready(slot, slot.field, describe, exact=is_exact(source, slot.field)) for slot in slots]


def is_exact(source: type[Source | Span], field: str) -> bool:
    """Whether the contract leaves no doubt of what a field holds: a text, a whole number, or stretches of text."""
    return get_type_hints(source).get(field) in _EXACT


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
        given: Collection[str] = (),
    ) -> None:
        named = [name for name in source.__struct_fields__ if name != "extra"]
        own = [slot.place if slot.place in named and slot.place not in given else None for slot in slots]
        self._slots, self._mapped, self._prefix = slots, frozenset(mapped), prefix
        self._get = attrgetter(*(name or "id" for name in own), "id", "id")  # more than one, so always a tuple
        self._given = [(place, slots[place].place) for place, name in enumerate(own) if name is None]
        self._rest = [name for name in named if name not in self._mapped]
        self._known = self._mapped.union(named)

    def write(self, draft: Draft, source: Source, given: Table[str, Any] = _NOTHING) -> None:
        """Write the fields of a part in the order of their slots."""
        values = self._values_beyond(source, given) if source.extra else self._values(source, given)
        write_all(draft, draft.node, self._slots, values)

    def _values(self, source: Source, given: Table[str, Any]) -> Sequence[Any]:
        found: tuple[Any, ...] = self._get(source)
        if not self._given:
            return found
        values = list(found)
        for place, name in self._given:
            values[place] = given.get(name)
        return values

    def _values_beyond(self, source: Source, given: Table[str, Any]) -> list[Any]:
        """Give the values of a part that holds keys beyond the contract; each part may say who found it."""
        named = asdict(source)
        del named["extra"]
        values = {**source.extra, **named, **given}
        if "extractor" in source.extra:
            values["extractor"] = source.extra["extractor"]
        return [values.get(slot.place) for slot in self._slots]

    def count_rest(self, context: Context, source: Source) -> None:
        """Count what is not written."""
        for name in self._rest:
            if says_anything(getattr(source, name)):
                context.ignored[self._prefix + name] += 1
        if source.extra:
            count_unmapped(context, self._prefix, source.extra, self._known)


def says_anything(value: Any) -> bool:
    """Whether a key that nobody writes is worth counting."""
    return value not in (None, [], {})


def count_unmapped(context: Context, prefix: str, values: Table[str, Any], mapped: Collection[str]) -> None:
    """Count the keys that hold something and that no slot writes."""
    for key in values:
        if key not in mapped and says_anything(values[key]):
            context.ignored[prefix + key] += 1
