"""The SHACL Core and SHACL-SPARQL suites of the W3C, against the compiled validator."""

import atexit
import shutil
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from rdflib import RDF, SH, Graph, Literal, Namespace
from rdflib.term import Node

from kg.errors import ProfileError
from kg.profile import Profile
from kg.terms import Triple
from kg.validation.compiled import CompiledValidator
from kg.validation.components import BESIDE, COMPONENTS
from kg.validation.nodes import term_of
from kg.validation.paths import path_text
from kg.validation.results import Result
from kg.validation.shapes import DOCUMENT, PROFILE, SCOPE, targeting

SUITE = Path(__file__).parents[3] / "shared/w3c/data-shapes-tests.tar.gz"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")

FAILING = {
    "core/property/uniqueLang-002": 'pySHACL takes "1"^^xsd:boolean for true, the suite does not',
    "sparql/node/prefixes-001": "pySHACL does not follow owl:imports from the prefixes of a query",
    "sparql/pre-binding/shapesGraph-001": "pySHACL does not know $shapesGraph",
}
"""The cases that fail, with the reason."""

HANDED_OVER = {
    "core/complex/shacl-shacl": "shapes of shapes lead back to themselves",
    "core/node/minInclusive-002": "bounds that are times, of which only some can be compared",
    "core/node/minInclusive-003": "bounds that are times, of which only some can be compared",
    "core/node/qualified-001": "a qualified shape on a node shape, which pySHACL passes over",
    "core/path/path-strange-001": "two paths in one",
    "core/path/path-strange-002": "two paths in one",
}
"""The cases of the Core suite in which a shape is not compiled, with the reason."""

Found = tuple[str, str | None, str | None, str, str]
"""Focus node, path, value, component and severity of a result."""


@cache
def folder() -> Path:
    """Unpack the suite, once."""
    unpacked = Path(mkdtemp(prefix="w3c-shacl-"))
    atexit.register(shutil.rmtree, unpacked)
    if SUITE.exists():
        with tarfile.open(SUITE) as archive:
            archive.extractall(unpacked, filter="data")
    return unpacked


@cache
def graph_of(path: Path) -> Graph:
    return Graph(bind_namespaces="none").parse(path, format="turtle", publicID=path.as_uri())


def cases(manifest: Path) -> Iterator[str]:
    """Walk the manifests and name each case by its file."""
    graph = graph_of(manifest)
    for included in sorted(graph.objects(None, MF.include), key=str):
        yield from cases(Path(str(included).removeprefix("file://")))
    if (None, RDF.type, SHT.Validate) in graph:
        yield str(manifest.relative_to(folder() / "tests").with_suffix(""))


CASES = list(cases(folder() / "tests/manifest.ttl")) if SUITE.exists() else []


def profile_of(shapes: Graph, place: Path, message: str | None) -> Profile:
    """Write shapes as a profile of its own, all in document scope, and each with a message if there is to be one."""
    graph = Graph(bind_namespaces="none")
    graph += shapes
    for shape in targeting(graph):
        graph.add((shape, SCOPE, Namespace(PROFILE)[DOCUMENT]))
    for said in (*COMPONENTS, *BESIDE, SH.property, SH.path) if message else ():
        for shape in set(graph.subjects(said)):
            graph.set((shape, SH.message, Literal(message)))
    graph.serialize(place / "shapes.ttl", format="turtle")
    (place / "ontology.ttl").touch()
    return Profile(place, place / "queries")


def file_of(case: str, iri: Node | None) -> Path:
    return folder() / "tests" / f"{case}.ttl" if iri is None else Path(str(iri).removeprefix("file://"))


def triples_of(graph: Graph) -> list[Triple]:
    return [(term_of(s), term_of(p), term_of(o)) for s, p, o in graph]


def expected(graph: Graph, report: Node) -> set[Found]:
    return {_expected(graph, result) for result in graph.objects(report, SH.result)}


def _expected(graph: Graph, result: Node) -> Found:
    says: dict[Node, Node] = dict(graph.predicate_objects(result))
    path, value = says.get(SH.resultPath), says.get(SH.value)
    return (
        term_of(says[SH.focusNode]),
        path_text(graph, path) if path else None,
        term_of(value) if value else None,
        str(says[SH.sourceConstraintComponent]),
        str(says[SH.resultSeverity]).removeprefix(str(SH)),
    )


def _found(result: Result) -> Found:
    return result.focus, result.path, result.value, result.component, result.severity


def test_the_suite_is_there() -> None:
    if not SUITE.exists():
        pytest.skip("the W3C suite is not beside the repository: ../shared/w3c/data-shapes-tests.tar.gz")
    assert {case.split("/")[0] for case in CASES} == {"core", "sparql"}
    assert FAILING.keys() <= set(CASES)


@pytest.mark.filterwarnings("ignore::pyshacl.errors.ShapeRecursionWarning", "ignore::UserWarning")
@pytest.mark.parametrize("message", [None, "wrong"], ids=["worded by pySHACL", "with messages"])
@pytest.mark.parametrize("case", CASES)
def test_finds_what_the_suite_expects(
    case: str, message: str | None, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if case in FAILING:
        request.applymarker(pytest.mark.xfail(reason=FAILING[case], strict=True))
    graph = graph_of(folder() / "tests" / f"{case}.ttl")
    [action], [result] = graph.objects(None, MF.action), graph.objects(None, MF.result)
    data = graph_of(file_of(case, graph.value(action, SHT.dataGraph)))
    shapes = graph_of(file_of(case, graph.value(action, SHT.shapesGraph)))
    validator = CompiledValidator(profile_of(shapes, tmp_path, message))
    if result == SHT.Failure:
        with pytest.raises(ProfileError):
            validator.validate(triples_of(data))
        return
    results = validator.validate(triples_of(data))
    assert {_found(each) for each in results} == expected(graph, result)
    if case.startswith("core/") and case not in HANDED_OVER:
        assert validator.handed_over == ()
