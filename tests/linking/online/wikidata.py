"""Wikidata on loopback: recorded replies in the shapes that it gives, a query service over them, and faults at will.

A request that was not recorded is an error of the test. Items with numbers from Q999999000 on do not exist.
"""

import json
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

from tests.loopback import JSON, Answer, Exchange, Loopback

RECORDINGS = Path(__file__).with_name("recordings")
SEARCHES: dict[str, Any] = json.loads((RECORDINGS / "wbsearchentities.json").read_text(encoding="utf-8"))
ENTITIES: dict[str, Any] = json.loads((RECORDINGS / "wbgetentities.json").read_text(encoding="utf-8"))

_WD, _WDT = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/direct/"


def told(code: str, **headers: str) -> Answer:
    """Give an error as the Action API tells it, with a 200."""
    body = {"error": {"code": code, "info": f"about {code}", "docref": "see the documentation"}, "servedby": "here"}
    return Answer(200, {**JSON, "MediaWiki-API-Error": code, **headers}, json.dumps(body).encode())


class Wikidata(Loopback):
    """Answers on a port of its own; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.agents: set[str] = set()
        self.unrecorded: list[str] = []
        self.faults: list[Answer | None] = []
        self.always: Answer | None = None
        self.under_way = self.most_under_way = 0
        self._store: ox.Store | None = None
        super().__init__(_Exchange)
        self.api, self.sparql = f"{self.address}/w/api.php", f"{self.address}/sparql"

    def fault(self, form: dict[str, str]) -> Answer | None:
        """Note a request, and give the fault that it meets."""
        with self.lock:
            self.asked.append(form)
            return self.always or (self.faults.pop(0) if self.faults else None)

    def answer(self, path: str, form: dict[str, str]) -> Answer:
        """Give what was recorded."""
        if path == "/sparql":
            return Answer(body=self._queried(form["query"]))
        answers = {"wbsearchentities": self._search, "wbgetentities": self._entities}
        found = answers[form["action"]](form) if form.get("action") in answers else None
        if found is None or (form.get("format"), form.get("maxlag")) != ("json", "5"):
            self.unrecorded.append(json.dumps(form, ensure_ascii=False))
            return Answer(400, body=b'{"error": {"code": "test", "info": "this was not recorded"}}')
        return Answer(body=json.dumps(found, ensure_ascii=False).encode())

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


class _Exchange(Exchange):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._answer(parts.path, parts.query)

    def do_POST(self) -> None:
        self._answer(self.path, self.sent().decode())

    def _answer(self, path: str, query: str) -> None:
        wikidata = cast(Wikidata, self.owner)
        form = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
        with wikidata.lock:
            wikidata.agents.add(self.headers["User-Agent"])
            wikidata.under_way += 1
            wikidata.most_under_way = max(wikidata.most_under_way, wikidata.under_way)
        try:
            answer = wikidata.fault(form) or wikidata.answer(path, form)
        finally:
            with wikidata.lock:
                wikidata.under_way -= 1
        self.say(answer)
