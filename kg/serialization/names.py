"""IRIs as prefixed names, wherever Turtle's grammar allows it (https://www.w3.org/TR/turtle/#sec-grammar-grammar)."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from kg.errors import OutputError
from kg.terms import iri, iri_text

_BASE = (
    r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = rf"{_BASE}_0-9\-\u00b7\u0300-\u036f\u203f-\u2040"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
# Texts, since to compile them takes long and most runs need none of them.
_PREFIX = rf"(?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)?"
_LOCAL = rf"(?:(?:[{_BASE}_0-9:]|{_PLX})(?:(?:[{_CHARS}.:]|{_PLX})*(?:[{_CHARS}:]|{_PLX}))?)?"

# What a local name may hold behind a backslash; with a slash, `?` or `#` in it the full IRI reads better.
_ESCAPED = re.compile(r"%(?![0-9A-Fa-f]{2})|[~!$&'()*+,;=@]|\A[.-]|\.\Z")
_ESCAPES_READ_WELL = 2
_REMEMBERED = 1 << 16


def prefix_lines(prefixes: Mapping[str, str]) -> str:
    """Write the ``@prefix`` lines of a Turtle or TriG file.

    >>> print(prefix_lines({"ex": "https://example.org/"}), end="")
    @prefix ex: <https://example.org/> .

    :raises OutputError: for a prefix that Turtle cannot write.
    :raises TermError: for a namespace that is no IRI.
    """
    for prefix in prefixes:
        if not re.fullmatch(_PREFIX, prefix):
            raise OutputError(f"not a prefix: {prefix[:40]!r}")
    return "".join(f"@prefix {prefix}: {iri(space)} .\n" for prefix, space in sorted(prefixes.items()))


def splitter(prefixes: Mapping[str, str]) -> Callable[[str], tuple[str, str] | None]:
    """Make a function that splits an IRI's text into the prefix of its longest namespace and the rest, else ``None``.

    >>> splitter({"ex": "https://example.org/"})("https://example.org/a/b")
    ('ex', 'a/b')
    """
    by_space = {space: prefix for prefix, space in sorted(prefixes.items(), reverse=True)}
    longest_first = sorted(by_space, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def split(text: str) -> tuple[str, str] | None:
        found = pattern.match(text)
        return (by_space[found[0]], text[found.end() :]) if found else None

    return split


def names(prefixes: Mapping[str, str]) -> Callable[[str], str]:
    r"""Make a function that writes an IRI term as a prefixed name where that is valid and reads well, else as it is.

    >>> name = names({"ex": "https://example.org/"})
    >>> name("<https://example.org/O'Neill>"), name("<https://example.org/a/b>")
    ("ex:O\\'Neill", '<https://example.org/a/b>')
    """
    split = splitter(prefixes)

    @lru_cache(maxsize=_REMEMBERED)
    def name(term: str) -> str:
        found = split(iri_text(term))
        if found is None:
            return term
        local, escapes = _ESCAPED.subn(r"\\\g<0>", found[1])
        fits = escapes <= _ESCAPES_READ_WELL and re.fullmatch(_LOCAL, local)
        return f"{found[0]}:{local}" if fits else term

    return name
