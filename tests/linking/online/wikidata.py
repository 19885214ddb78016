"""Wikidata on loopback: recorded replies in the shapes that it gives, a query service over them, and faults at will.

A request that was not recorded is an error of the test. Items with numbers from Q999999000 on do not exist.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

RECORDINGS = Path(__file__).with_name("recordings")
SEARCHES: dict[str, Any] = json.loads((RECORDINGS / "wbsearchentities.json").read_text(encoding="utf-8"))
ENTITIES: dict[str, Any] = json.loads((RECORDINGS / "wbgetentities.json").read_text(encoding="utf-8"))

_JSON = {"Content-Type": "application/json; charset=utf-8"}
_WD, _WDT = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"


@dataclass(frozen=True)
class Fault:
    """What is answered instead.

    :param way: ``whole``; ``cut`` short of its length; ``endless``; ``silent``, until :meth:`Wikidata.release`; or
        ``hangup``.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: _JSON)
    body: bytes = b""
    way: str = "whole"


def told(code: str, **headers: str) -> Fault:
    """Give an error as the Action API tells it, with a 200."""
    body = {"error": {"code": code, "info": f"about {code}", "docref": "see the documentation"}, "servedby": "here"}
    return Fault(200, {**_JSON, "MediaWiki-API-Error": code, **headers}, json.dumps(body).encode())


class Wikidata:
    """Answers on a port of its own; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.agents: set[str] = set()
        self.unrecorded: list[str] = []
        self.faults: list[Fault | None] = []
        self.always: Fault | None = None
        self.under_way = self.most_under_way = 0
        self.lock = threading.Lock()
        self._released = threading.Event()
        self._store: ox.Store | None = None
        owner = self

        class Exchange(_Exchange):
            wikidata = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.api, self.sparql = f"{address}/w/api.php", f"{address}/sparql"

    def fault(self, form: dict[str, str]) -> Fault | None:
        """Note a request, and give the fault that it meets."""
        with self.lock:
            self.asked.append(form)
            return self.always or (self.faults.pop(0) if self.faults else None)

    def wait(self) -> None:
        """Hold an exchange until it is released."""
        self._released.wait(60)

    def release(self) -> None:
        """Let every exchange go that is held."""
        self._released.set()

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, bytes]:
        """Give what was recorded."""
        if path == "/sparql":
            return 200, self._queried(form["query"])
        answers = {"wbsearchentities": self._search, "wbgetentities": self._entities}
        found = answers[form["action"]](form) if form.get("action") in answers else None
        if found is None or (form.get("format"), form.get("maxlag")) != ("json", "5"):
            self.unrecorded.append(json.dumps(form, ensure_ascii=False))
            return 400, b'{"error": {"code": "test", "info": "this was not recorded"}}'
        return 200, json.dumps(found, ensure_ascii=False).encode()

    def _search(self, form: dict[str, str]) -> Any:
        assert (form["language"], form["type"]) == ("en", "item")
        return SEARCHES.get(form["search"])

    def _entities(self, form: dict[str, str]) -> Any:
        items = form["ids"].split("|")
        if len(items) > 50 or not all(item in ENTITIES for item in items) or form["languages"] != "en|mul":
            return None
        return {"entities": {item: ENTITIES[item] for item in items}, "success": 1}

    def _queried(self, query: str) -> bytes:
        if self._store is None:
            self._store = _graph()
        found = self._store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        return found.serialize(format=ox.QueryResultsFormat.JSON) or b""

    def searched(self) -> list[str]:
        """Give the texts that were searched, in their order."""
        return [form["search"] for form in self.asked if form.get("action") == "wbsearchentities"]

    def fetched(self) -> list[str]:
        """Give the items that were fetched, in their order."""
        return [one for form in self.asked if "ids" in form for one in form["ids"].split("|")]

    def close(self) -> None:
        """Stop."""
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _graph() -> ox.Store:
    """Give the recorded entities as the query service has them: direct claims, labels and numbers of sitelinks."""
    store = ox.Store()
    for item, entity in ENTITIES.items():
        if "missing" in entity or "redirects" in entity:
            continue
        subject = ox.NamedNode(_WD + item)
        links = ox.Literal(str(len(entity["sitelinks"])), datatype=ox.NamedNode(f"{_XSD}integer"))
        store.add(ox.Quad(subject, ox.NamedNode("http://wikiba.se/ontology#sitelinks"), links))
        for language, label in entity["labels"].items():
            store.add(ox.Quad(subject, ox.NamedNode(_LABEL), ox.Literal(label["value"], language=language)))
        for name, statements in (entity["claims"] or {}).items():
            for one in statements:
                target = one["mainsnak"]["datavalue"]["value"]["id"]
                store.add(ox.Quad(subject, ox.NamedNode(_WDT + name), ox.NamedNode(_WD + target)))
    return store


_XSD = "http://www.w3.org/2001/XMLSchema#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


class _Exchange(BaseHTTPRequestHandler):
    wikidata: Wikidata
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._exchange(parts.path, parts.query)

    def do_POST(self) -> None:
        self._exchange(self.path, self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _exchange(self, path: str, query: str) -> None:
        wikidata = self.wikidata
        form = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
        with wikidata.lock:
            wikidata.agents.add(self.headers["User-Agent"])
            wikidata.under_way += 1
            wikidata.most_under_way = max(wikidata.most_under_way, wikidata.under_way)
        try:
            fault = wikidata.fault(form)
            if fault is None:
                status, body = wikidata.answer(path, form)
                fault = Fault(status, _JSON, body)
        finally:
            with wikidata.lock:
                wikidata.under_way -= 1
        try:
            self._say(fault)
        except OSError:
            self.close_connection = True  # whoever asked has gone

    def _say(self, fault: Fault) -> None:
        if fault.way in ("silent", "hangup"):
            if fault.way == "silent":
                self.wikidata.wait()
            self.close_connection = True
            return
        self.send_response_only(fault.status)
        for name, value in fault.headers.items():
            self.send_header(name, value)
        if fault.way == "endless":
            self.end_headers()
            while True:
                self.wfile.write(b" " * 2**16)
        self.send_header("Content-Length", str(len(fault.body) + (100 if fault.way == "cut" else 0)))
        self.end_headers()
        self.wfile.write(fault.body)
        if fault.way == "cut":
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
