"""What is planted in one file of a profile is found, at its place, and only that."""

import shutil
from pathlib import Path

import pytest

from kg.check import lint_profile
from kg.profile import Profile, find_profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """A copy of the profile that ships, to plant faults in."""
    shipped = find_profile()
    for path in (shipped.ontology, shipped.shapes, shipped.mapping):
        shutil.copy(path, tmp_path)
    shutil.copytree(shipped.queries, tmp_path / "queries")
    return Profile(tmp_path, tmp_path / "queries")


def test_what_ships_is_sound(profile: Profile) -> None:
    assert lint_profile(profile) == []


def test_the_profile_of_another_domain_is_sound() -> None:
    assert lint_profile(find_profile(Path(__file__).parents[1] / "profiles" / "port-calls")) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"),
    [
        ("ontology.ttl", '    rdfs:label "vessel"@en ;\n', "", "unexplained", "Vessel has no label"),
        ("ontology.ttl", '    skos:definition "One ship or submarine."@en .', "    rdfs:comment 'x' .", "unexplained",
         "Vessel has no definition"),
        ("ontology.ttl", ":Vessel a owl:Class ;\n    rdfs:isDefinedBy <https://w3id.org/visits-kg> ;",
         ":Vessel a owl:Class ;", "unexplained", "Vessel has no rdfs:isDefinedBy"),
        ("mapping.yaml", "class: Vessel", "class: Ship", "mapping", "unknown class 'Ship'"),
        ("mapping.yaml", "property: host", "property: hots", "mapping", "'hots'"),
        ("shapes.ttl", "sh:targetClass :Evidence", "sh:targetClass :Proof", "undeclared", "visits-kg#Proof"),
        ("shapes.ttl", "sh:path :quote", "sh:path :qoute", "undeclared", "visits-kg#qoute"),
        ("shapes.ttl", "sh:lessThanOrEquals :latest", "sh:lessThanOrEquals :last", "undeclared", "visits-kg#last"),
        ("shapes.ttl", "$this visits:birthDate", "$this visit:birthDate", "shapes", "not SPARQL"),
        ("shapes.ttl", "@prefix sh:", "@prefix sh", "shapes", "parse"),
        ("queries/q01-met.rq", "a :Meeting", "a :Meetings", "undeclared", "visits-kg#Meetings"),
        ("queries/q01-met.rq", "WHERE {", "WHERE {{", "queries", "not SPARQL"),
        ("queries/q01-met.rq", "# question:", "# questoin:", "queries", "lacks its question"),
    ],
)  # fmt: skip
def test_what_is_planted_is_found(profile: Profile, file: str, old: str, new: str, code: str, words: str) -> None:
    path = profile.folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    findings = lint_profile(profile)
    found = [finding for finding in findings if finding.code == code and words in finding.reason]
    assert found, findings
    assert all(finding.where.startswith(str(path)) for finding in found)


def test_a_faulty_mapping_is_named_with_its_line(profile: Profile) -> None:
    text = profile.mapping.read_text().replace("class: Vessel", "class: Ship")
    profile.mapping.write_text(text)
    line = text.splitlines().index("      class: Ship") + 1
    assert [finding.where for finding in lint_profile(profile)] == [f"{profile.mapping}:{line}"]
