import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import TermError
from kg.terms import XSD, XSD_STRING, iri, iri_text, is_iri, literal, tagged

GOOD_IRIS = [
    "https://example.org/a",
    "https://user:secret@example.org:8080/a?q=b#c",
    "https://example.org",
    "https://example.org/%C3%A9/é/金正恩",
    "urn:isbn:0451450523",
    "mailto:a@example.org",
    "file:///a",
    "a:",
    "http://[2001:db8::7]:80/",
    "http://[v1.a:b]/",
    "https://example.org/?\ue000",
]
BAD_IRIS = [
    "",
    "relative/path",
    "//example.org/a",
    ":a",
    "1a:b",
    "é:b",
    "https://example.org/a b",
    "https://example.org/a\n",
    "https://example.org/> <https://example.org/b",
    'https://example.org/"',
    "https://example.org/{a}",
    "https://example.org/a|b",
    "https://example.org/a^b",
    "https://example.org/a`b",
    "https://example.org/\\u0020",
    "https://example.org/[a]",
    "https://example.org/%zz",
    "https://example.org/100%",
    "https://example.org/a#b#c",
    "https://example.org:port/",
    "https://a@b@example.org/",
    "https://[::1/",
    "https://[1:2]/",
    "https://[::1]a/",
    "https://a[::1]/",
    "https://example.org/\x7f",
    "https://example.org/\x85",
    "https://example.org/\ue000",
    "https://example.org/\ufffe",
    "https://example.org/\U0010ffff",
    "https://example.org/\ud800",
]
LITERALS = [
    ("", '""'),
    ('say "hi"', r'"say \"hi\""'),
    ("back\\slash", r'"back\\slash"'),
    ("\b\t\n\f\r", r'"\b\t\n\f\r"'),
    ("\x00\x1f\x7f", r'"\u0000\u001F\u007F"'),
    ("\x85\u2028\ufeff", '"\x85\u2028\ufeff"'),
    ("김정은 🛩", '"김정은 🛩"'),
]
GOOD_TAGS = [
    "en",
    "EN-us",
    "zh-Hans-CN",
    "zh-cmn-Hant-TW",
    "de-1996",
    "sr-Latn-419",
    "en-a-bbb-x-y",
    "x-a",
    "zh-min-nan",
    "i-klingon",
]
BAD_TAGS = [
    "",
    "e",
    "english!",
    "en_US",
    "en-",
    "-en",
    "en--us",
    "12",
    "en-x",
    "en-a",
    "en-US-US",
    "abcdefghi",
    "en\n",
    "еn",
    'en"',
]

texts = st.text(st.characters(exclude_categories=["Cs"]))
anything = st.text(st.characters(categories=["Cs"]) | st.characters())
# Pieces that make most of what is drawn look like an IRI or a tag, valid or nearly so.
iri_like = st.lists(
    st.sampled_from(
        [*"a1:/?#[]@%-._~!$&'()*+,;= \\\"<>^`{|}", "http:", "//", "%2F", "é", "\x85", "\ue000", "\ufdd0", "\U000e0001"]
    )
    | anything,
    max_size=12,
).map("".join)
iris = anything | iri_like | iri_like.map("http://".__add__) | iri_like.map("https://example.org/".__add__)
tag_like = st.lists(st.from_regex(r"[A-Za-z0-9]{1,9}", fullmatch=True), min_size=1, max_size=6).map("-".join)
tags = anything | tag_like | tag_like.map("en-".__add__)


def read(term: str) -> NamedNode | Literal:
    """Read back an N-Triples line that holds the term."""
    line = f"<https://example.org/s> <https://example.org/p> {term} .\n"
    (quad,) = parse(line.encode(), format=RdfFormat.N_TRIPLES)
    assert isinstance(quad, Quad)
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object


@pytest.mark.parametrize("text", GOOD_IRIS)
def test_iri(text: str) -> None:
    assert iri(text) == f"<{text}>"
    assert is_iri(iri(text))
    assert iri_text(iri(text)) == text
    assert read(iri(text)) == NamedNode(text)


@pytest.mark.parametrize("text", BAD_IRIS)
def test_iri_refuses(text: str) -> None:
    with pytest.raises(TermError):
        iri(text)


@pytest.mark.parametrize(("text", "term"), LITERALS)
def test_literal(text: str, term: str) -> None:
    assert literal(text) == literal(text, XSD_STRING) == term
    assert not is_iri(term)


def test_literal_of_a_datatype() -> None:
    assert read(literal("2023", XSD + "gYear")) == Literal("2023", datatype=NamedNode(XSD + "gYear"))


def test_literal_refuses_a_lone_surrogate() -> None:
    with pytest.raises(TermError, match="surrogate"):
        literal("a\udc80")


def test_literal_refuses_a_bad_datatype() -> None:
    with pytest.raises(TermError, match="IRI"):
        literal("2023", "gYear")


@pytest.mark.parametrize("language", GOOD_TAGS)
def test_tagged(language: str) -> None:
    assert tagged("a", language) == f'"a"@{language}'
    assert read(tagged("a", language)) == Literal("a", language=language.lower())


@pytest.mark.parametrize("language", BAD_TAGS)
def test_tagged_refuses(language: str) -> None:
    with pytest.raises(TermError, match="language tag"):
        tagged("a", language)


@given(texts)
def test_any_text_is_read_back_from_a_literal(text: str) -> None:
    assert read(literal(text)) == Literal(text)


@given(iris)
@settings(max_examples=1000)
def test_any_text_is_an_iri_that_is_read_back_or_an_error(text: str) -> None:
    try:
        expected = NamedNode(text)
    except ValueError:
        with pytest.raises(TermError):
            iri(text)
    else:
        assert read(iri(text)) == expected


@given(texts, tags)
@settings(max_examples=1000)
def test_any_text_is_a_tag_that_is_read_back_or_an_error(text: str, language: str) -> None:
    try:
        expected = Literal(text, language=language)
    except ValueError:
        with pytest.raises(TermError):
            tagged(text, language)
    else:
        assert read(tagged(text, language)) == expected
