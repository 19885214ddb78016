"""Each constraint component, path and target by itself: what holds, what does not, and that pySHACL says the same."""

from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import SH, Graph

from kg.errors import GraphError, ProfileError
from kg.profile import Profile
from kg.terms import Triple
from kg.validation import ReferenceValidator
from kg.validation.compiled import CompiledValidator
from kg.validation.components import COMPONENTS
from kg.validation.nodes import term_of

PREFIXES = """
@prefix : <https://x.example/> .
@prefix profile: <https://w3id.org/visits-kg/profile#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = PREFIXES + ":Dog rdfs:subClassOf :Animal . :Animal rdfs:subClassOf :Being ."


class Row(NamedTuple):
    shape: str
    """What the shape says, beside its target, :n."""
    good: str
    """Statements in which it finds nothing."""
    bad: str
    """Statements in which it finds something."""


P = "sh:path :p ; "
A = "sh:property [ sh:path :p ; sh:minCount 1 ]"
B = "sh:property [ sh:path :q ; sh:minCount 1 ]"
PAIR = "$this <https://x.example/p> ?a , ?b"
EITHER = f"{{ {PAIR} }} UNION {{ {PAIR.replace('/p', '/q')} }}"


def query(pattern: str, test: str) -> str:
    """Give a constraint of a query."""
    return f"sh:sparql [ sh:select 'SELECT DISTINCT $this ?a WHERE {{ {pattern} FILTER ({test}) }}' ]"


ROWS = [
    Row(P + "sh:class :Animal", ":n :p :x . :x a :Dog", ":n :p :x . :x a :Being"),
    Row(P + "sh:class :Animal , :Being", ":n :p :x . :x a :Dog", ":n :p :x . :x a :Being"),
    Row(P + "sh:class :Animal", ":n :p :x . :x a :Cat . :Cat rdfs:subClassOf :Dog", ":n :p 'Dog'"),
    Row(P + "sh:datatype xsd:string", ":n :p 'x'", ":n :p 'x'@en"),
    Row(P + "sh:datatype rdf:langString", ":n :p 'x'@en-GB", ":n :p 'x'"),
    Row(P + "sh:datatype xsd:integer", ":n :p 7", ":n :p '7.0'^^xsd:integer"),
    Row(P + "sh:datatype xsd:decimal", ":n :p 7.5", ":n :p 7"),
    Row(P + "sh:datatype xsd:boolean", ":n :p true", ":n :p 'true'"),
    Row(P + "sh:datatype xsd:date", ":n :p '2024-02-29'^^xsd:date", ":n :p '2023-02-29'^^xsd:date"),
    Row(P + "sh:datatype xsd:date", ":n :p '2024-05-01Z'^^xsd:date", ":n :p '2024-5-1'^^xsd:date"),
    Row(P + "sh:datatype xsd:dateTime", ":n :p '2024-05-01T00:00:00Z'^^xsd:dateTime", ":n :p 'May'^^xsd:dateTime"),
    Row(P + "sh:datatype xsd:gYear", ":n :p '2024'^^xsd:gYear", ":n :p '2024'^^xsd:gYearMonth"),
    Row(P + "sh:datatype xsd:byte", ":n :p '7'^^xsd:byte", ":n :p '700'^^xsd:byte"),
    Row(P + "sh:datatype rdfs:Literal", ":n :p 7", ":n :p :x"),
    Row(P + "sh:nodeKind sh:IRI", ":n :p :x", ":n :p []"),
    Row(P + "sh:nodeKind sh:Literal", ":n :p 'x'", ":n :p :x"),
    Row(P + "sh:nodeKind sh:BlankNodeOrLiteral", ":n :p 'x' , []", ":n :p :x"),
    Row(P + "sh:minCount 2", ":n :p 1 , 2", ":n :p 1"),
    Row(P + "sh:minCount 2", ":n :p 'a'@en , 'b'@en", ":n :p 'a'@en , 'a'@EN"),
    Row(P + "sh:maxCount 1", ":n :p 'a'@en , 'a'@EN", ":n :p 'a'@en , 'a'@de"),
    Row(P + "sh:minInclusive 1", ":n :p 1.0", ":n :p 0.9"),
    Row(P + "sh:minExclusive 1", ":n :p 2", ":n :p 1.0"),
    Row(P + "sh:maxInclusive 1", ":n :p 1e0", ":n :p 2"),
    Row(P + "sh:maxExclusive 1", ":n :p -1", ":n :p 'x'"),
    Row(P + "sh:maxExclusive '2024-05-01'^^xsd:date", ":n :p '2024-04-30'^^xsd:date", ":n :p '2024-05-01'^^xsd:date"),
    Row(P + "sh:minLength 2", r":n :p '\n\n'", ":n :p 'x'"),
    Row(P + "sh:maxLength 24", ":n :p 'x' , 7 , :x", ":n :p []"),
    Row(P + "sh:pattern '^A' ; sh:flags 'i'", ":n :p 'ab' , 'AB'@en", ":n :p 'ba'"),
    Row(P + r"sh:pattern '\\S'", r":n :p '\n\"x\"\t'", r":n :p ' \n\t '"),
    Row(P + "sh:languageIn ( 'en' 'fr-CA' )", ":n :p 'x'@en-GB , 'x'@fr-ca", ":n :p 'x'@fr"),
    Row(P + "sh:uniqueLang true", ":n :p 'x'@en , 'y'@de , 'z'", ":n :p 'x'@en , 'y'@en"),
    Row(P + "sh:equals :q", ":n :p 1 , 2 ; :q 2 , 1", ":n :q 2"),
    Row(P + "sh:disjoint :q", ":n :p 1 ; :q 1.0", ":n :p 1 ; :q 1 , 2"),
    Row(P + "sh:lessThan :q", ":n :p 1 ; :q 1.5", ":n :p 1 , 2 ; :q 2"),
    Row(P + "sh:lessThan :q", ":n :p 'a' ; :q 'b'", ":n :p 'b' ; :q 'a'"),
    Row(P + "sh:lessThanOrEquals :q", ":n :p 1 ; :q 1.0", ":n :p '2024-05-02'^^xsd:date ; :q '2024-05-01'^^xsd:date"),
    Row(f"sh:not [ {A} ]", ":n :q 1", ":n :p 1"),
    Row(f"sh:and ( [ {A} ] [ {B} ] )", ":n :p 1 ; :q 1", ":n :p 1"),
    Row(f"sh:or ( [ {A} ] [ {B} ] )", ":n :p 1 ; :q 1", ":n :r 1"),
    Row(f"sh:xone ( [ {A} ] [ {B} ] )", ":n :p 1", ":n :p 1 ; :q 1"),
    Row(f"sh:node [ {A} ]", ":n :p 1", ":n :q 1"),
    Row(f"{P} sh:node [ {A} ]", ":n :p :x . :x :p 1", ":n :p :x"),
    Row(f"sh:property [ {P} {B} ]", ":n :p :x . :x :q 1", ":n :p :x , :y . :x :q 1"),
    Row(
        P + "sh:qualifiedValueShape [ sh:class :Animal ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1",
        ":n :p :x , :y . :x a :Dog . :y a :Being",
        ":n :p :x , :y . :x a :Dog . :y a :Dog",
    ),
    Row(
        "sh:property [ sh:path :p ; sh:qualifiedValueShape [ sh:class :Dog ] ; sh:qualifiedMinCount 1 ;"
        " sh:qualifiedValueShapesDisjoint true ] , [ sh:path :p ; sh:qualifiedValueShape [ sh:class :Cat ] ;"
        " sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ]",
        ":n :p :x , :y . :x a :Dog . :y a :Cat",
        ":n :p :x . :x a :Dog , :Cat",
    ),
    Row("sh:closed true ; sh:ignoredProperties ( :q ) ; sh:property [ sh:path :p ]", ":n :p 1 ; :q 1", ":n :r 1 , 2"),
    Row("sh:closed true", ":n a rdfs:Resource", ":n a :Dog"),
    Row(P + "sh:hasValue 1", ":n :p 1 , 2", ":n :p 1.0"),
    Row(P + "sh:hasValue 'a'@en", ":n :p 'a'@EN", ":n :p 'a'"),
    Row(P + "sh:in ( 1 :x 'a' )", ":n :p 1 , :x , 'a'", ":n :p 'a'@en"),
    Row("sh:in ( :n )", ":n :p 1", ":m :p 1"),
    Row(P + "sh:maxCount 0 ; sh:deactivated true", ":n :p 1", ""),
    Row(P + "sh:maxCount 0 ; sh:severity sh:Info", ":n :q 1", ":n :p 1"),
    Row(P + "sh:maxCount 0 ; sh:message 'two' , 'one'", ":n :q 1", ":n :p 1"),
    Row("sh:path ( :p [ sh:inversePath :q ] ) ; sh:minCount 1", ":n :p 1 . :x :q 1", ":n :p 1 . :x :q 2"),
    Row("sh:path [ sh:alternativePath ( :p :q ) ] ; sh:minCount 2", ":n :p 1 ; :q 2", ":n :p 1 ; :q 1"),
    Row("sh:path [ sh:zeroOrMorePath :p ] ; sh:maxCount 2", ":n :p :n", ":n :p :x . :x :p :y"),
    Row("sh:path [ sh:oneOrMorePath :p ] ; sh:minCount 2", ":n :p :x . :x :p :n", ":n :p :x"),
    Row("sh:path [ sh:zeroOrOnePath :p ] ; sh:maxCount 2", ":n :p :x . :x :p :y", ":n :p :x , :y"),
    Row("sh:path ( rdf:type [ sh:oneOrMorePath rdfs:subClassOf ] ) ; sh:hasValue :Being", ":n a :Dog", ":n a :Being"),
    Row(
        "sh:path [ sh:inversePath ( :p :q ) ] ; sh:maxCount 0", ":n :p 1", ":x :p :n . :y :q :x"
    ),  # as pySHACL walks it
    Row("sh:sparql [ sh:select 'SELECT $this WHERE { $this <https://x.example/p> 1 }' ]", ":n :p 2", ":n :p 1"),
    Row(query("$this <https://x.example/p> ?a", "?a > 1"), ":n :p 1", ":n :p 2"),
    Row(query(PAIR, "STR(?a) < STR(?b)"), ":n :p 1 ; :q 2", ":n :p 1 , 1.0"),
    Row(query(PAIR, "STR(?a) < STR(?b) && ?a != 3"), ":n :p 'x' . :m :p 'y'", ":n :p 'x'@en , 'y'"),
    Row(query(PAIR, "?a != ?b"), ":n :p [] ; :q 2", ":n :p :x , :y"),
    Row(query(PAIR, "?a <= ?b"), ":n :q 1", ":n :p 1"),
    Row(query(PAIR, "?a - ?b > 0.1"), ":n :p 1 , 1.05 , 'x'", ":n :p 1 , 2e0"),
    Row(query(PAIR, "?a - ?b > -1"), ":n :q 1", ":n :p 1"),
    Row(query(PAIR, "?a - ?b > 0.1"), ":n :p 7", ":n :p '2024-05-01'^^xsd:date"),  # as rdflib compares
    Row(
        query(f"{{ {PAIR} }} UNION {{ {PAIR.replace('/p', '/q')} }}", "?a > ?b"), ":n :p 1 ; :q 2", ":n :p 1 ; :q 2 , 3"
    ),
    Row(query(PAIR, "NOT EXISTS { ?a <https://x.example/q> ?b }"), ":n :p :x . :x :q :x", ":n :p 1"),
    Row(query("$this <https://x.example/p>/<https://x.example/q> ?a", "?a > 1"), ":n :p 2", ":n :p :x . :x :q 2"),
]


def validators(folder: Path, shapes: str) -> tuple[CompiledValidator, ReferenceValidator]:
    (folder / "shapes.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
    (folder / "ontology.ttl").write_text(ONTOLOGY, encoding="utf-8")
    profile = Profile(folder, folder / "queries")
    return CompiledValidator(profile), ReferenceValidator(profile)


def triples_of(turtle: str) -> list[Triple]:
    graph = Graph().parse(data=f"{PREFIXES}{turtle}{' .' if turtle else ''}", format="turtle")
    return sorted((term_of(s), term_of(p), term_of(o)) for s, p, o in graph)


def shape_of(row: Row) -> str:
    kind = "sh:PropertyShape" if row.shape.startswith("sh:path") else "sh:NodeShape"
    targets = "sh:targetNode :n , :m" if row.shape.startswith("sh:in (") else "sh:targetNode :n"
    return f":S a {kind} ; profile:scope profile:document ; {targets} ; {row.shape} ."


@pytest.mark.parametrize("target", ["", "sh:targetSubjectsOf :p , :q ; sh:targetObjectsOf :p ;"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.shape[:60])
def test_finds_what_pyshacl_finds(row: Row, target: str, tmp_path: Path) -> None:
    shape = shape_of(row).replace("sh:targetNode", f"{target} sh:targetNode", 1)
    for text in (shape, f"{shape} :S sh:message 'wrong' ."):
        compiled, reference = validators(tmp_path, text)
        for statements in (row.good, row.bad, f"{row.good} . {row.bad}" if row.bad else row.good):
            triples = triples_of(statements)
            assert compiled.validate(triples) == reference.validate(triples)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if not row.shape.startswith("sh:in (")], ids=lambda row: row.shape[:60]
)
def test_good_and_bad(row: Row, tmp_path: Path) -> None:
    compiled, _ = validators(tmp_path, shape_of(row))
    assert compiled.validate(triples_of(row.good)) == []
    assert bool(compiled.validate(triples_of(row.bad))) == bool(row.bad)


def test_each_component_has_a_row() -> None:
    names = {str(parameter).removeprefix(str(SH)) for parameter in COMPONENTS}
    assert {name for name in names if not any(f"sh:{name} " in row.shape for row in ROWS)} == set()


def handed_over(folder: Path, shapes: str) -> set[str]:
    return {name.removeprefix("https://x.example/") for name in validators(folder, shapes)[0].handed_over}


def test_what_is_handed_over_is_named_and_judged(tmp_path: Path) -> None:
    shapes = """
    :S a sh:NodeShape ; profile:scope profile:document ; sh:targetClass :Animal ;
        sh:property :Query , :Plain .
    :Query sh:path :p ; sh:sparql [ sh:select "SELECT $this WHERE { $this <https://x.example/p> 1 }" ] .
    :Plain sh:path :p ; sh:maxCount 1 .
    :Loop a sh:NodeShape ; profile:scope profile:document ; sh:targetSubjectsOf :next ;
        sh:property [ sh:path :next ; sh:node :Loop ] .
    """
    assert handed_over(tmp_path, shapes) == {"Query", "Loop"}
    compiled, reference = validators(tmp_path, shapes)
    for statements in (":n a :Dog ; :p 1", ":n a :Dog ; :p 2", ":n a :Dog ; :p 1 , 2 ; :next :m . :m :p 1"):
        assert compiled.validate(triples_of(statements)) == reference.validate(triples_of(statements))


@pytest.mark.parametrize(
    "fault", ["sh:minCount 1 , 2", "sh:minCount -1", "sh:pattern 7 , '['", "sh:qualifiedMinCount 1"]
)
def test_faulty_shapes_are_for_pyshacl_to_refuse(fault: str, tmp_path: Path) -> None:
    shape = f":S a sh:PropertyShape ; profile:scope profile:document ; sh:targetNode :n ; sh:path :p ; {fault} ."
    assert handed_over(tmp_path, shape) == {"S"}
    found: list[type[Exception]] = []
    for validator in validators(tmp_path, shape):
        with pytest.raises(Exception) as caught:  # whatever pySHACL raises
            validator.validate(triples_of(":n :p 1"))
        found.append(caught.type)
    assert found[0] is found[1]


def test_a_graph_that_pyshacl_gives_up_on(tmp_path: Path) -> None:
    shape = """:S a sh:NodeShape ; profile:scope profile:document ; sh:targetNode :n ;
        sh:or ( [ sh:path :p ; sh:minCount 1 ] [ sh:path :p ; sh:lessThan :q ] ) ."""
    for validator in validators(tmp_path, shape):
        with pytest.raises((GraphError, ProfileError)):
            validator.validate(triples_of(":n :p [] ; :q 1"))


def test_nodes_of_one_kind_are_judged_by_their_own_terms(tmp_path: Path) -> None:
    shape = """:S a sh:NodeShape ; profile:scope profile:document ; sh:targetSubjectsOf :p ;
        sh:in ( :a :c ) ; sh:message 'no' ."""
    compiled, _ = validators(tmp_path, shape)
    found = compiled.validate(triples_of(":a :p 1 . :b :p 1 . :c :p 1"))
    assert [result.focus for result in found] == ["<https://x.example/b>"]
