"""Named queries: SPARQL files with headers, the values of their parameters, running them, and their results.

A query is a file whose first comment lines say what it asks (:mod:`kg.queries.library`). Its text runs as it stands in
any store; :func:`bind` writes the values of parameters into it, alike for a file and for an endpoint.
"""

from kg.queries.facts import Fact, differences, facts_of, without_things
from kg.queries.library import Param, Query, find_query, read_library, read_query
from kg.queries.lookup import entity_resolver
from kg.queries.parameters import Resolve, Values, bind, sparql_term
from kg.queries.results import ANSWER_FORMATS, Answer, Table, Triples, lexical, plain_rows, written
from kg.queries.running import (
    answer_of,
    check_syntax,
    has_service,
    load_graph,
    load_lines,
    load_quads,
    loaded_quads,
    run,
)

__all__ = [
    "ANSWER_FORMATS",
    "Answer",
    "Fact",
    "Param",
    "Query",
    "Resolve",
    "Table",
    "Triples",
    "Values",
    "answer_of",
    "bind",
    "check_syntax",
    "differences",
    "entity_resolver",
    "facts_of",
    "find_query",
    "has_service",
    "lexical",
    "load_graph",
    "load_lines",
    "load_quads",
    "loaded_quads",
    "plain_rows",
    "read_library",
    "read_query",
    "run",
    "sparql_term",
    "without_things",
    "written",
]
