"""The client before servers that misbehave, on loopback."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyoxigraph
import pytest

from kg.errors import StoreError
from kg.queries import Table
from kg.stores import open_store
from kg.stores.body import Body
from kg.stores.credentials import check_address, find_login
from kg.stores.endpoint import Endpoint
from kg.stores.kinds import kind_named, known_kinds
from kg.stores.spool import document_of
from kg.stores.transport import Transport
from kg.stores.updates import as_quads
from tests.stores.canned import Canned

TABLE = {"Content-Type": "application/sparql-results+json"}
EMPTY = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'


@pytest.fixture
def canned() -> Iterator[Canned]:
    server = Canned()
    yield server
    server.close()


def endpoint(canned: Canned, patience: int = 2) -> Endpoint:
    return Endpoint(canned.address, kind_named("oxigraph"), Transport(None, timeout=(1, 0.5), patience=patience))


def test_a_refusal_is_told_in_the_servers_words(canned: Canned) -> None:
    canned.says(400, {"Content-Type": "text/html"}, b"<html><style>p {}</style><p>No <b>such</b>\n\x1b[31mgraph</p>")
    with pytest.raises(StoreError, match=r"answered 400 .*: No such \[31mgraph$"):
        endpoint(canned).update("CLEAR ALL")


def test_a_busy_store_is_asked_again(canned: Canned) -> None:
    canned.says(503, {"Retry-After": "0"}, b"")
    canned.says(200, TABLE, EMPTY)
    assert endpoint(canned).ask("SELECT ?s { ?s ?p ?o }") == Table(("s",), ())
    assert len(canned.requests) == 2


def test_patience_ends(canned: Canned) -> None:
    for _ in range(3):
        canned.says(502, {}, b"bad gateway")
    with pytest.raises(StoreError, match="bad gateway"):
        endpoint(canned).ask("ASK {}")
    assert len(canned.requests) == 3


def test_a_store_that_says_nothing(canned: Canned) -> None:
    canned.says(200, TABLE, EMPTY, pause=2)
    with pytest.raises(StoreError, match=r"did not answer in time|cannot be reached"):
        endpoint(canned, patience=0).ask("ASK {}")


def test_it_is_not_sent_on_to_another_host(canned: Canned) -> None:
    canned.says(307, {"Location": "http://elsewhere.example/query"}, b"")
    with pytest.raises(StoreError, match=r"another host, 'elsewhere.example'; refused"):
        endpoint(canned).update("CLEAR ALL")
    canned.says(307, {"Location": "/other"}, b"")
    canned.says(204, {}, b"")
    endpoint(canned).update("CLEAR ALL")
    assert canned.requests[-1][:2] == ("POST", "/other")


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        ({"Content-Type": "text/html"}, b"<p>Welcome</p>", "'text/html', which was not asked for"),
        ({}, b"", "'no type'"),
        (TABLE, b"<xml/>", "no SPARQL result"),
        (TABLE, b'{"head": {}}', "no SPARQL result"),
        (TABLE, b'{"head": {}, "boolean": true}', "not of the kind"),
    ],
)
def test_an_answer_is_looked_at_before_it_is_believed(
    canned: Canned, headers: dict[str, str], body: bytes, words: str
) -> None:
    canned.says(200, headers, body)
    with pytest.raises(StoreError, match=words):
        endpoint(canned).ask("SELECT ?s { ?s ?p ?o }")


def test_a_reply_that_is_cut_off_is_no_reply(canned: Canned) -> None:
    canned.says(200, {**TABLE, "Content-Length": str(len(EMPTY) + 9)}, EMPTY)
    with pytest.raises(StoreError, match=r"broke off|hung up"):
        endpoint(canned, patience=0).ask("SELECT ?s { ?s ?p ?o }")


def test_bodies_have_a_length_and_are_compressed_only_where_that_works(canned: Canned) -> None:
    body = Body([as_quads(document_of("<urn:g>", lambda: "<urn:a> <urn:b> <urn:c>"))] * 9)
    for kind in (kind_named("oxigraph"), msgspec.structs.replace(kind_named("oxigraph"), gzip=True)):
        canned.says(204, {}, b"")
        Endpoint(canned.address, kind, Transport(None)).add(body)
    plain, packed = (headers for _, _, headers, _ in canned.requests)
    assert plain["Content-Length"] == str(len(b"".join(body)))
    assert "Transfer-Encoding" not in plain
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Transfer-Encoding" not in packed


def test_rows_beyond_a_cap_are_fetched(canned: Canned) -> None:
    everything = pyoxigraph.Store()
    everything.update("".join(f"INSERT DATA {{ <urn:{number:03}> <urn:p> 1 }};" for number in range(25)))
    canned.answers(everything, cap=10)
    found = endpoint(canned).ask("# PREFIX\nPREFIX u: <urn:>\nSELECT ?s { ?s u:p 1 } ORDER BY ?s")
    assert isinstance(found, Table)
    assert [row[0] for row in found.rows] == [f"<urn:{number:03}>" for number in range(25)]


def test_credentials_come_from_the_environment_and_show_nowhere(
    canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE_USER", "ada")
    monkeypatch.setenv("KG_STORE_PASSWORD", "secret-word")
    canned.says(401, {}, b"go away")
    with pytest.raises(StoreError) as caught:
        open_store(canned.address, "oxigraph").update("CLEAR ALL")
    assert canned.requests[0][2]["Authorization"].startswith("Basic ")
    assert "secret" not in str(caught.value)
    assert "KG_STORE_USER" in str(caught.value)


def test_a_token_and_netrc(canned: Canned, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", "abc")
    canned.says(204, {}, b"")
    open_store(canned.address, "oxigraph").update("CLEAR ALL")
    assert canned.requests[0][2]["Authorization"] == "Bearer abc"
    monkeypatch.delenv("KG_STORE_TOKEN")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada password word\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert find_login(canned.address, "digest", {}) is not None
    assert find_login("http://other.example/", "basic", {}) is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://ada:secret@store.example/", "holds a user or a password"),
        ("ftp://store.example/", "not an http address"),
        ("http://store.example/?x=y", "has no"),
        ("no-such-folder", "not an http address"),
    ],
)
def test_addresses(address: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        check_address(address)
    assert "secret" not in str(caught.value)


def test_kinds(canned: Canned, tmp_path: Path) -> None:
    assert {"oxigraph", "fuseki", "rdf4j", "virtuoso", "graphdb", "generic"} <= set(known_kinds())
    with pytest.raises(StoreError, match="known: "):
        kind_named("nonsense")
    own = tmp_path / "own.yaml"
    own.write_text("own: {label: Own, tested: never, query: q, update: u, pasted: '', triples: 10, folds: []}")
    assert kind_named(str(own)).name == "own"
    own.write_text("own: {label: Own, colour: red}")
    with pytest.raises(StoreError, match="cannot be read"):
        kind_named(str(own))
    for header, name in (("Oxigraph/0.5", "oxigraph"), ("Virtuoso/07.20", "virtuoso")):
        canned.says(200, {"Server": header}, b"")
        assert open_store(canned.address).kind.name == name
    canned.says(200, {"Server": "nginx"}, b"")
    with pytest.raises(StoreError, match="add --store"):
        open_store(canned.address)
    assert open_store("http://h.example/rdf4j-server/repositories/x/statements", "rdf4j").address.endswith("/x")
    assert open_store("http://h.example/repositories/x").kind.name == "graphdb"


def test_a_body_in_pieces_is_sent_again_whole(canned: Canned) -> None:
    body = Body([as_quads(document_of("<urn:g>", lambda: f'<urn:a> <urn:b> "{"c" * 2**17}"'))] * 9)
    canned.says(503, {}, b"")
    canned.says(204, {}, b"")
    Endpoint(canned.address, kind_named("oxigraph"), Transport(None)).add(body)
    assert [sent for _, _, _, sent in canned.requests] == [b"".join(body)] * 2
