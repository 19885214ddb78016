"""A slice from a query service, which is a real one over the recorded entities, becomes an index."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kg.errors import DumpError, ServiceError
from kg.linking.build import Recipe, build_index
from kg.linking.online.actionapi import ActionApi
from kg.linking.online.queryservice import QueryService, Slice
from kg.linking.online.slice import NAME, Wanted, write_slice
from kg.linking.opening import open_index
from kg.linking.rules import Rules
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.manners import Manners
from tests.linking.online.conftest import RULES
from tests.linking.online.wikidata import Wikidata
from tests.loopback import Answer

ALL = Wanted(RULES, frozenset(RULES.types), 1)
TIMEOUT = b"SPARQL-QUERY: queryStr=...\njava.util.concurrent.TimeoutException\n\tat java.util.concurrent.FutureTask"


@pytest.fixture
def service(wikidata: Wikidata, manners: Manners, caches: Callable[..., Cache]) -> QueryService:
    return QueryService(Client(wikidata.sparql, manners), caches())


def built(folder: Path, service: QueryService, api: ActionApi, wanted: Wanted = ALL) -> Path:
    write_slice(service, api, wanted, folder / NAME)
    build_index(Recipe(folder / NAME, RULES), folder / "slice.kgi")
    return folder / "slice.kgi"


def test_what_the_types_need_becomes_an_index(tmp_path: Path, service: QueryService, api: ActionApi) -> None:
    with open_index(built(tmp_path, service, api)) as index:
        kim, kestria, bomber, shoigu = (index.item(one) for one in (56226, 999999006, 204944, 32024))
        assert kim and (set(kim.types), set(kim.countries), kim.sitelinks) == ({"Person"}, {"Q423"}, 20)
        assert kestria and kestria.types == {"Place"}
        assert bomber and bomber.types == {"AircraftModel"}
        assert shoigu is None, "of people, those who held an office"
        assert index.item(999999004) is None, "a song"
        assert index.meta["date"] == "2026-08-30"


def test_the_same_replies_give_the_same_bytes(tmp_path: Path, service: QueryService, api: ActionApi) -> None:
    for name in ("a", "b"):
        write_slice(service, api, ALL, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_types_and_sitelinks_bound_it(service: QueryService) -> None:
    assert {part.root for part in service.slices(RULES, frozenset({"Person"}))} == {"Q5"}
    country = Slice("Q6256", models=False, having="")
    assert sorted(service.items(country, 1)) == ["Q423", "Q999999006"]
    assert sorted(service.items(country, 10)) == ["Q423"]
    assert sorted(service.items(country, 21)) == []


def test_a_class_is_found_by_its_label_the_one_with_most_subclasses(service: QueryService) -> None:
    rules = replace_classes(["musical thing that does not exist", "no class has this name", 'a "quoted" name'])
    assert service.slices(rules, frozenset({"Person"})) == [Slice("Q999999009", models=False, having="P39")]


def replace_classes(classes: list[str]) -> Rules:
    rule = msgspec.structs.replace(RULES.types["Person"], classes=classes)
    return msgspec.structs.replace(RULES, types={"Person": rule})


def test_pages_are_read_to_the_last(wikidata: Wikidata, manners: Manners, caches: Callable[..., Cache]) -> None:
    small = QueryService(Client(wikidata.sparql, manners), caches(), page=1)
    assert sorted(small.items(Slice("Q6256", models=False, having=""), 0)) == ["Q423", "Q999999006"]


@pytest.mark.parametrize(
    "fault",
    [
        Answer(500, {"Content-Type": "text/plain"}, TIMEOUT),
        Answer(200, {"Content-Type": "application/sparql-results+json"}, b'{"results": {"bindings": [' + TIMEOUT),
    ],
)
def test_what_takes_too_long_is_asked_in_halves(wikidata: Wikidata, service: QueryService, fault: Answer) -> None:
    country = Slice("Q6256", models=False, having="")
    wikidata.faults += [None, None, fault, fault]
    assert sorted(service.items(country, 4)) == ["Q423", "Q999999006"]
    bands = [form["query"].partition("FILTER(")[2].partition(")")[0] for form in wikidata.asked[:6]]
    assert bands[2:6] == [
        "?links >= 16 && ?links < 32",
        "?links >= 16 && ?links < 24",
        "?links >= 16 && ?links < 20",
        "?links >= 20 && ?links < 24",
    ]


def test_what_takes_too_long_in_any_part_is_an_error(wikidata: Wikidata, service: QueryService) -> None:
    wikidata.always = Answer(500, {"Content-Type": "text/plain"}, TIMEOUT)
    with pytest.raises(ServiceError, match=r"Q6256 with 4 sitelinks take it longer.*--sitelinks"):
        list(service.items(Slice("Q6256", models=False, having=""), 4))


def test_after_a_break_nothing_is_asked_twice(
    tmp_path: Path, wikidata: Wikidata, service: QueryService, api: ActionApi
) -> None:
    wikidata.faults += [None] * 60 + [Answer(403)]
    with pytest.raises(ServiceError, match="403"):
        built(tmp_path, service, api)
    wikidata.faults.clear()
    with open_index(built(tmp_path, service, api)) as index:
        assert index.item(56226)
    asked = [tuple(sorted(form.items())) for form in wikidata.asked]
    assert len(asked) - len(set(asked)) == 1  # the one that was refused


def test_a_slice_of_nothing_is_an_error(tmp_path: Path, service: QueryService, api: ActionApi) -> None:
    with pytest.raises(DumpError, match="--sitelinks"):
        built(tmp_path, service, api, ALL._replace(sitelinks=500))
