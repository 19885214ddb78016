"""Slots made ready: what can be settled about writing a value is settled once, for all records."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from kg.mapping.draft import Draft
from kg.mapping.values import MAKERS, Pairs, Slot, concept, pairs_of
from kg.records import Span

Writing: TypeAlias = Callable[[Draft, str, Any], None]
"""Writes a value of a node to a part; raises :class:`Unmappable` if it is of another kind."""

Describing: TypeAlias = Callable[[Draft, Span], str]
"""Writes a stretch of text and gives its node."""

_SHORT = 60
_REMEMBERED = 1 << 12
_SINGLE = MAKERS.keys() - {"date"}  # kinds whose values each become one triple

_Made = TypeVar("_Made")


def _write_nothing(draft: Draft, subject: str, value: Any) -> None:
    """Stand where terms are all that is written."""


class Ready(NamedTuple):
    """A slot made ready: most values are plain and become one term, and for the others there is a function each.

    :param place: where the value stands in its part, for faults.
    :param term: gives the term that a value becomes, nothing for a blank; it raises ``ValueError`` as :func:`pairs_of`.
    :param write: writes a value, where there is no ``term``.
    """

    place: str
    kind: str
    predicate: str
    term: Callable[[Any], str] | None = None
    write: Writing = _write_nothing


def ready(slot: Slot, place: str, describe: Describing, *, exact: bool = False) -> Ready:
    """Make a slot ready.

    :param exact: the values are texts, or they are whole numbers, for sure.
    """
    found = Ready(place, slot.value, slot.property)
    if slot.value == "document":
        return found._replace(write=_document(slot))
    if slot.value == "entity":
        return found._replace(write=_entities(slot, place))
    if slot.value == "evidence":
        return found._replace(write=_evidence(slot, place, describe))
    if exact and slot.value in _SINGLE and slot.otherwise is None:
        return found._replace(term=_Remembered(lambda value: pairs_of(slot, value)[0][1], "").__getitem__)
    write = _values(slot, place)
    return found._replace(write=write if slot.otherwise is None else _counting(slot, place, write))


def write_all(draft: Draft, subject: str, slots: Sequence[Ready], values: Iterable[Any]) -> None:
    """Write the value of each slot, if it has one.

    :raises Unmappable: for a value that is not of its slot's kind.
    """
    append, place, kind = draft.triples.append, "", ""
    try:
        for (place, kind, predicate, term_of, write), value in zip(slots, values, strict=False):  # noqa: B007
            if value is None or (not value and value == []):
                continue
            if term_of is None:
                write(draft, subject, value)
            elif term := term_of(value):
                append((subject, predicate, term))
    except ValueError as error:
        raise draft.fail(place, f"bad-{kind}", str(error)) from error


def directly(of: Ready, direct: str) -> Ready:
    """Make a slot say its values of the thing itself, too, where the relation holds."""

    def write(draft: Draft, subject: str, value: Any) -> None:
        before = len(draft.triples)
        write_all(draft, subject, (of,), (value,))
        if draft.holder is not None:
            written = [term for node, _, term in draft.triples[before:] if node == subject]
            draft.triples += [(draft.holder, direct, term) for term in written]

    return Ready(of.place, of.kind, of.predicate, write=write)


def says_nothing(value: Any) -> bool:
    """Whether a value is a blank: null, no text or an empty list."""
    if type(value) is str:
        return not value or value.isspace()
    return value is None or value == []


class _Remembered(dict[Any, _Made], Generic[_Made]):
    """What values become: names, dates and offsets come again and again.

    :param blank: what a blank becomes.
    """

    def __init__(self, make: Callable[[Any], _Made], blank: _Made) -> None:
        self._make, self._blank = make, blank

    def __missing__(self, value: Any) -> _Made:
        made = self._blank if says_nothing(value) else self._make(value)
        if type(value) is not str or len(value) <= _SHORT:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[value] = made
        return made


def _remembered(slot: Slot) -> _Remembered[Pairs]:
    return _Remembered(partial(pairs_of, slot), ())


def _values(slot: Slot, place: str) -> Writing:
    """Remember values of any type: texts apart from numbers, since 1 is equal to true and to 1.0."""
    remembered = {kind: _remembered(slot) for kind in (str, int, float)}

    def write(draft: Draft, subject: str, value: Any) -> None:
        found = remembered.get(type(value)) if value else None  # not 0.0, which is equal to -0.0
        try:
            pairs = found[value] if found is not None else () if says_nothing(value) else pairs_of(slot, value)
        except ValueError as error:
            raise draft.fail(place, f"bad-{slot.value}", str(error)) from error
        for predicate, term in pairs:
            draft.triples.append((subject, predicate, term))

    return write


def _counting(slot: Slot, place: str, write_values: Writing) -> Writing:
    """Write concepts, and count the words that the scheme lacks."""

    def write(draft: Draft, subject: str, value: Any) -> None:
        write_values(draft, subject, value)
        if not says_nothing(value):
            for word in value if isinstance(value, list) else (value,):
                if concept(slot, word) is None:
                    draft.context.ignored[f"{place}={word!s:.60}"] += 1

    return write


def _document(slot: Slot) -> Writing:
    predicate = slot.property

    def write(draft: Draft, subject: str, value: Any) -> None:
        if not says_nothing(value):
            draft.triples.append((subject, predicate, draft.context.document))

    return write


def _entities(slot: Slot, place: str) -> Writing:
    predicate = slot.property

    def write(draft: Draft, subject: str, value: Any) -> None:
        if type(value) is not list:
            if says_nothing(value):
                return
            value = (value,)
        things = draft.context.things
        for id in value:
            thing = things.get(id) if type(id) is str else None
            if thing is None:
                raise draft.fail(place, "dangling-id", f"no entity has the id {id!r:.80}")
            term, pointer = thing
            draft.needs.add(pointer)
            draft.triples.append((subject, predicate, term))

    return write


def _evidence(slot: Slot, place: str, describe: Describing) -> Writing:
    predicate = slot.property

    def write(draft: Draft, subject: str, value: Any) -> None:
        if says_nothing(value):
            return
        if type(value) is not list or not all(type(span) is Span for span in value):
            raise draft.fail(place, "bad-evidence", "only mentions and evidence hold stretches of text")
        nodes = [describe(draft, span) for span in value]
        for node in nodes:
            draft.triples.append((subject, predicate, node))

    return write
