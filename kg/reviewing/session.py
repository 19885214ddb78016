"""A review: cases are decided one by one, any answer can be taken back, and decisions never contradict."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.errors import DecisionError
from kg.linking.outcome import AMBIGUOUS
from kg.linking.sssom import Mapping as Row
from kg.linking.sssom import Verdict
from kg.pipeline.decided import Decided
from kg.reviewing.cases import Case, Occurrence, cases

_STEPS_BACK = 200
_UNDECIDED = Verdict(None, decided=False, rejected=frozenset())


class _Step(NamedTuple):
    """What was before an answer."""

    subject: str
    decided: Decided
    skipped: frozenset[str]


class Session:
    """The state of a review.

    :param found: the entities of the records.
    :param decided: what was decided before.
    :param author: who answers, as a CURIE or IRI.
    :param outcomes: the outcomes that are asked about.
    """

    def __init__(
        self, found: Iterable[Occurrence], decided: Decided, author: str, outcomes: Iterable[str] = (AMBIGUOUS,)
    ) -> None:
        self._found = list(found)
        self._author = author
        self._outcomes = frozenset(outcomes)
        self._skipped: frozenset[str] = frozenset()
        self._steps: deque[_Step] = deque(maxlen=_STEPS_BACK)
        self._asked: str | None = None  # a case that is asked about next, whatever its outcome
        self.decided = decided
        self.cases = cases(self._found, decided.sameness)

    @property
    def case(self) -> Case | None:
        """The case to answer next; None at the end."""
        if self._asked in self.cases and self._is_open(self.cases[self._asked]):
            return self.cases[self._asked]
        return next(iter(self.waiting()), None)

    def waiting(self) -> list[Case]:
        """Give the cases that are still to be answered."""
        return [
            case
            for case in self.cases.values()
            if case.outcome in self._outcomes and self._is_open(case) and case.subject not in self._skipped
        ]

    def verdict(self, case: Case) -> Verdict:
        """Give what is decided about the item of a case."""
        return self.decided.said.get(case.subject, _UNDECIDED)

    def accept(self, case: Case, item: str, label: str) -> None:
        """Decide for an item. :raises DecisionError: if it was rejected before."""
        self._decide(case, [self._row(case, item, label)])

    def reject(self, case: Case, items: Sequence[tuple[str, str]]) -> None:
        """Decide that it is none of these items, each with its label; the case stays open."""
        self._decide(case, [self._row(case, *one)._replace(rejected=True) for one in items])
        self._asked = case.subject

    def none(self, case: Case) -> None:
        """Decide that there is no item."""
        self._decide(case, [self._row(case, None)])

    def skip(self, case: Case) -> None:
        """Leave a case for a later review."""
        self._note(case)
        self._skipped |= {case.subject}
        self._asked = None

    def join(self, case: Case, other: Case) -> None:
        """Decide that two cases are one thing, by the IRI of the other.

        :raises DecisionError: if they were told apart, or have two items.
        """
        self._decide(case, [self._row(case, None, other.name)._replace(thing=other.subject)])
        self._asked = self.decided.sameness.of(other.subject)

    def split(self, case: Case, chosen: Iterable[Occurrence]) -> None:
        """Decide that these entities are none of the thing that they were taken for; each belongs to its document.

        :raises DecisionError: if one belongs to its document alone as it is.
        """
        rows = [row for one in chosen for row in self._apart(case, one)]
        gone = {(row.subject, row.thing) for row in rows if not row.rejected}
        kept = [row for row in self.decided.rows if (row.subject, row.thing) not in gone or not row.author]
        self._change(case, [*kept, *(row for row in rows if row.rejected)])

    def back(self) -> bool:
        """Take the last answer back, and ask it again; False if there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        self._asked, self._skipped = step.subject, step.skipped
        self._take(step.decided)
        return True

    def _is_open(self, case: Case) -> bool:
        return not self.verdict(case).decided

    def _apart(self, case: Case, one: Occurrence) -> list[Row]:
        """The row that tells an entity apart from its name; of one that was joined by itself, that is to go."""
        same = self.decided.sameness
        row = self._row(case, None)._replace(subject=one.own, label=one.name, comment=_around(one))
        if one.by_name is not None and (one.own, one.by_name) not in same.split:
            return [row._replace(thing=one.by_name, item_label=one.name, rejected=True)]
        joins = [each for each in self.decided.rows if each.author and each.thing and not each.rejected]
        mine = [row._replace(thing=each.thing) for each in joins if each.subject == one.own]
        if not mine:
            raise DecisionError(f"{one.name} in {one.document} is taken for nothing else")
        return mine

    def _row(self, case: Case, item: str | None, label: str = "") -> Row:
        comment = _around(case.occurrences[0])
        return Row(case.subject, case.name, item, label, author=self._author, comment=comment)

    def _decide(self, case: Case, rows: list[Row]) -> None:
        self._change(case, [*self.decided.rows, *rows])

    def _change(self, case: Case, rows: list[Row]) -> None:
        decided = replace(self.decided, rows=rows)
        theirs, ours = [row for row in rows if not row.author], [row for row in rows if row.author]
        decided = replace(decided, rows=[*ours, *decided.open_rows(theirs)])
        _ = decided.said  # a contradiction is refused before anything changes
        self._note(case)
        self._asked = None
        self._take(decided)

    def _note(self, case: Case) -> None:
        self._steps.append(_Step(case.subject, self.decided, self._skipped))

    def _take(self, decided: Decided) -> None:
        if decided.sameness != self.decided.sameness:
            self.cases = cases(self._found, decided.sameness)
        self.decided = decided


def _around(one: Occurrence) -> str:
    return f"{one.document}: {one.sentence}"
