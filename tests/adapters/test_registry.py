"""Formats that other packages declare, by Python's own mechanism: metadata of an installed package."""

import sys
from pathlib import Path

import pytest

from kg.adapters.assembly import Assembly
from kg.adapters.registry import adapter_names, find_adapter
from kg.errors import KgError
from tests.adapters.reading import made, names

CODE = '''
from kg.adapters.found import Found, Thing


class Csv:
    """Lines of type and name."""

    endings = (".csv",)

    def shape(self, value):
        return False

    def read(self, line):
        rows = [row.split(",") for row in line.data.decode().splitlines()]
        yield Found("csv", None, things=[Thing(str(n), type, name) for n, (type, name) in enumerate(rows)], tool="csv")


ADAPTER = Csv()
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package as pip leaves it: its module, and beside it its metadata."""
    (tmp_path / "their_csv.py").write_text(CODE)
    metadata = tmp_path / "their_csv-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: their-csv\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[kg.adapters]\ncsv = their_csv:ADAPTER\nnone = their_csv:CODE\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "their_csv", raising=False)
    return metadata


def test_ours_are_there() -> None:
    assert adapter_names() == ["brat", "gliner2", "langchain", "spacy"]


def test_another_package_declares_one(package: Path, assembly: Assembly) -> None:
    assert "csv" in adapter_names()
    (record,), left, faults = made(find_adapter("csv"), assembly, b"person,Ada Quill\nplanet,Mars\n", "x.csv")
    assert not faults
    assert names(record) == {"Ada Quill": "Person"}
    assert left["entity label 'planet'"] == 1


def test_what_is_none_is_told(package: Path) -> None:
    with pytest.raises(KgError, match="known: brat, csv, gliner2"):
        find_adapter("docx")
    (package / "entry_points.txt").write_text("[kg.adapters]\ncsv = their_csv:Found\nbrat = their_csv:ADAPTER\n")
    with pytest.raises(KgError, match="is no adapter"):
        find_adapter("csv")
    with pytest.raises(KgError, match="several packages declare the format 'brat'"):
        find_adapter("brat")
