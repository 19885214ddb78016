"""Which entities reviewers said to be one thing, whatever their names, and which two, in spite of theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.errors import DecisionError


class Judgement(NamedTuple):
    """That two entities are one thing, or with ``apart`` two. The one that is meant gives its IRI to both."""

    entity: str
    meant: str
    apart: bool = False


@dataclass(frozen=True)
class Sameness:
    """Judgements, put together. IRIs are texts, those that entities have without a link.

    :param joined: each IRI that is joined to others -> the IRI of all of them.
    :param split: the IRIs that an entity has in its document and by its name, where it is not what its name says.
    """

    joined: Mapping[str, str] = field(default_factory=dict)
    split: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.joined or self.split)

    def of(self, iri: str) -> str:
        """Give the IRI of a thing that is joined to others, else its own."""
        return self.joined.get(iri, iri)

    def named(self, own: str, name: str | None) -> str:
        """Give the IRI of an entity.

        :param own: its IRI within its document.
        :param name: its IRI by a name that is global, if it has one.
        """
        return self.of(own if name is None or (own, name) in self.split else name)


def put_together(judgements: Iterable[Judgement], where: str) -> Sameness:
    """Put judgements together, in any order: what is the same as the same thing is the same.

    :raises DecisionError: if two entities are said to be one thing and also two.
    """
    judgements = list(judgements)
    joins = sorted({one for one in judgements if not one.apart and one.entity != one.meant})
    apart = {(one.entity, one.meant) for one in judgements if one.apart}
    groups = _groups(joins)
    joined = {iri: _meant(group, joins) for group in groups.values() for iri in group}
    found = Sameness(dict(sorted(joined.items())), frozenset(apart))
    for entity, other in sorted(apart):
        if found.of(entity) == found.of(other):
            raise DecisionError(f"{entity} is said to be {other}, and not to be", where=where, hint="keep one")
    return found


def _groups(joins: Iterable[Judgement]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for one in joins:
        group = groups.get(one.entity, {one.entity}) | groups.get(one.meant, {one.meant})
        groups.update(dict.fromkeys(group, group))
    return groups


def _meant(group: set[str], joins: Iterable[Judgement]) -> str:
    """The one that is said to be none of the others; of several, or in a ring, the first in order."""
    ends = group - {one.entity for one in joins}
    return min(ends or group)
