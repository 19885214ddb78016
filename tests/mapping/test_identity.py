from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mapping import Settings, map_record
from kg.mapping.identity import Identities
from kg.records import Record
from tests.samples import PORTS, mapping, read

BASE = "https://example.org/visits/"
Entity = dict[str, Any]
Relation = dict[str, Any]


def entity(type: str, name: str, id: str = "x", *, item: str | None = None, **attributes: object) -> Entity:
    return {"id": id, "type": type, "name": name, "wikidata": item, "attributes": attributes}


def within(subject: str, object: str, type: str = "locatedIn", **more: object) -> Relation:
    return {"type": type, "subject": subject, "object": object, **more}


def record(entities: list[Entity], relations: list[Relation]) -> Record:
    numbered = [{"id": f"r{number}", **relation} for number, relation in enumerate(relations)]
    document = {"id": "d1", "published": "2024-03-05"}
    return read({"document": document, "entities": entities, "relations": numbered})


def iri_of(id: str, entities: list[Entity], relations: list[Relation], *, by_name: bool = True) -> str:
    found = record(entities, relations)
    identities = Identities(found, mapping(), BASE, by_name=by_name)
    (one,) = (entity for entity in found.entities if entity.id == id)
    return identities.term(one)[1:-1].removeprefix(BASE)


OSTRAVA = entity("Place", "Ostrava", "o", kind="city")
CZECHIA = entity("Place", "Czechia", "c", kind="country")
POLAND = entity("Place", "Poland", "p", kind="country")
WORKS = entity("Facility", "Ostrava Works")
FULL = "facility/ostrava_works:ostrava:czechia"

# why, the entities ("x" is asked for), the relations, the identity
CASES: list[tuple[str, list[Entity], list[Relation], str]] = [
    ("the item alone", [entity("Person", "Ada Quill", item="Q1")], [], "item/Q1"),
    ("the item in full", [entity("Place", "X", item="http://www.wikidata.org/entity/Q1")], [], "item/Q1"),
    ("a group with an item", [entity("Group", "envoys", item="Q1")], [], "item/Q1"),
    ("what is no item", [entity("Person", "Ada Quill", item="P31")], [], "person/ada_quill"),
    ("a blank item", [entity("Person", "Ada Quill", item="")], [], "person/ada_quill"),
    ("two words", [entity("Person", " ADA  Quill")], [], "person/ada_quill"),
    ("one word", [entity("Person", "Ada")], [], "entity/d1:x"),
    ("no word", [entity("Organization", " ")], [], "entity/d1:x"),
    ("an organization", [entity("Organization", "Interpol")], [], "organization/interpol"),
    ("a designator", [entity("AircraftModel", "Su-57")], [], "aircraft-model/su-57"),
    ("a weapon", [entity("Weapon", "Kh-47M2 Kinzhal")], [], "weapon/kh-47m2_kinzhal"),
    ("a group", [entity("Group", "national security advisers")], [], "entity/d1:x"),
    ("a vessel", [entity("Vessel", "Amber Gull")], [], "entity/d1:x"),
    ("a registration", [entity("Aircraft", "the jet", registration="OK-ABC")], [], "aircraft/ok-abc"),
    ("no registration", [entity("Aircraft", "OK-ABC")], [], "entity/d1:x"),
    ("a blank registration", [entity("Aircraft", "the jet", registration=" ")], [], "entity/d1:x"),
    ("a registration that is no text", [entity("Aircraft", "the jet", registration=7)], [], "entity/d1:x"),
    ("an unknown type", [entity("Regatta", "Cowes Week")], [], "entity/d1:x"),
    # places
    ("a place alone", [entity("Place", "Kingston")], [], "entity/d1:x"),
    ("a country's name", [entity("Place", "Kingston", country="Jamaica")], [], "place/kingston:jamaica"),
    ("a blank country", [entity("Place", "Kingston", country="")], [], "entity/d1:x"),
    ("a country", [entity("Place", "Czechia", kind="country")], [], "place/czechia"),
    ("a country, in capitals", [entity("Place", "Czechia", kind="Country")], [], "place/czechia"),
    ("a country of a country", [entity("Place", "Czechia", kind="country", country="Czechia")], [], "place/czechia"),
    ("a kind that is no text", [entity("Place", "Czechia", kind=["country"])], [], "entity/d1:x"),
    ("in a country", [entity("Place", "Ostrava"), CZECHIA], [within("x", "c")], "place/ostrava:czechia"),
    (
        "in a region in a country",
        [entity("Place", "Ostrava"), entity("Place", "Silesia", "s", kind="region"), CZECHIA],
        [within("s", "c"), within("x", "s")],
        "place/ostrava:czechia",
    ),
    (
        "in a country by two ways",
        [entity("Place", "Ostrava"), entity("Place", "Silesia", "s", kind="region"), CZECHIA],
        [within("s", "c"), within("x", "s"), within("x", "c")],
        "place/ostrava:czechia",
    ),
    (
        "in two countries",
        [entity("Place", "Teschen"), CZECHIA, POLAND],
        [within("x", "c"), within("x", "p")],
        "entity/d1:x",
    ),
    (
        "in one country that is named twice",
        [entity("Place", "Ostrava"), CZECHIA, entity("Place", "CZECHIA", "c2", kind="country")],
        [within("x", "c"), within("x", "c2")],
        "place/ostrava:czechia",
    ),
    (
        "by its own word rather than a relation",
        [entity("Place", "Teschen", country="Poland"), CZECHIA],
        [within("x", "c")],
        "place/teschen:poland",
    ),
    (
        "beyond a country nothing counts",
        [entity("Place", "Ostrava"), CZECHIA, entity("Place", "Austria-Hungary", "h", kind="country")],
        [within("x", "c"), within("c", "h")],
        "place/ostrava:czechia",
    ),
    ("in no country", [entity("Place", "Ostrava"), OSTRAVA], [within("x", "o")], "entity/d1:x"),
    ("in itself", [entity("Place", "Ostrava")], [within("x", "x")], "entity/d1:x"),
    (
        "round and round",
        [entity("Place", "Ostrava"), OSTRAVA, CZECHIA],
        [within("x", "o"), within("o", "x"), within("o", "c")],
        "place/ostrava:czechia",
    ),
    ("of another relation", [entity("Place", "Ostrava"), CZECHIA], [within("x", "c", "partOf")], "entity/d1:x"),
    ("the other way round", [entity("Place", "Ostrava"), CZECHIA], [within("c", "x")], "entity/d1:x"),
    ("without an object", [entity("Place", "Ostrava")], [within("x", "")], "entity/d1:x"),
    (
        "in an organization",
        [entity("Place", "Ostrava"), entity("Organization", "EU", "e", kind="country")],
        [within("x", "e")],
        "entity/d1:x",
    ),
    *(
        (f"in a country, {modality}", [entity("Place", "Ostrava"), CZECHIA], [within("x", "c", modality=modality)], iri)
        for modality, iri in [
            ("happened", "place/ostrava:czechia"),
            (None, "place/ostrava:czechia"),
            ("denied", "entity/d1:x"),
            ("planned", "entity/d1:x"),
            ("hedged", "entity/d1:x"),
        ]
    ),
    (
        "in one country, and denied of another",
        [entity("Place", "Ostrava"), CZECHIA, POLAND],
        [within("x", "c"), within("x", "p", modality="denied")],
        "place/ostrava:czechia",
    ),
    # facilities
    ("a facility alone", [WORKS], [], "entity/d1:x"),
    ("a facility's own country is not enough", [{**WORKS, "attributes": {"country": "Czechia"}}], [], "entity/d1:x"),
    ("in a place alone", [WORKS, OSTRAVA], [within("x", "o")], "entity/d1:x"),
    ("in a place in a country", [WORKS, OSTRAVA, CZECHIA], [within("x", "o"), within("o", "c")], FULL),
    ("in a place that names its country", [WORKS, entity("Place", "Ostrava", "o", country="Czechia")],
     [within("x", "o")], FULL),
    ("in a country alone", [WORKS, CZECHIA], [within("x", "c")], "facility/ostrava_works:czechia"),
    ("a facility in two places", [WORKS, OSTRAVA, CZECHIA, POLAND],
     [within("x", "o"), within("o", "c"), within("x", "p")], "entity/d1:x"),
    (
        "in a facility in a place",
        [entity("Facility", "Hall 2"), entity("Facility", "Ostrava Works", "w"), OSTRAVA, CZECHIA],
        [within("x", "w"), within("w", "o"), within("o", "c")],
        "facility/hall_2:ostrava:czechia",
    ),
    (
        "a link added to the place moves no facility in it",
        [WORKS, {**OSTRAVA, "wikidata": "Q999999001"}, {**CZECHIA, "wikidata": "Q999999002"}],
        [within("x", "o"), within("o", "c")],
        FULL,
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("entities", "relations", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_who_is_who(entities: list[Entity], relations: list[Relation], expected: str) -> None:
    assert iri_of("x", entities, relations) == expected
    assert iri_of("x", entities[::-1], relations[::-1]) == expected
    # by document, names and items join nothing
    assert iri_of("x", entities, relations, by_name=False) == "entity/d1:x"


@pytest.mark.parametrize("item", [None, "Q1"])
def test_without_its_link_a_thing_is_what_it_was(item: str | None) -> None:
    found = record([entity("Person", "Ada Quill", item=item)], [])
    assert Identities(found, mapping(), BASE).unlinked(found.entities[0]) == f"<{BASE}person/ada_quill>"


def test_one_item_of_two_types_is_one_thing() -> None:
    found = record([entity("Place", "Ostrava", "a", item="Q1"), entity("Facility", "Works", "b", item="Q1")], [])
    mapped = map_record(found, mapping())
    assert {part.subject for part in mapped.parts[1:]} == {f"<{BASE}item/Q1>"}
    types = {value.rpartition("#")[2] for _, predicate, value in mapped.triples() if predicate.endswith("#type>")}
    assert types == {"Document>", "Place>", "Facility>"}


def test_the_parts_are_those_of_the_mapping() -> None:
    found = record([entity("Ship", "Amber Gull", "s", imo="1234567"), entity("Port", "Turku", "p")], [])
    identities = Identities(found, mapping(PORTS), "urn:x:")
    assert [identities.term(one) for one in found.entities] == ["<urn:x:ship/1234567>", "<urn:x:port/turku>"]


NAMES = st.sampled_from(["Ada Quill", "ADA quill", "Kingston", "Jamaica", "Ada"])
ATTRIBUTES = st.fixed_dictionaries(
    {}, optional={"kind": st.sampled_from(["country", "city"]), "country": st.sampled_from(["Jamaica", ""])}
)
TYPES = st.sampled_from(["Person", "Place", "Place", "Place", "Facility", "Facility"])
ENTITIES = st.lists(
    st.tuples(TYPES, NAMES, st.sampled_from([None, None, "Q1"]), ATTRIBUTES), min_size=1, max_size=7
).map(
    lambda rows: [
        {"id": str(number), "type": type, "name": name, "wikidata": item, "attributes": attributes}
        for number, (type, name, item, attributes) in enumerate(rows)
    ]
)


@given(ENTITIES, st.data())
def test_the_order_of_a_record_changes_nothing(entities: list[Entity], data: st.DataObject) -> None:
    ids = st.sampled_from([each["id"] for each in entities])
    modalities = st.sampled_from([None, "happened", "denied"])
    relation = st.builds(lambda one, other, modality: within(one, other, modality=modality), ids, ids, modalities)
    relations = [{"id": f"r{number}", **each} for number, each in enumerate(data.draw(st.lists(relation, max_size=10)))]
    other = {"entities": data.draw(st.permutations(entities)), "relations": data.draw(st.permutations(relations))}
    document = {"id": "d1", "published": "2024-03-05"}
    one, two = (
        map_record(read({"document": document, **parts}), mapping(), Settings(base=BASE))
        for parts in ({"entities": entities, "relations": relations}, other)
    )
    assert not one.faults
    assert set(one.triples()) == set(two.triples())
