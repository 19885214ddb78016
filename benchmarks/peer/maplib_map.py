"""maplib maps the tables by templates, all values as plain texts, which is less work than to type them."""

import json
from pathlib import Path

import polars as pl
from maplib import Model

PREFIXES = "@prefix ottr: <http://ns.ottr.xyz/0.4/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
PREFIXES += "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
model = Model()
for number, table in enumerate(json.loads(Path("tables.json").read_text())):
    frame = pl.read_csv(table["file"], infer_schema=False)
    given, written = ["ottr:IRI ?s"], []
    for each, (predicate, kind) in enumerate(table["columns"]):
        given.append(f"? ottr:IRI ?c{each}" if kind == "IRI" else f"? xsd:string ?c{each}")
        written.append(f"ottr:Triple(?s, <{predicate}>, ?c{each})")
    model.add_template(f"{PREFIXES}<urn:t{number}> [ {', '.join(given)} ] :: {{ {', '.join(written)} }} .")
    model.map(f"urn:t{number}", frame)
model.write("peer.nt", format="ntriples")
