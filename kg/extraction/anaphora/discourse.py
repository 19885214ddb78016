"""What a text has spoken of so far, and how much it stands out."""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from spacy.tokens import Token

Ids = tuple[str, ...]

_WINDOW: Final = 60
_PERSONS: Final = 50

# How much a place in the sentence stands out; what is not listed counts 5.
_WEIGHTS: Final = {
    "nsubj": 30,
    "nsubjpass": 28,
    "ROOT": 20,
    "dobj": 14,
    "dative": 14,
    "agent": 16,
    "pobj": 10,
    "attr": 12,
    "poss": 6,
    "compound": 3,
    "nmod": 3,
}
_CLIMB: Final = 24
_OTHER: Final = 5
_SUBORDINATE: Final = 6
_PER_SENTENCE: Final = 26
_PARALLEL: Final = 6
SUBJECT: Final = 22
TAKES_PART: Final = 8


class Trace(NamedTuple):
    """Things that a token stood for."""

    ids: Ids
    token: int
    sentence: int
    weight: int


def weight(token: Token) -> int:
    """How much a token's place in its sentence stands out."""
    place = token
    for _ in range(_CLIMB):
        if place.dep_ not in ("conj", "appos"):
            break
        place = place.head
    value = _WEIGHTS.get(place.dep_, _OTHER)
    if place.dep_ == "pobj":
        value = _prepositional(place.head)
    if place.dep_ in ("nsubj", "nsubjpass") and place.head.dep_ not in ("ROOT", "conj", "ccomp"):
        value -= _SUBORDINATE
    return value


def _prepositional(link: Token) -> int:
    """Who is talked with takes part as who is met does; of whom a noun speaks does not."""
    if link.dep_ == "agent":
        return _WEIGHTS["agent"]
    if link.lower_ in ("with", "between") or link.head.pos_ in ("VERB", "AUX"):
        return _WEIGHTS["pobj"]
    return _WEIGHTS["poss"]


class Discourse:
    """The last things spoken of, in a window, so that looking back costs the same anywhere in a text."""

    def __init__(self) -> None:
        self._traces: deque[Trace] = deque(maxlen=_WINDOW)
        self._persons: OrderedDict[str, None] = OrderedDict()
        self._last: dict[str, Ids] = {}
        self._counts: dict[str, int] = {}
        self._order: dict[str, int] = {}

    def add(self, trace: Trace) -> None:
        """Remember that things were spoken of."""
        self._traces.append(trace)
        for name in trace.ids:
            self._order[name] = trace.token
            self._counts[name] = self._counts.get(name, 0) + 1

    def add_person(self, name: str) -> None:
        """Remember a person as the last one."""
        self._persons[name] = None
        self._persons.move_to_end(name)
        if len(self._persons) > _PERSONS:
            self._persons.popitem(last=False)

    def persons(self) -> Iterator[str]:
        """The last persons, the latest first."""
        return reversed(self._persons)

    def standing(self, name: str) -> tuple[int, int]:
        """How much a person stands out in the text so far: by how often it was spoken of, then by being the last."""
        return self._counts.get(name, 0), self._order.get(name, 0)

    def mark(self, key: str, ids: Ids) -> None:
        """Remember things as the last ones of a kind."""
        self._last[key] = ids

    def last(self, key: str) -> Ids:
        """The last things of a kind, if any."""
        return self._last.get(key, ())

    def traces(self, since: int) -> Iterator[Trace]:
        """What was spoken of from a sentence on, the latest first."""
        for trace in reversed(self._traces):
            if trace.sentence < since:
                return
            yield trace

    def best(self, token: Token, sentence: int, reach: int, worth: Callable[[Ids], int]) -> Ids:
        """The things that stand out most for a pronoun.

        :param worth: how well things fit it; 0 if they do not.
        """
        parallel = _PARALLEL if token.dep_ in ("nsubj", "nsubjpass", "poss") else 0
        ranked = [
            (self._rank(trace, sentence, parallel) + value, trace.token, trace.ids)
            for trace in self.traces(sentence - reach)
            if trace.token != token.i and (value := worth(trace.ids))
        ]
        return max(ranked)[2] if ranked else ()

    def _rank(self, trace: Trace, sentence: int, parallel: int) -> int:
        often = min(5, min(self._counts[name] for name in trace.ids))
        return (
            trace.weight
            + (parallel if trace.weight >= SUBJECT else 0)
            + often
            - _PER_SENTENCE * (sentence - trace.sentence)
        )
