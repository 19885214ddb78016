"""N-Quads that already stand as a parser would write them, which one pattern tells far faster than a parser reads them.

The pattern is narrower than the grammar, on purpose: what it takes is valid, and each term is written in the only way
that a writer has for it. It knows IRIs of http and https in ASCII, plain literals, literals with a datatype, and simple
language tags; all else is left to the parser.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_PART = r"A-Za-z0-9._~!$&'()*+,;=:@/?-"
_RUN = rf"[{_PART}]*+(?:%[0-9A-Fa-f]{{2}}[{_PART}]*+)*+"
_IRI = rf"<https?+://[A-Za-z0-9.-]++(?=[/?#>]){_RUN}(?:#{_RUN})?+>"
_BYTES = "surrogateescape"  # what is no UTF-8 is for the parser, too
_CHARACTERS = r'[^"\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]*+'
# these have a shorter form, or need a tag
_DATATYPE = rf"(?!<http://www\.w3\.org/(?:2001/XMLSchema#string|1999/02/22-rdf-syntax-ns#)){_IRI}"
_LITERAL = rf'"{_CHARACTERS}(?:\\[tbnfr"\\]{_CHARACTERS})*+"(?:\^\^{_DATATYPE}|@[a-z]{{2,3}})?+'
_TRIPLE = rf"{_IRI} {_IRI} (?:{_IRI}|{_LITERAL})"
_DOCUMENT = re.compile(rf"{_TRIPLE} ({_IRI}) \.\n(?:{_TRIPLE} \1 \.\n)*+")


class Run(NamedTuple):
    """Lines that stand together.

    :param graph: the term of the graph of all of them; nothing where they are for the parser.
    :param lines: their triples without the full stop.
    :param rest: what is for the parser.
    :param before: how many lines of the data are before them.
    """

    graph: str
    lines: list[str]
    rest: bytes
    before: int


def runs_of(data: bytes) -> Iterator[Run]:
    r"""Cut whole lines of N-Quads into runs of one graph, and such as are for the parser.

    Where one line after another is for the parser, ever more are left to it without a look, so that a file that is
    written otherwise is not read twice.

    >>> first, second = runs_of(b'<http://e.org/s> <http://e.org/p> "o" <http://e.org/g> .\n_:s <urn:p> "o" .\n')
    >>> first
    Run(graph='<http://e.org/g>', lines=['<http://e.org/s> <http://e.org/p> "o"'], rest=b'', before=0)
    >>> second
    Run(graph='', lines=[], rest=b'_:s <urn:p> "o" .\n', before=1)
    """
    text = data.decode(errors=_BYTES)
    start = at = before = 0
    while at < len(text):
        found = _DOCUMENT.match(text, at)
        if found is None:
            at = text.find("\n", at + (at - start)) + 1 or len(text)
            continue
        if start < at:
            yield _for_the_parser(text[start:at], before)
            before += text.count("\n", start, at)
        *lines, _ = found[0].split(f" {found[1]} .\n")
        yield Run(found[1], lines, b"", before)
        start = at = found.end()
        before += len(lines)
    if start < at:
        yield _for_the_parser(text[start:], before)


def _for_the_parser(text: str, before: int) -> Run:
    return Run("", [], text.encode(errors=_BYTES), before)
