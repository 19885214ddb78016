from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.serialization.formats import FORMATS, Format, format_named, format_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("turtle", "turtle"),
        ("ttl", "turtle"),
        (" Turtle ", "turtle"),
        ("trig", "trig"),
        ("nq", "nquads"),
        ("n-quads", "nquads"),
        ("nt", "ntriples"),
        ("N-Triples", "ntriples"),
        ("json-ld", "jsonld"),
        ("application/ld+json", "jsonld"),
        ("xml", "rdfxml"),
        ("rdf/xml", "rdfxml"),
    ],
)
def test_a_format_has_a_name_and_synonyms(name: str, expected: str) -> None:
    assert format_named(name).name == expected


@pytest.mark.parametrize("name", ["", "csv", "json", "n3", "turtle2", ".ttl"])
def test_any_other_name_is_an_error_that_lists_the_choices(name: str) -> None:
    with pytest.raises(OutputError, match="choose one of turtle, trig, nquads, ntriples, jsonld, rdfxml"):
        format_named(name)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.ttl", "turtle"),
        ("a.b.TTL", "turtle"),
        ("a.trig", "trig"),
        ("a.nq", "nquads"),
        ("a.nt", "ntriples"),
        ("a.jsonld", "jsonld"),
        ("a.rdf", "rdfxml"),
        ("a.xml", "rdfxml"),
        ("a.owl", "rdfxml"),
    ],
)
def test_a_file_says_its_format_by_how_it_ends(path: str, expected: str) -> None:
    assert format_of(path).name == expected
    assert format_of(Path("folder.nq") / path).name == expected


@pytest.mark.parametrize("path", ["a", "a.json", "a.ttl~", "turtle", "a.ttl/", ".ttl"])
def test_any_other_ending_is_an_error_that_lists_the_choices(path: str) -> None:
    with pytest.raises(OutputError, match=r"choose one of \.ttl .*\.owl"):
        format_of(path if not path.endswith("/") else path + "b")


@pytest.mark.parametrize(("path", "name"), [("a.ttl.gz", "turtle"), ("a.nq.zst", "nquads"), ("a.TRIG.GZ", "trig")])
def test_a_compressed_file_says_what_is_in_it(path: str, name: str) -> None:
    assert format_of(path).name == name


@pytest.mark.parametrize("path", ["a.gz", "a.json.gz", "a.ttl.gz.gz", "a.ttl.ZIP", "a.nq.xz"])
def test_nothing_else_is_unpacked(path: str) -> None:
    with pytest.raises(OutputError, match="no format has files that end in"):
        format_of(path)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_table_agrees_with_the_parser(form: Format) -> None:
    assert form.media_type == form.syntax.media_type
    assert f".{form.syntax.file_extension}" in form.suffixes
    assert form.graphs is form.syntax.supports_datasets
