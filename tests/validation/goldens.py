"""The golden graphs, whole and mutated, and the judges."""

from pathlib import Path

from rdflib import BNode, Graph
from rdflib.term import Identifier

from kg.profile import find_profile
from kg.validation import CORPUS, DOCUMENT, ReferenceValidator
from kg.validation.nodes import term_of
from tests.validation.mutations import Mutation

FOLDER = Path(__file__).parent / "golden"
AREAS = sorted(path.stem for path in FOLDER.glob("*.ttl"))
PROFILE = find_profile()
JUDGES = {scope: ReferenceValidator(PROFILE, scope) for scope in (DOCUMENT, CORPUS)}
GOLDEN = {area: Graph().parse(FOLDER / f"{area}.ttl") for area in AREAS}
SHAPES = "https://w3id.org/visits-kg/shapes#"
SH = "http://www.w3.org/ns/shacl#"


def scope_of(area: str) -> str:
    return CORPUS if area == "corpus" else DOCUMENT


def statements(area: str, turtle: str) -> Graph:
    """Parse statements with the prefixes of a golden graph."""
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in GOLDEN[area].namespaces())
    return Graph().parse(data=f"{prefixes}{turtle} .", format="turtle")


def mutate(area: str, mutation: Mutation) -> Graph:
    """Give a copy of a golden graph with the mutation applied."""
    graph = Graph()
    graph += GOLDEN[area]
    if mutation.without:
        for subject, predicate, value in statements(area, mutation.without):
            graph.remove((subject, predicate, None if isinstance(value, BNode) else value))
    if mutation.added:
        graph += statements(area, mutation.added)
    return graph


def focus_of(area: str, mutation: Mutation) -> str:
    """Give the term at which the mutation must be found."""
    named = mutation.focus or (mutation.added or mutation.without).split()[0]
    [triple] = statements(area, f"d:x rdfs:seeAlso {named}")
    assert isinstance(triple[2], Identifier)
    return term_of(triple[2])
