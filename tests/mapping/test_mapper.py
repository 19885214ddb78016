from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from kg.descriptions import Descriptions
from kg.mapping import MappedDocument, Settings, map_record
from kg.records import read_record
from kg.serialization import format_named, read_quads
from kg.terms import RDF_TYPE, Triple
from tests.samples import GONE, LOG, PORTS, RECORD, TEXT, changed, mapped, mapping, read, span

V = "https://w3id.org/visits-kg#"
BASE = "https://example.org/visits/"
MEETING = f"<{BASE}event/d1:m>"


def graph(turtle: str) -> set[Triple]:
    return {triple for triple, _ in read_quads(turtle.encode(), format_named("turtle"))}


def objects(found: MappedDocument, subject: str, predicate: str) -> list[str]:
    return [value for one, name, value in found.triples() if one == subject and name == f"<{V}{predicate}>"]


def parts(found: MappedDocument) -> list[str]:
    return [part.pointer for part in found.parts]


def test_a_record_becomes_a_graph() -> None:
    small = {
        "document": {"id": "d/1", "published": "2024-03-05", "url": "https://n.example/1", "authors": ["A", "B"]},
        "extractor": {"name": "by-hand"},
        "entities": [
            {"id": "a", "type": "Person", "name": "Ada Quill", "aliases": ["A. Quill"], "wikidata": "Q1"},
            {"id": "w", "type": "Facility", "name": "Works", "attributes": {"kind": "Plant", "latitude": 49.5}},
        ],
        "events": [
            {
                "id": "v",
                "type": "Visit",
                "participants": ["a"],
                "facility": "w",
                "date": "2024-03",
                "modality": "planned",
                "attributedText": "an aide",
                "score": 0.5,
                "evidence": [{"start": 0, "end": 4, "text": "Ada "}],
            }
        ],
        "relations": [{"id": "r", "type": "holdsRole", "subject": "a", "label": "envoy", "object": "w"}],
    }
    found = mapped(small)
    assert found.graph == f"<{BASE}graph/d%2F1>"
    assert (found.faults, found.ignored) == ([], Counter())
    assert set(found.triples()) == graph(
        f"""
        @prefix : <{V}> .
        @prefix kind: <https://w3id.org/visits-kg/kind#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix schema: <https://schema.org/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @base <{BASE}> .
        <document/d%2F1> a :Document ; dcterms:identifier "d/1" ; dcterms:issued "2024-03-05"^^xsd:date ;
            schema:url <https://n.example/1> ; dcterms:creator "A" , "B" .
        <item/Q1> a :Person ; rdfs:label "Ada Quill" ; skos:altLabel "A. Quill" ;
            schema:sameAs <http://www.wikidata.org/entity/Q1> ; :holdsOffice "envoy" .
        <entity/d%2F1:w> a :Facility ; rdfs:label "Works" ; :kind kind:plant ; :latitude 49.5 .
        <event/d%2F1:v> a :PlannedEvent ; :ofKind :Visit ; :participant <item/Q1> ; :facility <entity/d%2F1:w> ;
            :modality :Planned ; :edtf "2024-03"^^edtf:EDTF ; :date "2024-03"^^xsd:gYearMonth ;
            :earliest "2024-03-01"^^xsd:date ; :latest "2024-03-31"^^xsd:date ; :attributedText "an aide" ;
            :score 0.5 ; :extractor "by-hand" ; :document <document/d%2F1> ; :evidence <evidence/d%2F1:0-4> .
        <evidence/d%2F1:0-4> a :Evidence ; :quote "Ada " ; :start 0 ; :end 4 ; :document <document/d%2F1> .
        <relation/d%2F1:r> a :OfficeHeld ; :predicate :holdsOffice ; :subject <item/Q1> ; :office "envoy" ;
            :object <entity/d%2F1:w> ; :modality :Happened ; :extractor "by-hand" ; :document <document/d%2F1> .
        """
    )


def test_another_domain_needs_no_python() -> None:
    found = map_record(read_record(LOG.read_bytes()), mapping(PORTS), Settings(base="https://p.example/"))
    assert (found.faults, found.ignored) == ([], Counter({"document.published": 1}))
    assert set(found.triples()) == graph(
        """
        @prefix : <https://example.org/port-calls#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @base <https://p.example/> .
        <document/log-7> a :Log ; :number "log-7" .
        <ship/1234567> a :Ship ; rdfs:label "Amber Gull" ; :imo "1234567" ; :draught 6.5 ; :home <port/turku> .
        <port/tallinn> a :Port ; rdfs:label "Tallinn" .
        <port/turku> a :Port ; rdfs:label "Turku" .
        <event/log-7:c1> a :Call ; :ship <ship/1234567> ; :port <port/tallinn> ; :status :Made ;
            :when "2024-05-01"^^xsd:date ; :line <evidence/log-7:0-22> ; :log <document/log-7> .
        <evidence/log-7:0-22> a :Entry ; :wording "Amber Gull berthed 1/5" .
        <event/log-7:c2> a :ExpectedCall ; :expects :Call ; :ship <ship/1234567> ; :port <port/turku> ;
            :status :Expected ; :when "2024-05"^^xsd:gYearMonth ; :line <evidence/log-7:23-44> ; :log <document/log-7> .
        <evidence/log-7:23-44> a :Entry ; :wording "Amber Gull due, Turku" .
        <event/log-7:c3> a :Call ; :ship <ship/1234567> ; :status :Made ; :when "2024-04-01"^^xsd:date ;
            :log <document/log-7> .
        <relation/log-7:h> a :Ownership ; :ship <ship/1234567> ; :port <port/turku> ; :status :Made ;
            :log <document/log-7> .
        """
    )


UNASSERTED = {"planned": "PlannedEvent", "hedged": "HedgedEvent", "denied": "DeniedEvent"}


@pytest.mark.parametrize("modality", ["happened", *UNASSERTED])
@pytest.mark.parametrize("type", list(mapping().events.types))
def test_only_what_happened_is_typed_as_what_it_is(type: str, modality: str) -> None:
    found = mapped(changed(("/events/0/type", type), ("/events/0/modality", modality)))
    types = [value for one, name, value in found.triples() if (one, name) == (MEETING, RDF_TYPE)]
    kinds = objects(found, MEETING, "ofKind")
    if modality == "happened":
        assert (types, kinds) == ([f"<{V}{type}>"], [])
    else:
        assert (types, kinds) == ([f"<{V}{UNASSERTED[modality]}>"], [f"<{V}{type}>"])


@pytest.mark.parametrize("modality", [None, "happened", *UNASSERTED])
@pytest.mark.parametrize("type", list(mapping().relations.types))
def test_only_what_holds_is_a_direct_triple(type: str, modality: str | None) -> None:
    relation = {"id": "r", "type": type, "subject": "a", "object": "c", "label": "chair", "modality": modality}
    found = mapped(changed(("/relations/-", relation)))
    rule = mapping().relations.types[type]
    value = '"chair"' if type == "holdsRole" else f"<{BASE}place/czechia>"
    about = {triple for triple in found.triples() if triple[0] == f"<{BASE}item/Q1>"}
    assert ((f"<{BASE}item/Q1>", rule.direct, value) in about) == (modality in (None, "happened"))
    report = f"<{BASE}relation/d1:r>"
    types = [value for one, name, value in found.triples() if (one, name) == (report, RDF_TYPE)]
    assert types == [rule.type if modality in (None, "happened") else f"<{V}RelationReport>"]
    assert objects(found, report, "predicate") == [rule.direct]


@pytest.mark.parametrize("quoted", [[], [span("Bo Reed")]])
def test_the_text_of_the_article_is_not_in_the_graph(quoted: list[dict[str, Any]]) -> None:
    record = changed(
        *((f"/events/{number}/evidence", quoted) for number in (0, 1)),
        *((f"/entities/{number}/mentions", quoted) for number in (0, 1)),
        *((f"/relations/{number}/evidence", quoted) for number in (0, 1, 2)),
        ("/events/0/attributedText", None),
    )
    literals = [value for _, _, value in mapped(record).triples() if value.startswith('"')]
    assert literals
    assert not [value for value in literals if "her aide" in value or "the envoy" in value]


@pytest.mark.parametrize(
    ("bound", "quote", "abridged"),
    [
        (1, TEXT[0], True),
        (5, TEXT[:5], True),
        (len(TEXT) - 1, TEXT[:-1], True),
        (len(TEXT), TEXT, False),
        (1000, TEXT, False),
    ],
)
@pytest.mark.parametrize("text", [TEXT, None], ids=["checked", "trusted"])
def test_quotes_are_bounded(bound: int, quote: str, text: str | None, *, abridged: bool) -> None:
    record = changed(("/events/0/evidence", [{"start": 0, "end": len(TEXT), "text": TEXT}]), ("/document/text", text))
    found = mapped(record, Settings(max_quote=bound))
    (node,) = objects(found, MEETING, "evidence")
    assert objects(found, node, "quote") == [f'"{quote}"']
    assert bool(objects(found, node, "abridged")) == abridged
    assert [value.split('"')[1] for name in ("start", "end") for value in objects(found, node, name)] == (
        ["0", str(len(TEXT))]
    )


def test_a_quote_is_taken_from_the_text_where_the_span_has_none() -> None:
    record = changed(("/events/0/evidence", [{"start": 2, "end": 11}]))
    found = mapped(record)
    (node,) = objects(found, MEETING, "evidence")
    assert objects(found, node, "quote") == ['"Ada Quill"']
    bare = mapped(changed(("/events/0/evidence", [{"start": 90, "end": 95}]), ("/document/text", GONE)))
    assert objects(bare, f"<{BASE}evidence/d1:90-95>", "quote") == []


def test_equal_spans_are_one_node() -> None:
    found = mapped(RECORD)
    node = f"<{BASE}evidence/d1:2-11>"
    users = [(one, name) for one, name, value in found.triples() if value == node]
    assert users == [(f"<{BASE}item/Q1>", f"<{V}mention>"), (f"<{BASE}event/d1:v>", f"<{V}evidence>")]
    assert len(found.triples()) == len(set(found.triples()))


ALL = ["/document", *(f"/{name}/{n}" for name in ("entities", "events", "relations") for n in range(len(RECORD[name])))]

# what is changed; the faults, by place and code; the parts that go
REJECTED: list[tuple[str, Any, list[tuple[str, str]], list[str]]] = [
    ("/events/1/type", "Regatta", [("/events/1/type", "unmapped-type")], ["/events/1"]),
    ("/events/1/modality", None, [("/events/1/modality", "missing-modality")], ["/events/1"]),
    ("/events/1/modality", "Happened", [("/events/1/modality", "unknown-modality")], ["/events/1"]),
    ("/events/1/date", "yesterday", [("/events/1/date", "bad-date")], ["/events/1"]),
    ("/relations/0/type", "likes", [("/relations/0/type", "unmapped-type")], ["/relations/0"]),
    ("/relations/0/modality", "maybe", [("/relations/0/modality", "unknown-modality")], ["/relations/0"]),
    ("/relations/1/date", "2024-02-30", [("/relations/1/date", "bad-date")], ["/relations/1"]),
    (
        "/entities/1/type",
        "Robot",
        [("/entities/1/type", "unmapped-type"), ("/events/0", "needs-rejected")],
        ["/entities/1", "/events/0"],
    ),
    (
        "/entities/0/wikidata",
        "P31",
        [
            ("/entities/0/wikidata", "bad-item"),
            ("/events/0", "needs-rejected"),
            ("/events/1", "needs-rejected"),
            ("/relations/0", "needs-rejected"),
        ],
        ["/entities/0", "/events/0", "/events/1", "/relations/0"],
    ),
    (
        "/entities/0/attributes/birthDate",
        "1970-13",
        [("/entities/0/attributes/birthDate", "bad-date")],
        ["/entities/0", "/events/0", "/events/1", "/relations/0"],
    ),
    (
        "/entities/4/attributes/latitude",
        "north",
        [("/entities/4/attributes/latitude", "bad-decimal")],
        ["/entities/4", "/events/0", "/relations/1"],
    ),
    (
        "/entities/3/type",
        "Realm",
        [("/entities/3/type", "unmapped-type"), ("/relations/2", "needs-rejected")],
        ["/entities/3", "/relations/2"],
    ),
    ("/document/url", "news", [("/document/url", "bad-url")], ["/document"]),
    ("/document/retrieved", "lately", [("/document/retrieved", "bad-moment")], ["/document"]),
]


@pytest.mark.parametrize(("place", "value", "faults", "gone"), REJECTED)
def test_what_cannot_be_mapped_goes_with_what_points_to_it(
    place: str, value: Any, faults: list[tuple[str, str]], gone: list[str]
) -> None:
    found = mapped(changed((place, value)))
    assert [(fault.pointer, fault.code) for fault in found.faults][: len(faults)] == faults
    assert {fault.code for fault in found.faults[len(faults) :]} <= {"needs-rejected"}
    assert len(found.faults) == len(gone)
    assert parts(found) == [pointer for pointer in ALL if pointer not in gone]
    assert all(fault.reason for fault in found.faults)


def test_a_role_of_the_profile_is_checked_like_any() -> None:
    record = read_record(LOG.read_bytes().replace(b'"harbours": ["p"]', b'"harbours": ["p", "z"]'))
    found = map_record(record, mapping(PORTS))
    assert [(fault.pointer, fault.code) for fault in found.faults] == [("/events/0/harbours", "dangling-id")]
    record = read_record(LOG.read_bytes().replace(b'"harbours": ["p"]', b'"harbours": {"id": "p"}'))
    assert [fault.code for fault in map_record(record, mapping(PORTS)).faults] == ["dangling-id"]
    record = read_record(LOG.read_bytes().replace(b'"imo": "1234567"', b'"imo": null').replace(b'"Ship"', b'"Boat"'))
    assert [fault.pointer for fault in map_record(record, mapping(PORTS)).faults] == [
        "/entities/0/type", "/events/0", "/events/1", "/events/2", "/relations/0"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "ignored"),
    [
        ([], {"entities.score": 1}),
        ([("/colour", 1), ("/extra", {"a": 1}), ("/empty", [])], {"entities.score": 1, "colour": 1, "extra": 1}),
        ([("/document/extra", 1)], {"entities.score": 1, "document.extra": 1}),
        ([("/document/section", "world")], {"entities.score": 1, "document.section": 1}),
        ([("/extractor/model", "m")], {"entities.score": 1, "extractor.model": 1}),
        ([("/entities/0/mentions/0/page", 1)], {"entities.score": 1, "mentions.page": 1}),
        ([("/entities/0/extra", 1), ("/entities/1/extra", 1)], {"entities.score": 1, "entities.extra": 2}),
        ([("/entities/0/attributes/shoe", 43)], {"entities.score": 1, "entities.attributes.shoe": 1}),
        (
            [("/entities/2/attributes/kind", "hamlet"), ("/entities/3/attributes/kind", ["country", "hamlet", 5])],
            {"entities.score": 1, "attributes/kind=hamlet": 2, "attributes/kind=5": 1},
        ),
        (
            [("/entities/2/attributes/kind", "x" * 1000)],
            {"entities.score": 1, "attributes/kind=" + "x" * 60: 1},
        ),
        ([("/events/0/weather", "rain"), ("/events/1/weather", "sun")], {"entities.score": 1, "events.weather": 2}),
        ([("/events/0/document", "d9")], {"entities.score": 1, "events.document": 1}),
        ([("/relations/0/extra", 1)], {"entities.score": 1, "relations.extra": 1}),
    ],
)
def test_what_the_mapping_does_not_name_is_counted(changes: list[tuple[str, Any]], ignored: dict[str, int]) -> None:
    found = mapped(changed(*changes))
    assert (found.ignored, found.faults) == (Counter(ignored), [])
    assert parts(found) == ALL


def test_a_report_is_of_its_document_whatever_it_says_itself() -> None:
    found = mapped(changed(("/events/0/document", "d9")))
    assert objects(found, MEETING, "document") == [f"<{BASE}document/d1>"]
    assert objects(found, MEETING, "extractor") == ['"by-hand 1"']


def test_a_report_may_say_who_found_it() -> None:
    found = mapped(changed(("/events/0/extractor", ["one 1", "two 2"])))
    assert objects(found, MEETING, "extractor") == ['"one 1"', '"two 2"']


def test_what_is_given_is_left_as_it_is() -> None:
    record = read(RECORD)
    one, two = map_record(record, mapping()), map_record(record, mapping())
    assert (one.triples(), one.kinds, one.faults, one.ignored) == (two.triples(), two.kinds, two.faults, two.ignored)
    assert record == read(RECORD)


def test_a_head_that_says_several_values_of_one_property_is_known_to() -> None:
    known = mapping()
    assert known.relations.predicate is not None
    alike = replace(known, relations=replace(known.relations, kind=known.relations.predicate))
    value = {
        "document": {"id": "d", "published": "2024-03-05"},
        "entities": [{"id": each, "type": "Place", "name": each} for each in ("a", "b")],
        "relations": [{"id": "r", "type": "locatedIn", "subject": "a", "object": "b", "modality": "planned"}],
    }
    mapped = map_record(read(value), alike)
    assert not mapped.faults
    report = mapped.parts[-1].subject
    found = mapped.triples()
    assert len([triple for triple in found if triple[:2] == (report, known.relations.predicate)]) == 2
    assert found == Descriptions.of(list(found))
    assert len(found) == len(list(found))
