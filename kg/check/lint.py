"""A profile's files against one another: every term that is used is declared, every term declared is explained."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.check.finding import Finding
from kg.check.reasoner import read_graph
from kg.errors import KgError
from kg.mapping import read_mapping
from kg.ontology import read_ontology
from kg.profile import Profile
from kg.queries import Query, check_syntax, read_library
from kg.validation import read_shapes
from kg.validation.shapes import PROFILE

_NOT_A_NAME = re.compile(r"""<[^<>\s]*>|(?<=\s)#[^\n]*|^#[^\n]*|"[^"\n]*"|'[^'\n]*'""", re.MULTILINE)
_NAME = re.compile(r"(?<![\w:?$<-])([A-Za-z][\w-]*)?:([A-Za-z_][\w-]*)")
_TERMS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, SKOS.Concept, SKOS.ConceptScheme)


def lint_profile(profile: Profile) -> list[Finding]:
    """Find every fault that can be found without a reasoner. :raises ProfileError: if the ontology does not parse."""
    ontology = read_graph(profile.ontology)
    return [
        *_unexplained(ontology, profile.ontology),
        *_mapping(profile),
        *_shapes(profile, ontology),
        *_queries(profile, ontology),
    ]


def _own(graph: Graph, iri: Node) -> bool:
    """Whether a term lies in the ontology's own namespace."""
    homes = [str(home).rstrip("/#") for home in graph.subjects(RDF.type, OWL.Ontology)]
    return isinstance(iri, URIRef) and any(str(iri).startswith((f"{home}#", f"{home}/")) for home in homes)


def _unexplained(graph: Graph, path: Path) -> Iterator[Finding]:
    terms = {URIRef(str(term)) for kind in _TERMS for term in graph.subjects(RDF.type, kind) if _own(graph, term)}
    needed = {"label": RDFS.label, "definition": SKOS.definition, "rdfs:isDefinedBy": RDFS.isDefinedBy}
    for term in sorted(terms):
        for name, predicate in needed.items():
            if (term, predicate, None) not in graph:
                yield Finding("unexplained", str(path), f"{term} has no {name}")


def _mapping(profile: Profile) -> Iterator[Finding]:
    try:
        read_mapping(profile.mapping, read_ontology(profile.ontology))
    except KgError as error:
        yield Finding("mapping", error.where or str(profile.mapping), error.reason)


def _shapes(profile: Profile, ontology: Graph) -> Iterator[Finding]:
    try:
        read_shapes(profile.shapes)
    except KgError as error:
        yield Finding("shapes", error.where or str(profile.shapes), error.reason)
        return
    shapes = read_graph(profile.shapes)
    used = (node for node in shapes.objects() if not str(node).startswith(PROFILE))
    yield from _undeclared(set(used) - set(shapes.subjects()), ontology, profile.shapes)
    prefixes = "".join(f"PREFIX {name}: <{space}>\n" for name, space in _declared(shapes))
    for select in sorted(map(str, shapes.objects(None, SH.select))):
        try:
            check_syntax(f"{prefixes}{select}", str(profile.shapes))
        except KgError as error:
            yield Finding("shapes", str(profile.shapes), f"a constraint is {error.reason}")


def _declared(shapes: Graph) -> Iterator[tuple[Node | None, Node | None]]:
    """Yield the prefixes that the shapes declare for their SPARQL constraints."""
    for declaration in shapes.objects(None, SH.declare):
        yield shapes.value(declaration, SH.prefix), shapes.value(declaration, SH.namespace)


def _undeclared(used: Iterable[Node], ontology: Graph, path: Path) -> Iterator[Finding]:
    for term in sorted(str(one) for one in used if _own(ontology, one) and (one, RDF.type, None) not in ontology):
        yield Finding("undeclared", str(path), f"{term} is used, but the ontology does not declare it")


def _queries(profile: Profile, ontology: Graph) -> Iterator[Finding]:
    if not profile.queries.is_dir():
        return
    try:
        library = read_library(profile.queries)
    except KgError as error:
        yield Finding("queries", error.where or str(profile.queries), error.reason)
        return
    for query in library.values():
        try:
            check_syntax(query.text, str(query.path))
        except KgError as error:
            yield Finding("queries", error.where or str(query.path), error.reason)
        yield from _undeclared(map(URIRef, _named(query)), ontology, query.path)


def _named(query: Query) -> Iterator[str]:
    """Yield the IRIs of the prefixed names that a query uses."""
    for prefix, local in _NAME.findall(_NOT_A_NAME.sub(" ", query.text)):
        if prefix in query.prefixes:
            yield query.prefixes[prefix] + local
