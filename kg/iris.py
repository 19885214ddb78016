"""Minting IRIs for data: pure functions of names and ids, so that every worker, run and machine mints the same.

An IRI is ``BASE`` + segment + ``/`` + parts joined by ``:``. A part is percent-encoded but for ASCII letters, digits
and ``- . ~`` (RFC 3986, section 2.3), a blank becomes ``_``; since ``:`` and ``_`` of a name are encoded, two
different lists of parts, none of them empty, never give one IRI.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import partial

from kg.errors import TermError
from kg.remembering import Remembered
from kg.terms import iri

DEFAULT_BASE = "https://example.org/visits/"
WIKIDATA = "http://www.wikidata.org/entity/"

_LONGEST_PART = 200
_KEPT_OF_LONGER = 33
_ITEM = re.compile(r"Q[1-9][0-9]{0,14}")
_ENCODED = re.compile(r"[^A-Za-z0-9.~ -]+")
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def encode_part(text: str) -> str:
    """Encode a text as one part of an IRI; a very long one is cut and closed with its SHA-256.

    >>> encode_part("Kim Jong Un"), encode_part("50% of A_B")
    ('Kim_Jong_Un', '50%25_of_A%5FB')
    """
    # most names; to make it anew takes less than to look for it
    if text.isascii() and text.replace(" ", "").isalnum() and len(text) <= _LONGEST_PART:
        return text.replace(" ", "_")
    return _encoded[text]


def _encode(text: str) -> str:
    encoded = _percent_encode(text)
    if len(encoded) <= _LONGEST_PART:
        # a part of dots alone would be a step of a path to whoever resolves the IRI
        return encoded.replace(".", "%2E") if encoded in {".", ".."} else encoded
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    start = text.encode()[:_KEPT_OF_LONGER].decode(errors="ignore")  # at most as many whole characters
    return f"{_percent_encode(start)}::{digest}"


def _percent_encode(text: str) -> str:
    return _ENCODED.sub(_hexadecimal, text).replace(" ", "_")


def _hexadecimal(found: re.Match[str]) -> str:
    return "%" + found[0].encode().hex("%").upper()


_encoded = Remembered(_encode)


def name_key(name: str) -> str:
    """Give the form in which equal names are equal: NFC, case folded, blanks collapsed.

    >>> name_key(" Kim  Jong Un ") == name_key("KIM JONG UN")
    True
    """
    folded = name.casefold() if name.isascii() else _nfc(_nfc(name).casefold())
    return " ".join(folded.split())


_nfc = partial(unicodedata.normalize, "NFC")


def mint(base: str, segment: str, parts: Iterable[str]) -> str:
    """Mint the term of a thing.

    >>> mint(DEFAULT_BASE, "place", ["kingston", "jamaica"])
    '<https://example.org/visits/place/kingston:jamaica>'
    """
    return f"<{base}{segment}/{':'.join([encode_part(part) for part in parts])}>"


def mint_start(base: str, segment: str, part: str) -> str:
    """Give how all terms of a segment begin whose first part is this one; :func:`mint_under` ends them."""
    return f"<{base}{segment}/{encode_part(part)}:"


def mint_under(start: str, part: str) -> str:
    """Mint the term of a thing of two parts, the first of which is in its start.

    >>> mint_under(mint_start(DEFAULT_BASE, "event", "story 1"), "v1")
    '<https://example.org/visits/event/story_1:v1>'
    """
    return f"{start}{encode_part(part)}>"


def mint_stretch(start: str, first: int, last: int) -> str:
    """Mint the term of a stretch of what is in the start, by two numbers: no digit needs to be encoded.

    >>> mint_stretch(mint_start(DEFAULT_BASE, "evidence", "story 1"), 3, 12)
    '<https://example.org/visits/evidence/story_1:3-12>'
    """
    part = f"{first}-{last}"
    return f"{start}{part}>" if len(part) <= _LONGEST_PART else mint_under(start, part)


def segment_of(type_name: str) -> str:
    """Give the path segment of a type.

    >>> segment_of("AircraftModel")
    'aircraft-model'
    """
    return encode_part(_WORD_START.sub("-", type_name).lower())


def check_base(base: str) -> str:
    """Give back a base IRI under which data can be minted.

    :raises TermError: if it is not an absolute IRI that ends in ``/`` or ``#``.
    """
    iri(base)
    if not base.endswith(("/", "#")):
        raise TermError(f"a base must end in / or #: {base[:120]!r}")
    return base


def parse_item(text: str) -> str | None:
    """Give the Wikidata item that a text names, bare or as an IRI, else None.

    >>> parse_item("Q56226"), parse_item("http://www.wikidata.org/entity/Q1"), parse_item("P31")
    ('Q56226', 'Q1', None)
    """
    bare = text.removeprefix(WIKIDATA).removeprefix("https://www.wikidata.org/wiki/")
    return bare if _ITEM.fullmatch(bare) else None


def expand(name: str, prefixes: dict[str, str]) -> str | None:
    """Expand a CURIE, or a bare name by the empty prefix; None where the prefix is unknown.

    >>> expand("a:b", {"a": "https://a.example/"}), expand("b", {"": "https://e.example#"}), expand("x:b", {})
    ('https://a.example/b', 'https://e.example#b', None)
    """
    prefix, colon, local = name.rpartition(":")
    namespace = prefixes.get(prefix if colon else "")
    return None if namespace is None else namespace + local
