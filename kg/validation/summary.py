"""What only a whole corpus can show, found without ever having all of it: from a summary of each node.

A shape whose verdict on a node hangs on nothing but some properties of that node, in either direction, needs no more of
a graph than these. They are taken from each document's graph as entries. The entries of one node from all documents are
brought together, and the node is judged by them alone, with the results of the whole graph. To put two summaries
together is to merge their entries.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from kg.descriptions import Descriptions, Node
from kg.mapping import Mapping, Part
from kg.profile import Profile
from kg.remembering import Remembered
from kg.terms import RDF_TYPE, Triple
from kg.validation.compiled import CompiledValidator
from kg.validation.compiledshape import CompiledShape
from kg.validation.datagraph import SUBCLASS_OF, Background
from kg.validation.entries import IN, OUT, Entry
from kg.validation.lexical import Undecided, tag_of
from kg.validation.mapped import promises_of
from kg.validation.nodes import node_of, term_of
from kg.validation.once import Once
from kg.validation.plan import Plan
from kg.validation.promises import Sort
from kg.validation.propertypaths import Edge
from kg.validation.results import Result, in_order
from kg.validation.shapes import CORPUS
from kg.validation.spoken import Spoken, SpokenBy, spoken_by
from kg.validation.targets import Target

_MOST_CLASSES = 10_000

_ANY = "<urn:x-any>"

_LookedAt: TypeAlias = tuple[str, bool, bool]
_CLASS_ALONE: list[_LookedAt] = [(RDF_TYPE, True, False)]


class Summarizer:
    """Takes from documents what the shapes of corpus scope look at, and judges all of it together.

    :param mapping: what all documents are mapped by, each once; without it, graphs may be of any origin.
    """

    def __init__(self, profile: Profile, mapping: Mapping | None = None) -> None:
        self._validator = CompiledValidator(profile, CORPUS)
        self._mapping = mapping

    def entries(self, triples: Iterable[Triple]) -> list[Entry]:
        """Summarize a document's graph."""
        return self._entries(Descriptions.of(triples).nodes.items())

    def entries_of(self, parts: Iterable[Part]) -> list[Entry]:
        """Summarize a document that was mapped, by its parts."""
        own, others = self._heeded
        classed, is_well = self._only_classed, self._is_well
        said: list[Node] = []
        for part in parts:
            # nothing is kept of a node that has one class wherever it is, but where more is said of it, and then both
            is_known = part.one_class and classed[tuple(part.said)] and is_well[tuple(part.said[RDF_TYPE])]
            if part.kind in own and not is_known:
                said.append((part.subject, part.said))
            if part.kind in others:
                said += part.others
        return self._entries(said)

    def _entries(self, nodes: Iterable[Node]) -> list[Entry]:
        wanted, looked_at = self._wanted, self._looked_at
        found: list[Entry] = []
        for node, said in nodes:
            for predicate, outward, inward in looked_at[tuple(said)]:
                for value in said[predicate]:
                    if predicate == RDF_TYPE and not wanted[value]:
                        continue
                    spelt = _spelt(value) if value[0] == '"' else value
                    if outward:
                        found.append((node, OUT, predicate, spelt))
                    if inward:
                        found.append((spelt, IN, predicate, node))
        return found

    def results(self, batches: Iterable[Collection[Entry]]) -> list[Result]:
        """Judge a corpus by the entries of all its documents, those of one node in one batch, each once."""
        return in_order(result for batch in batches for result in self._judged(batch))

    @cached_property
    def left_out(self) -> tuple[str, ...]:
        """The shapes that need more than a summary: only ``kg validate`` judges by them."""
        kept = {id(target) for target in self._local}
        names = {
            self._validator.reference.name(target.shape.source.node)
            for target in self._validator.targets
            if id(target) not in kept
        }
        return tuple(sorted(names))

    def prepare(self) -> None:
        """Read the profile's shapes now. :raises ProfileError: if they cannot be applied."""
        _ = self._plan, self._looked_at, self._heeded, self._only_classed

    @cached_property
    def _local(self) -> list[Target]:
        """The targets whose nodes can be judged by a summary."""
        if self._mapping is not None and SUBCLASS_OF in self._mapping.properties:
            return []
        return [target for target in self._validator.targets if self._is_local(target)]

    @cached_property
    def _targets(self) -> list[Target]:
        """Those of them whose shapes may find something."""
        if self._ruled is None:
            return self._local
        once = Once(self._ruled, self._spoken, self._validator.background)
        return [target for target in self._local if not once.settles(target)]

    @cached_property
    def _ruled(self) -> Mapping | None:
        """The mapping, if a node has no other classes than the rules for its part give it."""
        return None if self._mapping is None or RDF_TYPE in self._mapping.properties else self._mapping

    @cached_property
    def _spoken(self) -> dict[str, SpokenBy]:
        return spoken_by(self._mapping) if self._mapping is not None else {}

    @cached_property
    def _heeded(self) -> tuple[frozenset[str], frozenset[str]]:
        """The kinds of parts that may say anything that is looked at: of their own nodes, and of others."""
        own = frozenset(kind for kind, said in self._spoken.items() if self._is_looked_at(said.own))
        return own, frozenset(kind for kind, said in self._spoken.items() if self._is_looked_at(said.others))

    def _is_looked_at(self, said: Spoken) -> bool:
        return any(edge.predicate in said.properties for edge in self._edges) or any(
            map(self._wanted.__getitem__, said.classes)
        )

    @cached_property
    def _only_own_nodes(self) -> bool:
        """Whether all that is looked at of a node stands in the parts whose own it is, and its class in their rules."""
        if self._ruled is None:
            return False
        _, others = self._heeded
        inward = {edge.predicate for edge in self._edges if edge.inward}
        known = promises_of(self._ruled)
        return not others and all(sort.kind == '"' for name in inward for sort in known.get(name, (Sort(),)))

    @cached_property
    def _only_classed(self) -> Remembered[tuple[str, ...], bool]:
        """Gives whether of a node with these properties its class is looked at and nothing else, wherever it is."""
        looked_at, only_own = self._looked_at, self._only_own_nodes
        return Remembered(lambda predicates: only_own and looked_at[predicates] == _CLASS_ALONE)

    @cached_property
    def _is_well(self) -> Remembered[tuple[str, ...], bool]:
        """Gives whether nothing is found at a node of these classes of which nothing else is said."""

        def is_well(types: tuple[str, ...]) -> bool:
            return not self._validator.suspects(Descriptions({_ANY: {RDF_TYPE: types}}, set()), self._plan)

        return Remembered(is_well)

    @cached_property
    def _plan(self) -> Plan:
        return self._validator.plan_of(self._targets)

    @cached_property
    def _edges(self) -> frozenset[Edge]:
        looked_at = (target.shape.edges() or frozenset() for target in self._targets)
        return frozenset().union(*looked_at, *(target.edges() for target in self._targets))

    @cached_property
    def _looked_at(self) -> Remembered[tuple[str, ...], list[_LookedAt]]:
        """Gives the properties that are looked at of a node that has these: from its own end, and from the other."""
        edges = self._edges

        def looked_at(predicates: tuple[str, ...]) -> list[_LookedAt]:
            ends = ((name, Edge(name) in edges, Edge(name, inward=True) in edges) for name in predicates)
            return [(name, outward, inward) for name, outward, inward in ends if outward or inward]

        return Remembered(looked_at)

    def _is_local(self, target: Target) -> bool:
        """Whether what is said of a node decides, and no node of the background is one of these."""
        if target.whole or target.nodes or target.shape.edges() is None:
            return False
        background = self._validator.background
        hit = (
            target.hits(said, frozenset().union(*map(background.ancestors, said.get(RDF_TYPE, ()))))
            for said in background.nodes.values()
        )
        return not any(hit) and target.objects_of.isdisjoint(background.predicates)

    @cached_property
    def _wanted(self) -> "_Wanted":
        return _Wanted(self._targets, self._validator.background)

    def _judged(self, batch: Collection[Entry]) -> Iterator[Result]:
        suspects = self._validator.suspects(_graph_of(batch), self._plan)
        if None not in suspects:  # what is said of other nodes need not be read again, and by a slower judge
            batch = [entry for entry in batch if entry[0] in suspects]
        if suspects:
            whole = {term_of(node_of(entry[0])) for entry in batch}  # of other nodes only a part is here
            results = self._validator.judged(_graph_of(batch), self._plan)
            yield from (result for result in results if result.focus in whole)


def _graph_of(batch: Iterable[Entry]) -> Descriptions:
    return Descriptions.of(
        (node, predicate, other) if way == OUT else (other, predicate, node) for node, way, predicate, other in batch
    )


class _Wanted(dict[str, bool]):
    """Whether it makes a difference that a node is of a class, for each class that was asked for."""

    def __init__(self, targets: Sequence[Target], background: Background) -> None:
        self._targets, self._background = targets, background

    def __missing__(self, kind: str) -> bool:
        above = self._background.ancestors(kind)
        targeted = any(not target.classes.isdisjoint(above) for target in self._targets)
        found = targeted or any(_heeds(target.shape, kind) for target in self._targets)
        if len(self) < _MOST_CLASSES:
            self[kind] = found
        return found


def _heeds(shape: CompiledShape, kind: str) -> bool:
    """Whether a class of a node may change the verdict on it."""
    if shape.path is None:
        own = any(Edge(RDF_TYPE) in (one.edges(at_focus=True) or ()) for one in shape.constraints)
        return own or any(_heeds(below, kind) for below in shape.properties)
    if shape.path.predicate != RDF_TYPE:
        return Edge(RDF_TYPE) in (shape.edges() or ())
    try:
        return not all(one.ignores(kind) for one in shape.constraints)
    except Undecided:
        return True


def _spelt(term: str) -> str:
    """Spell a term as all terms of the same value are."""
    return term_of(node_of(term)) if tag_of(term) else term
