"""Extraction records: their types, reading them, and where they come from."""

from kg.records.model import Document, Entity, Event, Extractor, Fault, Record, Relation, Span
from kg.records.reading import RecordError, decode, read_record
from kg.records.repair import repaired
from kg.records.sources import LONGEST_RECORD, RECORDS, TEXTS, Line, Sources, expand_input, is_ours, is_text
from kg.records.writing import write_record

__all__ = [
    "LONGEST_RECORD",
    "RECORDS",
    "TEXTS",
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
    "decode",
    "expand_input",
    "is_ours",
    "is_text",
    "read_record",
    "repaired",
    "write_record",
]
