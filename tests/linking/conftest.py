"""An index of the small world, built once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.linking.index import Index
from kg.linking.linker import Linker
from kg.linking.opening import open_index
from kg.linking.rules import read_rules
from kg.profile import find_profile
from tests.linking.world import make_index


@pytest.fixture(scope="session")
def index_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("world"))


@pytest.fixture
def index(index_file: Path) -> Iterator[Index]:
    with open_index(index_file) as opened:
        yield opened


@pytest.fixture
def linker(index: Index) -> Linker:
    return Linker(index, read_rules(find_profile().linking))
