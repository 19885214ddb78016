"""Oxigraph reads kg's own N-Quads and writes them again: as fast as a graph can go through a strict library."""

from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

with Path("kg.nq").open("rb") as source, Path("again.nq").open("wb") as out:
    serialize(parse(source, RdfFormat.N_QUADS), out, RdfFormat.N_QUADS)
