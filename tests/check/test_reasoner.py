"""HermiT finds what is planted, and nothing in what ships."""

import shutil
from pathlib import Path

import owlready2
import pytest

from kg.check import reason
from kg.errors import ProfileError, ReasonerError
from kg.profile import find_profile

PREFIXES = """
@prefix : <https://w3id.org/visits-kg#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT needs Java, and there is none here")


def planted(folder: Path, turtle: str) -> Path:
    path = folder / "ontology.ttl"
    path.write_text(find_profile().ontology.read_text() + PREFIXES + turtle)
    return path


@needs_java
@pytest.mark.parametrize(
    ("turtle", "codes", "words"),
    [
        ("", [], ""),
        # dates as ranges and in data would stop the reasoner: they are kept from it
        (":d a owl:DatatypeProperty ; rdfs:range xsd:date . :x a :Person ; :d '2023-09-16'^^xsd:date .", [], ""),
        (":Flown a owl:Class ; rdfs:subClassOf :Aircraft , :Meeting .", ["unsatisfiable"], "Flown"),
        (":Maybe a owl:Class ; rdfs:subClassOf :Event , :PlannedEvent .", ["unsatisfiable"], "Maybe"),
        (":Ghost a owl:Class ; rdfs:subClassOf owl:Nothing .", ["unsatisfiable"], "Ghost"),
        (":odd a owl:NamedIndividual , skos:Concept , :Person , :Place .", ["inconsistent"], "contradicts itself"),
    ],
)
def test_what_is_planted_is_found(tmp_path: Path, turtle: str, codes: list[str], words: str) -> None:
    findings = reason(planted(tmp_path, turtle))
    assert [finding.code for finding in findings] == codes
    assert all(words in finding.reason for finding in findings)


def test_without_java_there_is_a_clear_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owlready2, "JAVA_EXE", "no-such-java")
    with pytest.raises(ReasonerError, match=r"needs Java.*--no-reasoner"):
        reason(find_profile().ontology)


@needs_java
def test_an_ontology_that_does_not_parse_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"ontology\.ttl:\d+:\d+: not Turtle"):
        reason(planted(tmp_path, ":a :b"))
