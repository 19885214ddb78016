"""How fast a corpus of records becomes a graph, with and without validation, beside the way one would take without kg.

    python benchmarks/corpus.py RECORDS [--sample 200]

Four ways over the same records in the same run:

- ``unvalidated``: records to N-Quads;
- ``compiled``: the same, each document judged by the compiled shapes of its scope, as ``kg export`` does it;
- ``reference``: the same for a sample, judged by pySHACL as ``kg validate`` does it;
- ``plain``: an rdflib graph for each document of the sample, judged by ``pyshacl.validate`` with the ontology mixed in.

The ratios say more than the rates: they hold on another machine.
"""

import argparse
import io
import time
from collections.abc import Iterable
from dataclasses import replace

import pyshacl
from rdflib import Graph

from kg.mapping import Settings, map_record
from kg.pipeline import Plan, Stage, Work, export, layout_of
from kg.profile import find_profile
from kg.records import Fault, Line, Sources, read_record, repaired
from kg.serialization import format_named, open_writer
from kg.validation import DOCUMENT, ReferenceValidator, read_shapes

PROFILE = find_profile()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("records", help="a file or folder of records")
    parser.add_argument("--sample", type=int, default=200, help="how many documents the two slow ways get")
    arguments = parser.parse_args()
    lines = list(Sources([arguments.records], io.BytesIO()))
    sample = lines[:: max(1, len(lines) // arguments.sample)]
    stage = Plan(PROFILE, Settings()).stage()
    rates = {
        "unvalidated": exported(lines, replace(stage, validator=None)),
        "compiled": exported(lines, stage),
        "reference": exported(sample, replace(stage, validator=ReferenceValidator(PROFILE))),
        "plain": plainly(sample),
    }
    print(f"{'way':<12} {'documents':>9} {'seconds':>8} {'documents/s':>12} {'against plain':>13}")
    for way, (documents, seconds) in rates.items():
        ratio = (documents / seconds) / (rates["plain"][0] / rates["plain"][1])
        print(f"{way:<12} {documents:>9,} {seconds:>8.1f} {documents / seconds:>12,.1f} {ratio:>12.1f}x")


def exported(lines: list[Line], stage: Stage) -> tuple[int, float]:
    """Export to N-Quads in memory; give the number of documents and the seconds."""
    writer = open_writer(format_named("nquads"), io.BytesIO(), layout_of(stage.mapping, Settings().base))
    start = time.perf_counter()
    counts = [counts.exported for counts in export(repaired(lines), Work(stage).outcomes, writer, _ignore)]
    return counts[-1], time.perf_counter() - start


def plainly(lines: Iterable[Line]) -> tuple[int, float]:
    """Parse each document's N-Triples with rdflib and hand it to pySHACL."""
    mapping = Plan(PROFILE, Settings(), validate_every=0).stage().mapping
    shapes = read_shapes(PROFILE.shapes).of_scope(DOCUMENT)
    ontology = Graph().parse(PROFILE.ontology)
    documents = [map_record(read_record(line.data), mapping).triples() for line in lines]
    start = time.perf_counter()
    for triples in documents:
        graph = Graph().parse(data="".join(f"{' '.join(triple)} .\n" for triple in triples), format="nt")
        pyshacl.validate(graph, shacl_graph=shapes, ont_graph=ontology)
    return len(documents), time.perf_counter() - start


def _ignore(_: Line, __: str | None, ___: Fault) -> None:
    """Leave rejections out of what is measured."""


if __name__ == "__main__":
    main()
