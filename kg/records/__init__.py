"""Extraction records: their types, reading them, and where they come from."""

from kg.records.model import Document, Entity, Event, Extractor, Fault, Record, Relation, Span
from kg.records.reading import RecordError, convert_record, decode, read_record
from kg.records.repair import repaired
from kg.records.sources import LONGEST_RECORD, Line, Sources, expand_input

__all__ = [
    "LONGEST_RECORD",
    "Document",
    "Entity",
    "Event",
    "Extractor",
    "Fault",
    "Line",
    "Record",
    "RecordError",
    "Relation",
    "Sources",
    "Span",
    "convert_record",
    "decode",
    "expand_input",
    "read_record",
    "repaired",
]
