"""pySHACL judges the whole graph."""

import json
from pathlib import Path

import pyshacl
from rdflib import RDF, SH, Graph

from kg.validation.nodes import term_of

report = pyshacl.validate(Graph().parse("data.nt"), shacl_graph=Graph().parse("shapes.ttl"))[1]
found = []
for result in report.subjects(RDF.type, SH.ValidationResult):
    path = report.value(result, SH.resultPath)
    component = str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2]
    if (None, SH.detail, result) not in report:
        found.append([term_of(report.value(result, SH.focusNode)), term_of(path) if path else "", component])
Path("report.json").write_text(json.dumps(found))
