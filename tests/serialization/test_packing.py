import gzip
import io
from pathlib import Path

import pytest

import kg
from kg.errors import GraphError
from kg.queries import load_graph
from kg.serialization import FORMATS, Format, packed, packing_of, unpacked
from tests.samples import LOG, PORTS, export_to

PACKINGS = [".gz", ".zst"]
DATA = b"<a:s> <a:p> <a:o> .\n" * 1000


def pack(data: bytes, packing: str) -> bytes:
    out = io.BytesIO()
    with packed(out, f"x.nt{packing}") as file:
        file.write(data)
    return out.getvalue()


@pytest.mark.parametrize("packing", PACKINGS)
def test_what_was_packed_is_unpacked(packing: str) -> None:
    stored = pack(DATA, packing)
    assert len(stored) < len(DATA) / 10
    assert unpacked(io.BytesIO(stored), f"x{packing}").read() == DATA
    assert unpacked(io.BytesIO(stored + stored), f"x{packing}").read() == DATA + DATA
    assert pack(DATA, packing) == stored


def test_no_clock_and_no_name_is_in_a_gzip_file() -> None:
    assert pack(DATA, ".gz")[3:8] == bytes(5)
    assert gzip.decompress(pack(DATA, ".gz")) == DATA


def test_other_names_are_left_alone() -> None:
    out = io.BytesIO()
    assert packing_of("x.nt") == ""
    assert packed(out, "x.nt") is out
    assert unpacked(out, "x.nt") is out


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_an_export_is_the_same_graph_compressed(tmp_path: Path, form: Format, packing: str) -> None:
    plain, small = tmp_path / f"log{form.suffixes[0]}", tmp_path / f"log{form.suffixes[0]}{packing}"
    for out in (plain, small):
        export_to(out, LOG)
    assert unpacked(io.BytesIO(small.read_bytes()), small).read() == plain.read_bytes()
    assert set(kg.read_graph(small)) == set(kg.read_graph(plain))
    assert len(load_graph(small)) == len(load_graph(plain)) > 0
    assert kg.validate(kg.read_graph(small), profile=PORTS)["document"].conforms


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("spoil", [lambda data: data[:-6], lambda data: b"no " + data], ids=["cut", "spoilt"])
def test_a_file_cut_short_is_an_error(tmp_path: Path, packing: str, spoil: object) -> None:
    path = tmp_path / f"cut.nt{packing}"
    path.write_bytes(spoil(pack(DATA, packing)))  # type: ignore[operator]
    for read in (kg.read_graph, load_graph):
        with pytest.raises(GraphError, match=f"cut.nt{packing}: cannot be decompressed"):
            read(path)
