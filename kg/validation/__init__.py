"""Graphs against the shapes of a profile: results, reports, compiled shapes, and pySHACL as the judge."""

from kg.validation.compiled import CompiledValidator
from kg.validation.entries import Entries, Entry, entry_line, read_entry
from kg.validation.graphs import standard_report, validate_graph
from kg.validation.mapped import promises_of
from kg.validation.reference import ReferenceValidator, Validator
from kg.validation.results import SEVERITIES, Report, Result
from kg.validation.shapes import CORPUS, DOCUMENT, SCOPES, Shapes, read_shapes
from kg.validation.summary import Summarizer

__all__ = [
    "CORPUS",
    "DOCUMENT",
    "SCOPES",
    "SEVERITIES",
    "CompiledValidator",
    "Entries",
    "Entry",
    "ReferenceValidator",
    "Report",
    "Result",
    "Shapes",
    "Summarizer",
    "Validator",
    "entry_line",
    "promises_of",
    "read_entry",
    "read_shapes",
    "standard_report",
    "validate_graph",
]
