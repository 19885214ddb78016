import pytest

pytest.importorskip("trafilatura", reason="the extractor is not installed")

from kg.extraction.texts import read_text
from kg.records import RecordError

PAGE = b"""<html lang="en"><head><title>Envoy visits base</title>
<meta property="article:published_time" content="2024-03-05T10:00:00Z">
<meta property="og:site_name" content="Example News"></head>
<body><nav><a href="/">Home</a> <a href="/all">All the news of the day</a></nav>
<article><h1>Envoy visits base</h1>
<p>The envoy visited the Korsund air base on Monday, where she met the general and was shown two aircraft.</p>
<p>She is expected in Oslo on Thursday for talks with the minister, her office said in a statement.</p></article>
<footer>Copyright Example News</footer></body></html>"""


def test_plain_text_is_taken_as_it_is_but_for_line_ends_and_control_characters() -> None:
    assert read_text("a.txt", b"One\r\ntwo\x07 \xf0\x9f\x9b\xab") == {"text": "One\ntwo  \U0001f6eb"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1"])
def test_encodings_are_found_out(encoding: str) -> None:
    text = "Le président José Pérez a été reçu à Bogotá, où il a rencontré la ministre des affaires étrangères."
    assert read_text("a.txt", text.encode(encoding)) == {"text": text}


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"\x89PNG\r\n\x1a\n" + bytes(range(256))])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(RecordError, match="not text"):
        read_text("a.txt", data)


def test_a_page_gives_its_story_and_what_it_says_of_itself() -> None:
    found = read_text("a.html", PAGE)
    assert found["published"] == "2024-03-05"
    assert found["publisher"] == "Example News"
    assert found["title"] == "Envoy visits base"
    assert "Korsund air base" in found["text"]
    assert "Copyright" not in found["text"]
    assert "All the news" not in found["text"]


@pytest.mark.parametrize("page", [b"", b"<html></html>", b"<p", b"\xff\xfe<\x00"])
def test_a_page_without_a_story_has_an_empty_text(page: bytes) -> None:
    assert not read_text("a.htm", page)["text"].strip(" <p")


def test_markdown_loses_its_marks_and_its_front_matter_is_read() -> None:
    front = "---\ntitle: A visit\ndate: 2024-03-05\nauthor: Cy Lund\n---\n"
    page = f"{front}# Heading\n\nShe *met* [him](http://x.example)\nin Oslo.\n"
    assert read_text("a.md", page.encode()) == {
        "title": "A visit",
        "published": "2024-03-05",
        "authors": ["Cy Lund"],
        "text": "Heading\n\nShe met him in Oslo.",
    }


def test_the_first_heading_is_the_title_where_nothing_else_says_it() -> None:
    assert read_text("a.md", b"# A visit\n\nShe met him.") == {"title": "A visit", "text": "A visit\n\nShe met him."}


def test_front_matter_that_is_not_yaml_is_refused() -> None:
    with pytest.raises(RecordError, match="front matter"):
        read_text("a.md", b"---\ntitle: [\n---\nShe met him.")
