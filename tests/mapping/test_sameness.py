"""What reviewers join and split: names that are one thing, and one name that is two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DecisionError
from kg.mapping import Identities, Judgement, Sameness, put_together
from tests.mapping.test_identity import BASE, entity, record, within
from tests.samples import mapping

A, B, C, D = "urn:a", "urn:b", "urn:c", "urn:d"


@pytest.mark.parametrize(
    ("judgements", "joined"),
    [
        ([], {}),
        ([Judgement(A, A)], {}),
        ([Judgement(B, A)], {A: A, B: A}),
        ([Judgement(A, B)], {A: B, B: B}),
        ([Judgement(A, B), Judgement(B, C)], {A: C, B: C, C: C}),
        ([Judgement(A, C), Judgement(A, B)], {A: B, B: B, C: B}),
        ([Judgement(A, B), Judgement(B, A)], {A: A, B: A}),
        ([Judgement(A, B), Judgement(C, D)], {A: B, B: B, C: D, D: D}),
        ([Judgement(A, B, apart=True)], {}),
    ],
)
def test_what_is_joined_has_one_name(judgements: list[Judgement], joined: dict[str, str]) -> None:
    assert put_together(judgements, "x").joined == joined
    assert put_together(reversed(judgements), "x").joined == joined


@pytest.mark.parametrize(
    "judgements",
    [
        [Judgement(A, B), Judgement(A, B, apart=True)],
        [Judgement(A, B), Judgement(B, A, apart=True)],
        [Judgement(A, C), Judgement(B, C), Judgement(A, B, apart=True)],
        [Judgement(A, A, apart=True)],
    ],
)
def test_one_thing_and_two_is_refused(judgements: list[Judgement]) -> None:
    with pytest.raises(DecisionError, match="not to be"):
        put_together(judgements, "x")


PAIRS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")))


@given(PAIRS, st.data())
def test_the_order_of_judgements_changes_nothing(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    judgements = [Judgement(*pair) for pair in pairs]
    found = put_together(judgements, "x")
    assert put_together(data.draw(st.permutations(judgements)), "x") == found
    for one in judgements:
        assert found.of(one.entity) == found.of(one.meant) == found.of(found.of(one.entity))


QUILL, SHORT, OWN = f"{BASE}person/ada_quill", f"{BASE}person/a._quill", f"{BASE}entity/d1:x"
SPLIT = Sameness(split=frozenset({(OWN, QUILL)}))
JOIN = put_together([Judgement(SHORT, QUILL)], "x")
REVIEWED = {"link": {"outcome": "linked", "method": "review"}}


@pytest.mark.parametrize(
    ("name", "sameness", "link", "expected"),
    [
        ("Ada Quill", Sameness(), {}, QUILL),
        ("Ada Quill", SPLIT, {}, OWN),
        ("A. Quill", SPLIT, {}, SHORT),
        ("A. Quill", JOIN, {}, QUILL),
        ("Ada Quill", JOIN, {}, QUILL),
        ("A. Quill", put_together([Judgement(OWN, QUILL)], "x"), {}, SHORT),
        ("Quill", put_together([Judgement(OWN, QUILL)], "x"), {}, QUILL),
        ("A. Quill", Sameness(), {"wikidata": "Q1"}, f"{BASE}item/Q1"),
        ("Ada Quill", SPLIT, {"wikidata": "Q1"}, f"{BASE}item/Q1"),
        ("A. Quill", JOIN, {"wikidata": "Q1"}, QUILL),
        ("A. Quill", JOIN, {"wikidata": "Q1", **REVIEWED}, f"{BASE}item/Q1"),
        ("Bo Reed", JOIN, {"wikidata": "Q1"}, f"{BASE}item/Q1"),
    ],
)
def test_a_reviewers_decision_goes_first(name: str, sameness: Sameness, link: dict[str, object], expected: str) -> None:
    found = record([{**entity("Person", name), **link}], [])
    identities = Identities(found, mapping(), BASE, sameness=sameness)
    assert identities.term(found.entities[0]) == f"<{expected}>"


def test_a_place_that_is_split_or_joined_moves_no_facility_in_it() -> None:
    entities = [entity("Facility", "Works"), entity("Place", "Ostrava", "o", country="Czechia")]
    found = record(entities, [within("x", "o")])
    place = f"{BASE}place/ostrava:czechia"
    for sameness in (Sameness(split=frozenset({(f"{BASE}entity/d1:o", place)})),
                     put_together([Judgement(place, f"{BASE}place/x")], "x")):  # fmt: skip
        names = Identities(found, mapping(), BASE, sameness=sameness)
        works, ostrava = found.entities
        assert names.unlinked(works) == f"<{BASE}facility/works:ostrava:czechia>"
        assert names.unlinked(ostrava) != f"<{place}>"


def test_within_a_document_only_what_is_decided_joins() -> None:
    found = record([entity("Person", "Ada Quill"), entity("Person", "A. Quill", "y")], [])
    other = f"{BASE}entity/d1:y"
    names = Identities(found, mapping(), BASE, by_name=False, sameness=put_together([Judgement(other, OWN)], "x"))
    assert [names.term(one) for one in found.entities] == [f"<{OWN}>"] * 2
