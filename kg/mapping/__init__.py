"""Records to triples: a declarative mapping is read, checked and walked."""

from kg.mapping.document import MappedDocument, Part, part_pointer
from kg.mapping.fields import Source, is_exact
from kg.mapping.geometry import WKT
from kg.mapping.identity import Identities
from kg.mapping.links import OWL_SAME_AS, SKOS_EXACT_MATCH
from kg.mapping.mapper import Mapper, Settings, map_record
from kg.mapping.reading import read_mapping
from kg.mapping.rules import Mapping, ReportRule, ReportRules
from kg.mapping.sameness import Judgement, Sameness, put_together
from kg.mapping.values import Slot

__all__ = [
    "OWL_SAME_AS",
    "SKOS_EXACT_MATCH",
    "WKT",
    "Identities",
    "Judgement",
    "MappedDocument",
    "Mapper",
    "Mapping",
    "Part",
    "ReportRule",
    "ReportRules",
    "Sameness",
    "Settings",
    "Slot",
    "Source",
    "is_exact",
    "map_record",
    "part_pointer",
    "put_together",
    "read_mapping",
]
