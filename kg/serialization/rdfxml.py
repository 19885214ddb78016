"""RDF/XML, streamed: one description per subject of each call. What XML cannot hold is an error."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import BinaryIO

from kg.errors import OutputError
from kg.serialization.layout import Layout
from kg.serialization.names import splitter
from kg.terms import Triple, iri_text, unquoted

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RESERVED = frozenset({"http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"})
# https://www.w3.org/TR/rdf-syntax-grammar/#propertyElementURIs, and rdf:li, which a reader would number.
_NO_ELEMENTS = frozenset(
    f"<{_RDF}{each}>"
    for each in (
        *("Description", "RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype"),
        *("li", "aboutEach", "aboutEachPrefix", "bagID"),
    )
)

# The names of XML 1.0, but for joiners and what lies beyond U+FFFF: many readers know only those of the fourth edition.
# For the same reason an ASCII name is tried first. They are texts, since to compile them takes long and most runs need
# none of them.
_START = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_NAME = rf"[{_START}][{_START}\-.0-9\u00b7\u0300-\u036f]*"
_NAMES_AT_END = (r"[A-Za-z_][A-Za-z0-9_.-]*\Z", rf"{_NAME}\Z")

# A label may start with a digit, an XML name may not; readers differ on the other scripts.
_NOT_IN_NODE_ID = re.compile(r"[^A-Za-z0-9.-]")
_NOT_XML = r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#xD;"}


def xml_text(term: str, text: str) -> str:
    """Write text between tags or quotes.

    :raises OutputError: naming the term, if XML 1.0 forbids a character of it.
    """
    if re.search(_NOT_XML, text):
        raise OutputError(f"XML 1.0 forbids a character of {term[:200]}", hint="choose another format than RDF/XML")
    return text.translate(_MARKUP)


class RdfXmlWriter:
    """Writes the triples of each graph when they come. :meth:`begin` comes first, :meth:`close` last."""

    def __init__(self, out: BinaryIO, layout: Layout) -> None:
        self._out = out
        usable = {name: space for name, space in layout.prefixes.items() if _is_usable(name, space)}
        self._prefixes = usable | {"rdf": _RDF}
        self._split = splitter(self._prefixes)
        self._element = lru_cache(maxsize=1 << 12)(self._new_element)

    def begin(self) -> None:
        """Write the root element with its namespaces."""
        spaces = (f'\n  xmlns:{name}="{xml_text(space, space)}"' for name, space in sorted(self._prefixes.items()))
        self._out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{"".join(spaces)}>\n'.encode())

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Write the triples of one graph, whose name RDF/XML cannot hold."""
        subjects: dict[str, list[str]] = {}
        for subject, predicate, value in dict.fromkeys(triples):
            subjects.setdefault(subject, []).append(self._property(predicate, value))
        self._out.write("".join(_description(subject, lines) for subject, lines in subjects.items()).encode())

    def close(self) -> None:
        """Write the end of the root element; without it the file is no XML."""
        self._out.write(b"</rdf:RDF>\n")

    def _property(self, predicate: str, value: str) -> str:
        opening, closing = self._element(predicate)
        if value[0] != '"':
            return f"    <{opening} {_reference('resource', value)}/>\n"
        quoted, kind = _literal(value)
        return f"    <{opening}{kind}>{xml_text(value, unquoted(quoted))}</{closing}>\n"

    def _new_element(self, predicate: str) -> tuple[str, str]:
        """Give the name of a property's element with its namespace, and without."""
        text = iri_text(predicate)
        known = self._split(text)
        local = next(filter(None, (re.search(name, text) for name in _NAMES_AT_END)), None)
        if predicate in _NO_ELEMENTS or local is None or text[: local.start()] in _RESERVED:
            raise OutputError(
                f"RDF/XML cannot hold the predicate {predicate}", hint="choose another format than RDF/XML"
            )
        if known and re.fullmatch(_NAME, known[1]):
            return f"{known[0]}:{known[1]}", f"{known[0]}:{known[1]}"
        return f'p:{local[0]} xmlns:p="{xml_text(predicate, text[: local.start()])}"', f"p:{local[0]}"


def _is_usable(name: str, space: str) -> bool:
    return bool(re.fullmatch(_NAME, name)) and not name.lower().startswith("xml") and space not in _RESERVED


def _description(subject: str, lines: list[str]) -> str:
    return f"  <rdf:Description {_reference('about', subject)}>\n{''.join(lines)}  </rdf:Description>\n"


def _reference(attribute: str, term: str) -> str:
    if term[0] == "_":
        return f'rdf:nodeID="b{_NOT_IN_NODE_ID.sub(_in_hex, term[2:])}"'
    return f'rdf:{attribute}="{xml_text(term, iri_text(term))}"'


def _in_hex(found: re.Match[str]) -> str:
    return f"_{ord(found[0]):x}_"


def _literal(term: str) -> tuple[str, str]:
    """Split a literal into its quoted part and the attribute that says its language or datatype."""
    if term[-1] == '"':
        return term, ""
    if term[-1] == ">":
        quoted, _, datatype = term.rpartition("^^")
        return quoted, f' rdf:datatype="{xml_text(term, iri_text(datatype))}"'
    quoted, _, language = term.rpartition("@")
    return quoted, f' xml:lang="{language}"'
