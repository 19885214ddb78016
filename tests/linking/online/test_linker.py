"""Decisions by what a service replies: the same as by an index, and said to be what they are."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.errors import CacheError
from kg.linking.online.actionapi import ActionApi
from kg.linking.online.linker import OnlineLinker
from kg.linking.opening import open_index
from kg.linking.outcome import Decision
from kg.linking.sssom import Verdict
from kg.records import read_record
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.manners import Manners
from tests.linking.online.conftest import CONTACT, RULES, linker_of
from tests.linking.online.wikidata import Wikidata
from tests.linking.world import item, make_index


def decided(
    linker: OnlineLinker,
    *entities: tuple[str, str],
    text: str = "",
    said: dict[str, Verdict] | None = None,
    **more: Any,
) -> list[Decision]:
    parts = [{"id": f"e{number}", "type": type, "name": name, **more} for number, (type, name) in enumerate(entities)]
    for part in parts:
        start = text.find(part["name"])
        part["mentions"] = (
            [{"start": start, "end": start + len(part["name"]), "text": part["name"]}] if start >= 0 else []
        )
    record = {"document": {"id": "d", "published": "2023-09-16", "text": text}, "entities": parts}
    return linker.decisions(read_record(json.dumps(record).encode()), said)


@pytest.mark.parametrize(
    ("type", "name", "item"),
    [
        ("Person", "Kim Jong Un", "Q56226"),
        ("Place", "North Korea", "Q423"),
        ("Person", "Minister Sergei Shoigu", "Q32024"),
        ("AircraftModel", "Tu-22M3", "Q204944"),
        ("Facility", "Vostochny Cosmodrome", "Q1166191"),
        ("Place", "Kestria", "Q999999006"),  # of a class that is below the profile's two steps up
        ("Person", "Osric Vane", None),
        ("Person", "North Korea", None),  # a place of that name
        ("Person", "Tomas Rill", None),  # found, and gone when it is fetched
        ("Ghost", "Kim Jong Un", None),
    ],
)
def test_a_name_alone(linker: OnlineLinker, wikidata: Wikidata, type: str, name: str, item: str | None) -> None:
    (decision,) = decided(linker, (type, name))
    assert decision.item == item, decision
    assert (decision.outcome == "linked") == (item is not None)
    if item:
        assert (decision.method, decision.date, len(decision.index)) == ("online", "2026-08-30", 64)
    assert all(CONTACT in agent and "visits-kg/" in agent for agent in wikidata.agents)


def test_a_nil_says_what_was_asked_and_found(linker: OnlineLinker) -> None:
    vane, rill, korea = decided(linker, ("Person", "Osric Vane"), ("Person", "Tomas Rill"), ("Person", "North Korea"))
    assert vane.reason.endswith("found by it online: nothing")
    assert rill.reason.endswith("Q999999003 was found by it, which Wikidata does not have any more")
    assert korea.reason.endswith("found by it online: 1")


def test_a_short_name_follows_the_fuller_one_of_the_document(linker: OnlineLinker) -> None:
    text = "Kim Jong Un came by train. Kim left."
    _, kim = decided(linker, ("Person", "Kim Jong Un"), ("Person", "Kim"), text=text)
    assert kim.item == "Q56226"


def test_a_short_name_is_looked_for_as_the_text_has_it_in_full(linker: OnlineLinker, wikidata: Wikidata) -> None:
    (kim,) = decided(linker, ("Person", "Kim"), text="Kim left, and with him went what Kim Jong Un had brought.")
    assert kim.item == "Q56226"
    assert wikidata.searched() == ["Kim", "kim jong", "kim jong un"]


def test_what_was_asked_once_is_never_asked_again_and_the_decision_does_not_depend_on_other_records(
    linker: OnlineLinker, wikidata: Wikidata
) -> None:
    first = decided(linker, ("Person", "Kim Jong Un"))
    asked = len(wikidata.asked)
    assert decided(linker, ("Person", "Kim Jong Un")) == first
    assert len(wikidata.asked) == asked
    decided(linker, ("Place", "North Korea"), ("Facility", "Vostochny Cosmodrome"))
    assert decided(linker, ("Person", "Kim Jong Un")) == first
    assert len(wikidata.fetched()) == len(set(wikidata.fetched()))


def test_a_merged_item_of_a_record_is_the_one_that_it_became(linker: OnlineLinker) -> None:
    (decision,) = decided(linker, ("Person", "Kim Jong Un"), wikidata="Q999999002")
    assert (decision.outcome, decision.method, decision.item) == ("linked", "record", "Q56226")


@pytest.mark.parametrize("item", ["Q999999003", "Q99999999999"])
def test_an_item_of_a_record_that_does_not_exist_is_no_link(linker: OnlineLinker, item: str) -> None:
    (decision,) = decided(linker, ("Person", "Kim Jong Un"), wikidata=item)
    assert (decision.outcome, decision.item) == ("nil", None)
    assert decision.reason == f"the record says {item}, which Wikidata does not have, or not any more"


def test_a_reviewer_wins(linker: OnlineLinker) -> None:
    none, rejected, merged = (
        decided(linker, ("Person", "Kim Jong Un"), said={"e0": verdict})[0]
        for verdict in (
            Verdict(None, decided=True, rejected=frozenset()),
            Verdict(None, decided=False, rejected=frozenset({"Q56226"})),
            Verdict("Q999999002", decided=True, rejected=frozenset()),
        )
    )
    assert (none.outcome, none.method) == ("nil", "review")
    assert rejected.item is None
    assert (merged.item, merged.method) == ("Q56226", "review")


def test_offline_asks_nobody_and_says_what_it_does_not_know(
    wikidata: Wikidata, linker: OnlineLinker, manners: Manners, caches: Callable[..., Cache]
) -> None:
    online = decided(linker, ("Person", "Kim Jong Un"))
    asked = len(wikidata.asked)
    later = caches(today=date(2029, 1, 1), offline=True)
    offline = linker_of(ActionApi(Client(wikidata.api, manners), later, ["en", "mul"]))
    assert decided(offline, ("Person", "Kim Jong Un")) == online
    (vane,) = decided(offline, ("Person", "Osric Vane"))
    assert vane.reason.endswith("offline, and the cache has no reply for 'Osric Vane'")
    assert len(wikidata.asked) == asked


def test_offline_without_a_cache_is_an_error(manners: Manners, caches: Callable[..., Cache]) -> None:
    offline = linker_of(ActionApi(Client("https://127.0.0.1:1/", manners), caches(offline=True), ["en", "mul"]))
    with pytest.raises(CacheError, match="no cache yet"):
        decided(offline, ("Person", "Kim Jong Un"))


def test_an_old_reply_is_asked_for_again(
    wikidata: Wikidata, linker: OnlineLinker, manners: Manners, caches: Callable[..., Cache]
) -> None:
    decided(linker, ("Person", "Kim Jong Un"))
    asked = len(wikidata.asked)
    for day, more in ((date(2026, 9, 30), 0), (date(2026, 10, 15), asked)):
        later = linker_of(ActionApi(Client(wikidata.api, manners), caches(today=day), ["en", "mul"]))
        decided(later, ("Person", "Kim Jong Un"))
        assert len(wikidata.asked) == asked + more


def test_the_index_is_asked_first(tmp_path: Path, linker: OnlineLinker, wikidata: Wikidata) -> None:
    world = [item("Q423", "North Korea", ["Q6256"], links=30), item("Q5", "human")]
    with open_index(make_index(tmp_path, world)) as index:
        both = OnlineLinker(linker.gatherer, RULES, index)
        korea, kim = decided(both, ("Place", "North Korea"), ("Person", "Kim Jong Un"))
        assert (korea.item, korea.method, korea.index) == ("Q423", "index", index.meta["hash"])
        assert (kim.item, kim.method) == ("Q56226", "online")
    assert wikidata.searched() == ["Kim Jong Un"]


@pytest.mark.parametrize("parallel", [1, 3])
def test_no_more_is_under_way_than_was_allowed(
    wikidata: Wikidata, manners: Manners, caches: Callable[..., Cache], parallel: int
) -> None:
    api = ActionApi(Client(wikidata.api, manners), caches(), ["en", "mul"], parallel)
    names = ("Kim Jong Un", "Osric Vane", "Sergei Shoigu", "Tomas Rill", "Kestria", "North Korea")
    found = decided(linker_of(api), *(("Person", name) for name in names))
    assert [one.item for one in found] == ["Q56226", None, "Q32024", None, None, None]
    assert 1 <= wikidata.most_under_way <= parallel


def test_a_name_that_is_short_for_two_and_found_nowhere_is_ambiguous(linker: OnlineLinker, tmp_path: Path) -> None:
    world = [item(f"Q99999901{n}", f"{name} Rill", ["Q5"], links=40) for n, name in enumerate(("Ada", "Bo"))]
    with open_index(make_index(tmp_path, [*world, item("Q5", "human")])) as index:
        both = OnlineLinker(linker.gatherer, RULES, index)
        *_, short = decided(both, ("Person", "Ada Rill"), ("Person", "Bo Rill"), ("Person", "Rill"))
    assert (short.outcome, short.item) == ("ambiguous", None)
