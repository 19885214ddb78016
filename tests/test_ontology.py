from pathlib import Path

import pytest

from kg.errors import ProfileError
from kg.ontology import Ontology, read_ontology

EX = "https://example.org/o#"
TURTLE = """
@prefix : <https://example.org/o#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:Boat a owl:Class ; rdfs:subClassOf :Craft , [ a owl:Restriction ; owl:onProperty :name ] ; rdfs:label "boat"@en .
:Craft a owl:Class ; rdfs:subClassOf :Thing .
:Thing a owl:Class ; rdfs:subClassOf :Boat .
:Alone a owl:Class .
:at a owl:ObjectProperty , owl:FunctionalProperty .
:name a owl:DatatypeProperty .
:note a owl:AnnotationProperty .
:number a rdfs:Datatype .
:Kinds a skos:ConceptScheme .
:sail a skos:Concept ; skos:inScheme :Kinds ; rdfs:label "Sailing Boat"@en , "voilier"@fr .
:oar a skos:Concept ; skos:inScheme :Kinds , :Others ; rdfs:label "oar" .
:bare a skos:Concept ; skos:inScheme :Kinds .
"""


@pytest.fixture
def ontology(tmp_path: Path) -> Ontology:
    path = tmp_path / "ontology.ttl"
    path.write_text(TURTLE)
    return read_ontology(path)


def names(iris: frozenset[str]) -> set[str]:
    return {iri.removeprefix(EX) for iri in iris}


def test_what_is_declared(ontology: Ontology) -> None:
    assert names(ontology.classes) == {"Boat", "Craft", "Thing", "Alone"}
    assert names(ontology.object_properties) == {"at"}
    assert names(ontology.literal_properties) == {"name", "note"}
    assert names(ontology.terms) == (
        {"Boat", "Craft", "Thing", "Alone", "at", "name", "note", "number", "Kinds", "sail", "oar", "bare"}
    )


@pytest.mark.parametrize(
    ("name", "ancestors"),
    [
        ("Boat", {"Boat", "Craft", "Thing"}),
        ("Craft", {"Boat", "Craft", "Thing"}),  # a circle ends
        ("Alone", {"Alone"}),
        ("unknown", {"unknown"}),
    ],
)
def test_ancestors(ontology: Ontology, name: str, ancestors: set[str]) -> None:
    assert names(ontology.ancestors(EX + name)) == ancestors


def test_concepts_are_found_by_any_label(ontology: Ontology) -> None:
    assert ontology.concepts == {
        EX + "Kinds": {"oar": EX + "oar", "sailing boat": EX + "sail", "voilier": EX + "sail"},
        EX + "Others": {"oar": EX + "oar"},
    }


def test_a_file_that_does_not_parse_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ontology.ttl"
    path.write_text("@prefix : <https://example.org/o#> .\n\n:a :b <c d> .\n")
    with pytest.raises(ProfileError, match="the ontology does not parse") as caught:
        read_ontology(path)
    assert caught.value.where == f"{path}:3"
