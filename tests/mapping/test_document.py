import copy
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

import pytest

from kg.descriptions import Descriptions
from kg.mapping import MappedDocument, Part, part_pointer
from kg.records import Fault
from kg.terms import Triple

P, Q = "<a:p>", "<a:q>"


def part(pointer: str, *triples: Triple, needs: Iterable[str] = ()) -> Part:
    """Make a part; the subject of its first triple is its own node."""
    (subject, said), *others = Descriptions.of(triples).nodes.items()
    return Part(
        pointer=pointer, kind=pointer.split("/")[1], subject=subject, said=said, others=others, needs=set(needs)
    )


DOCUMENT = part("/document", ("<a:d>", P, '"d"'))
ADA = part("/entities/0", ("<a:x>", P, '"Ada"'), ("<a:e>", P, '"quote"'))
ALSO_ADA = part("/entities/1", ("<a:x>", P, '"A."'))
BO = part("/entities/2", ("<a:y>", P, '"Bo"'))
MEETING = part(
    "/events/0", ("<a:m>", P, "<a:x>"), ("<a:e>", P, '"quote"'), needs=["/entities/0", "/entities/2"]
)  # fmt: skip
SITE = part("/entities/3", ("<a:s>", Q, "<a:t>"), needs=["/entities/4"])
TOWN = part("/entities/4", ("<a:t>", Q, "<a:y>"), needs=["/entities/2"])
OFFICE = part(
    "/relations/0", ("<a:r>", P, "<a:x>"), ("<a:x>", Q, '"envoy"'), ("<a:x>", P, '"Ada"'), needs=["/entities/0"]
)


def document() -> MappedDocument:
    return MappedDocument("<a:g>", [DOCUMENT, ADA, ALSO_ADA, BO, SITE, TOWN, MEETING, OFFICE])


@pytest.mark.parametrize(
    ("pointer", "part"),
    [
        ("/events/3", "/events/3"),
        ("/events/3/evidence/0/start", "/events/3"),
        ("/document", "/document"),
        ("/document/url", "/document"),
        ("/document/authors/0", "/document"),
    ],
)
def test_the_part_that_a_pointer_lies_in(pointer: str, part: str) -> None:
    assert part_pointer(pointer) == part


@pytest.mark.parametrize(
    ("focus", "path", "value", "owners"),
    [
        ("<a:x>", Q, '"envoy"', ["/relations/0"]),  # a direct triple is the relation's
        ("<a:x>", P, '"A."', ["/entities/1"]),
        ("<a:x>", P, '"Ada"', ["/entities/0", "/relations/0"]),  # whoever wrote it
        ("<a:x>", P, None, ["/entities/0", "/entities/1"]),  # nothing that was written: the node's own parts
        ("<a:x>", None, None, ["/entities/0", "/entities/1"]),
        ("<a:m>", Q, None, ["/events/0"]),
        ("<a:e>", None, None, ["/entities/0", "/events/0"]),  # evidence is nobody's own
        ("<a:d>", P, '"d"', ["/document"]),
        ("<a:z>", P, None, []),
    ],
)
def test_whose_fault_it_is(focus: str, path: str | None, value: str | None, owners: list[str]) -> None:
    assert list(document().owners(focus, path, value)) == owners


@pytest.mark.parametrize(
    ("at", "gone"),
    [
        (["/entities/2/name"], ["/entities/2", "/entities/3", "/entities/4", "/events/0"]),
        (["/entities/0"], ["/entities/0", "/events/0", "/relations/0"]),
        (["/entities/1"], ["/entities/1"]),
        (["/events/0/date", "/events/0/place"], ["/events/0"]),
        (["/relations/0", "/entities/2"], ["/entities/2", "/entities/3", "/entities/4", "/events/0", "/relations/0"]),
        (["/document/url"], ["/document"]),
    ],
)
def test_what_is_rejected_takes_along_what_points_to_it(at: list[str], gone: list[str]) -> None:
    found = document()
    faults = [Fault(pointer, "x", "y") for pointer in at]
    found.reject(faults)
    assert [part for part in document().parts if part not in found.parts] == [
        part for part in document().parts if part.pointer in gone
    ]
    assert found.faults[: len(at)] == faults
    assert {part_pointer(fault.pointer) for fault in found.faults} == set(gone)
    needed = found.faults[len(at) :]
    assert all(one.code == "needs-rejected" and "which was rejected" in one.reason for one in needed)


def test_each_triple_is_given_once_node_by_node() -> None:
    found = document().triples()
    triples = list(found)
    assert triples == list(dict.fromkeys(triples))
    assert triples[0] == ("<a:d>", P, '"d"')
    assert [node for node, _ in groupby(triples, itemgetter(0))] == list(found.nodes)
    assert set(triples) == {
        (node, predicate, value)
        for part in document().parts
        for node, said in (part.node, *part.others)
        for predicate, values in said.items()
        for value in values
    }
    assert len(found) == len(triples)
    assert found.several == {"<a:x>"}


def test_to_put_parts_together_changes_none_of_them() -> None:
    before = copy.deepcopy(document().parts)
    document().triples()
    assert document().parts == before
