"""`kg serve` as a user meets it: a process, an endpoint, and Ctrl-C."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from kg.queries import Table
from kg.stores import LocalStore, open_store
from tests.stores.samples import corpus, loaded, write

SHARED = '<urn:s> <urn:p> "once in the union"'


@pytest.mark.parametrize("kind", ["file", "store"])
def test_a_graph_is_served_to_be_read(tmp_path: Path, kind: str) -> None:
    documents = {name: [SHARED, *lines] for name, lines in corpus(3).items()}
    source = write(tmp_path / "a.nq", documents)
    if kind == "store":
        local = LocalStore(tmp_path / "store")
        loaded(local, source)
        local.close()
        source = tmp_path / "store"
    command = [sys.executable, "-u", "-m", "kg", "serve", str(source), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        try:
            told = {line.split()[0]: line.split()[-1] for line in iter(process.stdout.readline, "Ctrl-C ends it\n")}
            store = open_store(told["endpoint"])
            found = store.ask("SELECT DISTINCT ?g ?o { GRAPH ?g { <urn:s> ?p ?o } <urn:s> ?p ?o }")
            assert isinstance(found, Table)
            assert len(found.rows) == 3
            assert requests.get(told["query"], timeout=5).status_code == 200
            update = requests.post(
                told["endpoint"].replace("/query", "/update"), data={"update": "CLEAR ALL"}, timeout=5
            )
            assert update.status_code in (403, 404, 405)
            store.close()
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert process.stdout.read() == "ended\n"


def test_a_graph_that_cannot_be_served(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text("nonsense")
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", str(tmp_path / "a.nq")], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"a.nq:1:" in done.stderr
