"""Questions: what is left to ask of a node of a kind after all that follows from the kind itself is settled."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from kg.validation.datagraph import DataGraph
from kg.validation.propertypaths import Walk

Check: TypeAlias = Callable[[DataGraph, str, Collection[str]], bool]
"""Whether nothing is found at a focus node with these value nodes."""


class OfTerms(NamedTuple):
    """A question of the values of a property, one by one, that their terms decide.

    :param known: terms that are known to be well.
    """

    predicate: str
    test: Callable[[str], bool]
    known: set[str]


class Question(NamedTuple):
    """Whether nothing is found at a node, with the value nodes that ``walk`` finds.

    :param predicate: the property whose values these are, if it is but one.
    :param of_terms: the same question, if the terms of the values decide.
    """

    predicate: str | None
    walk: Walk
    holds: Check
    of_terms: OfTerms | None = None

    def answered(self, graph: DataGraph, node: str) -> bool:
        """Ask it. It raises Undecided if only pySHACL can say."""
        return self.holds(graph, node, self.walk(graph, node))


Questions: TypeAlias = list[Question] | None
"""Nothing is found where all of them are answered well; None: something is found in any case."""


def itself(_: DataGraph, node: str) -> Collection[str]:
    """Walk nowhere."""
    return (node,)


def at_node(conforms: Callable[[DataGraph, str], bool]) -> Question:
    """Make a question of the node as a whole."""
    return Question(None, itself, lambda graph, node, _: conforms(graph, node))


NEVER = at_node(lambda _, __: False)


def together(parts: Iterable[Questions]) -> Questions:
    """Ask all that the parts ask."""
    found: list[Question] = []
    for part in parts:
        if part is None:
            return None
        found += part
    return found


def any_of(parts: Sequence[list[Question]], *, lazily: bool) -> Questions:
    """Ask whether all is well with one of the parts.

    :param lazily: whether the others need not be asked then.
    """
    if len(parts) < 2:
        return parts[0] if parts else None

    def first(graph: DataGraph, node: str) -> bool:
        for part in parts:  # noqa: SIM110  # a generator takes longer than the work
            if _asked(part, graph, node):
                return True
        return False

    def all_the_same(graph: DataGraph, node: str) -> bool:
        return any([_asked(part, graph, node) for part in parts])  # noqa: C419  # pySHACL may break off at any

    return [at_node(first if lazily else all_the_same)]


def _asked(part: list[Question], graph: DataGraph, node: str) -> bool:
    for question in part:  # noqa: SIM110
        if not question.answered(graph, node):
            return False
    return True
