"""What is said about things, gathered from the rows of the query ``explain`` and told in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.queries.results import Row, Table, lexical, plain_rows
from kg.terms import RDF_TYPE

_QUOTED = "evidence"
_FIRST = ("edtf", "type", "ofKind", "modality")
# bounds that repeat the date, and offsets of mentions, tell a reader nothing
_REPEATED = frozenset({"date", "earliest", "latest", "mention"})
_UNTOLD = frozenset({*_FIRST, _QUOTED, *_REPEATED, "label"})


@dataclass(frozen=True)
class Fact:
    """All that is said about one thing or report: property name -> what it says, in words."""

    about: str
    said: dict[str, tuple[str, ...]]

    @property
    def is_report(self) -> bool:
        """Whether it tells of an event or relation, and does not describe a thing."""
        return "modality" in self.said

    @property
    def head(self) -> str:
        """Name it in a line: date, kind and modality of a report; label and class of a thing."""
        words = [" / ".join(self.said[name]) for name in ("label", *_FIRST) if self.said.get(name)]
        return ", ".join(words) or self.about

    def lines(self) -> Iterator[str]:
        """Tell what it says, a line for each property; its quotes come last."""
        for name, values in self.said.items():
            if name not in _UNTOLD:
                yield f"{name}: {'; '.join(values)}"
        yield from (f"“{quote}”" for quote in self.said.get(_QUOTED, ()))


def facts_of(answer: Table) -> list[Fact]:
    """Gather rows into facts: things first, then reports by date.

    :param answer: has the columns about, property and value.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for row, plain in zip(answer.rows, plain_rows(answer), strict=True):
        said = found.setdefault(plain[0], {})
        said.setdefault(_name(row), []).append(_words(row, plain[2]))
    facts = (
        Fact(about, {name: tuple(sorted(set(said[name]))) for name in sorted(said)}) for about, said in found.items()
    )
    return sorted(facts, key=lambda fact: (fact.is_report, fact.said.get("edtf", ("~",)), fact.about))


def differences(old: Sequence[Fact], new: Sequence[Fact]) -> Iterator[tuple[str, Fact, list[str]]]:
    """Compare two tellings: yield ``+``, ``-`` or ``~``, the fact, and the lines that differ."""
    before, after = ({fact.about: fact for fact in facts} for facts in (old, new))
    for about in sorted(before.keys() | after.keys()):
        match before.get(about), after.get(about):
            case None, Fact() as added:
                yield "+", added, [f"+ {line}" for line in added.lines()]
            case Fact() as gone, None:
                yield "-", gone, [f"- {line}" for line in gone.lines()]
            case Fact() as one, Fact() as other if one != other:
                yield "~", other, list(_changed(one, other))


def _changed(old: Fact, new: Fact) -> Iterator[str]:
    for name in sorted((old.said.keys() | new.said.keys()) - _REPEATED):
        before, after = (fact.said.get(name, ()) for fact in (old, new))
        yield from (f"- {name}: {value}" for value in before if value not in after)
        yield from (f"+ {name}: {value}" for value in after if value not in before)


def _name(row: Row) -> str:
    return "type" if row[1] == RDF_TYPE else _local(lexical(row[1]))


def _words(row: Row, plain: str) -> str:
    """Shorten the names of classes, kinds and modalities, which have no label in the data."""
    node = row[3] if len(row) > 3 else None
    return _local(plain) if node and node.startswith("<") and lexical(node) == plain and "#" in plain else plain


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def without_things(facts: Iterable[Fact]) -> list[Fact]:
    """Leave out what describes things."""
    return [fact for fact in facts if fact.is_report]
