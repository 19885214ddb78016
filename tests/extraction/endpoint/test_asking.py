"""What an endpoint may say, and what becomes of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ServiceError
from kg.extraction.endpoint.budget import Budget
from kg.records import Fault
from tests.extraction.endpoint.conftest import KEY, Ask
from tests.extraction.endpoint.server import ANSWERS, OTHER, STORY, Endpoint, refused, told
from tests.loopback import Answer


def answer(**parts: Any) -> str:
    return json.dumps(ANSWERS[STORY] | parts)


def test_an_answer_becomes_a_record_with_spans_and_is_not_asked_for_again(endpoint: Endpoint, ask: Ask) -> None:
    budget = Budget(price_in=2.0, price_out=10.0)
    (record,) = ask(STORY, budget=budget)
    assert record["extractor"] == {"name": "reader"}
    assert record["document"] == {"id": "0", "published": "2024-03-05", "text": STORY}
    (meeting,), (role,) = record["events"], record["relations"]
    assert meeting["evidence"] == [{"start": 0, "end": len(STORY), "text": STORY}]
    assert (meeting["modality"], meeting["date"], role["label"]) == ("happened", "2024-03-04", "Defence Minister")
    assert (budget.asked, budget.used_in, budget.used_out, budget.spent) == (1, 1000, 200, 0.004)
    assert ask(STORY, budget=budget) == [record]
    assert (budget.asked, len(endpoint.asked)) == (1, 1)
    (question,) = endpoint.asked
    assert question["model"] == "reader" and question["temperature"] == 0
    assert question["response_format"]["json_schema"]["strict"] is True
    assert endpoint.paths == {"/v1/chat/completions"} and endpoint.keys == {f"Bearer {KEY}"}


def test_an_endpoint_that_knows_no_schema_is_asked_for_json_and_then_for_text(endpoint: Endpoint, ask: Ask) -> None:
    endpoint.faults = [
        refused("'response_format.type' must be 'json_object' or 'text'"),
        refused("response_format is not supported by this model"),
        told(f"Here it is:\n```json\n{answer()}\n```\nAnything else?"),
    ]
    first, second = ask(STORY, OTHER)
    assert len(first["events"]) == len(second["events"]) == 1
    assert endpoint.formats() == ["json_schema", "json_object", None, None]  # what was refused is not tried again
    assert all('"participants"' in question["messages"][0]["content"] for question in endpoint.asked[1:])


def test_a_document_that_is_refused_is_rejected_and_the_others_go_on(endpoint: Endpoint, ask: Ask) -> None:
    endpoint.faults = [refused("This model's maximum context length is 8192 tokens")]
    first, second = ask(STORY, OTHER)
    assert isinstance(first, Fault) and first.code == "refused" and "8192" in first.reason
    assert second["events"]


def test_invented_quotes_are_flagged_and_never_happened(endpoint: Endpoint, ask: Ask) -> None:
    (meeting,) = ANSWERS[STORY]["events"]
    invented = meeting | {"id": "w", "evidence": ["They signed a secret treaty in a palace"]}
    nobody = {"id": "n", "type": "Person", "name": "Dee Vale", "mentions": ["Dee Vale"]}
    with_nobody = meeting | {"id": "x", "participants": ["a", "n"]}
    parts = {"entities": [*ANSWERS[STORY]["entities"], nobody], "events": [meeting, invented, with_nobody]}
    endpoint.faults = [told(answer(**parts))]
    (record,) = ask(STORY)
    events = [(event["modality"], event.get("anchored", True)) for event in record["events"]]
    assert events == [("happened", True), ("hedged", False), ("hedged", False)]
    assert [entity.get("anchored", True) for entity in record["entities"]] == [True, True, True, False]


@pytest.mark.parametrize(
    ("faults", "pauses"),
    [
        ([refused("slow down", 429, **{"Retry-After": "7"})], [7.0]),
        ([refused("it broke", 500)], [1.0]),
        ([refused("loading", 503), Answer(way="hangup"), Answer(body=b'{"choices": [', way="cut")], [1.0, 2.0, 4.0]),
        ([Answer(body=b'{"choices": [{"mess')], [1.0]),
    ],
)
def test_what_may_go_well_later_is_asked_again(
    endpoint: Endpoint, ask: Ask, slept: list[float], faults: list[Answer], pauses: list[float]
) -> None:
    endpoint.faults = faults
    (record,) = ask(STORY)
    assert record["events"] and slept == pauses


DEEP = '{"a":' * 100_000 + "1" + "}" * 100_000


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (told(answer()[:200]), "bad-answer"),
        (told("I cannot help with that."), "bad-answer"),
        (told(""), "bad-answer"),
        (told(None), "bad-answer"),
        (told('{"entities": {"a": 1}}'), "bad-answer"),
        (told('{"entities": [{"name": "Ada Quill"}]}'), "bad-answer"),
        (told('{"entities": [], "events": [{"id": 7, "type": "Meeting"}]}'), "bad-answer"),
        (told(answer(), finish="length"), "cut-answer"),
        (Answer(body=b'{"choices": [], "usage": null}'), "bad-answer"),
        (Answer(body=b'{"choices": [{}]}'), "bad-answer"),
        (told(DEEP), "bad-answer"),
        (told(f'{{"more": {DEEP}}}'), "bad-answer"),
        (told(json.dumps({"entities": [{"id": "e", "type": "Person", "name": "x" * 2_000_000}]})), "bad-answer"),
        (told('{"entities": [{"id": "e", "type": "Person", "name": "bell \\u0007"}]}'), "bad-answer"),
        (told('{"entities": [{"id": "", "type": "Person", "name": "Ada Quill"}]}'), "bad-answer"),
        (told('{"entities": [{"id": "e", "type": "Person", "name": "\\ud800"}]}'), "bad-answer"),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_fault_and_is_asked_for_again(
    endpoint: Endpoint, ask: Ask, reply: Answer, code: str
) -> None:
    endpoint.faults = [reply]
    fault, other = ask(STORY, OTHER)
    assert isinstance(fault, Fault) and fault.code == code
    assert len(fault.reason) < 500
    assert other["events"]
    (record,) = ask(STORY)
    assert record["events"]


def test_ids_of_a_hostile_answer_reach_nothing(endpoint: Endpoint, ask: Ask) -> None:
    (meeting,) = ANSWERS[STORY]["events"]
    twins = [{"id": "a", "type": "Person", "name": name, "wikidata": "Q999999001"} for name in ("Ada Quill", "Bo Reed")]
    odd = meeting | {"participants": ["a", "a'> <http://x.example>", "v"], "host": ["gone"], "place": "gone"}
    endpoint.faults = [told(json.dumps({"entities": twins, "events": [odd, odd], "relations": None, "document": {}}))]
    (record,) = ask(STORY)
    assert [(entity["name"], "wikidata" in entity) for entity in record["entities"]] == [("Ada Quill", False)]
    (event,) = record["events"]
    assert (event["participants"], event["host"], event["place"]) == (["a"], [], None)
    assert record["document"]["id"] == "0"


def test_an_answer_that_names_one_word_without_end_is_done_with(endpoint: Endpoint, ask: Ask) -> None:
    text = STORY * 1_000
    names = [{"id": f"e{number}", "type": "Person", "name": "Ada Quill"} for number in range(3_000)]
    quotes = [f"never said {number} in any text of this kind" for number in range(3_000)]
    event = ANSWERS[STORY]["events"][0] | {"participants": ["e0"], "evidence": quotes}
    endpoint.faults = [told(json.dumps({"entities": names, "events": [event]}))]
    (record,) = ask(text)
    assert sum(len(entity["mentions"]) for entity in record["entities"]) <= 103_000
    assert record["events"][0]["modality"] == "hedged"


@pytest.mark.parametrize("budget", [Budget(tokens=1_200), Budget(cost=0.001, price_in=1.0, price_out=1.0)])
def test_tokens_and_money_have_an_end(endpoint: Endpoint, ask: Ask, budget: Budget) -> None:
    first, second = ask(STORY, OTHER, budget=budget)
    assert first["events"] and isinstance(second, Fault) and second.code == "budget"
    assert len(endpoint.asked) == budget.asked == 1
    first, second = ask(STORY, OTHER)  # what is known costs nothing
    assert first["events"] and second["events"] and len(endpoint.asked) == 2


@pytest.mark.parametrize("used", [None, (0, 0), (-5_000, -5_000)])
def test_an_endpoint_that_counts_nothing_is_counted_by_the_length_of_what_is_said(
    endpoint: Endpoint, ask: Ask, used: tuple[int, int] | None
) -> None:
    endpoint.faults = [told(answer(), used=used)]
    budget = Budget(tokens=100)
    _, second = ask(STORY, OTHER, budget=budget)
    assert isinstance(second, Fault) and second.code == "budget"
    assert budget.used_in > 300 and budget.used_out == -(-len(answer()) // 3)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (refused(f"Incorrect API key provided: {KEY}", 401), "401"),
        (Answer(404, {"Content-Type": "text/html"}, f"<h1>{KEY} not found</h1>".encode()), "404"),
        (Answer(302, {"Location": f"https://{KEY}.example/v1"}), "another host"),
        (Answer(body=json.dumps({"choices": KEY}).encode()), "another shape"),
        (Answer(headers={"Content-Type": "text/html"}, body=KEY.encode()), "instead of JSON"),
        (Answer(body=DEEP.encode()), "nested too deeply"),
    ],
)
def test_what_is_no_such_endpoint_ends_the_run_and_tells_no_key(
    endpoint: Endpoint, ask: Ask, reply: Answer, said: str
) -> None:
    endpoint.faults = [reply]
    with pytest.raises(ServiceError, match=said) as error:
        ask(STORY)
    assert KEY not in str(error.value)
    assert len(endpoint.asked) == 1


def test_an_endpoint_that_repeats_the_key_leaves_it_nowhere(endpoint: Endpoint, ask: Ask, tmp_path: Path) -> None:
    named = {"id": "k", "type": "Person", "name": KEY, "mentions": [KEY]}
    endpoint.faults = [refused(f"no such schema: {KEY}"), told(answer(entities=[named, *ANSWERS[STORY]["entities"]]))]
    (record,) = ask(STORY)
    assert KEY not in json.dumps(record) and "[key]" in json.dumps(record)
    (again,) = ask(STORY)
    assert again == record
    for file in tmp_path.iterdir():
        assert KEY.encode() not in file.read_bytes()
    endpoint.faults = [refused(f"nothing with {KEY}", 413)]
    (fault,) = ask(OTHER)
    assert isinstance(fault, Fault) and KEY not in fault.reason


def test_a_word_that_a_service_of_ones_own_takes_for_a_key_hides_nothing(endpoint: Endpoint, ask: Ask) -> None:
    (record,) = ask(STORY, key="Oslo")
    assert record["entities"][2]["name"] == "Oslo"
    assert endpoint.keys == {"Bearer Oslo"}
