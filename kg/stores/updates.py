"""Updates as text. Terms come in as N-Triples from a writer, and are escaped once more for SPARQL."""

from collections.abc import Iterable, Sequence

from kg.queries import sparql_term
from kg.stores.spool import Document

LEDGER = "<https://w3id.org/visits-kg/ledger>"
"""The graph in which a store keeps what was loaded into it."""
CONTENT = "<https://w3id.org/visits-kg/ledger#sha256>"
"""From a document's graph to the hash of its content."""
LOADING = f'{LEDGER} <https://w3id.org/visits-kg/ledger#loading> "true"'
"""Stands in the ledger while a load is on its way, and after one that was cut off."""

WHOLE = "<https://w3id.org/visits-kg/ledger#whole>"
"""From the ledger to a hash of the source that was loaded last, and of the ledger as that left it."""


def entry(document: Document) -> str:
    """Write the line of a document in the ledger, without the full stop.

    >>> entry(Document("<urn:g>", "00", 0, str))
    '<urn:g> <https://w3id.org/visits-kg/ledger#sha256> "00"'
    """
    return f'{document.graph} {CONTENT} "{document.digest}"'


def on_its_way(document: Document) -> str:
    """Write the line of a document that may have arrived in part or whole: no content has its hash."""
    return f'{document.graph} {CONTENT} "on its way"'


def entries_of(graphs: Iterable[str]) -> str:
    """Write the query for the lines of some graphs in the ledger."""
    line = f"?g {CONTENT} ?hash"
    return f"CONSTRUCT {{ {line} }} WHERE {{ VALUES ?g {{ {' '.join(graphs)} }} GRAPH {LEDGER} {{ {line} }} }}"


def as_trig(document: Document) -> bytes:
    """Write a document that the store does not have as TriG, with its entry in the ledger.

    A server may take a body that was cut off for a whole one if it happens to parse, as half of one in N-Quads does
    where it ends with a line. Here it then ends with a document.
    """
    return f"{document.graph} {{\n{_by_subject(document)} .\n}}\n{LEDGER} {{ {entry(document)} . }}\n".encode()


def _by_subject(document: Document) -> str:
    """Write each subject once: its triples stand together, and a store has less to read."""
    parts: list[str] = []
    last = ""
    for line in document.lines:
        subject, _, rest = line.partition(" ")
        parts.append(f" ;\n{rest}" if subject == last else f" .\n{line}" if last else line)
        last = subject
    return "".join(parts)


def as_quads(document: Document) -> bytes:
    """Write a document that the store does not have as N-Quads, with its entry in the ledger."""
    end = f" {document.graph} .\n"
    return f"{document.text.replace(chr(10), end)}{end}{entry(document)} {LEDGER} .\n".encode()


def replacement(documents: Sequence[Document]) -> str:
    """Write the update that puts documents in the place of whatever the store has of them, ledger and all."""
    steps = [step for document in documents for step in _removal(document.graph)]
    graphs = [_graph(document.graph, document.lines) for document in documents]
    ledger = _graph(LEDGER, map(entry, documents))
    return " ;\n".join([*steps, f"INSERT DATA {{\n{''.join(graphs)}{ledger}}}"])


def removal(graphs: Iterable[str]) -> str:
    """Write the update that takes documents out, with their entries."""
    return " ;\n".join(step for graph in graphs for step in _removal(graph))


def forgetting(graph: str) -> str:
    """Write the update that takes a document's entry out of the ledger."""
    return _removal(graph)[1]


def exchange(graph: str, gone: Sequence[str], new: Sequence[str]) -> str:
    """Write the one statement that takes some triples out of a graph and puts others in."""
    if not gone:
        return f"INSERT DATA {{\n{_graph(graph, new)}}}"
    if not new:
        return f"DELETE DATA {{\n{_graph(graph, gone)}}}"
    return f"DELETE {{\n{_graph(graph, gone)}}}\nINSERT {{\n{_graph(graph, new)}}}\nWHERE {{ }}"


def triples_of(graph: str, subject: str = "?s") -> str:
    """Write the query for what a graph holds, or holds of one subject."""
    return f"CONSTRUCT {{ {subject} ?p ?o }} WHERE {{ GRAPH {graph} {{ {subject} ?p ?o }} }}"


def _removal(graph: str) -> tuple[str, str]:
    return (
        # a pattern would not find both 1.5 and 1.50 in TDB2; silent, as a graph that is not there is no error
        f"DROP SILENT GRAPH {graph}",
        f"DELETE WHERE {{ GRAPH {LEDGER} {{ {graph} {CONTENT} ?hash }} }}",
    )


def _graph(graph: str, lines: Iterable[str]) -> str:
    body = "".join([f"{sparql_term(line)} .\n" for line in lines])
    return f"GRAPH {graph} {{\n{body}}}\n"
