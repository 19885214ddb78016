"""LangChain: ``GraphDocument`` as JSON, which is ``graph_document.model_dump_json()``, one or a list of them.

Its shape is that of ``langchain_community.graphs.graph_document`` 0.4: nodes with id, type and properties,
relationships between two nodes, and the source document with ``page_content`` and ``metadata``. It has no offsets:
names are looked for in the text. A node whose type is that of an event becomes one, and its relationships its roles.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from kg.adapters.found import SOURCE, TARGET, ConversionError, Found, Frame, Thing
from kg.adapters.shapes import about, objects, shaped
from kg.records import Line

_DATES = ("date", "when", "on")
_ITEMS = ("wikidata", "wikidata_id", "wikidataId", "qid")


class _Node(msgspec.Struct):
    id: str | int
    type: str = "Node"
    properties: dict[str, Any] = {}

    @property
    def ref(self) -> str:
        return f"{self.type}\n{self.id}"


class _Relationship(msgspec.Struct):
    source: _Node
    target: _Node
    type: str
    properties: dict[str, Any] = {}


class _Source(msgspec.Struct):
    page_content: str = ""
    metadata: dict[str, Any] = {}
    id: str | None = None


class _Graph(msgspec.Struct):
    nodes: list[_Node]
    relationships: list[_Relationship]
    source: _Source | None = None


class LangChainAdapter:
    """``GraphDocument``, as JSON."""

    endings = (".json", ".jsonl")

    def shape(self, value: dict[str, Any]) -> bool:
        """Nodes and relationships."""
        return isinstance(value.get("nodes"), list) and isinstance(value.get("relationships"), list)

    def read(self, line: Line) -> Iterator[Found | ConversionError]:
        """Read one document or several."""
        for name, value in objects(line):
            if isinstance(value, dict) and value.get("lc") == 1:
                reason = "a repr, which cannot be read back: write it with graph_document.model_dump_json()"
                yield ConversionError(reason, where=name)
                continue
            try:
                yield _found(name, shaped(value, _Graph, name))
            except ConversionError as error:
                yield error


ADAPTER = LangChainAdapter()


def _found(name: str, graph: _Graph) -> Found:
    source = graph.source or _Source()
    text = source.page_content or None
    said = about(source.metadata) | ({"id": source.id} if source.id else {})
    left: Counter[str] = Counter()
    things = [_thing(one, text or "") for one in _nodes(graph)]
    frames = [_frame(one, left) for one in graph.relationships]
    return Found(name, text, said, things, frames, left, tool="langchain")


def _nodes(graph: _Graph) -> Iterator[_Node]:
    """The nodes, and those that only a relationship names."""
    ends = (end for one in graph.relationships for end in (one.source, one.target))
    yield from {one.ref: one for one in (*ends, *graph.nodes)}.values()


def _thing(node: _Node, text: str) -> Thing:
    other = node.properties.get("name")
    name = other if isinstance(other, str) and other.strip() and str(node.id) not in text else str(node.id)
    item = next((str(node.properties[key]) for key in _ITEMS if key in node.properties), None)
    plain = {key: value for key, value in node.properties.items() if isinstance(value, str | int | float)}
    attributes = {key: value for key, value in plain.items() if key not in (*_ITEMS, "name", "id")}
    return Thing(node.ref, node.type, name, item=item, attributes=attributes)


def _frame(one: _Relationship, left: Counter[str]) -> Frame:
    dates = tuple(("date", str(one.properties[key])) for key in _DATES if key in one.properties)[:1]
    texts = tuple((key, value) for key, value in one.properties.items() if key not in _DATES and isinstance(value, str))
    left["property of a relationship"] += len(one.properties) - len(dates) - len(texts)
    return Frame(one.type, ((SOURCE, one.source.ref), (TARGET, one.target.ref)), dates + texts)
