"""Named queries: SPARQL files with headers, the values of their parameters, running them, and their results.

A query is a file whose first comment lines say what it asks (:mod:`kg.queries.library`). Its text runs as it stands in
any store; :func:`bind` writes the values of parameters into it, alike for a file and for an endpoint.
"""

from kg.queries.library import Param, Query, find_query, read_library, read_query
from kg.queries.lookup import entity_resolver
from kg.queries.parameters import Resolve, Values, bind, sparql_term
from kg.queries.results import ANSWER_FORMATS, Answer, Table, Triples, plain_rows, written
from kg.queries.running import check_syntax, load_graph, load_quads, run

__all__ = [
    "ANSWER_FORMATS",
    "Answer",
    "Param",
    "Query",
    "Resolve",
    "Table",
    "Triples",
    "Values",
    "bind",
    "check_syntax",
    "entity_resolver",
    "find_query",
    "load_graph",
    "load_quads",
    "plain_rows",
    "read_library",
    "read_query",
    "run",
    "sparql_term",
    "written",
]
