"""JSON-LD, streamed: a context with the layout's prefixes, then one node per line, one object per named graph."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import BinaryIO, TypeAlias

from kg.errors import OutputError
from kg.serialization.layout import Layout
from kg.serialization.names import splitter
from kg.terms import RDF_TYPE, Triple, iri_text

Node: TypeAlias = dict[str, list[str]]
"""The entries of one node as JSON texts: key -> values."""

# A JSON-LD term is a prefix without further ado if its IRI ends in one of these.
_DELIMITERS = tuple(":/?#[]@")


def compact(prefixes: Mapping[str, str]) -> Callable[[str], str]:
    """Make a function that writes an IRI or blank node term as a JSON string, by these prefixes.

    >>> compact({"ex": "https://example.org/"})("<https://example.org/a/b>")
    '"ex:a/b"'
    """
    split = splitter(prefixes)

    @lru_cache(maxsize=1 << 16)
    def name(term: str) -> str:
        if term[0] == "_":
            return f'"{term}"'
        text = iri_text(term)
        found = split(text)
        if found and not found[1].startswith("//"):
            return f'"{found[0]}:{found[1]}"'
        if _reads_as_short(text, prefixes):
            raise OutputError(f"JSON-LD would take the scheme of {term} for a prefix", hint="rename the prefix")
        return f'"{text}"'

    return name


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    usable = {name: space for name, space in prefixes.items() if name and space.endswith(_DELIMITERS)}
    return {name: space for name, space in usable.items() if not _reads_as_short(space, usable)}


def _reads_as_short(text: str, prefixes: Mapping[str, str]) -> bool:
    scheme, _, rest = text.partition(":")
    return scheme in prefixes and not rest.startswith("//")


class JsonLdWriter:
    """Writes each graph when it comes. :meth:`begin` comes first, :meth:`close` last."""

    def __init__(self, out: BinaryIO, layout: Layout) -> None:
        self._out = out
        self._prefixes = _usable(layout.prefixes)
        self._name = compact(self._prefixes)
        self._before = "\n"

    def begin(self) -> None:
        """Write the context."""
        context = json.dumps(dict(sorted(self._prefixes.items())), ensure_ascii=False, indent=1)
        self._out.write(f'{{"@context": {context},\n"@graph": ['.encode())

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Write one graph."""
        nodes: dict[str, Node] = {}
        for subject, predicate, value in dict.fromkeys(triples):
            key, text = self._entry(predicate, value)
            nodes.setdefault(subject, {}).setdefault(key, []).append(text)
        objects = ",\n".join(self._node(subject, node) for subject, node in nodes.items())
        if objects:
            text = f'{{"@id": {self._name(graph)}, "@graph": [\n{objects}]}}' if graph else objects
            self._out.write((self._before + text).encode())
            self._before = ",\n"

    def close(self) -> None:
        """Write what ends the file; without it the file is no JSON."""
        self._out.write(b"\n]}\n")

    def _entry(self, predicate: str, value: str) -> tuple[str, str]:
        if value[0] == '"':
            return self._name(predicate), self._literal(value)
        if predicate == RDF_TYPE:
            return '"@type"', self._name(value)
        return self._name(predicate), f'{{"@id": {self._name(value)}}}'

    def _literal(self, term: str) -> str:
        """Write a literal; its quoted part has the same escapes in JSON."""
        if term[-1] == '"':
            return term
        if term[-1] == ">":
            quoted, _, datatype = term.rpartition("^^")
            return f'{{"@value": {quoted}, "@type": {self._name(datatype)}}}'
        quoted, _, language = term.rpartition("@")
        return f'{{"@value": {quoted}, "@language": "{language}"}}'

    def _node(self, subject: str, node: Node) -> str:
        entries = [f"{key}: {_one_or_many(values)}" for key, values in node.items()]
        return f'{{"@id": {self._name(subject)}, {", ".join(entries)}}}'


def _one_or_many(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"
