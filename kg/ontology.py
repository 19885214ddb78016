"""What a profile's ontology declares: its classes with their superclasses, its properties, concepts and datatypes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import ProfileError

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True)
class Ontology:
    """The declarations of an ontology file, as sets of full IRIs."""

    types: dict[str, frozenset[str]]
    """What each IRI is declared as: ``owl:Class``, ``owl:ObjectProperty``, ``skos:Concept`` …"""
    superclasses: dict[str, frozenset[str]]
    """The direct superclasses of each class."""
    concepts: dict[str, dict[str, str]]
    """Scheme -> label of a concept, in any language, case folded -> its IRI."""

    def _declared(self, *kinds: str) -> frozenset[str]:
        return frozenset(iri for iri, types in self.types.items() if not types.isdisjoint(kinds))

    @cached_property
    def classes(self) -> frozenset[str]:
        """Every class."""
        return self._declared(_OWL + "Class")

    @cached_property
    def object_properties(self) -> frozenset[str]:
        """Every property whose values are IRIs."""
        return self._declared(_OWL + "ObjectProperty")

    @cached_property
    def literal_properties(self) -> frozenset[str]:
        """Every property whose values are literals, annotation properties among them."""
        return self._declared(_OWL + "DatatypeProperty", _OWL + "AnnotationProperty")

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every IRI that is declared as anything."""
        return frozenset(self.types)

    def ancestors(self, iri: str) -> frozenset[str]:
        """Give the class and all its superclasses."""
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            if (current := waiting.pop()) not in found:
                found.add(current)
                waiting.extend(self.superclasses.get(current, ()))
        return frozenset(found)


def read_ontology(path: Path) -> Ontology:
    """Read an ontology in Turtle.

    :raises ProfileError: if it does not parse, with file and line.
    """
    types: defaultdict[str, set[str]] = defaultdict(set)
    supers: defaultdict[str, set[str]] = defaultdict(set)
    schemes: defaultdict[str, set[str]] = defaultdict(set)
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for quad in _quads(path):
        subject, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(subject, NamedNode):
            continue
        if predicate == _RDF + "type" and isinstance(value, NamedNode):
            types[subject.value].add(value.value)
        elif predicate == _RDFS + "subClassOf" and isinstance(value, NamedNode):
            supers[subject.value].add(value.value)
        elif predicate == _SKOS + "inScheme" and isinstance(value, NamedNode):
            schemes[value.value].add(subject.value)
        elif predicate == _RDFS + "label" and isinstance(value, Literal):
            labels[subject.value].add(value.value.casefold())
    return Ontology(
        {iri: frozenset(kinds) for iri, kinds in types.items()},
        {iri: frozenset(classes) for iri, classes in supers.items()},
        {
            scheme: {label: iri for iri in sorted(members) for label in sorted(labels[iri])}
            for scheme, members in schemes.items()
        },
    )


def _quads(path: Path) -> Iterator[Quad]:
    try:
        yield from parse(path=path, format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise ProfileError(f"the ontology does not parse: {error.msg}", where=f"{path}:{error.lineno}") from error
