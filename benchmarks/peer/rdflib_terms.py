"""A graph of rdflib made node by node, and written."""

from pathlib import Path

from rdflib import Graph

from kg.validation.nodes import node_of

graph = Graph()
for line in Path("graph.nt").read_text(encoding="utf-8").split("\n")[:-1]:
    subject, predicate, value = line[:-2].split(" ", 2)
    graph.add((node_of(subject), node_of(predicate), node_of(value)))
graph.serialize("peer.nt", format="nt", encoding="utf-8")
