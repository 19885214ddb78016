"""Any RDF graph against a profile: each document by itself, then all of them together."""

from collections.abc import Iterator

from rdflib import Dataset, Graph
from rdflib.term import Node

from kg.profile import Profile
from kg.validation.reference import Finding, ReferenceValidator
from kg.validation.results import Report
from kg.validation.shapes import CORPUS, DOCUMENT, SCOPES


def validate_graph(graph: Graph, profile: Profile) -> dict[str, Report]:
    """Judge a graph or dataset in both scopes and give a report for each.

    The shapes of document scope judge each named graph by itself where there are any (and what stands outside of them),
    else the whole graph; those of corpus scope judge the union. Nothing is added to the graph.

    :raises ProfileError: if the profile's ontology or shapes cannot be read.
    """
    return {scope: Report(tuple(judge.results(findings))) for scope, judge, findings in _judged(graph, profile)}


def standard_report(graph: Graph, profile: Profile) -> Graph:
    """Judge as :func:`validate_graph` does and give one ``sh:ValidationReport``, just as pySHACL makes it.

    As the standard has it, ``sh:conforms`` is false as soon as there is any result, a lone info too;
    :attr:`Report.conforms` asks for violations only.
    """
    runs = list(_judged(graph, profile))
    return runs[0][1].standard_report([finding for _, _, findings in runs for finding in findings])


def _judged(graph: Graph, profile: Profile) -> Iterator[tuple[str, ReferenceValidator, list[Finding]]]:
    parts = {DOCUMENT: _documents(graph), CORPUS: [_union(graph)]}
    for scope in SCOPES:
        judge = ReferenceValidator(profile, scope)
        yield scope, judge, [finding for part in parts[scope] for finding in judge.findings(part)]


def _documents(graph: Graph) -> list[set[tuple[Node, Node, Node]]]:
    """Give the triples of each named graph, in the order of the names; of a plain graph, all of them."""
    if not isinstance(graph, Dataset):
        return [set(graph)]
    named = {part.identifier: set(part) for part in graph.graphs()}
    return [named[name] for name in sorted(named) if named[name]]


def _union(graph: Graph) -> set[tuple[Node, Node, Node]]:
    return set().union(*_documents(graph))
