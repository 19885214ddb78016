"""Wikidata on loopback for each test, and how the tests treat it."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.linking.online.actionapi import ActionApi
from kg.linking.online.ancestry import Ancestry
from kg.linking.online.gathering import Gatherer
from kg.linking.online.linker import OnlineLinker
from kg.linking.rules import read_rules
from kg.profile import find_profile
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.manners import Manners
from tests.linking.online.wikidata import Wikidata

RULES = read_rules(find_profile().linking)
CONTACT = "desk@example.org"
TODAY = date(2026, 9, 1)


@pytest.fixture
def wikidata() -> Iterator[Wikidata]:
    server = Wikidata()
    yield server
    server.close()
    assert server.unrecorded == []


@pytest.fixture
def slept() -> list[float]:
    """The pauses that were made: none of them takes any time."""
    return []


@pytest.fixture
def manners(slept: list[float]) -> Manners:
    return Manners(CONTACT, timeout=(5, 5), sleep=slept.append, jitter=lambda: 1.0)


@pytest.fixture
def caches(tmp_path: Path) -> Iterator[Callable[..., Cache]]:
    """Opens the cache of the test, as often as it likes, on any day."""
    opened: list[Cache] = []

    def opening(*, today: date = TODAY, offline: bool = False, notice: Callable[[str], None] = print) -> Cache:
        opened.append(Cache(tmp_path / "replies.sqlite", today=today, offline=offline, notice=notice))
        return opened[-1]

    yield opening
    for one in opened:
        one.close()


@pytest.fixture
def api(wikidata: Wikidata, manners: Manners, caches: Callable[..., Cache]) -> ActionApi:
    return ActionApi(Client(wikidata.api, manners), caches(), ["en", "mul"])


@pytest.fixture
def linker(api: ActionApi) -> OnlineLinker:
    return linker_of(api)


def linker_of(api: ActionApi) -> OnlineLinker:
    return OnlineLinker(Gatherer((api,), api, RULES, Ancestry(api, RULES)), RULES)
