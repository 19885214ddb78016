"""RDF terms as N-Triples text: the one writer through which every term of every output and every query passes.

A term is a ``str`` in N-Triples syntax (https://www.w3.org/TR/n-triples/), a triple a tuple of three. Names and IRIs
come from strangers, so nothing else in this package may put a quote or an angle bracket around a value.
"""

import re
from functools import cache, lru_cache
from ipaddress import AddressValueError, IPv6Address
from typing import TypeAlias

from kg.errors import TermError

Triple: TypeAlias = tuple[str, str, str]
"""Subject, predicate and object, each in N-Triples syntax."""

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD_STRING = XSD + "string"


def _pattern(letters: str, private: str) -> re.Pattern[str]:
    """Make the pattern of an IRI as RFC 3987, section 2.2, has it: scheme, user, host, port, path, query, fragment.

    :param letters: which characters beyond ASCII it may hold, as a class has them; ``private``, those of a query alone.
    """

    def run_of(more: str) -> str:
        return rf"(?:[{letters}A-Za-z0-9._~!$&'()*+,;={more}-]++|%[0-9A-Fa-f]{{2}})*+"

    address = r"\[(?:[Vv][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+|([0-9A-Fa-f:.]+))\]"
    authority = rf"(?:{run_of(':')}@)?+(?:{address}|{run_of('')})(?::[0-9]*+)?+(?![^/?#])"
    return re.compile(
        rf"[A-Za-z][A-Za-z0-9+.-]*+:(?://{authority}|(?!//)){run_of(':@/')}"
        rf"(?:\?{run_of(':@/?' + private)})?+(?:#{run_of(':@/?')})?+"
    )


_URI = _pattern("", "")


@cache  # it takes long to make, and most runs meet none
def _iri_pattern() -> re.Pattern[str]:
    planes = "".join(f"{chr(plane << 16)}-{chr(plane << 16 | 0xFFFD)}" for plane in range(1, 14))
    letters = f"\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{planes}\U000e1000-\U000efffd"
    return _pattern(letters, "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd")


# A language tag as RFC 5646, section 2.1, has it: language, script, region, variants, extensions, private use.
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)"
    r"|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)",
    re.ASCII | re.IGNORECASE,
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPECIAL = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff]')

_LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")(?:@(.+)|\^\^<(.*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

# As in canonical N-Triples: short escapes where there are any, \uXXXX for the other controls.
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
_ESCAPES |= {
    ord(raw): short
    for raw, short in zip('\b\t\n\f\r"\\', ("\\b", "\\t", "\\n", "\\f", "\\r", '\\"', "\\\\"), strict=True)
}


def iri(text: str) -> str:
    """Write an absolute IRI as a term.

    >>> iri("https://example.org/a")
    '<https://example.org/a>'

    :raises TermError: if it is relative, malformed or holds a character that IRIs forbid (RFC 3987, N-Triples IRIREF).
    """
    match = (_URI if text.isascii() else _iri_pattern()).fullmatch(text)
    if match is None or (match[1] and not _is_address(match[1])):
        raise TermError(f"not an absolute IRI, or it holds a forbidden character: {text[:120]!r}")
    return f"<{text}>"


def literal(text: str, datatype: str | None = None) -> str:
    r"""Write a literal as a term; plain where no datatype is given.

    >>> literal('say "hi"\n')
    '"say \\"hi\\"\\n"'
    >>> literal("2023", XSD + "gYear")
    '"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>'

    :raises TermError: for a lone surrogate, which no UTF-8 file can hold.
    """
    is_plain = text.isprintable() and '"' not in text and "\\" not in text  # as most are; quicker than the pattern
    quoted = f'"{text if is_plain or not _SPECIAL.search(text) else _escaped(text)}"'
    return quoted if datatype is None or datatype == XSD_STRING else f"{quoted}^^{_datatype(datatype)}"


@lru_cache(maxsize=256)
def _datatype(text: str) -> str:
    return iri(text)


def _escaped(text: str) -> str:
    if _SURROGATE.search(text):
        raise TermError("a text holds a lone surrogate")
    return text.translate(_ESCAPES)


def tagged(text: str, language: str) -> str:
    """Write a language-tagged literal as a term (BCP 47, lower or upper case kept).

    :raises TermError: if the tag is not well-formed.
    """
    if not _LANGUAGE.fullmatch(language):
        raise TermError(f"not a language tag: {language[:40]!r}")
    return f"{literal(text)}@{language}"


def _is_address(host: str) -> bool:
    try:
        IPv6Address(host)
    except AddressValueError:
        return False
    return True


def is_iri(term: str) -> bool:
    """Whether the term is an IRI (neither a literal nor a blank node)."""
    return term.startswith("<")


def iri_text(term: str) -> str:
    """Give the IRI that a term holds: the inverse of :func:`iri`."""
    return term[1:-1]


def split_literal(term: str) -> tuple[str, str | None, str | None] | None:
    r"""Give the text, language tag and datatype IRI of a literal; None for any other term.

    >>> split_literal(r'"a\tb"@en'), split_literal("<https://example.org/a>")
    (('a\tb', 'en', None), None)
    """
    match = _LITERAL.fullmatch(term)
    return None if match is None else (unquoted(match[1]), match[2], match[3])


def unquoted(quoted: str) -> str:
    r"""Give the text of a literal's quoted part, without its escapes.

    >>> unquoted(r'"say \"hi\""')
    'say "hi"'
    """
    return _ESCAPE.sub(_unescaped, quoted[1:-1]) if "\\" in quoted else quoted[1:-1]


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SHORT.get(found[3], found[3])
