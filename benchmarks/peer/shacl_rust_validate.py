"""shacl-rust judges the whole graph, with its index."""

import json
from pathlib import Path

import shacl_rust

report = shacl_rust.validate(
    Path("data.nt").read_text(encoding="utf-8"),
    Path("shapes.ttl").read_text(encoding="utf-8"),
    data_format="nt",
    shapes_format="turtle",
    experimental_index=True,
)
found = [
    [one["focusNode"], one.get("resultPath") or "", one["sourceConstraintComponent"].rpartition("#")[2].rstrip(">")]
    for one in report["results"]
]
Path("report.json").write_text(json.dumps(found))
