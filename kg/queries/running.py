"""Running queries on a file: pyoxigraph is the store, and every query means the union of all graphs in it.

The union is made when a graph is loaded, as a merge into the default graph: pyoxigraph's own union counts a triple once
for each named graph that has it.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Store

from kg.errors import GraphError, InputError, QueryError
from kg.queries.results import Answer, Table, Triples
from kg.serialization import files_of, format_of, term_of, unpacked
from kg.terms import Triple

# What may hold any word without meaning it. An escape sequence can stand for a letter of a keyword.
_MEANINGLESS = re.compile(
    r"""(?P<text>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}"""
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')"""
    r"""|(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)|(?P<comment>\#[^\n\r]*)|(?P<variable>[?$]\w+)""",
    re.DOTALL,
)
_KEPT = {"text": '""', "iri": "<>", "comment": " ", "variable": "?"}
# No word boundary in front: some parsers read `trueSERVICE` as two words.
_SERVICE = re.compile(r"SERVICE\s*(?:SILENT\s*)?(?:<>|\?|[^\s{}<>]*:[^\s{}]*)\s*\{", re.IGNORECASE)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PLACE = re.compile(r"error at (\d+):(\d+): ")


def load_graph(path: Path) -> Store:
    """Load an RDF file, its format by its suffix, or the parts of an export to a folder; strictly, all or nothing.

    :raises InputError: if it cannot be opened, or the export is not complete.
    :raises OutputError: if no format has its suffix.
    :raises GraphError: at the first place that does not parse.
    """
    store = Store()
    store.bulk_extend(loaded_quads(path))
    return store


def loaded_quads(path: Path) -> Iterator[Quad]:
    """Give the quads of a file, or of an export in parts, and their triples once more for the default graph."""
    for each in files_of(path):
        yield from _quads_of(each)


def _quads_of(path: Path) -> Iterator[Quad]:
    form = format_of(path)
    try:
        with path.open("rb") as file:
            yield from _merged(pyoxigraph.parse(unpacked(file, path), form.syntax))
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
        raise GraphError(error.msg, where=place) from error
    except OSError as error:
        raise InputError(f"the graph cannot be read: {error.strerror or error}", where=str(path)) from error


def load_quads(quads: Iterable[tuple[Triple, str]]) -> Store:
    """Load triples, each with the term of its graph (``""`` is the default graph)."""
    lines = "".join(f"{' '.join(triple)} {graph} .\n" for triple, graph in quads)
    return _loaded(pyoxigraph.parse(lines.encode(), RdfFormat.N_QUADS))


def load_lines(lines: Iterable[str]) -> Store:
    """Load N-Triples lines that want their full stop."""
    return _loaded(pyoxigraph.parse("".join(f"{line} .\n" for line in lines).encode(), RdfFormat.N_TRIPLES))


def _loaded(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.bulk_extend(_merged(quads))
    return store


def _merged(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Give each quad, and its triple in the default graph."""
    for quad in quads:
        yield quad
        if not isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
            yield Quad(quad.subject, quad.predicate, quad.object)


def run(store: Store, text: str, *, service: bool = False, where: str | None = None) -> Answer:
    """Run a query.

    :param service: allow SERVICE clauses, which fetch from other endpoints.
    :param where: the query's file, for errors.
    :raises QueryError: if the query does not parse, with line and column; if it wants SERVICE unasked; if it fails.
    """
    if not service and has_service(text):
        raise QueryError("the query asks another endpoint (SERVICE)", where=where, hint="allow it with --service")
    try:
        return answer_of(store.query(text))
    except SyntaxError as error:
        raise _syntax_error(error, where) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query failed: {error}", where=where) from error


def check_syntax(text: str, where: str | None = None) -> None:
    """Parse a query without running it. :raises QueryError: if it does not parse, with line and column."""
    try:
        Store().query(text)
    except SyntaxError as error:
        raise _syntax_error(error, where) from error


def has_service(text: str) -> bool:
    """Whether a query has a SERVICE clause; the word in a text, IRI, comment or variable is none.

    >>> has_service('SELECT ?service { ?s ?p "SERVICE <a:> {" } # SERVICE <a:> {')
    False
    >>> has_service("SELECT * { Service Silent <https://example.org/> { ?s ?p ?o } }")
    True
    """
    unescaped = _CODEPOINT.sub(lambda found: _character(found[1] or found[2]), text)
    return any(
        _SERVICE.search(_MEANINGLESS.sub(lambda found: _KEPT[found.lastgroup or ""], each))
        for each in (text, unescaped)
    )


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code < 0x110000 else " "


def answer_of(result: object) -> Answer:
    """Give what pyoxigraph answered as an answer of ours."""
    match result:
        case pyoxigraph.QuerySolutions():
            columns = tuple(variable.value for variable in result.variables)
            return Table(columns, tuple(tuple(term and term_of(term) for term in row) for row in result))
        case pyoxigraph.QueryTriples():
            triples = ((term_of(one.subject), term_of(one.predicate), term_of(one.object)) for one in result)
            return Triples(tuple(sorted(set(triples))))
        case _:
            return bool(result)


def _syntax_error(error: SyntaxError, where: str | None) -> QueryError:
    message = error.msg or str(error)
    place = _PLACE.match(message)
    if place is None:
        return QueryError(f"not SPARQL: {message}", where=where)
    reason = f"not SPARQL: line {place[1]}, column {place[2]}: {message[place.end() :]}"
    return QueryError(reason, where=f"{where}:{place[1]}" if where else None)
