"""Reading a mapping: every class, property and scheme it names is looked up in the ontology before it is used."""

from collections.abc import Iterable
from pathlib import Path

from kg.errors import TermError
from kg.iris import expand, segment_of
from kg.mapping.rules import EntityRule, GeometryRule, IdentityPart, Mapping, ReportRule, ReportRules
from kg.mapping.source import Source, read_source
from kg.mapping.values import IRI_VALUES, LINKS, MAKERS, Slot
from kg.ontology import Ontology
from kg.terms import iri

_SLOT_KEYS = frozenset({"property", "value", "scheme", "otherwise", "typed", "earliest", "latest"})
_TOP_KEYS = frozenset(
    {"prefixes", "document", "evidence", "parts", "entities", "geometries", "links", "reports", "events", "relations"}
)

# Parts of the IRIs of all data that is not minted by a type's name.
_SEGMENTS = frozenset({"document", "graph", "item", "entity", "evidence", "event", "geometry", "link", "relation"})


def read_mapping(path: Path, ontology: Ontology) -> Mapping:
    """Read a mapping and check it against its ontology.

    :raises ProfileError: for anything unknown, misspelt or of the wrong kind, with file and line.
    """
    return _Reader(read_source(path), ontology).mapping()


class _Reader:
    """Walks the tree once and notes the line of each property, for the order in which they are printed."""

    def __init__(self, source: Source, ontology: Ontology) -> None:
        self._top = source.table(_TOP_KEYS, required=_TOP_KEYS - {"geometries", "parts", "links"})
        self._ontology = ontology
        self._prefixes = {prefix: _namespace(node) for prefix, node in self._top["prefixes"].table().items()}
        self._properties: dict[str, int] = {}
        self._segments = set(_SEGMENTS)

    def mapping(self) -> Mapping:
        document = self._top["document"].table({"class", "slots"}, {"class", "slots"})
        evidence = self._top["evidence"].table({"class", "slots"}, {"class", "slots"})
        document_type, document_slots = self._class(document["class"]), self._slots(document["slots"])
        if "text" in document["slots"].table():
            raise document["slots"].table()["text"].error("the article's full text never enters a graph")
        entities = self._top["entities"].table({"slots", "types"}, {"slots", "types"})
        common = self._slots(self._top["reports"].table({"slots"}, {"slots"})["slots"])
        entity_slots = self._slots(entities["slots"])
        geometry, links = self._geometry(), self._links()
        events, relations = (self._reports(self._top[name], name[:-1], common) for name in ("events", "relations"))
        parts = (
            {name: self._part(node) for name, node in self._top["parts"].table().items()}
            if "parts" in self._top
            else {}
        )
        return Mapping(
            prefixes=self._prefixes,
            document_type=document_type,
            document_slots=document_slots,
            evidence_type=self._class(evidence["class"]),
            evidence_slots=self._slots(evidence["slots"]),
            entity_slots=entity_slots,
            entities={name: self._entity(name, node, parts) for name, node in entities["types"].table().items()},
            link_type=links[0],
            link_slots=links[1],
            events=events,
            relations=relations,
            geometry=geometry,
            properties=tuple(sorted(self._properties, key=self._properties.__getitem__)),
        )

    def _geometry(self) -> GeometryRule | None:
        if "geometries" not in self._top:
            return None
        table = self._top["geometries"].table({"class", "of", "wkt"}, {"class", "of", "wkt"})
        of, wkt = self._property(table["of"], links=True), self._property(table["wkt"], links=False)
        return GeometryRule(self._class(table["class"]), of, wkt)

    def _links(self) -> tuple[str | None, tuple[Slot, ...]]:
        if "links" not in self._top:
            return None, ()
        links = self._top["links"].table({"class", "slots"}, {"class", "slots"})
        return self._class(links["class"]), self._slots(links["slots"])

    # -- rules ---------------------------------------------------------------------------------------------------------

    def _entity(self, name: str, node: Source, parts: dict[str, IdentityPart]) -> EntityRule:
        table = node.table({"class", "identity", "attributes"}, {"class"})
        identity = (
            tuple(self._identity(item, parts) for item in table["identity"].items()) if "identity" in table else ()
        )
        attributes = self._slots(table["attributes"]) if "attributes" in table else ()
        segment = segment_of(name)
        if segment in self._segments:
            raise node.error(f"the name {name!r} would give IRIs like those of other things: choose another")
        self._segments.add(segment)
        return EntityRule(self._class(table["class"]), segment, identity, {slot.field: slot for slot in attributes})

    def _identity(self, node: Source, parts: dict[str, IdentityPart]) -> IdentityPart:
        if isinstance(node.value, str):
            if node.value != "name" and node.value not in parts:
                raise node.error(f"unknown part {node.value!r}", f"known: {', '.join(['name', *parts])}")
            return parts.get(node.value) or IdentityPart(words=1)
        table = node.table({"name", "attribute"})
        if len(table) != 1:
            raise node.error("a part is the name or an attribute")
        if "attribute" in table:
            return IdentityPart(attribute=table["attribute"].text())
        words = table["name"].table({"words"}, {"words"})["words"]
        if not words.text().isdecimal() or int(words.text()) < 1:
            raise words.error("a number of words is wanted")
        return IdentityPart(words=int(words.text()))

    def _part(self, node: Source) -> IdentityPart:
        table = node.table({"attribute", "relation", "type", "kind"}, {"relation"})
        for key, section in (("relation", "relations"), ("type", "entities")):
            known = self._top[section].table()["types"].table()
            if key in table and table[key].text() not in known:
                raise table[key].error(f"unknown type {table[key].text()!r}", f"known: {', '.join(known)}")
        attribute, relation, type, kind = (
            table[key].text() if key in table else None for key in ("attribute", "relation", "type", "kind")
        )
        return IdentityPart(attribute=attribute, relation=relation, type=type, kind=kind)

    def _reports(self, node: Source, segment: str, common: tuple[Slot, ...]) -> ReportRules:
        keys = {"asserted", "unasserted", "kind", "predicate", "slots", "types"}
        table = node.table(keys, keys - {"predicate"})
        slots = self._slots(table["slots"])
        more = {"direct", "of"} if segment == "relation" else set()
        types = {name: self._report(item, (*slots, *common), more) for name, item in table["types"].table().items()}
        return ReportRules(
            segment=segment,
            asserted=table["asserted"].text(),
            asserted_if_absent=segment == "relation",
            unasserted={name: self._class(item) for name, item in table["unasserted"].table().items()},
            kind=self._property(table["kind"], links=True),
            predicate=self._property(table["predicate"], links=True) if "predicate" in table else None,
            types=types,
        )

    def _report(self, node: Source, slots: tuple[Slot, ...], more: set[str]) -> ReportRule:
        table = node.table({"class", "slots"} | more, {"class"})
        own = self._slots(table["slots"]) if "slots" in table else ()
        everything = {slot.field: slot for slot in (*slots, *own)}
        if "direct" not in table:
            return ReportRule(self._class(table["class"]), tuple(everything.values()))
        of = table["of"].text() if "of" in table else "object"
        if of not in everything:
            raise table.get("of", node).error(f"no slot is named {of!r}")
        direct = self._property(table["direct"], links=everything[of].value in IRI_VALUES)
        return ReportRule(self._class(table["class"]), tuple(everything.values()), direct, of)

    # -- slots and terms -----------------------------------------------------------------------------------------------

    def _slots(self, node: Source) -> tuple[Slot, ...]:
        return tuple(self._slot(field, item) for field, item in node.table().items())

    def _slot(self, field: str, node: Source) -> Slot:
        if isinstance(node.value, str):
            return Slot(field, self._property(node, links=False))
        table = node.table(_SLOT_KEYS, {"property"})
        value = table["value"].text() if "value" in table else "text"
        if value not in MAKERS and value not in LINKS:
            raise table["value"].error(
                f"unknown kind of value {value!r}", f"known: {', '.join(sorted((*MAKERS, *LINKS)))}"
            )
        found = {
            key: self._property(table[key], links=False) for key in ("typed", "earliest", "latest") if key in table
        }
        return Slot(
            field,
            self._property(table["property"], links=value in IRI_VALUES),
            value,
            scheme=self._scheme(table, node) if value == "concept" else None,
            otherwise=self._term(table["otherwise"], self._ontology.terms, "concept") if "otherwise" in table else None,
            **found,
        )

    def _scheme(self, table: dict[str, Source], node: Source) -> dict[str, str]:
        if "scheme" not in table:
            raise node.error("a concept needs the scheme that it is of")
        scheme = self._term(table["scheme"], self._ontology.concepts, "concept scheme")
        return {label: iri(one) for label, one in self._ontology.concepts[scheme[1:-1]].items()}

    def _class(self, node: Source) -> str:
        return self._term(node, self._ontology.classes, "class")

    def _property(self, node: Source, *, links: bool) -> str:
        node = node.table(_SLOT_KEYS)["property"] if isinstance(node.value, dict) else node
        kinds = self._ontology.object_properties, self._ontology.literal_properties
        known, others = kinds if links else kinds[::-1]
        wanted = "property whose values are " + ("things" if links else "literals")
        if (full := expand(node.text(), self._prefixes)) in others and full not in known:
            raise node.error(f"{node.text()!r} is declared, but not as a {wanted}")
        term = self._term(node, known, wanted)
        self._properties[term] = min(node.line, self._properties.get(term, node.line))
        return term

    def _term(self, node: Source, known: Iterable[str], what: str) -> str:
        full = expand(node.text(), self._prefixes)
        if full is None:
            raise node.error(f"unknown prefix in {node.text()!r}", f"known: {', '.join(filter(None, self._prefixes))}")
        if full not in known:
            raise node.error(f"unknown {what} {node.text()!r}", f"declare it in {node.path.with_name('ontology.ttl')}")
        return iri(full)


def _namespace(node: Source) -> str:
    try:
        iri(node.text())
    except TermError as error:
        raise node.error(error.reason) from error
    return node.text()
