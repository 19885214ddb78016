"""Slots made ready: what can be settled about writing a value is settled once, for all records."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, TypeAlias, TypeVar

from kg.descriptions import Node, Values, values_of
from kg.errors import KgError
from kg.mapping.draft import Draft
from kg.mapping.values import MAKERS, Slot, concept, pairs_of
from kg.records import Span
from kg.remembering import Remembered
from kg.terms import literal

Writing: TypeAlias = Callable[[Draft, Node, Any], None]
"""Writes a value to a node of a part; raises :class:`Unmappable` if it is of another kind."""

Describing: TypeAlias = Callable[[Draft, Span], str]
"""Writes a stretch of text and gives its node."""

_SINGLE = MAKERS.keys() - {"date"}  # kinds whose values each become one triple

_Made = TypeVar("_Made")


def _write_nothing(draft: Draft, node: Node, value: Any) -> None:
    """Stand where terms are all that is written."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A slot made ready: most values are plain and become one term, and for the others there is a function each.

    :param place: where the value stands in its part, for faults.
    :param terms: gives the one term that a value becomes, none for a blank; it raises ``ValueError`` as
        :func:`pairs_of`.
    :param write: writes a value, where there is no ``terms``.
    """

    place: str
    kind: str
    predicate: str
    terms: Callable[[Any], Values] | None = None
    write: Writing = _write_nothing


def ready(slot: Slot, place: str, describe: Describing, *, exact: bool = False) -> Ready:
    """Make a slot ready.

    :param exact: the values are texts, or whole numbers, or lists of stretches of text, for sure.
    """
    found = Ready(place, slot.value, slot.property)
    if slot.value == "document":
        return replace(found, write=_document(slot))
    if slot.value == "entity":
        return replace(found, write=_entities(slot, place))
    if slot.value == "evidence":
        return replace(found, write=_evidence(slot, place, describe, exact=exact))
    if exact and slot.value in _SINGLE and slot.otherwise is None:
        return replace(found, terms=_terms(slot))
    write = _values(slot)
    return replace(found, write=write if slot.otherwise is None else _counting(slot, place, write))


def write_all(draft: Draft, node: Node, slots: Iterable[Ready], values: Iterable[Any]) -> None:
    """Write the value of each slot, if it has one.

    :raises Unmappable: for a value that is not of its slot's kind.
    """
    _, said = node
    try:
        for slot, value in zip(slots, values, strict=False):
            if not value and (value is None or value == []):
                continue
            terms = slot.terms
            if terms is None:
                slot.write(draft, node, value)
            elif (found := terms(value)) and said.setdefault(slot.predicate, found) is not found:
                draft.say(node, slot.predicate, found)
    except ValueError as error:
        reason = error.reason if isinstance(error, KgError) else str(error)
        raise draft.fail(slot.place, f"bad-{slot.kind}", reason) from error


def unrolled(slots: Sequence[Ready], values: Sequence[str], parameters: str) -> Callable[..., None]:
    """Make the function that writes the values of slots, as :func:`write_all` does, without a loop over the slots.

    For a loop, asking each slot how it writes takes as long as most writing.

    :param values: where the value of each slot is found: an expression of the parameters.
    :param parameters: those of the function after the draft and the node.
    :return: the function. It raises ``ValueError`` for a value that is not of its slot's kind; :func:`write_all` says
        of which.
    """
    source = [f"def write(draft, node, {parameters}):", " said = node[1]"]
    names: dict[str, Any] = {}
    for number, (slot, value) in enumerate(zip(slots, values, strict=True)):
        names |= {f"p{number}": slot.predicate, f"t{number}": slot.terms, f"w{number}": slot.write}
        source.append((_WRITTEN if slot.terms is None else _SAID).format(value=value, number=number))
    exec("\n".join(source), names)  # noqa: S102  # of its text nothing but the names of fields comes from elsewhere
    made: Callable[..., None] = names["write"]
    return made


_WRITTEN = """
 value = {value}
 if value or (value is not None and value != []):
  w{number}(draft, node, value)"""
_SAID = """
 value = {value}
 if value is not None and (found := t{number}(value)) and said.setdefault(p{number}, found) is not found:
  draft.say(node, p{number}, found)"""


def directly(of: Ready, direct: str) -> Ready:
    """Make a slot say its values of the thing itself, too, where the relation holds."""

    def write(draft: Draft, node: Node, value: Any) -> None:
        mine: Node = (node[0], {})
        if of.terms is None:
            of.write(draft, mine, value)
        elif terms := of.terms(value):
            draft.say(mine, of.predicate, terms)
        for predicate, values in mine[1].items():
            draft.say(node, predicate, values)
            if draft.holder is not None:
                thing: Node = (draft.holder, {})
                draft.say(thing, direct, values)
                draft.others.append(thing)

    return Ready(of.place, of.kind, of.predicate, write=write)


def says_nothing(value: Any) -> bool:
    """Whether a value is a blank: null, no text or an empty list."""
    if type(value) is str:
        return not value or value.isspace()
    return value is None or value == []


def _remembered(make: Callable[[Slot, Any], _Made], slot: Slot, kind: type = object) -> Remembered[Any, _Made]:
    """Give what remembers the values of a slot: one for all slots that make the same of them.

    :param kind: the type of the values; 1 is equal to true and to 1.0.
    """
    return _shared(make, replace(slot, field=""), kind)


@lru_cache(maxsize=256)
def _shared(make: Callable[[Slot, Any], _Made], slot: Slot, _: type) -> Remembered[Any, _Made]:
    return Remembered(partial(make, slot))


def _terms(slot: Slot) -> Callable[[Any], Values]:
    if slot.value == "text":
        return _text
    return partial(_single, slot) if slot.value == "url" else _remembered(_single, slot).__getitem__  # urls differ


def _text(value: str) -> Values:
    """Give the term of a text: quicker made than looked for."""
    return () if not value or value.isspace() else (literal(value),)


def _single(slot: Slot, value: Any) -> Values:
    return () if says_nothing(value) else (pairs_of(slot, value)[0][1],)


def _said(slot: Slot, value: Any) -> Sequence[tuple[str, Values]]:
    """Give what a value of any type says, by property."""
    found: dict[str, list[str]] = {}
    for predicate, term in () if says_nothing(value) else pairs_of(slot, value):
        found.setdefault(predicate, []).append(term)
    return tuple((predicate, values_of(terms)) for predicate, terms in found.items())


def _values(slot: Slot) -> Writing:
    """Remember values of any type but lists."""
    remembered = {kind: _remembered(_said, slot, kind) for kind in (str, int, float)}

    def write(draft: Draft, node: Node, value: Any) -> None:
        known = remembered.get(type(value)) if value else None  # not 0.0, which is equal to -0.0
        for predicate, terms in known[value] if known is not None else _said(slot, value):
            if len(terms) > 1 or node[1].setdefault(predicate, terms) is not terms:
                draft.say(node, predicate, terms)

    return write


def _counting(slot: Slot, place: str, write_values: Writing) -> Writing:
    """Write concepts, and count the words that the scheme lacks."""

    def write(draft: Draft, node: Node, value: Any) -> None:
        write_values(draft, node, value)
        if not says_nothing(value):
            for word in value if isinstance(value, list) else (value,):
                if concept(slot, word) is None:
                    draft.context.ignored[f"{place}={word!s:.60}"] += 1

    return write


def _document(slot: Slot) -> Writing:
    predicate = slot.property

    def write(draft: Draft, node: Node, value: Any) -> None:
        found = (draft.context.document,)
        if not says_nothing(value) and node[1].setdefault(predicate, found) is not found:
            draft.say(node, predicate, found)

    return write


def _entities(slot: Slot, place: str) -> Writing:
    predicate = slot.property

    def write(draft: Draft, node: Node, value: Any) -> None:
        if type(value) is list:
            found = values_of([point(draft, id) for id in value])
        elif says_nothing(value):
            return
        else:
            found = (point(draft, value),)
        if len(found) > 1 or node[1].setdefault(predicate, found) is not found:
            draft.say(node, predicate, found)

    def point(draft: Draft, id: Any) -> str:
        thing = draft.context.things.get(id) if type(id) is str else None
        if thing is None:
            raise draft.fail(place, "dangling-id", f"no entity has the id {id!r:.80}")
        term, pointer = thing
        draft.needs.add(pointer)
        return term

    return write


def _evidence(slot: Slot, place: str, describe: Describing, *, exact: bool) -> Writing:
    predicate = slot.property

    def write(draft: Draft, node: Node, value: Any) -> None:
        if not exact:
            if says_nothing(value):
                return
            if type(value) is not list or not all(type(span) is Span for span in value):
                raise draft.fail(place, "bad-evidence", "only mentions and evidence hold stretches of text")
        nodes = [describe(draft, span) for span in value]
        found = (nodes[0],) if len(nodes) == 1 else values_of(nodes)
        if len(nodes) > 1 or node[1].setdefault(predicate, found) is not found:
            draft.say(node, predicate, found)

    return write
