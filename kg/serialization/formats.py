"""The one table of formats: what each is called, how its files end, and what it can hold."""

from dataclasses import dataclass
from pathlib import PurePath

from pyoxigraph import RdfFormat

from kg.errors import OutputError
from kg.serialization.packing import packing_of


@dataclass(frozen=True)
class Format:
    """One RDF syntax: ``graphs`` if it holds named graphs, ``streamed`` if it is written without being collected."""

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    syntax: RdfFormat
    synonyms: tuple[str, ...] = ()
    graphs: bool = False
    streamed: bool = True


TURTLE = Format("turtle", "text/turtle", (".ttl", ".turtle"), RdfFormat.TURTLE, synonyms=("ttl",), streamed=False)
TRIG = Format("trig", "application/trig", (".trig",), RdfFormat.TRIG, graphs=True)
NQUADS = Format(
    "nquads", "application/n-quads", (".nq", ".nquads"), RdfFormat.N_QUADS, synonyms=("nq", "n-quads"), graphs=True
)
NTRIPLES = Format(
    "ntriples", "application/n-triples", (".nt", ".ntriples"), RdfFormat.N_TRIPLES, synonyms=("nt", "n-triples")
)
JSONLD = Format("jsonld", "application/ld+json", (".jsonld",), RdfFormat.JSON_LD, synonyms=("json-ld",), graphs=True)
RDFXML = Format(
    "rdfxml", "application/rdf+xml", (".rdf", ".xml", ".owl"), RdfFormat.RDF_XML, synonyms=("xml", "rdf", "rdf/xml")
)

FORMATS = (TURTLE, TRIG, NQUADS, NTRIPLES, JSONLD, RDFXML)

_BY_NAME = {name: each for each in FORMATS for name in (each.name, each.media_type, *each.synonyms)}
_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}


def format_named(name: str) -> Format:
    """Find a format by its name, its media type or a common synonym.

    >>> format_named("TTL").name
    'turtle'

    :raises OutputError: for a name that is in no row of the table.
    """
    found = _BY_NAME.get(name.strip().lower())
    if found is None:
        choices = ", ".join(each.name for each in FORMATS)
        raise OutputError(f"no format is called {name[:40]!r}", hint=f"choose one of {choices}")
    return found


def format_of(path: PurePath | str) -> Format:
    """Find a format by how a file's name ends, but for ``.gz`` or ``.zst``.

    >>> format_of("visits.NQ").name, format_of("visits.ttl.gz").name
    ('nquads', 'turtle')

    :raises OutputError: for any other ending.
    """
    packing = packing_of(path)
    suffix = PurePath(str(path)[: -len(packing)] if packing else path).suffix.lower()
    found = _BY_SUFFIX.get(suffix)
    if found is None:
        choices = " ".join(_BY_SUFFIX)
        raise OutputError(
            f"no format has files that end in {suffix!r}", where=str(path), hint=f"choose one of {choices}"
        )
    return found
