"""The stores' own bulk loaders on the files that were prepared for them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import group
from kg.cli.bulk import command
from kg.errors import OutputError, StoreError
from kg.serialization import fingerprint
from kg.stores import (
    Prepared,
    Spool,
    kind_named,
    known_kinds,
    open_store,
    prepare,
    read_ledger,
    retract,
    unchanged,
)
from kg.stores import bulk as module
from tests.stores.samples import corpus, expected, held, lines, loaded, write
from tests.stores.servers import HOME, PROGRAMS, SHORT_LIVED, Server

BULK = [program for program in PROGRAMS if kind_named(program.kind or program.name).bulk_tested]


@pytest.fixture(params=BULK, ids=lambda program: program.name)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    program = request.param
    if reason := program.missing():
        pytest.skip(reason)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**SHORT_LIVED, **program.environment}.items():
            patch.setenv(name, value)
        running = Server(program, tmp_path)
        try:
            yield running
        finally:
            running.stop()


def prepared(path: Path, folder: Path, kind: str) -> Prepared:
    with Spool() as spool:
        spool.read(path)
        return prepare(spool, folder, kind_named(kind))


def run(server: Server, commands: tuple[str, ...]) -> None:
    """Run the commands as they were printed, with what is ours filled in."""
    ours = {"DATA": str(server.folder / "data"), "-U dba": "-U dba -P dba"}
    if server.program.name == "virtuoso":
        ours["HOST:1111"] = server.sql
    for each in commands:
        text = each.replace("jena-fuseki-server.jar", str(HOME / "jena-fuseki-server.jar"))
        for mark, value in ours.items():
            text = text.replace(mark, value)
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run(["bash", "-c", text], capture_output=True, env={**os.environ, "PATH": path}, check=False)
        assert done.returncode == 0, (text, done.stdout, done.stderr)


def test_a_bulk_load_is_recognised_and_counted(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_QUADS_IN_A_FILE", 100)
    documents = corpus(12)
    path = write(tmp_path / "a.nq", documents)
    found = prepared(path, tmp_path / "bulk", server.program.name)
    assert (found.documents, len(found.files)) == (12, 4)
    if "stopped" in found.commands[-1]:
        server.stop()
    run(server, found.commands)
    if "stopped" in found.commands[-1]:
        server.start()
    store = open_store(server.endpoint)
    assert unchanged(store, lambda: fingerprint(path)) is None
    report = loaded(store, path)
    assert (report.new, report.changed, report.skipped, report.verified, report.triples) == (0, 0, 12, 12, 0)
    assert held(store) == expected(documents)
    assert unchanged(store, lambda: fingerprint(path)) is not None
    store.close()


def test_a_load_of_many_documents_tells_of_the_bulk_loader(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.cli.load._MANY", 4)
    path = write(tmp_path / "a.nq", corpus(3))
    arguments = ["load", str(path), server.endpoint]
    assert "bulk" not in CliRunner().invoke(group, arguments).output
    write(path, corpus(5))
    assert "bulk" not in CliRunner().invoke(group, arguments).output
    store = open_store(server.endpoint)
    retract(store, list(read_ledger(store)))
    store.close()
    assert f"kg bulk {path} DIR --store {server.program.name}" in CliRunner().invoke(group, arguments).output


def test_a_bulk_load_over_older_versions_is_put_right(server: Server, tmp_path: Path) -> None:
    documents = corpus(4)
    path = write(tmp_path / "a.nq", documents)
    store = open_store(server.endpoint)
    loaded(store, path)
    for name in list(documents)[:2]:
        documents[name] = lines(9, 5, "another version")
    found = prepared(write(path, documents), tmp_path / "bulk", server.program.name)
    if "stopped" in found.commands[-1]:
        server.stop()
    run(server, found.commands)
    if "stopped" in found.commands[-1]:
        server.start()
    assert loaded(store, path).changed == 2
    assert held(store) == expected(documents)
    store.close()


@pytest.mark.parametrize("kind", [kind for kind in known_kinds().values() if kind.bulk], ids=lambda kind: kind.name)
def test_what_is_printed(kind: object, tmp_path: Path) -> None:
    name = getattr(kind, "name", "")
    path = write(tmp_path / "a.nq", corpus(2))
    done = CliRunner().invoke(command, [str(path), str(tmp_path / "bulk"), "--store", name])
    assert done.exit_code == 0, done.output
    assert str(tmp_path / "bulk") in done.stdout
    assert ("documentation" in done.stdout) != kind_named(name).bulk_tested
    assert sorted(each.name for each in (tmp_path / "bulk").iterdir()) == ["ledger.nq.gz", "part-00000.nq.gz"]


def test_folders_that_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", corpus(1))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(OutputError, match="not empty"):
        prepared(path, tmp_path / "full", "oxigraph")
    with pytest.raises(OutputError, match="quoted"):
        prepared(path, tmp_path / "it's", "oxigraph")
    with pytest.raises(StoreError, match="no bulk loader"):
        prepared(path, tmp_path / "b", "generic")


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", corpus(3))
    one, two = (prepared(path, tmp_path / name, "oxigraph").files for name in ("b", "c"))
    assert [each.read_bytes() for each in one] == [each.read_bytes() for each in two]
