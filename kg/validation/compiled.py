"""The compiled validator: says what pySHACL says, at the speed of the mapping.

Compiled shapes decide whether there is anything to find. What they find is written here where it is plain how pySHACL
would write it, and by pySHACL itself for just those shapes and nodes where it is not.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from rdflib import SH, Graph

from kg.descriptions import Descriptions
from kg.profile import Profile
from kg.terms import Triple
from kg.validation.compiledshape import CompiledShape
from kg.validation.compiler import Compiler
from kg.validation.constraints import Constraint, Offence
from kg.validation.datagraph import Background, DataGraph
from kg.validation.lexical import Undecided, tag_of
from kg.validation.nodes import node_of, term_of
from kg.validation.paths import path_text
from kg.validation.plan import Plan, Suspect
from kg.validation.promises import NOTHING, Promises
from kg.validation.reference import ReferenceValidator
from kg.validation.results import Result, in_order
from kg.validation.shapes import DOCUMENT
from kg.validation.targets import Target, read_target


class CompiledValidator:
    """Judges graphs by the shapes of one scope of a profile, as :class:`ReferenceValidator` does.

    :param promises: what is known of the values of properties in each graph that is judged: see :func:`promises_of`.
    :raises ProfileError: when first used, if the profile's ontology or shapes cannot be read or applied.
    """

    def __init__(self, profile: Profile, scope: str = DOCUMENT, promises: Promises = NOTHING) -> None:
        self.reference = ReferenceValidator(profile, scope)
        self._promises = promises

    def validate(self, triples: Iterable[Triple]) -> list[Result]:
        """Judge a graph given as triples, their terms as :mod:`kg.terms` writes them."""
        return self.judged(Descriptions.of(triples), self._plan)

    def judged(self, triples: Descriptions, plan: Plan) -> list[Result]:
        """Judge a graph by a plan of :meth:`plan_of`."""
        graph = DataGraph(triples, self.background)
        suspects = plan.suspects(graph)
        return self._results(graph, triples, suspects) if suspects else []

    def suspects(self, triples: Descriptions, plan: Plan) -> set[str | None]:
        """Name the nodes at which something may be found; None if that is not known."""
        return {focus for _, focus in plan.suspects(DataGraph(triples, self.background))}

    def plan_of(self, targets: Sequence[Target]) -> Plan:
        """Make a plan of some of the targets."""
        known = self.background.predicates
        promises = {name: sorts for name, sorts in self._promises.items() if name not in known}
        return Plan(targets, self.background, self._compiler.telling, promises)

    @cached_property
    def handed_over(self) -> tuple[str, ...]:
        """The shapes that are not compiled, so that pySHACL judges every node they look at."""
        self._plan  # noqa: B018  # compiles them
        return tuple(sorted({self.reference.name(node) for node in self._compiler.handed_over}))

    @cached_property
    def _compiler(self) -> Compiler:
        return Compiler(self.reference.prepared.graph, self.reference.prepared.shapes)

    @cached_property
    def background(self) -> Background:
        """The triples that every graph is judged with."""
        return Background((term_of(s), term_of(p), term_of(o)) for s, p, o in self.reference.background)

    @cached_property
    def targets(self) -> list[Target]:
        """The shapes that find nodes by themselves, with their targets."""
        shapes = [self._compiler.compiled_or_handed_over(shape.node) for shape in self.reference.targeting]
        return [read_target(shape) for shape in shapes]

    @cached_property
    def _plan(self) -> Plan:
        return self.plan_of(self.targets)

    def _results(self, graph: DataGraph, triples: Descriptions, suspects: list[Suspect]) -> list[Result]:
        judge = Judge(self.reference, triples)
        return in_order([result for shape, focus in suspects for result in self._found(graph, judge, shape, focus)])

    def _found(self, graph: DataGraph, judge: "Judge", shape: CompiledShape, focus: str | None) -> Iterable[Result]:
        if focus is None:
            return judge.results(shape.source)
        try:
            return list(self._written(graph, shape, focus))
        except Undecided:
            return judge.results(shape.source, focus)

    def _written(self, graph: DataGraph, shape: CompiledShape, focus: str) -> Iterator[Result]:
        for constraint, offence in shape.offences(graph, focus):
            yield self._result(shape, focus, constraint, offence)
        for below in shape.properties:
            for value in shape.values(graph, focus):
                yield from self._written(graph, below, value)

    def _result(self, shape: CompiledShape, focus: str, constraint: Constraint, offence: Offence) -> Result:
        """Write a result. :raises Undecided: if pySHACL would say more than the shape and the terms do."""
        message = _message(shape.source)
        if tag_of(focus) or (offence.value and tag_of(offence.value)):
            raise Undecided
        return Result(
            term_of(node_of(focus)),
            offence.path or (path_text(self._compiler.graph, shape.source.path()) if shape.path else None),
            None if offence.value is None else term_of(node_of(offence.value)),
            constraint.component,
            str(shape.source.severity).removeprefix(str(SH)),
            message,
            self.reference.name(shape.source.node),
        )


class Judge:
    """pySHACL, for single shapes and nodes of one graph, which is built when first needed."""

    def __init__(self, reference: ReferenceValidator, triples: Descriptions) -> None:
        self._reference = reference
        self._triples = triples

    def results(self, shape: Any, focus: str | None = None) -> list[Result]:
        """Judge one node by one shape; without a node, all that the shape looks at."""
        nodes = None if focus is None else [node_of(focus)]
        return self._reference.results(self._reference.found(shape, self._graph, nodes))

    @cached_property
    def _graph(self) -> Graph:
        return self._reference.graph((node_of(s), node_of(p), node_of(o)) for s, p, o in self._triples)


def _message(source: Any) -> str:
    messages = sorted(str(message) for message in source.message)
    if not messages:
        raise Undecided  # pySHACL words its own
    return " ".join(messages)
