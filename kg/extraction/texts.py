"""Files to texts: which characters they hold, and what they say of themselves (title, address, date).

Plain text is taken as it is. HTML goes through trafilatura, which leaves menus, comments and advertisements out.
Markdown is read by markdown-it; its front matter, YAML between two lines of ``---``, says what the text cannot.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import yaml

from kg.errors import KgError
from kg.records import Fault, RecordError

_BINARY: Final = Fault("", "not-text", "this is not text: it holds bytes that no text has")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_BOMS: Final = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_KEYS: Final = ("id", "title", "url", "publisher", "authors", "published", "language", "license")


def read_text(name: str, data: bytes) -> dict[str, Any]:
    """The document in a file: its ``text``, and what else it says, keyed as in a record's ``document``.

    :raises RecordError: if the file is not text.
    """
    read = _READERS.get(name.lower().rpartition(".")[2], _plain)
    found = read(_decoded(data))
    found["text"] = _CONTROLS.sub(" ", found["text"])
    return {key: value for key, value in found.items() if value not in (None, "", []) or key == "text"}


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return _lines(data.decode(encoding, "replace"))
    if b"\x00" in data:
        raise RecordError(_BINARY)
    try:
        return _lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _lines(_guessed(data))


def _guessed(data: bytes) -> str:
    """Western Europe's encoding where it makes sense, as browsers have it; else the likeliest."""
    from charset_normalizer import from_bytes

    found = from_bytes(data)
    best = next((one for one in found if one.encoding == "cp1252"), found.best())
    if best is None or _CONTROLS.search(text := str(best)):
        raise RecordError(_BINARY)
    return text


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(text: str) -> dict[str, Any]:
    return {"text": text}


def _html(text: str) -> dict[str, Any]:
    try:
        import trafilatura
    except ModuleNotFoundError as error:
        raise KgError("HTML needs trafilatura", hint="pip install 'visits-kg[extract]'") from error

    page = trafilatura.bare_extraction(text, include_comments=False, include_tables=False, with_metadata=True)
    if page is None:
        return {"text": ""}
    found = page if isinstance(page, dict) else page.as_dict()
    return {
        "text": found["text"] or "",
        "title": found["title"],
        "url": found["url"],
        "publisher": found["sitename"],
        "authors": [name.strip() for name in (found["author"] or "").split(";") if name.strip()],
        "published": found["date"],
        "language": found["language"],
    }


_FRONT: Final = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)


def _markdown(text: str) -> dict[str, Any]:
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    lines, title = [], None
    heading = False
    for token in MarkdownIt("commonmark").parse(text[front.end() :] if front else text):
        heading = token.type == "heading_open" or (heading and token.type == "inline")
        if token.type == "inline":
            line = _inline(token)
            title = title or (line if heading else None)
            lines.append(line)
    return {"title": title, **(_front(front[1]) if front else {}), "text": "\n\n".join(lines)}


def _inline(token: Any) -> str:
    parts = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(
        parts.get(child.type, child.content if child.type in ("text", "code_inline") else "")
        for child in token.children or []
    )


def _front(text: str) -> dict[str, Any]:
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise RecordError(Fault("", "bad-front-matter", f"the front matter is not YAML: {error}")) from error
    if not isinstance(said, dict):
        return {}
    return {key: _value(value) for key, value in _named(said)}


def _named(said: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    other = {"date": "published", "source": "publisher", "author": "authors", "lang": "language"}
    for key, value in said.items():
        name = other.get(str(key), str(key))
        if name in _KEYS:
            yield name, [value] if name == "authors" and isinstance(value, str) else value


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return str(value)


_READERS: Final[dict[str, Callable[[str], dict[str, Any]]]] = {
    "html": _html,
    "htm": _html,
    "md": _markdown,
    "markdown": _markdown,
}
