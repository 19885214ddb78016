"""What a service can do wrong: each fault is overcome, or ends in an error that says what it was."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import pytest

from kg.errors import ServiceError
from kg.linking.online.actionapi import ActionApi
from kg.linking.online.source import Ask, Hit
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.manners import Manners, check_contact
from tests.linking.online.wikidata import Wikidata, told
from tests.loopback import Answer

HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}
KIM = Ask("Kim Jong Un", "Person")
FOUND = {KIM: [Hit("Q56226"), Hit("Q999999004")]}


def busy(status: int, **headers: str) -> Answer:
    return Answer(status, {**HTML, **headers}, b"<html><style>p {}</style><h1>Our servers are busy</h1></html>")


@pytest.mark.parametrize(
    ("faults", "pauses"),
    [
        ([busy(429)], [1.0]),
        ([busy(429, **{"Retry-After": "7"})], [7.0]),
        ([busy(429, **{"Retry-After": "0"}), busy(503)], [1.0, 2.0]),
        (
            [busy(503, **{"Retry-After": "Sat, 05 Sep 2026 10:00:40 GMT", "Date": "Sat, 05 Sep 2026 10:00:10 GMT"})],
            [30.0],
        ),
        ([busy(503, **{"Retry-After": "Sat, 05 Sep 2020 10:00:00 GMT"})], [1.0]),
        ([busy(502, **{"Retry-After": "soon"})], [1.0]),
        ([busy(500), busy(502), busy(503), busy(504)], [1.0, 2.0, 4.0, 8.0]),
        ([told("maxlag", **{"Retry-After": "6"})], [6.0]),
        ([told("maxlag")], [5.0]),
        ([told("ratelimited"), told("readonly")], [5.0, 5.0]),
        ([Answer(headers=JSON, body=b'{"search": [{"id": "Q5"', way="cut")], [1.0]),
        ([Answer(headers=JSON, body=b'{"search": [{"id": "Q5"')], [1.0]),
        ([Answer(headers=JSON, body=b"")], [1.0]),
        ([Answer(way="hangup")], [1.0]),
        ([Answer(301, {"Location": "/w/api.php"})], []),
        (
            [
                Answer(
                    307,
                    {
                        "Location": "/w/api.php?action=wbsearchentities&search=Kim+Jong+Un&language=en&type=item"
                        "&format=json&maxlag=5"
                    },
                )
            ],
            [],
        ),
    ],
)
def test_a_fault_that_passes_is_waited_out(
    wikidata: Wikidata, api: ActionApi, slept: list[float], faults: list[Answer], pauses: list[float]
) -> None:
    wikidata.faults += faults
    assert api.search([KIM]) == FOUND
    assert slept == pauses


@pytest.mark.parametrize(
    ("fault", "words", "times"),
    [
        (busy(429), "answered 429 Too Many Requests: Our servers are busy; given up after 10 requests and 243 s", 10),
        (busy(429, **{"Retry-After": "3600"}), "asks for a pause of 3,600 s; given up after 1 requests", 1),
        (told("maxlag", **{"Retry-After": "100"}), "answers 'maxlag': about maxlag, and asks for a pause of 100 s", 4),
        (busy(403), "answered 403 Forbidden: Our servers are busy", 1),
        (busy(404), "answered 404", 1),
        (told("badvalue"), "answers 'badvalue': about badvalue", 1),
        (
            Answer(200, HTML, b"<html><b>Log in</b> to this network</html>"),
            "'text/html' instead of JSON: Log in to this",
            1,
        ),
        (Answer(200, {}, b"{}"), "'no type' instead of JSON", 1),
        (Answer(headers=JSON, body=b'{"sea'), "no whole JSON", 10),
        (Answer(headers=JSON, body=b'{"search": {}}'), "another shape than it should: Expected `array`", 1),
        (Answer(headers=JSON, body=b"[]"), "another shape than it should", 1),
        (Answer(headers=JSON, body=b'{"success": 1}'), "missing required field `search`", 1),
        (Answer(headers=JSON, body=b'{"search": [{"id": "Q0"}]}'), "answers with 'Q0', which is no item", 1),
        (Answer(headers=JSON, body=b'{"search": [{"id": "L1-F2"}]}'), "which is no item", 1),
        (Answer(headers=JSON, body=b'{"search": [{"id": "Q2147483648"}]}'), "which is no item", 1),
        (Answer(headers=JSON, body=b"[" * 100_000), "nested too deeply", 1),
        (
            Answer(301, {"Location": "https://elsewhere.example/w/api.php"}),
            "another host, 'elsewhere.example'; refused",
            1,
        ),
        (Answer(301, {"Location": "//elsewhere.example/"}), "another host", 1),
        (Answer(308, {"Location": "ftp://127.0.0.1/"}), "another host", 1),
        (Answer(302, {"Location": ""}), "answered 302", 2),
        (Answer(headers=JSON, way="endless"), "larger than any that is asked for; given up", 10),
        (Answer(way="hangup"), "cannot be reached, or hung up; given up", 10),
        (Answer(way="silent"), "did not answer in time; given up", 10),
    ],
)
def test_a_fault_that_stays_is_an_error_that_says_what_it_is(
    wikidata: Wikidata, manners: Manners, caches: Callable[..., Cache], fault: Answer, words: str, times: int
) -> None:
    wikidata.always = fault
    strict = replace(manners, timeout=(0.2, 0.2), largest=2**20)
    with pytest.raises(ServiceError) as error:
        ActionApi(Client(wikidata.api, strict), caches(), ["en", "mul"]).search([KIM])
    assert words in str(error.value)
    assert wikidata.api in str(error.value)
    assert len(wikidata.asked) == times


def test_a_reply_that_never_ends_is_given_up_in_time(
    wikidata: Wikidata, manners: Manners, caches: Callable[..., Cache]
) -> None:
    wikidata.always = Answer(headers=JSON, way="endless")
    hasty = replace(manners, longest=0, patience=0)
    with pytest.raises(ServiceError, match="takes more than 0 s"):
        ActionApi(Client(wikidata.api, hasty), caches(), ["en", "mul"]).search([KIM])


def test_no_server_at_all(manners: Manners, caches: Callable[..., Cache], slept: list[float]) -> None:
    with pytest.raises(ServiceError, match="cannot be reached"):
        ActionApi(Client("http://127.0.0.1:9/w/api.php", manners), caches(), ["en", "mul"]).search([KIM])
    assert sum(slept) <= manners.patience


def reply(entities: object) -> Answer:
    return Answer(headers=JSON, body=json.dumps({"entities": entities, "success": 1}).encode())


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (reply({}), "lacks Q5"),
        (reply([]), "another shape"),
        (reply({"Q5": []}), "another shape"),
        (reply({"Q5": {"id": "Q6"}}), "its answer for Q5 is about Q6"),
        (reply({"Q5": {"id": "Q6", "redirects": {"from": "Q5", "to": "Q7"}}}), "its answer for Q5 is about Q6"),
        (reply({"Q5": {"id": "P31"}}), "which is no item"),
        (reply({"Q5": {}}), "which is no item"),
        (reply({"Q5": {"id": "Q5", "claims": {"P31": {}}}}), "another shape"),
        (reply({"Q5": {"id": "Q5", "claims": {"P31": ["x"]}}}), "another shape"),
        (reply({"Q5": {"id": "Q5", "claims": {"P31": [{"rank": "normal"}]}}}), "another shape"),
        (reply({"Q5": {"id": "Q5", "labels": {"en": "x"}}}), "another shape"),
        (reply({"Q5": {"id": "Q5", "modified": 5}}), "another shape"),
    ],
)
def test_an_entity_of_another_shape_is_an_error_and_not_kept(
    wikidata: Wikidata, api: ActionApi, fault: Answer, words: str
) -> None:
    wikidata.faults.append(fault)
    with pytest.raises(ServiceError, match=words):
        api.entities(["Q5"])
    found = api.entities(["Q5"])["Q5"]
    assert found is not None and found.id == "Q5"


def test_one_pause_is_everybodys(wikidata: Wikidata, manners: Manners, caches: Callable[..., Cache]) -> None:
    """While one request waits, as it was told to, no other is sent."""
    asked: list[int] = []

    def sleep(seconds: float) -> None:
        before = len(wikidata.asked)
        time.sleep(0.3)
        asked.append(len(wikidata.asked) - before)

    wikidata.faults += [None, busy(429)]
    client = Client(wikidata.api, replace(manners, sleep=sleep, parallel=2))
    names = ["Kim Jong Un", "Osric Vane", "Sergei Shoigu", "Tomas Rill", "Kestria", "North Korea"]
    ActionApi(client, caches(), ["en", "mul"], 2).search([Ask(name, "Person") for name in names])
    assert len(asked) == 1 and asked[0] <= 1  # the one that was under way
    assert sorted(wikidata.searched()) == sorted([*names, wikidata.searched()[1]])


@pytest.mark.parametrize(
    "url", ["http://www.wikidata.org/w/api.php", "ftp://x.example/", "", "https://", "http://[::1", "file:///x"]
)
def test_only_https_is_spoken_in_the_network(manners: Manners, url: str) -> None:
    with pytest.raises(ServiceError):
        Client(url, manners)


def test_an_address_with_a_password_is_refused_and_not_repeated(manners: Manners) -> None:
    with pytest.raises(ServiceError) as error:
        Client("https://me:secret@service.example/", manners)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    "contact", ["", "me", "a@b.c\r\nX: y", "a@b.c (x)", "https://x.example/ y", "http://", "@x.example"]
)
def test_a_contact_is_an_address(contact: str) -> None:
    with pytest.raises(ServiceError, match="--contact"):
        check_contact(contact)


@pytest.mark.parametrize("contact", ["desk@example.org", "https://example.org/about"])
def test_a_contact_stands_in_the_user_agent(contact: str) -> None:
    assert Manners(check_contact(contact)).agent.endswith(f" ({contact})")


def test_pauses_grow_to_a_bound_and_are_scattered() -> None:
    none, all = (list(islice(Manners(jitter=lambda at=at: at).pauses(), 8)) for at in (0.0, 1.0))  # type: ignore[misc]
    assert all == [1, 2, 4, 8, 16, 32, 60, 60]
    assert none == [one / 2 for one in all]
