"""The public Python face: rdflib graphs in, rdflib graphs out."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from rdflib import Dataset, Graph, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.iris import check_base
from kg.mapping import Settings
from kg.pipeline import Counts, Plan, Rejection, rejection
from kg.pipeline import export as run
from kg.profile import find_profile
from kg.queries import Answer, bind, entity_resolver, find_query, load_graph, load_quads
from kg.queries import run as ask
from kg.records import Fault, Line, Record, Sources, repaired, write_record
from kg.serialization import Format, files_of, format_of, read_quads, unpacked
from kg.terms import Triple
from kg.validation import Report, validate_graph
from kg.validation.nodes import node_of, term_of


@dataclass
class Export:
    """What became of some records.

    :param graph: a named graph for each document; queries and serializations see their union.
    :param rejections: what is not in the graph, with the reason and the record.
    :param counts: the tally, as in a manifest.
    """

    graph: Dataset
    rejections: list[Rejection] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Add one document's graph."""
        add_triples(self.graph.graph(URIRef(graph[1:-1])), triples)

    def close(self) -> None:
        """Do nothing: the graph is complete at any time."""


def export(
    records: str | Path | Iterable[Record | Mapping[str, Any]],
    *,
    profile: str | Path | None = None,
    settings: Settings | None = None,
    strict: bool = False,
    validate_every: int = 1,
) -> Export:
    """Export records to a dataset.

    :param records: a file or folder of records, or records as :class:`Record` or as plain dictionaries.
    :param profile: a profile's folder; else the one that ships with this package.
    :param settings: base IRI, identity and bound on quotes.
    :param strict: reject a document whole where a part of it is rejected.
    :param validate_every: validate each record (1), each N-th (N), or none (0).
    :raises KgError: if the input or the profile cannot be read. What is wrong with a record is in the rejections.
    """
    settings = settings or Settings()
    check_base(settings.base)
    plan = Plan(find_profile(None if profile is None else Path(profile)), settings, strict, validate_every)
    lines = Sources([str(records)], io.BytesIO()) if isinstance(records, str | Path) else _lines(records)
    result = Export(Dataset(default_union=True))

    def reject(line: Line, document: str | None, fault: Fault) -> None:
        result.rejections.append(rejection(line, document, fault))

    for counts in run(repaired(lines), plan.work().outcomes, result, reject, same_as=settings.same_as):
        result.counts = counts
    return result


def extract(
    text: str,
    published: str,
    *,
    id: str = "text",
    profile: str | Path | None = None,
    model: str | None = None,
    **document: Any,
) -> dict[str, Any]:
    """Extract a record from English news text, as ``kg extract`` does.

    :param published: the day of publication (ISO 8601), against which relative dates are resolved.
    :param model: an installed spaCy pipeline or its folder; else the one of the extra ``extract``.
    :param document: what else is known of the document: ``title``, ``url``, ``publisher`` and so on.
    :return: the record, to be changed or given to :func:`export`.
    :raises KgError: if the model cannot be loaded.
    :raises ValueError: if the day is none.
    """
    from kg.extraction.extractor import Extractor
    from kg.extraction.model import DEFAULT, load_model
    from kg.extraction.story import read_story

    tables = find_profile(None if profile is None else Path(profile)).extraction
    story = read_story(text, date.fromisoformat(published))
    return next(Extractor(load_model(model or DEFAULT).pipeline, tables).records([({"id": id, **document}, story)]))


def read_graph(path: str | Path, form: Format | None = None) -> Graph:
    """Read an RDF file: a :class:`rdflib.Dataset` from a format that has named graphs, else a :class:`rdflib.Graph`.

    A folder with an export in parts is read as the one graph that it is.

    :param form: the format; else it is told by the ending of the name.
    :raises OutputError: if the ending is of no known format.
    :raises GraphError: if the file does not parse, with line and column.
    """
    dataset, named = Dataset(default_union=True), False
    for each in files_of(Path(path)):
        told = form or format_of(each)
        with each.open("rb") as file:
            _read_into(dataset, unpacked(file, each), told, where=str(each))
        named |= told.graphs
    return dataset if named else dataset.default_graph


def graph_of(data: BinaryIO, form: Format, *, where: str) -> Graph:
    """Read RDF from a binary stream, as :func:`read_graph`."""
    dataset = Dataset(default_union=True)
    _read_into(dataset, data, form, where=where)
    return dataset if form.graphs else dataset.default_graph


def _read_into(dataset: Dataset, data: BinaryIO, form: Format, *, where: str) -> None:
    for triple, graph in read_quads(data, form, where=where):
        part = dataset.graph(URIRef(graph[1:-1])) if graph else dataset.default_graph
        add_triples(part, [triple])


def add_triples(graph: Graph, triples: Iterable[Triple]) -> None:
    """Add triples that are N-Triples text to an rdflib graph."""
    for subject, predicate, value in triples:
        graph.add((node_of(subject), node_of(predicate), node_of(value)))


def validate(graph: Graph, *, profile: str | Path | None = None) -> dict[str, Report]:
    """Judge a graph by the shapes of each scope: ``document`` for each document alone, ``corpus`` for all together."""
    return validate_graph(graph, find_profile(None if profile is None else Path(profile)))


def query(
    graph: Graph | str | Path, name: str, *, profile: str | Path | None = None, service: bool = False, **params: Any
) -> Answer:
    """Ask a graph a named query; every query means the union of its graphs.

    :param graph: an rdflib graph or dataset, or an RDF file.
    :param name: a query of the profile, or a file that ends in ``.rq``.
    :param service: allow SERVICE clauses, which fetch from other endpoints.
    :param params: values of the query's parameters, as text; a list for several.
    :returns: a table of terms, triples, or a truth value.
    :raises QueryError: for an unknown query or parameter, or a label that belongs to nothing or to several things.
    """
    found = find_query(name, find_profile(None if profile is None else Path(profile)).queries)
    store = load_graph(Path(graph)) if isinstance(graph, str | Path) else load_quads(quads_of(graph))
    values = {
        key: [str(one) for one in (value if isinstance(value, list) else [value])] for key, value in params.items()
    }
    text = bind(found, values, entity_resolver(partial(ask, store)))
    return ask(store, text, service=service, where=str(found.path))


def quads_of(graph: Graph) -> Iterator[tuple[Triple, str]]:
    """Yield the triples of an rdflib graph or dataset, each with the term of its graph."""
    for part in graph.graphs() if isinstance(graph, Dataset) else (graph,):
        name = (
            term_of(part.identifier)
            if isinstance(graph, Dataset) and part.identifier != DATASET_DEFAULT_GRAPH_ID
            else ""
        )
        for subject, predicate, value in part:
            yield (term_of(subject), term_of(predicate), term_of(value)), name


def _lines(records: Iterable[Record | Mapping[str, Any]]) -> Iterator[Line]:
    for number, record in enumerate(records, start=1):
        yield Line(
            "<python>", number, write_record(record) if isinstance(record, Record) else msgspec.json.encode(record)
        )
