"""A review without a screen: what follows from each answer, and that all of it can be taken back."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kg.errors import DecisionError
from kg.linking.sssom import Mapping as Row
from kg.linking.sssom import read_mappings, write_mappings
from kg.mapping import Settings
from kg.pipeline.decided import Decided, Settled
from kg.records import read_record
from kg.reviewing.cases import Case, Occurrence, Recorded, occurrences
from kg.reviewing.session import Session
from tests.samples import mapping

BASE = "https://example.org/visits/"
ADA, SHORT, ME = f"{BASE}person/ada_quill", f"{BASE}person/a._quill", "orcid:0000-0000-0000-0001"
ONE, TWO = "Q99999900001", "Q99999900002"
CHOICES = [{"item": ONE, "label": "One", "score": 0.5}, {"item": TWO, "label": "Two", "score": 0.4}]
DOUBT = {"outcome": "ambiguous", "method": "index", "reason": "about as likely", "candidates": CHOICES}


def occurrence(document: str, name: str, id: str = "e", **more: Any) -> Occurrence:
    entity = {"id": id, "type": "Person", "name": name, **more}
    value = {"document": {"id": document, "published": "2024-03-05"}, "entities": [entity]}
    record = read_record(json.dumps(value).encode())
    (found,) = occurrences(record, Recorded().decisions(record), mapping(), Settings())
    return found


FOUND = [
    occurrence("d1", "Ada Quill", link=DOUBT),
    occurrence("d2", "Ada Quill", link=DOUBT),
    occurrence("d3", "A. Quill", link={**DOUBT, "candidates": []}),
    occurrence("d4", "Quill", link={"outcome": "nil", "method": "index"}),
]


def session(rows: tuple[Row, ...] = (), **more: Any) -> Session:
    return Session(FOUND, Decided(list(rows)), ME, **more)


def asked(one: Session) -> str:
    assert one.case is not None
    return one.case.subject


def test_cases_are_what_is_in_doubt_in_the_order_of_the_records() -> None:
    assert [case.subject for case in session().waiting()] == [ADA, SHORT]
    everything = session(outcomes=["ambiguous", "linked", "nil"])
    assert [case.subject for case in everything.waiting()] == [ADA, SHORT, f"{BASE}entity/d4:e"]
    assert [one.item for one in everything.cases[ADA].choices] == [ONE, TWO]


def test_an_item_that_is_one_thing_here_and_another_there_is_in_doubt() -> None:
    found = [occurrence("d1", "Ada Quill", wikidata=ONE), occurrence("d2", "Ada Quill", wikidata=TWO)]
    (case,) = Session(found, Decided(), ME).waiting()
    assert {one.item for one in case.choices} == {ONE, TWO}


def test_what_was_decided_is_not_asked_again() -> None:
    assert asked(session((Row(ADA, "", ONE, author=ME),))) == SHORT
    assert asked(session((Row(ADA, "", ONE),))) == ADA
    assert asked(session((Row(ADA, "", ONE, rejected=True, author=ME),))) == ADA
    assert session((Row(ADA, "", None, author=ME), Row(SHORT, "", None, thing=ADA, author=ME))).case is None


def test_an_answer_takes_the_place_of_proposals() -> None:
    kept = Row(f"{BASE}place/x", "", ONE, confidence=0.4)
    review = session((Row(ADA, "", ONE, confidence=0.5), Row(ADA, "", TWO, confidence=0.4), kept))
    review.reject(review.cases[ADA], [(TWO, "Two")])
    assert {(row.subject, row.item, row.rejected) for row in review.decided.rows} == {
        (ADA, ONE, False), (ADA, TWO, True), (kept.subject, ONE, False)}  # fmt: skip
    assert asked(review) == ADA
    review.accept(review.cases[ADA], ONE, "One")
    assert {(row.subject, row.item, row.author) for row in review.decided.rows if row.subject == ADA} == {
        (ADA, ONE, ME), (ADA, TWO, ME)}  # fmt: skip
    assert kept in review.decided.rows


def test_what_was_rejected_is_not_accepted_afterwards() -> None:
    review = session()
    review.reject(review.cases[ADA], [(ONE, "One")])
    before = review.decided
    with pytest.raises(DecisionError, match="both accepted and rejected"):
        review.accept(review.cases[ADA], ONE, "One")
    assert review.decided is before


def test_every_answer_can_be_taken_back() -> None:
    review = session()
    answers: list[Callable[[Case], None]] = [
        lambda case: review.reject(case, [(ONE, "One")]),
        lambda case: review.split(case, case.occurrences[1:]),
        review.skip,
        lambda case: review.join(case, review.cases[f"{BASE}entity/d2:e"]),
        review.none,
    ]
    states = []
    for answer in answers:
        case = review.case
        assert case is not None
        states.append((case.subject, review.decided.rows, [one.subject for one in review.waiting()]))
        answer(case)
    for subject, rows, waiting in reversed(states):
        assert review.back()
        assert (asked(review), review.decided.rows, [one.subject for one in review.waiting()]) == (
            subject, rows, waiting)  # fmt: skip
    assert not review.back()


def test_a_split_makes_cases_of_their_own_and_a_join_one_of_two() -> None:
    review = session()
    review.split(review.cases[ADA], review.cases[ADA].occurrences[1:])
    other = f"{BASE}entity/d2:e"
    assert [case.subject for case in review.waiting()] == [ADA, other, SHORT]
    review.join(review.cases[SHORT], review.cases[other])
    assert asked(review) == other
    assert [one.document for one in review.cases[other].occurrences] == ["d2", "d3"]
    with pytest.raises(DecisionError, match="not to be"):
        review.join(review.cases[other], review.cases[ADA])
    review.accept(review.cases[other], TWO, "Two")
    review.accept(review.cases[ADA], ONE, "One")
    assert review.case is None


def test_a_thing_that_was_joined_by_itself_is_split_off_again() -> None:
    review = session(outcomes=["nil"])
    review.join(review.cases[f"{BASE}entity/d4:e"], review.cases[ADA])
    assert [one.document for one in review.cases[ADA].occurrences] == ["d1", "d2", "d4"]
    review.split(review.cases[ADA], review.cases[ADA].occurrences[2:])
    assert review.decided.rows == []
    with pytest.raises(DecisionError, match="taken for nothing else"):
        review.split(review.cases[f"{BASE}entity/d4:e"], review.cases[f"{BASE}entity/d4:e"].occurrences)


def test_two_items_cannot_be_joined() -> None:
    review = session((Row(ADA, "", ONE, author=ME), Row(SHORT, "", TWO, author=ME)))
    with pytest.raises(DecisionError, match="two decisions"):
        review.join(review.cases[SHORT], review.cases[ADA])


@pytest.mark.parametrize("item", [ONE, None])
def test_without_an_index_records_take_up_what_was_decided(item: str | None) -> None:
    entities = [{"id": "e", "type": "Person", "name": name, "wikidata": TWO} for name in ("Ada Quill",)]
    record = read_record(
        json.dumps({"document": {"id": "d", "published": "2024-03-05"}, "entities": entities}).encode()
    )
    for row, wanted in [
        (Row(ADA, "", item, author=ME), item),
        (Row(ADA, "", TWO, rejected=True, author=ME), None),
        (Row(ADA, "", ONE, rejected=True, author=ME), TWO),
        (Row(SHORT, "", item, author=ME), TWO),
    ]:
        (entity,) = Settled(Decided([row]), mapping(), Settings())(record).entities
        assert entity.wikidata == wanted


def test_rows_are_written_and_read_as_they_are(tmp_path: Any) -> None:
    review = session()
    review.split(review.cases[ADA], review.cases[ADA].occurrences[1:])
    review.join(review.cases[SHORT], review.cases[ADA])
    path = tmp_path / "x.sssom.tsv"
    path.write_bytes(write_mappings(review.decided.rows, BASE))
    again = Decided(read_mappings(path))
    assert again.sameness == review.decided.sameness
    assert again.sameness.of(SHORT) == ADA
