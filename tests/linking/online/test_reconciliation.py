"""A real reconciliation service (datasette-reconcile) over a table of items, and services that are none for us."""

import csv
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from kg.errors import ServiceError
from kg.linking.online.ancestry import Ancestry
from kg.linking.online.gathering import Gatherer
from kg.linking.online.linker import OnlineLinker
from kg.linking.online.reconciliation import Reconciliation
from kg.linking.online.source import Ask
from kg.web.cache import Cache
from kg.web.client import Client
from kg.web.manners import Manners
from tests.linking.online.conftest import RULES
from tests.linking.online.test_linker import decided
from tests.linking.online.wikidata import Wikidata
from tests.loopback import Answer
from tests.stores.servers import free_port

TABLE = Path(__file__).parents[4] / "shared" / "wikidata" / "qids.tsv"
WIKIDATA = "http://www.wikidata.org/entity/"
TYPES = {
    "Person": "person",
    "Organization": "organisation",
    "Place": "place",
    "Facility": "facility",
    "AircraftModel": "aircraft-model",
}
ROOTS = {name: rule.classes for name, rule in RULES.types.items()}


def make_table(path: Path) -> None:
    """Make a table with a row for each name of each item, as a service over a spreadsheet would have it."""
    if not TABLE.is_file():
        pytest.skip("no ../shared/wikidata/qids.tsv beside this repository")
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE names (id TEXT, name TEXT, type TEXT, P31 TEXT)")
        for row in rows:
            names = dict.fromkeys([row["label"], *filter(None, row["aliases"].split("|"))])
            db.executemany(
                "INSERT INTO names VALUES (?, ?, ?, ?)",
                [(row["qid"], name, row["type"], row["p31_seen"].split("|")[0]) for name in names],
            )
        db.execute("CREATE VIRTUAL TABLE names_fts USING fts5 (name, content = 'names')")
        db.execute("INSERT INTO names_fts (names_fts) VALUES ('rebuild')")
    db.close()


def served(folder: Path, **more: str) -> dict[str, Any]:
    """Give the configuration of a service."""
    fields = {"id_field": "id", "name_field": "name", "type_field": "type", "max_limit": 20, "fts_table": "names_fts"}
    config = {**fields, "identifierSpace": WIKIDATA, **more}
    return {"databases": {"items": {"tables": {"names": {"plugins": {"datasette-reconcile": config}}}}}}


@pytest.fixture(scope="module", params=["plain", "with properties"])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    more = {"schemaSpace": "http://www.wikidata.org/prop/direct/"} if request.param == "with properties" else {}
    with running(tmp_path_factory.mktemp("service"), **more) as url:
        yield url


class running:
    """A service that is there within a ``with``."""

    def __init__(self, folder: Path, **more: str) -> None:
        make_table(folder / "items.db")
        (folder / "metadata.json").write_text(json.dumps(served(folder, **more)))
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/items/names/-/reconcile"
        command = [sys.executable, "-m", "datasette", "serve", str(folder / "items.db"), "-p", str(port)]
        self._log = (folder / "output.txt").open("wb")
        self._process = subprocess.Popen(
            [*command, "-m", str(folder / "metadata.json")], stdout=self._log, stderr=self._log, cwd=folder
        )

    def __enter__(self) -> str:
        for _ in range(300):
            try:
                if requests.get(self.url, timeout=5).ok:
                    return self.url
            except requests.RequestException:
                time.sleep(0.1)
        raise RuntimeError("the service does not answer")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._log.close()


def client(url: str, manners: Manners, cache: Cache, types: dict[str, str] | None = None) -> Reconciliation:
    return Reconciliation(Client(url, manners), cache, ROOTS, TYPES if types is None else types)


def linker_of(one: Reconciliation) -> OnlineLinker:
    return OnlineLinker(Gatherer((one,), one, RULES, Ancestry(one, RULES)), RULES)


@pytest.mark.parametrize(
    ("type", "name", "item"),
    [
        ("Person", "Sergei Shoigu", "Q32024"),
        ("Person", "Sergey Shoygu", "Q32024"),
        ("Person", "Kim Jong Un", "Q56226"),
        ("Facility", "Vostochny Cosmodrome", "Q1166191"),
        ("Organization", "Korean Central News Agency", "Q326804"),
        ("AircraftModel", "Tu-22M3", "Q204944"),
        ("Person", "Vostochny Cosmodrome", None),
        ("Person", "Osric Vane", None),
        ("Person", 'a" OR b*', None),
    ],
)
def test_a_name_alone(
    service: str, manners: Manners, caches: Callable[..., Cache], type: str, name: str, item: str | None
) -> None:
    (decision,) = decided(linker_of(client(service, manners, caches())), (type, name))
    assert decision.item == item, decision
    if item:
        assert (decision.method, len(decision.index)) == ("reconciliation", 64)


def test_many_names_go_in_lots_and_are_kept(service: str, manners: Manners, caches: Callable[..., Cache]) -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:  # it is there, since the service is
        people = [row for row in csv.DictReader(file, delimiter="\t") if row["type"] == "person"][:25]
    asks = [Ask(row["label"], "Person") for row in people]
    found = client(service, manners, caches()).search(asks)
    assert all(row["qid"] in [hit.item for hit in found[ask]] for row, ask in zip(people, asks, strict=True))
    assert all(len({hit.item for hit in hits}) == len(hits) for hits in found.values())
    offline = client(service, manners, caches(offline=True))
    assert offline.search([*asks, Ask("Osric Vane", "Person")]) == found


def test_facts_come_by_data_extension_where_they_are_wikidatas(
    tmp_path: Path, manners: Manners, caches: Callable[..., Cache]
) -> None:
    with running(tmp_path, schemaSpace="http://www.wikidata.org/prop/direct/") as url:
        one = client(url, manners, caches())
        (kim,) = one.entities(["Q56226"]).values()
        assert kim is not None and not isinstance(kim.claims, list)
        assert [statement.mainsnak.value for statement in kim.claims.P31] == [{"id": "Q5"}]


def test_a_service_whose_identifiers_are_not_items_is_refused(
    tmp_path: Path, manners: Manners, caches: Callable[..., Cache]
) -> None:
    words = "are of 'https://other.example/entity/', not items of Wikidata"
    with (
        running(tmp_path, identifierSpace="https://other.example/entity/") as url,
        pytest.raises(ServiceError, match=words),
    ):
        client(url, manners, caches()).search([Ask("Kim Jong Un", "Person")])


def manifest(**more: Any) -> Answer:
    return Answer(body=json.dumps({"versions": ["0.2"], "name": "x", "identifierSpace": WIKIDATA, **more}).encode())


def results(**answers: Any) -> Answer:
    return Answer(body=json.dumps(answers).encode())


KIM = {"id": "Q56226", "name": "Kim Jong-un", "score": 80, "match": False, "type": [{"id": "Q5", "name": "human"}]}


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ([manifest(versions=["1.0"])], "version 1.0 of the Reconciliation API, not 0.2"),
        ([manifest(identifierSpace="")], "not items of Wikidata"),
        ([manifest(versions="0.2")], "another shape"),
        ([Answer(headers={"Content-Type": "text/html"}, body=b"<h1>Hello</h1>")], "instead of JSON: Hello"),
        ([manifest(), results()], "lacks q0"),
        ([manifest(), results(q0=[])], "another shape"),
        ([manifest(), results(q0={"result": [{"name": "Kim"}]})], "another shape"),
        ([manifest(), results(q0={"result": [{**KIM, "id": "P31"}]})], "'P31', which is no item"),
        ([manifest(), results(q0={"result": [{**KIM, "id": "https://x.example/Q5"}]})], "which is no item"),
    ],
)
def test_a_reply_that_is_none_is_an_error(
    wikidata: Wikidata, manners: Manners, caches: Callable[..., Cache], replies: list[Answer], words: str
) -> None:
    wikidata.faults += replies
    with pytest.raises(ServiceError, match=words):
        client(wikidata.api, manners, caches()).search([Ask("Kim Jong Un", "Person")])


def test_wikidatas_own_types_are_asked_for_and_understood(
    wikidata: Wikidata, manners: Manners, caches: Callable[..., Cache]
) -> None:
    wikidata.faults += [
        manifest(schemaSpace="http://www.wikidata.org/prop/direct/"),
        results(q0={"result": [{**KIM, "match": True}, {"id": "Q999999004", "name": "Kim", "type": ["Q999999005"]}]}),
    ]
    (decision,) = decided(linker_of(client(wikidata.api, manners, caches(), {})), ("Person", "Kim Jong Un"))
    assert decision.item == "Q56226"
    asked = json.loads(wikidata.asked[1]["queries"])["q0"]
    assert (asked["query"], asked["type"], asked["limit"]) == ("Kim Jong Un", "Q5", 20)
