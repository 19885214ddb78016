"""The room of formats: triples become files, files become triples, and each document stays its own named graph.

A term is N-Triples text (:mod:`kg.terms`). The table of formats is in :mod:`kg.serialization.formats`; how a graph is
laid out for a reader is data, a :class:`Layout`; a :class:`Writer` takes one document's graph at a time.
"""

from kg.serialization.formats import FORMATS, Format, format_named, format_of
from kg.serialization.layout import Layout
from kg.serialization.lines import QuadLines
from kg.serialization.packing import packed, packing_of, unpacked
from kg.serialization.parsing import read_quads, term_of
from kg.serialization.parts import MANIFEST, files_of, fingerprint, is_parted
from kg.serialization.pretty import PRETTY_LIMIT
from kg.serialization.writers import Writer, open_writer

__all__ = [
    "FORMATS",
    "MANIFEST",
    "PRETTY_LIMIT",
    "Format",
    "Layout",
    "QuadLines",
    "Writer",
    "files_of",
    "fingerprint",
    "format_named",
    "format_of",
    "is_parted",
    "open_writer",
    "packed",
    "packing_of",
    "read_quads",
    "term_of",
    "unpacked",
]
