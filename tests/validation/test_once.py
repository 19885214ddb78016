"""What the parts of mapped documents may say, and what of a corpus of them needs no look."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.records import records
from kg.mapping import Judgement, MappedDocument, Mapping, Settings, Slot, map_record, put_together
from kg.profile import Profile, find_profile
from kg.records import RecordError, read_record
from kg.terms import RDF_TYPE
from kg.validation import Entries, Result, Summarizer
from kg.validation.spoken import spoken_by
from tests.samples import LOG, PORTS, RECORD, encoded, mapping
from tests.validation.test_mapped import LINK, V

SETTINGS = Settings("https://d.example/", same_as=True, skos=True)
ISSUED, IDENTIFIER = "<http://purl.org/dc/terms/issued>", "<http://purl.org/dc/terms/identifier>"


def many(*, linked: bool = True) -> Iterator[bytes]:
    """Give records with all that a record may hold, some of which say different things of one thing."""
    for number, line in enumerate([encoded(RECORD), *records(60, faulty=0.3)]):
        try:
            read_record(line)
        except RecordError:
            continue
        found = json.loads(line)
        for entity in found["entities"]:
            if linked and entity["type"] != "Facility":
                entity |= {"wikidata": entity.get("wikidata") or "Q999999001", "link": LINK}
            position = {"latitude": number, "longitude": 7.5}
            attributes: dict[str, Any] = {
                "Person": {"birthDate": f"19{60 + number % 3}"},
                "Place": position,
                "Facility": {**position, "icao": "UHMM"},
                "Aircraft": {"registration": f"RA-{number % 7}"},
            }
            more = attributes.get(entity["type"], {}) if linked or number % 2 else {}
            entity["attributes"] = {**entity.get("attributes", {}), **more}
            if not linked:
                entity["name"] = f"{entity['type']} Number {number % 5}"
        yield encoded(found)


def documents(*, linked: bool = True) -> list[MappedDocument]:
    return [map_record(read_record(line), mapping(), SETTINGS) for line in many(linked=linked)]


@pytest.mark.parametrize("profile", ["visits", "ports"])
def test_parts_say_nothing_else(profile: str) -> None:
    known = mapping() if profile == "visits" else mapping(PORTS)
    spoken, lines = spoken_by(known), many() if profile == "visits" else LOG.read_bytes().splitlines()
    found = [map_record(read_record(line), known, SETTINGS) for line in lines]
    seen: set[str] = set()
    for part in [part for document in found for part in document.parts]:
        of_own, of_others = spoken[part.kind]
        for may, nodes in ((of_own, [part.node]), (of_others, part.others)):
            for _, said in nodes:
                assert said.keys() <= may.properties | {RDF_TYPE}
                assert set(said.get(RDF_TYPE, ())) <= may.classes
                seen |= said.keys()
    assert len(seen) > 10


def results(summarizer: Summarizer, found: list[MappedDocument], *, by_parts: bool) -> list[Result]:
    sort = Entries(most=100)
    for document in found:
        sort.update(summarizer.entries_of(document.parts) if by_parts else summarizer.entries(document.triples()))
    return summarizer.results(sort.batches())


def test_the_verdict_is_that_on_graphs_of_any_origin() -> None:
    found, profile = documents(), find_profile()
    expected = results(Summarizer(profile), found, by_parts=False)
    assert results(Summarizer(profile, mapping()), found, by_parts=True) == expected
    assert {result.shape.rpartition("#")[2].partition("-")[0] for result in expected} >= {
        "OneType",
        "BirthDateOfCorpus",
        "CoordinatesOfCorpus",
        "IcaoOfCorpus",
        "RegistrationOfCorpus",
    }


PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://w3id.org/visits-kg#> .
@prefix profile: <https://w3id.org/visits-kg/profile#> . @prefix dcterms: <http://purl.org/dc/terms/> .
"""


def profile_of(folder: Path, shape: str) -> Profile:
    visits = find_profile()
    (folder / "ontology.ttl").write_bytes(visits.ontology.read_bytes())
    head = "<https://x.example/S> a sh:NodeShape ; profile:scope profile:corpus ;"
    (folder / "shapes.ttl").write_text(f"{PREFIXES}{head} {shape} .")
    return Profile(folder, folder / "queries")


@pytest.mark.parametrize(
    ("shape", "least"),
    [
        ("sh:targetClass :Person ; sh:property [ sh:path :birthDate ; sh:maxCount 1 ]", 1),
        ("sh:targetClass :Person ; sh:property [ sh:path :birthDate ; sh:minCount 3 ]", 1),
        ("sh:targetClass :Person ; sh:property [ sh:path :birthDate ; sh:minCount 1 ]", 0),
        ("sh:targetClass :Weapon ; sh:property [ sh:path :birthDate ; sh:minCount 1 ]", 0),
        ("sh:targetClass :AircraftModel ; sh:property [ sh:path :latitude ; sh:minCount 1 ]", 1),
        ("sh:targetClass :Entity ; sh:property [ sh:path [ sh:inversePath :participant ] ; sh:maxCount 1 ]", 1),
        ("sh:targetClass :Person ; sh:property [ sh:path [ sh:inversePath :participant ] ; sh:minCount 1 ]", 0),
        ("sh:targetClass :Facility ; sh:property [ sh:path :locatedIn ; sh:maxCount 0 ]", 1),
        ("sh:targetClass :Place ; sh:property [ sh:path :locatedIn ; sh:minCount 1 ]", 1),
        ("sh:targetClass :Person ; sh:nodeKind sh:Literal", 1),
        ("sh:targetClass :Entity ; sh:not [ sh:class :AircraftModel ]", 1),
        ("sh:targetSubjectsOf :latitude ; sh:class :Facility", 1),
    ],
)
@pytest.mark.parametrize("linked", [True, False])
def test_any_verdict_is_that_on_graphs_of_any_origin(tmp_path: Path, shape: str, least: int, linked: bool) -> None:
    found, profile = documents(linked=linked), profile_of(tmp_path, shape)
    assert Summarizer(profile).left_out == Summarizer(profile, mapping()).left_out == ()
    expected = results(Summarizer(profile), found, by_parts=False)
    assert results(Summarizer(profile, mapping()), found, by_parts=True) == expected
    assert linked or len(expected) >= least


def test_of_things_with_one_class_nothing_is_kept_but_where_more_is_said(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, "sh:targetClass :Person ; sh:property [ sh:path :birthDate ; sh:maxCount 1 ]")
    record = read_record(encoded(RECORD))  # the one person has an item and a birth date, the other neither
    summarizer = Summarizer(profile, mapping())
    kept = {entry[0] for entry in summarizer.entries_of(map_record(record, mapping(), SETTINGS).parts)}
    assert kept == {f"<{SETTINGS.base}item/Q1>"}
    joined = put_together([Judgement("https://d.example/person/bo_reed", "https://d.example/entity/d1:a")], "x")
    settings = replace(SETTINGS, sameness=joined)
    assert len({entry[0] for entry in summarizer.entries_of(map_record(record, mapping(), settings).parts)}) > 1


def test_nothing_follows_from_rules_where_a_slot_writes_classes(tmp_path: Path) -> None:
    known = mapping()
    person = known.entities["Person"]
    person = replace(person, attributes={**person.attributes, "sort": Slot("sort", RDF_TYPE, "iri")})
    known = replace(known, entities={**known.entities, "Person": person}, properties=(*known.properties, RDF_TYPE))
    found = []
    for name in ("Place", "Vessel"):  # each is well alone
        record: dict[str, Any] = {"document": {"id": name, "published": "2024-03-05"}}
        record["entities"] = [{"id": "a", "type": "Person", "name": "Ada Quill", "attributes": {"sort": V + name}}]
        found.append(map_record(read_record(encoded(record)), known, SETTINGS))
    some = "sh:qualifiedValueShape [ sh:in ( :Person :Place :Vessel ) ] ; sh:qualifiedMaxCount 2"
    profile = profile_of(tmp_path, f"sh:targetClass :Person ; sh:property [ sh:path {RDF_TYPE} ; {some} ]")
    expected = results(Summarizer(profile), found, by_parts=False)
    assert results(Summarizer(profile, known), found, by_parts=True) == expected != []


def test_much_less_is_kept_of_mapped_documents() -> None:
    profile = find_profile()
    document = map_record(read_record(encoded(RECORD)), mapping(), SETTINGS)
    any_origin, mapped = Summarizer(profile), Summarizer(profile, mapping())
    more = set(any_origin.entries(document.triples())) - set(mapped.entries_of(document.parts))
    assert {entry[1:3] for entry in more} == {
        (">", ISSUED),
        ("<", IDENTIFIER),
        (">", RDF_TYPE),
    }
    assert mapped.left_out == any_origin.left_out == ()


DATELINES = "sh:targetClass :Document ; sh:property [ sh:path dcterms:issued ; sh:maxCount 1 ]"
HOLDERS = (
    "sh:targetObjectsOf dcterms:identifier ; "
    "sh:property [ sh:path [ sh:inversePath dcterms:identifier ] ; sh:maxCount 1 ]"
)


def kept(folder: Path, shape: str, of: Mapping | None = None) -> set[tuple[str, str]]:
    """Tell which ends of which properties a summary keeps."""
    summarizer = Summarizer(profile_of(folder, shape), of or mapping())
    document = map_record(read_record(encoded(RECORD)), of or mapping(), SETTINGS)
    assert summarizer.left_out == ()
    return {entry[1:3] for entry in summarizer.entries_of(document.parts)}


@pytest.mark.parametrize("shape", [DATELINES, HOLDERS, DATELINES.replace("1 ]", "2 ]")])
def test_what_each_document_has_one_of_is_not_counted(tmp_path: Path, shape: str) -> None:
    assert kept(tmp_path, shape) == set()


@pytest.mark.parametrize(
    ("shape", "looks_at"),
    [
        (DATELINES.replace("maxCount 1", "maxCount 0"), (">", ISSUED)),
        (DATELINES.replace("maxCount 1", "minCount 1"), (">", ISSUED)),
        (DATELINES.replace("maxCount 1", "maxCount 1 ; sh:datatype :x"), (">", ISSUED)),
        (DATELINES.replace("sh:property", "sh:nodeKind sh:IRI ; sh:property"), (">", ISSUED)),
        (DATELINES.replace("dcterms:issued", "dcterms:creator"), (">", "<http://purl.org/dc/terms/creator>")),
        (DATELINES.replace("dcterms:issued", "[ sh:inversePath :document ]"), ("<", f"<{V}document>")),
        (DATELINES.replace("sh:targetClass :Document", "sh:targetSubjectsOf dcterms:issued"), (">", ISSUED)),
        (DATELINES.replace(":Document", ":Document , :Entity"), (">", ISSUED)),
        (DATELINES.replace(":Document", ":Document ; sh:targetObjectsOf :place"), (">", ISSUED)),
        (HOLDERS.replace("maxCount 1", "maxCount 0"), ("<", IDENTIFIER)),
        (HOLDERS.replace("dcterms:identifier", "dcterms:issued"), ("<", ISSUED)),
        (HOLDERS.replace("sh:targetObjectsOf dcterms:identifier", "sh:targetClass :Document"), (">", RDF_TYPE)),
        (HOLDERS.replace("inversePath dcterms:identifier", "inversePath dcterms:title"), ("<", IDENTIFIER)),
    ],
)
def test_what_may_be_at_fault_is_kept(tmp_path: Path, shape: str, looks_at: tuple[str, str]) -> None:
    assert shape not in (DATELINES, HOLDERS)
    assert looks_at in kept(tmp_path, shape)


def also_written(by: str) -> Mapping:
    """Give a mapping by which more than one place writes datelines."""
    known, more = mapping(), Slot("when", ISSUED, "date")
    if by == "document":
        return replace(known, document_slots=(*known.document_slots, more))
    if by == "entities":
        person = known.entities["Person"]
        person = replace(person, attributes={**person.attributes, "when": more})
        return replace(known, entities={**known.entities, "Person": person})
    if by == "evidence":
        return replace(known, evidence_slots=(*known.evidence_slots, more))
    if by == "another kind":
        found = (replace(s, value="date") if s.property == ISSUED else s for s in known.document_slots)
        return replace(known, document_slots=tuple(found))
    place = known.entities["Place"]
    return replace(known, entities={**known.entities, "Place": replace(place, type=known.document_type)})


@pytest.mark.parametrize("by", ["document", "entities", "evidence", "another kind", "other documents"])
def test_datelines_are_counted_where_a_document_may_have_several(tmp_path: Path, by: str) -> None:
    assert (">", ISSUED) in kept(tmp_path, DATELINES, also_written(by))


def test_ids_are_looked_at_where_others_may_have_them(tmp_path: Path) -> None:
    known = mapping()
    title = tuple(replace(s, property=IDENTIFIER) if s.field == "title" else s for s in known.document_slots)
    assert ("<", IDENTIFIER) in kept(tmp_path, HOLDERS, replace(known, document_slots=title))
    other = tuple(replace(s, field="title") if s.property == IDENTIFIER else s for s in known.document_slots)
    assert ("<", IDENTIFIER) in kept(tmp_path, HOLDERS, replace(known, document_slots=other))
