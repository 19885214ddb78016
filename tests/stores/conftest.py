from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.stores import LocalStore, Store, open_store, read_ledger, retract
from tests.stores.samples import exported
from tests.stores.servers import PROGRAMS, SHORT_LIVED, Server


@pytest.fixture(scope="session", params=PROGRAMS, ids=lambda program: program.name)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = request.param
    if reason := program.missing():
        pytest.skip(reason)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**SHORT_LIVED, **program.environment}.items():
            patch.setenv(name, value)
        running = Server(program, tmp_path_factory.mktemp(program.name))
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture
def store(server: Server) -> Iterator[Store]:
    """An empty store on a real server."""
    opened = open_store(server.endpoint, server.program.kind, timeout=60)
    retract(opened, list(read_ledger(opened)))
    yield opened
    retract(opened, list(read_ledger(opened)))
    opened.close()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalStore]:
    opened = LocalStore(tmp_path / "store")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graphs of the examples, which share entities, and of the seed article where its record is at hand."""
    path = tmp_path_factory.mktemp("seed") / "seed.nq"
    root = Path(__file__).parents[2]
    record = root.parent / "shared" / "seed" / "record.json"
    return exported([root / "examples", *([record] if record.is_file() else [])], path)
