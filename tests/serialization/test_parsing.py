from io import BytesIO

import pytest

from kg.errors import GraphError
from kg.serialization.formats import JSONLD, NQUADS, RDFXML, TRIG, TURTLE, Format
from kg.serialization.parsing import read_quads


def test_terms_are_written_as_ours() -> None:
    data = b'@prefix : <a:> . :s :p 5, "x"@en, "caf\\u00E9\\n", _:b . :g { :s :p :o }'
    assert list(read_quads(BytesIO(data), TRIG)) == [
        (("<a:s>", "<a:p>", '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'), ""),
        (("<a:s>", "<a:p>", '"x"@en'), ""),
        (("<a:s>", "<a:p>", '"café\\n"'), ""),
        (("<a:s>", "<a:p>", "_:b"), ""),
        (("<a:s>", "<a:p>", "<a:o>"), "<a:g>"),
    ]


def test_relative_iris_need_a_base() -> None:
    assert list(read_quads(b"<s> <p> <#o> .", TURTLE, base="a://b/c")) == [
        (("<a://b/s>", "<a://b/p>", "<a://b/c#o>"), ""),
    ]
    with pytest.raises(GraphError):
        list(read_quads(b"<s> <p> <#o> .", TURTLE))


@pytest.mark.parametrize(
    ("form", "data", "place"),
    [
        (TURTLE, b'<a:s> <a:p>\n  "x" "y" .', "file:2:"),
        (NQUADS, b"<a:s> <a:p> <a:o> <a:g> .\n<a:s> <a:p> .", "file:2:"),
        (TURTLE, b"\xff", "file:1:1"),
        (JSONLD, b'[{"@id": }]', "file:1:"),
        (RDFXML, b"<rdf:RDF", "file"),
        (NQUADS, b'<a:s> <a:p> "x"@en--ltr .', "file"),
        (NQUADS, b"<a:s> <a:p> <<( <a:s> <a:p> <a:o> )>> .", "file"),
    ],
)
def test_what_does_not_parse_is_an_error_with_its_place(form: Format, data: bytes, place: str) -> None:
    with pytest.raises(GraphError) as caught:
        list(read_quads(data, form, where="file"))
    assert str(caught.value).startswith(place)


@pytest.mark.parametrize("data", [b'<a:s> <a:p> "x"@en--ltr .', b"<a:s> <a:p> <<( <a:s> <a:p> <a:o> )>> ."])
def test_what_rdf_12_added_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(GraphError, match=r"only RDF 1\.1"):
        list(read_quads(data, NQUADS))
