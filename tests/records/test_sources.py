import gzip
import hashlib
import io
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.records import LONGEST_RECORD, Line, Sources
from tests.samples import compressed

BOM = b"\xef\xbb\xbf"


def lines(*inputs: Path | str, stdin: bytes = b"") -> tuple[list[Line], dict[str, str]]:
    sources = Sources([str(each) for each in inputs], io.BytesIO(stdin))
    return list(sources), sources.hashes


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# name of the file, what it holds, the lines that come out of it
READ: list[tuple[str, bytes, list[tuple[int | None, bytes]]]] = [
    ("a.json", b'{\n"a": 1\n}\n', [(None, b'{\n"a": 1\n}\n')]),
    ("a.json", b'{"a": 1}\n{"b": 2}\n', [(None, b'{"a": 1}\n{"b": 2}\n')]),
    ("a.json", BOM + b"{}", [(None, b"{}")]),
    ("a.json", b"", [(None, b"")]),
    ("a.json", b"\x00\xff", [(None, b"\x00\xff")]),
    ("a.jsonl", b"", []),
    ("a.jsonl", b"\n \r\n\t\n", []),
    ("a.jsonl", b"{}\n\n[]\n", [(1, b"{}\n"), (3, b"[]\n")]),
    ("a.jsonl", b"{}\r\n[]", [(1, b"{}\r\n"), (2, b"[]")]),
    ("a.jsonl", BOM + b"{}\n" + BOM + b"[]\n", [(1, b"{}\n"), (2, BOM + b"[]\n")]),
    ("a.jsonl", BOM, []),
    ("a.jsonl", b"\x00\n\xff\n", [(1, b"\x00\n"), (2, b"\xff\n")]),
    ("a.jsonl", b'{\n "a": 1\n}\n', [(None, b'{\n "a": 1\n}\n')]),  # one record, printed over many lines
    ("-", b'{}\n{"a": 1}\n', [(1, b"{}\n"), (2, b'{"a": 1}\n')]),
    ("-", BOM + b'{\n "a": 1\n}\n', [(None, b'{\n "a": 1\n}\n')]),
    ("-", b"", []),
]


@pytest.mark.parametrize(("name", "data", "expected"), READ)
@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_reads_records_and_hashes_the_file(
    tmp_path: Path, name: str, data: bytes, expected: list[tuple[int | None, bytes]], packing: str
) -> None:
    if name == "-":
        source, stored = name, data
    else:
        path = tmp_path / (name + packing)
        source, stored = str(path), compressed(data, packing)
        path.write_bytes(stored)
    found, hashes = lines(source, stdin=data)
    assert found == [Line(source, number, line.rstrip(b"\r\n") if number else line) for number, line in expected]
    assert hashes == {source: sha256(stored)}


@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_several_members_are_one_file(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"a.jsonl{packing}"
    path.write_bytes(compressed(b"{}\n[", packing) + compressed(b"]\n", packing))
    assert [line.data for line in lines(path)[0]] == [b"{}", b"[]"]


def test_a_place_is_the_file_and_the_line() -> None:
    assert Line("a.jsonl", 3, b"").place == "a.jsonl:3"
    assert Line("a.json", None, b"").place == "a.json"


def test_folders_are_read_in_order_and_files_once(tmp_path: Path) -> None:
    for name in ("b/z.json", "b/a.jsonl", "a.json.gz", "c.txt", "out.nq", "out.nq.manifest.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(gzip.compress(b"{}") if name.endswith(".gz") else b"{}")
    (tmp_path / "out.nq.rejections.jsonl").write_bytes(b"{}\n")
    (tmp_path / "rejections-00000.jsonl.gz").write_bytes(gzip.compress(b"{}"))
    (tmp_path / "folder.json").mkdir()
    found, hashes = lines("-", tmp_path, tmp_path / "b" / "z.json", tmp_path / "b", "-", stdin=b"[]\n")
    expected = ["-", *(str(tmp_path / name) for name in ("a.json.gz", "b/a.jsonl", "b/z.json"))]
    assert [line.source for line in found] == list(hashes) == expected
    # by its own name, a file of rejections is an input
    assert len(lines(tmp_path / "out.nq.rejections.jsonl")[0]) == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("missing.jsonl", None, "there is no such file or folder"),
        ("notes.txt", b"{}", "not a file of a known kind by its name"),
        ("records.jsonl.bz2", b"", "not a file of a known kind by its name"),
        ("plain.jsonl.gz", b"{}\n", "Not a gzipped file"),
        ("cut.json.gz", gzip.compress(b"{}" * 1000)[:-12], "ended before"),
        ("cut.jsonl.zst", compressed(b"{}" * 1000, ".zst")[:-2], "ended before"),
        ("plain.jsonl.zst", b"{}\n{}\n", "rame"),
        ("spoilt.jsonl.gz", gzip.compress(b"{}\n")[:10] + b"\xff" * 20, "decompressing"),
        ("sum.jsonl.gz", gzip.compress(b"{}\n")[:-8] + b"\x00" * 8, "CRC check failed"),
    ],
)
def test_what_cannot_be_read_is_an_input_error(tmp_path: Path, name: str, data: bytes | None, reason: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=reason) as caught:
        lines(path)
    assert caught.value.where == str(path)


@pytest.mark.parametrize("names", [[], ["a.txt", "out.nt.manifest.json", "out.nt.rejections.jsonl"]])
def test_a_folder_without_records(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(InputError, match="the folder holds no") as caught:
        lines(tmp_path)
    assert caught.value.where == str(tmp_path)


def test_nothing_is_read_where_an_input_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"{}")
    with pytest.raises(InputError, match="there is no such file"):
        next(iter(Sources([str(tmp_path / "a.json"), str(tmp_path / "b.json")], io.BytesIO())))


def test_of_a_record_that_is_too_long_the_rest_is_skipped(tmp_path: Path) -> None:
    long = b'"' + b"x" * (2 * LONGEST_RECORD) + b'"\n'
    found, hashes = lines("-", stdin=b"{}\n" + long + b"[]\n")
    assert [(line.line, len(line.data)) for line in found] == [(1, 2), (2, LONGEST_RECORD + 1), (3, 2)]
    assert hashes == {"-": sha256(b"{}\n" + long + b"[]\n")}
    (tmp_path / "a.json").write_bytes(long)
    found, hashes = lines(tmp_path / "a.json")
    assert [len(line.data) for line in found] == [LONGEST_RECORD + 1]
    assert list(hashes.values()) == [sha256(long)]
