"""Any RDF graph against a profile: each document by itself, then all of them together."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from rdflib import Dataset, Graph
from rdflib.term import Node

from kg.errors import TermError
from kg.profile import Profile
from kg.validation.compiled import CompiledValidator
from kg.validation.nodes import term_of
from kg.validation.reference import Finding, ReferenceValidator
from kg.validation.results import Report, Result, in_order
from kg.validation.shapes import CORPUS, DOCUMENT


def validate_graph(
    graph: Graph, profile: Profile, progress: Callable[[int], None] = lambda _: None
) -> dict[str, Report]:
    """Judge a graph or dataset in both scopes and give a report for each.

    The shapes of document scope judge each named graph by itself where there are any (and what stands outside of them),
    else the whole graph; those of corpus scope judge the union. Nothing is added to the graph.

    :param progress: is called with the number of documents that were judged, after each.
    :raises ProfileError: if the profile's ontology or shapes cannot be read.
    """
    reports = {}
    for scope, parts in _parts(graph).items():
        judge = _compiled(profile, scope, tuple(profile.hashes().values()))
        found: list[Result] = []
        for number, part in enumerate(parts, start=1):
            found += _results(judge, part)
            if scope == DOCUMENT:
                progress(number)
        reports[scope] = Report(tuple(in_order(found)))
    return reports


@lru_cache(maxsize=4)
def _compiled(profile: Profile, scope: str, _: tuple[str, ...]) -> CompiledValidator:
    """Compile the shapes; as long as the files are the same, these serve for the next graph, too."""
    return CompiledValidator(profile, scope)


def _results(judge: CompiledValidator, part: set[tuple[Node, Node, Node]]) -> list[Result]:
    try:
        return judge.validate(sorted((term_of(s), term_of(p), term_of(o)) for s, p, o in part))
    except TermError:  # what no file can hold, rdflib can: pySHACL judges it all the same
        return judge.reference.results(judge.reference.findings(part))


def standard_report(graph: Graph, profile: Profile) -> Graph:
    """Judge as :func:`validate_graph` does and give one ``sh:ValidationReport``, just as pySHACL makes it.

    As the standard has it, ``sh:conforms`` is false as soon as there is any result, a lone info too;
    :attr:`Report.conforms` asks for violations only.
    """
    runs = list(_judged(graph, profile))
    return runs[0][0].standard_report([finding for _, findings in runs for finding in findings])


def _judged(graph: Graph, profile: Profile) -> Iterator[tuple[ReferenceValidator, list[Finding]]]:
    for scope, parts in _parts(graph).items():
        judge = ReferenceValidator(profile, scope)
        yield judge, [finding for part in parts for finding in judge.findings(part)]


def _parts(graph: Graph) -> dict[str, list[set[tuple[Node, Node, Node]]]]:
    """Give what is judged together in each scope."""
    documents = _documents(graph)
    return {DOCUMENT: documents, CORPUS: [set().union(*documents)]}


def _documents(graph: Graph) -> list[set[tuple[Node, Node, Node]]]:
    """Give the triples of each named graph, in the order of the names; of a plain graph, all of them."""
    if not isinstance(graph, Dataset):
        return [set(graph)]
    named = {part.identifier: set(part) for part in graph.graphs()}
    return [named[name] for name in sorted(named) if named[name]]
