from pathlib import Path

import pytest
from rdflib import RDFS, SH, BNode, Graph, URIRef

from kg.errors import ProfileError
from kg.validation import CORPUS, DOCUMENT, read_shapes
from kg.validation.paths import path_text

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix profile: <https://w3id.org/visits-kg/profile#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix x: <https://x.example/> .
"""
TWO = """
x:One a sh:NodeShape ; profile:scope profile:document ; sh:targetClass x:C ;
    sh:property [ sh:path ( x:p x:q ) ; sh:minCount 1 ; sh:message "one" ] ; sh:node x:Four .
x:Two a sh:NodeShape ; profile:scope profile:corpus ; sh:targetSubjectsOf x:p ; sh:node x:Three .
x:Three a sh:NodeShape ; sh:property [ sh:path x:p ; sh:maxCount 1 ; sh:message "two" ] .
x:Four a sh:NodeShape , rdfs:Class ; profile:scope profile:corpus ; sh:targetClass x:C ; sh:nodeKind sh:IRI .
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "shapes.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def test_each_scope_has_its_shapes_and_all_that_these_lead_to(tmp_path: Path) -> None:
    shapes = read_shapes(write(tmp_path, TWO))
    one, two, three, four = (URIRef(f"https://x.example/{name}") for name in ("One", "Two", "Three", "Four"))
    assert shapes.scopes == {one: {DOCUMENT}, two: {CORPUS}, four: {CORPUS}}
    document, corpus = shapes.of_scope(DOCUMENT), shapes.of_scope(CORPUS)
    assert {node for node in document.subjects() if isinstance(node, URIRef)} == {one, four}
    assert {node for node in corpus.subjects() if isinstance(node, URIRef)} == {two, three, four}
    for kept in (document, corpus):
        assert all((node, None, None) in kept for node in kept.objects() if isinstance(node, BNode))
    assert set(corpus.predicate_objects(four)) == set(shapes.graph.predicate_objects(four))
    assert set(document.triples((four, None, None))) == {
        (s, p, o) for s, p, o in shapes.graph.triples((four, None, None)) if p != SH.targetClass and o != RDFS.Class
    }


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("x:One a sh:NodeShape ;\n  sh:targetClass x:C\nx:Two a sh:NodeShape .", 6, "do not parse"),
        ("x:One a sh:NodeShape .\ny:Two a sh:NodeShape .", 5, "do not parse"),
        ('x:One sh:message "open .', 4, "do not parse"),
        ("x:One a sh:NodeShape .\nx:Two a sh:NodeShape ; sh:targetClass x:C .", 5, "x.example/Two.* no scope"),
        ("\n<https://x.example/One> sh:targetObjectsOf x:p .", 5, "x.example/One.* no scope"),
        ("x:One sh:targetNode x:n ; profile:scope profile:galaxy .", 4, "no scope"),
        ("x:One sh:targetNode x:n ; profile:scope profile:corpus , profile:galaxy .", 4, "no scope"),
        ("[] sh:targetNode x:n .", 1, "no scope"),
        ("x:C a sh:NodeShape , <http://www.w3.org/2000/01/rdf-schema#Class> .", 4, "no scope"),
    ],
)
def test_faults_are_named_with_file_and_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ProfileError, match=reason) as caught:
        read_shapes(path)
    assert caught.value.where == f"{path}:{line}"


def test_shapes_are_in_utf8(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_bytes(b'\n<https://x.example/a> <https://x.example/b> "\xe9" .')
    with pytest.raises(ProfileError, match="do not parse") as caught:
        read_shapes(path)
    assert caught.value.where == f"{path}:2"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x:p", "<https://x.example/p>"),
        ("( x:p x:q )", "<https://x.example/p>/<https://x.example/q>"),
        ("[ sh:inversePath x:p ]", "^<https://x.example/p>"),
        ("[ sh:alternativePath ( x:p x:q ) ]", "<https://x.example/p>|<https://x.example/q>"),
        ("( x:p [ sh:zeroOrMorePath x:q ] )", "<https://x.example/p>/(<https://x.example/q>*)"),
        ("[ sh:oneOrMorePath ( x:p x:q ) ]", "(<https://x.example/p>/<https://x.example/q>)+"),
        ("[ sh:zeroOrOnePath x:q ]", "<https://x.example/q>?"),
        ("[ sh:inversePath [ sh:alternativePath ( x:p x:q ) ] ]", "^(<https://x.example/p>|<https://x.example/q>)"),
    ],
)
def test_paths_are_written_as_in_sparql(path: str, text: str) -> None:
    graph = Graph().parse(data=f"{PREFIXES} x:s sh:path {path} .", format="turtle")
    [node] = graph.objects(None, SH.path)
    assert isinstance(node, BNode) == (path != "x:p")
    assert path_text(graph, node) == text
    # it is a path that SPARQL takes
    Graph().query(f"ASK {{ ?s {text} ?o }}")
