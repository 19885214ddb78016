"""visits-kg: extraction records in; a validated knowledge graph of official visits out.

>>> import kg
>>> done = kg.export("examples")            # a file, a folder, or records as dictionaries
>>> all(report.conforms for report in kg.validate(done.graph).values())
True
>>> answer = kg.query(done.graph, "q06-planned")
>>> answer.columns[:3]
('kind', 'participant', 'facility')
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Export, export, extract, query, read_graph, validate
    from kg.errors import KgError
    from kg.mapping import Settings
    from kg.records import Record, read_record

_HOMES = {
    "Export": "kg.api",
    "KgError": "kg.errors",
    "Record": "kg.records",
    "Settings": "kg.mapping",
    "export": "kg.api",
    "extract": "kg.api",
    "query": "kg.api",
    "read_graph": "kg.api",
    "read_record": "kg.records",
    "validate": "kg.api",
}

__all__ = [
    "Export",
    "KgError",
    "Record",
    "Settings",
    "export",
    "extract",
    "query",
    "read_graph",
    "read_record",
    "validate",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: ``kg --help`` needs no RDF library."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
