"""What a mapping promises is true of all that it writes, and changes no verdict; other graphs are judged without it."""

import copy
import json
import shutil
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.records import records
from kg.descriptions import Descriptions
from kg.errors import KgError
from kg.mapping import MappedDocument, Mapping, Settings, Slot, map_record
from kg.mapping.values import LINKS, MAKERS, pairs_of
from kg.pipeline import Stage
from kg.profile import find_profile
from kg.records import Fault, Line, Span, read_record
from kg.terms import RDF_TYPE, Triple, split_literal
from kg.validation import DOCUMENT, CompiledValidator, ReferenceValidator, promises_of
from kg.validation.compiledshape import CompiledShape, is_assured
from kg.validation.constraints import Constraint
from kg.validation.datagraph import DataGraph
from kg.validation.mapped import written
from kg.validation.nodes import node_of
from kg.validation.promises import Behind, Sort
from tests.samples import PORTS, RECORD, changed, encoded, log, mapping, ports
from tests.validation.mutations import MUTATIONS
from tests.validation.test_compiled import COMPILED

SETTINGS = Settings("https://d.example/", same_as=True, skos=True)
LINK = {
    "outcome": "linked",
    "method": "index",
    "score": 0.9,
    "index": "ab" * 32,
    "date": "2024-01-01",
    "facts": ["birthDate", "x"],
}
STRANGE: list[Any] = [
    "", " ", "a\nb", "\\", '"', "\u2028", "9" * 5000, "x" * 5000, "true", "2024", "2024-02-30", "2024-02", "198X",
    "2024~",
    "2024-02-29", "2023-05-01/2023-04-01", "../2024", "0001", "9999-12-31", "2024-05-01T23:59:59.123456789+14:00",
    "2024-05-01T08:00:00Z", "http://x.example/é?q#f", "https://x.example/ ", "urn:x", "Q1", "Q0", "city", "CITY", "_:b",
    0, -1, 10**40, 10**4299, 1.0, 1e300, 5e-324, float("nan"), float("inf"), True, False, None, [], ["a", ""], {},
    [[1]],
]  # fmt: skip
RECORDS = [json.loads(line) for line in records(40, faulty=0)] + [RECORD]


def fits(term: str, sort: Sort, types: Collection[str]) -> bool:
    """Whether a term is of a sort: nothing that is known of the sort is wrong of the term."""
    found = split_literal(term)
    datatype = None if found is None else found[2] or "http://www.w3.org/2001/XMLSchema#string"
    return (
        term.startswith(sort.kind)
        and (sort.term is None or term == sort.term)
        and (sort.type is None or sort.type in types)
        and (sort.datatype is None or (datatype == sort.datatype and found is not None and found[1] is None))
        and not (sort.datatype is not None and getattr(node_of(term), "ill_typed", False))
        and not (sort.says and not (found and found[0].strip()))
        and (sort.least is None or (found is not None and int(found[0]) >= sort.least))
    )


def broken(triples: Collection[Triple], of: Mapping) -> list[Triple]:
    """List the triples that a promise is not true of."""
    promises = promises_of(of)
    nodes = Descriptions.of(triples).nodes
    types = {node: said.get(RDF_TYPE, ()) for node, said in nodes.items()}

    values = {predicate: {triple[2] for triple in triples if triple[1] == predicate} for predicate in promises}

    def stands_behind(said: dict[str, Collection[str]], subject: str, behind: Behind) -> bool:
        known = {(predicate, value) for predicate, values in said.items() for value in values}
        return {(behind.property, subject), *behind.said} <= known

    def is_kept(subject: str, predicate: str, value: str, sort: Sort) -> bool:
        others = nodes[subject].get(sort.until or "", ())
        return (
            fits(value, sort, types.get(value, ()))
            and all(number(value) <= number(other) for other in others)
            and not (sort.same and len(values[predicate]) > 1)
            and sort.has <= nodes.get(value, {}).keys()
            and (sort.behind is None or any(stands_behind(said, subject, sort.behind) for said in nodes.values()))
        )

    return [
        (subject, predicate, value)
        for subject, predicate, value in triples
        if predicate in promises and not any(is_kept(subject, predicate, value, sort) for sort in promises[predicate])
    ]


def number(term: str) -> int:
    found = split_literal(term)
    assert found
    return int(found[0])


def slots(kind: str) -> Iterator[Slot]:
    scheme = {"scheme": {"city": "<https://x.example/city>"}, "otherwise": "<https://x.example/other>"}
    yield Slot("f", "<https://x.example/p>", kind, **(scheme if kind == "concept" else {}))  # type: ignore[arg-type]
    if kind == "date":
        others = {name: f"<https://x.example/{name}>" for name in ("typed", "earliest", "latest")}
        yield Slot("f", "<https://x.example/p>", kind, **others)  # type: ignore[arg-type]


def keeps_its_promise(slot: Slot, value: Any) -> int:
    """Write a value, if it is of the slot's kind, and count what was written and is of a promised sort."""
    promised = list(written(slot, [], mapping()))
    try:
        pairs = pairs_of(slot, value)
    except (ValueError, TypeError, KgError):
        return 0
    for predicate, term in pairs:
        assert any(fits(term, sort, ()) for name, sort in promised if name == predicate), (slot, term[:80])
    return len(pairs)


@pytest.mark.parametrize("kind", MAKERS)
def test_each_kind_of_value_is_written_as_is_promised(kind: str) -> None:
    assert sum(keeps_its_promise(slot, value) for slot in slots(kind) for value in STRANGE) > 0


ANY_VALUE = st.one_of(
    st.text(), st.integers(), st.floats(), st.booleans(), st.dates().map(str), st.datetimes().map(str)
)


@given(st.sampled_from(sorted(MAKERS)), ANY_VALUE)
def test_any_value_is_written_as_is_promised(kind: str, value: Any) -> None:
    for slot in slots(kind):
        keeps_its_promise(slot, value)


def test_kinds_that_are_not_known_promise_nothing() -> None:
    assert list(written(Slot("f", "<https://x.example/p>", "new"), [], mapping())) == [
        ("<https://x.example/p>", Sort())
    ]
    assert {"entity", "document", "evidence"} == LINKS


def documents() -> Iterator[MappedDocument]:
    for record in RECORDS:
        found = copy.deepcopy(record)
        for entity in found["entities"]:
            entity |= {"wikidata": entity.get("wikidata") or "Q999999001", "link": LINK}
        yield map_record(read_record(encoded(found)), mapping(), SETTINGS)


def test_promises_are_true_of_documents_whatever_is_rejected() -> None:
    for document in documents():
        assert broken(document.triples(), mapping()) == []
        for part in [part.pointer for part in document.parts if part.pointer != "/document"]:
            fewer = copy.deepcopy(document)
            fewer.reject([Fault(part, "shape", "")])
            assert len(fewer.parts) < len(document.parts)
            assert broken(fewer.triples(), mapping()) == []


def test_each_property_that_is_written_is_promised_something() -> None:
    properties = {triple[1] for document in documents() for triple in document.triples()} - {RDF_TYPE}
    assert properties <= promises_of(mapping()).keys()
    assert RDF_TYPE not in promises_of(mapping())


V = "https://w3id.org/visits-kg#"
ASKED = ("EvidenceOfReport", "DirectLocatedIn-report", "DirectHoldsOffice-report")
"""Shapes that look further than at a node, and of which nothing is left to ask where all was mapped."""


def asked(of: Mapping, slots: bool = True) -> set[str]:
    """Which of these shapes are asked of the documents."""
    judge = CompiledValidator(find_profile(), promises=promises_of(of) if slots else {})
    found: set[str] = set()
    for document in documents():
        graph = DataGraph(document.triples(), judge.background)
        for node, description in graph.nodes.items():
            order = judge._plan._order(graph, node, description)
            found |= {judge.reference.name(each.shape.source.node) for each in order.of_more}
    return {name.rpartition("#")[2] for name in found} & set(ASKED)


def test_what_follows_from_the_rules_is_not_asked() -> None:
    assert asked(mapping(), slots=False) == set(ASKED)
    assert asked(mapping()) == set()


def test_a_direct_triple_is_asked_for_its_report_where_something_else_may_write_it() -> None:
    known = mapping()
    place = known.entities["Place"]
    more = replace(place, attributes={**place.attributes, "in": Slot("in", f"<{V}locatedIn>", "entity")})
    assert asked(replace(known, entities={**known.entities, "Place": more})) == {"DirectLocatedIn-report"}


UNSUPPORTED = """
<https://example.org/x#Unsupported> a sh:NodeShape ;
    <https://w3id.org/visits-kg/profile#scope> <https://w3id.org/visits-kg/profile#document> ;
    sh:targetSubjectsOf :locatedIn ;
    sh:property [ sh:path [ sh:inversePath :subject ] ; sh:qualifiedMinCount 1 ; sh:message "none without evidence" ;
        sh:qualifiedValueShape [ sh:class :Relation ; sh:property [ sh:path :evidence ; sh:maxCount 0 ] ] ] .
"""


def test_what_more_may_be_said_of_a_report_is_not_taken_for_settled(tmp_path: Path) -> None:
    profile = find_profile()
    for file in (profile.ontology, profile.mapping, profile.shapes):
        shutil.copy(file, tmp_path)
    with (tmp_path / profile.shapes.name).open("a") as shapes:
        shapes.write(UNSUPPORTED)
    ours, reference = outcomes(tmp_path, encoded(RECORD))
    assert ours == reference
    assert "https://example.org/x#Unsupported" in {fault.shape for fault in ours[0]}


def test_each_document_is_promised_to_have_its_dateline() -> None:
    issued, document = "<http://purl.org/dc/terms/issued>", f"<{V}document>"
    known = mapping()
    assert all(issued in sort.has for sort in promises_of(known)[document])
    less = tuple(slot for slot in known.document_slots if slot.property != issued)
    assert not any(sort.has for sort in promises_of(replace(known, document_slots=less))[document])


@pytest.mark.parametrize("kind", ["iri", "document"])
def test_evidence_is_asked_for_its_document_where_it_may_be_another(kind: str) -> None:
    known = mapping()
    other = Slot("abridged" if kind == "document" else "document", f"<{V}document>", kind)
    slots = tuple(slot for slot in known.evidence_slots if slot.field not in (other.field, "document"))
    assert asked(replace(known, evidence_slots=(*slots, other))) == {"EvidenceOfReport"}


START, END = "<https://w3id.org/visits-kg#start>", "<https://w3id.org/visits-kg#end>"


def test_offsets_are_promised_to_be_in_order() -> None:
    promises = promises_of(mapping())
    assert [(sort.least, sort.until) for sort in promises[START]] == [(0, END)]
    assert [(sort.least, sort.until) for sort in promises[END]] == [(0, None)]


@pytest.mark.parametrize("written", [START, END])
@pytest.mark.parametrize("kind", ["integer", "text"])
def test_no_order_is_promised_where_something_else_writes_an_offset(written: str, kind: str) -> None:
    known = mapping()
    more = replace(known, document_slots=(*known.document_slots, Slot("pages", written, kind)))
    assert not any(sort.until for sorts in promises_of(more).values() for sort in sorts)


def test_no_order_is_promised_where_both_offsets_are_written_alike() -> None:
    known = mapping()
    alike = tuple(replace(slot, property=START) if slot.property == END else slot for slot in known.evidence_slots)
    assert not any(sort.until for sorts in promises_of(replace(known, evidence_slots=alike)).values() for sort in sorts)


@pytest.mark.parametrize(("start", "end"), [(5, 3), (-1, 3)])
def test_offsets_that_no_record_may_have_are_not_written(start: int, end: int) -> None:
    record = read_record(encoded(RECORD))
    entity = msgspec.structs.replace(record.entities[0], mentions=[Span(start, end, "x")])
    mapped = map_record(msgspec.structs.replace(record, entities=[entity], events=[], relations=[]), mapping())
    assert [(fault.pointer, fault.code) for fault in mapped.faults] == [("/entities/0/evidence", "bad-span")]


# -- the same verdicts -------------------------------------------------------------------------------------------------


def outcomes(folder: Path | None, record: bytes) -> list[Any]:
    """What becomes of a record with promises, and by pySHACL."""
    profile = find_profile(folder)
    known = mapping(folder)
    found = []
    for judge in (CompiledValidator(profile, promises=promises_of(known)), ReferenceValidator(profile)):
        stage = JUDGED.setdefault((folder, type(judge)), Stage(known, SETTINGS, judge))
        outcome = stage.process(Line("in", 1, record))
        found.append((outcome.faults, outcome.notices, outcome.document and outcome.document.triples()))
    return found


JUDGED: dict[tuple[Path | None, type], Stage] = {}


def test_records_with_faults_have_the_same_outcome() -> None:
    shapes = set()
    for line in records(60, seed=3, faulty=1):
        ours, reference = outcomes(None, line)
        assert ours == reference
        shapes |= {fault.shape for fault in ours[0]} | {notice.shape for notice in ours[1]}
    assert len(shapes - {None}) > 3


HOSTILE = [
    ("/entities/1/type", "Place"),
    ("/entities/2/type", "Person"),
    ("/entities/4/wikidata", "Q1"),
    ("/entities/0/attributes/birthDate", "1970-13"),
    ("/entities/1/name", "\u3000"),
    ("/entities/0/aliases", ["", "\n", "x"]),
    ("/events/0/participants", ["w"]),
    ("/events/0/participants", ["a", "a"]),
    ("/events/0/place", "w"),
    ("/events/0/facility", "o"),
    ("/events/0/objects", ["a"]),
    ("/events/0/score", 2),
    ("/events/0/date", "2024-03-05/2024-03-01"),
    ("/events/0/evidence", []),
    ("/events/0/modality", "planned"),
    ("/relations/0/subject", "o"),
    ("/relations/1/object", "a"),
    ("/relations/1/object", "w"),
    ("/relations/2/subject", "a"),
    ("/document/retrieved", "2024-03-06T08:00:00.1234567+14:00"),
    ("/document/language", "English"),
    ("/document/publisher", " \u00a0"),
]


@pytest.mark.parametrize("change", HOSTILE, ids=lambda change: f"{change[0]}={change[1]!r}"[:60])
def test_hostile_records_have_the_same_outcome(change: tuple[str, Any]) -> None:
    ours, reference = outcomes(None, encoded(changed(change)))
    assert ours == reference


LOGS: list[list[tuple[str, str]]] = [
    [],
    [("1234567", "12")],
    [('"participants": ["s"]', '"participants": ["p"]')],
    [('"harbours": ["p"]', '"harbours": ["s", "q"]')],
    [("2024-05-01", "2024-05")],
]


@pytest.mark.parametrize("changes", LOGS, ids=str)
def test_another_profile_has_the_same_outcome(changes: list[tuple[str, str]]) -> None:
    ours, reference = outcomes(PORTS, encoded(log(*changes)))
    assert ours == reference


SLOT = ("mapping.yaml", "draught: {property: draught, value: decimal}", "next: {property: ship, value: entity}")
SHAPE = """
<https://example.org/port-calls#ShipsOnly> a sh:NodeShape ;
    <https://w3id.org/visits-kg/profile#scope> <https://w3id.org/visits-kg/profile#document> ;
    sh:targetSubjectsOf <https://example.org/port-calls#ship> ;
    sh:property [ sh:path <https://example.org/port-calls#ship> ; sh:class <https://example.org/port-calls#Ship> ] .
"""


def test_entities_that_need_one_another_go_together(tmp_path: Path) -> None:
    folder = ports(tmp_path / "profile", SLOT)
    with (folder / "shapes.ttl").open("a") as file:
        file.write(SHAPE)
    ship = "<https://example.org/port-calls#ship>"
    assert all(sort.type for sort in promises_of(mapping(folder))[ship])
    chain = [
        {"id": f"s{n}", "type": "Ship", "name": "S", "attributes": {"imo": f"765432{n}", "next": f"s{n + 1}"}}
        for n in range(2)
    ]
    last = {"id": "s2", "type": "Ship", "name": "S", "attributes": {"imo": "12"}}
    ours, reference = outcomes(folder, encoded(log() | {"entities": [*log()["entities"], *chain, last]}))
    assert ours == reference
    first = len(log()["entities"])
    assert {f"/entities/{first + number}" for number in range(3)} <= {fault.pointer for fault in ours[0]}


# -- graphs of other origin --------------------------------------------------------------------------------------------


def assured(shape: CompiledShape, graph: DataGraph) -> Iterator[tuple[CompiledShape, Constraint]]:
    """Yield the constraints that the promises of the mapping settle."""
    sorts = None if shape.path is None else promises_of(mapping()).get(shape.path.predicate or "")
    yield from ((shape, one) for one in shape.constraints if is_assured(one, sorts, graph))
    for below in shape.properties:
        yield from assured(below, graph)


def test_a_graph_that_was_not_mapped_is_still_judged_by_what_the_mapping_settles() -> None:
    """Each settled constraint is broken by a mutation: of these, another test says that they are found."""
    judge = COMPILED[DOCUMENT]
    graph = DataGraph(Descriptions.of(()), judge.background)
    settled = {
        (judge.reference.name(shape.source.node).rpartition("#")[2], one.component.rpartition("#")[2])
        for target in judge.targets
        for shape, one in assured(target.shape, graph)
    }
    broken_by = {(row.shape, f"{row.component}ConstraintComponent") for rows in MUTATIONS.values() for row in rows}
    assert len(settled) > 30
    assert settled - broken_by == set()
