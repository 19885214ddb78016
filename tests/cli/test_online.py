"""``--online``, ``--offline``, ``--reconcile`` and ``kg index build --online`` as a user meets them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_cli import ROOT
from tests.linking.online.wikidata import Wikidata, told
from tests.linking.world import item, make_index
from tests.loopback import Answer

CONTACT = ("--contact", "desk@example.org")
RECORD = {
    "document": {"id": "d1", "published": "2023-09-16"},
    "entities": [
        {"id": "a", "type": "Person", "name": "Kim Jong Un"},
        {"id": "b", "type": "Place", "name": "North Korea", "attributes": {"kind": "country"}},
        {"id": "c", "type": "Person", "name": "Osric Vane"},
    ],
}


@pytest.fixture
def wikidata() -> Iterator[Wikidata]:
    server = Wikidata()
    yield server
    server.close()
    assert server.unrecorded == []


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(RECORD))
    return path


def command(tmp_path: Path, *arguments: object) -> tuple[list[str], dict[str, str]]:
    kept = {name: value for name, value in os.environ.items() if name not in ("KG_CONTACT", "KG_CACHE")}
    return (
        [sys.executable, "-W", "error::ResourceWarning", "-m", "kg", *map(str, arguments)],
        {**kept, "XDG_CACHE_HOME": str(tmp_path / "caches")},
    )


def kg(tmp_path: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    line, around = command(tmp_path, *arguments)
    return subprocess.run(line, env={**around, **environment}, capture_output=True, cwd=ROOT, check=False)


def test_linked_online_and_again_offline(tmp_path: Path, wikidata: Wikidata, record: Path) -> None:
    out, again = tmp_path / "linked.json", tmp_path / "again.json"
    done = kg(tmp_path, "link", record, "--online", *CONTACT, "--api", wikidata.api, "-o", out, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"records": 1, "unread": 0, "linked": 2, "nil": 1})
    kim, korea, vane = json.loads(out.read_text())["entities"]
    assert (kim["wikidata"], korea["wikidata"], vane["wikidata"]) == ("Q56226", "Q423", None)
    assert (kim["link"]["method"], kim["link"]["date"]) == ("online", "2026-08-30")
    assert (tmp_path / "caches" / "visits-kg" / "replies.sqlite").is_file()
    asked = len(wikidata.asked)
    done = kg(tmp_path, "link", record, "--offline", "--api", wikidata.api, "-o", again)
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == out.read_bytes()
    assert len(wikidata.asked) == asked


def test_explained(tmp_path: Path, wikidata: Wikidata, record: Path) -> None:
    done = kg(tmp_path, "link", record, "--online", "--api", wikidata.api, "--explain", KG_CONTACT="a@b.example")
    text = done.stdout.decode()
    assert "linked Q56226" in text and "(online)" in text and "found by it online: nothing" in text


def test_exported_with_the_index_first(tmp_path: Path, wikidata: Wikidata, record: Path) -> None:
    index = make_index(tmp_path, [item("Q423", "North Korea", ["Q6256"], links=30), item("Q5", "human")])
    out = tmp_path / "graph.nq"
    done = kg(tmp_path, "export", record, "-o", out, "--link", index, "--online", *CONTACT, "--api", wikidata.api)
    assert done.returncode == 0, done.stderr
    graph = out.read_text()
    assert 'linkMethod> "online"' in graph and 'linkMethod> "index"' in graph
    assert "<http://www.wikidata.org/entity/Q56226>" in graph
    assert wikidata.searched() == ["Kim Jong Un", "Osric Vane"]
    valid = kg(tmp_path, "validate", out)
    assert valid.returncode == 0, valid.stdout


def test_a_slice_is_built_online(tmp_path: Path, wikidata: Wikidata) -> None:
    out = tmp_path / "slice.kgi"
    services = ("--api", wikidata.api, "--query-service", wikidata.sparql)
    done = kg(tmp_path, "index", "build", "--online", *CONTACT, *services, "--sitelinks", 1, "-o", out)
    assert done.returncode == 0, done.stderr
    info = json.loads(kg(tmp_path, "index", "info", out, "--check", "--json").stdout)
    assert (info["dump"], info["date"]) == ("wikidata-slice.json.gz", "2026-08-30")
    asked = len(wikidata.asked)
    more = kg(tmp_path, "index", "build", "--online", *CONTACT, *services, "--sitelinks", 1, "-o", tmp_path / "b.kgi")
    assert more.returncode == 0 and len(wikidata.asked) == asked
    assert json.loads(kg(tmp_path, "index", "info", tmp_path / "b.kgi", "--json").stdout)["hash"] == info["hash"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["link", "{record}", "-o", "x.json", "--online"], "--contact MAIL, or KG_CONTACT"),
        (["link", "{record}", "-o", "x.json", "--online", "--contact", "me"], "not 'me'"),
        (["link", "{record}", "-o", "x.json", "--online", *CONTACT, "--api", "http://x.example/"], "asked by https"),
        (["link", "{record}", "-o", "x.json", "--offline"], "there is no cache yet"),
        (
            ["link", "{record}", "-o", "x.json", "--reconcile", "http://127.0.0.1:9/", "--patience", "0"],
            "cannot be reached",
        ),
        (["link", "{record}", "-o", "x.json", "--online", "--reconcile-type", "Person"], "wants TYPE=NAME"),
        (["export", "{record}", "-o", "x.nq", "--online"], "--contact MAIL"),
        (["export", "{record}", "-o", "x.nq", "--online", *CONTACT, "--workers", "2"], "--workers"),
        (["index", "build", "-o", "x.kgi"], "name a DUMP, or use --online"),
        (["index", "build", "{record}", "-o", "x.kgi", "--online"], "wants no DUMP"),
        (["index", "build", "-o", "x.kgi", "--online"], "--contact MAIL"),
        (
            ["index", "build", "-o", "x.kgi", "--online", *CONTACT, "--type", "Ghost"],
            "unknown type 'Ghost'; known: Person",
        ),
        (["index", "build", "-o", "no/x.kgi", "--online", *CONTACT], "no such folder"),
    ],
)
def test_a_wrong_call_says_why_and_ends_with_2(tmp_path: Path, record: Path, arguments: list[str], words: str) -> None:
    done = kg(tmp_path, *(argument.format(record=record) for argument in arguments))
    assert done.returncode == 2, done.stderr
    assert words in " ".join(done.stderr.decode().split())
    assert b"Traceback" not in done.stderr
    assert not (ROOT / "x.json").exists() and not (ROOT / "x.kgi").exists()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Answer(429, {"Retry-After": "100"}), "answered 429"),
        (Answer(503, {}), "answered 503"),
        (told("maxlag"), "maxlag"),
        (Answer(headers={"Content-Type": "text/html"}, body=b"<p>Log in"), "instead of JSON: Log in"),
        (Answer(body=b'{"search'), "no whole JSON"),
        (Answer(body=b'{"search": 5}'), "another shape"),
        (Answer(way="hangup"), "hung up"),
        (Answer(302, {"Location": "https://elsewhere.example/"}), "another host"),
    ],
)
def test_a_service_at_fault_ends_it_with_2_and_no_output(
    tmp_path: Path, wikidata: Wikidata, record: Path, fault: Answer, words: str
) -> None:
    wikidata.always = fault
    out = tmp_path / "out.json"
    done = kg(tmp_path, "link", record, "--online", *CONTACT, "--api", wikidata.api, "-o", out, "--patience", 0)
    assert done.returncode == 2
    assert words in done.stderr.decode() and wikidata.api in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert not out.exists()


def test_what_was_fetched_before_a_kill_is_not_fetched_again(tmp_path: Path, wikidata: Wikidata, record: Path) -> None:
    wikidata.faults += [None, None, None, Answer(way="silent")]
    out = tmp_path / "out.json"
    arguments = ("link", record, "--online", *CONTACT, "--api", wikidata.api, "-o", out)
    line, environment = command(tmp_path, *arguments)
    with subprocess.Popen(line, env=environment, cwd=ROOT, stderr=subprocess.PIPE) as process:
        while len(wikidata.asked) < 4 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL and not out.exists()
    before = [json.dumps(form) for form in wikidata.asked]
    wikidata.release()
    done = kg(tmp_path, *arguments)
    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text())["entities"][0]["wikidata"] == "Q56226"
    after = [json.dumps(form) for form in wikidata.asked[4:]]
    assert not set(before[:3]) & set(after)
    assert before[3] in after


def test_a_damaged_cache_is_set_aside(tmp_path: Path, wikidata: Wikidata, record: Path) -> None:
    cache, out = tmp_path / "replies.sqlite", tmp_path / "out.json"
    cache.write_bytes(b"no cache at all " * 300)
    arguments = ("link", record, "--api", wikidata.api, "-o", out, "--cache", cache)
    refused = kg(tmp_path, *arguments, "--offline")
    assert refused.returncode == 2 and b"damaged" in refused.stderr
    done = kg(tmp_path, *arguments, "--online", *CONTACT)
    assert done.returncode == 0 and b"a new one is begun" in done.stderr
    assert (tmp_path / "replies.sqlite.damaged-1").is_file()
