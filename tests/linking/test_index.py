"""Look-ups in an index, and files that are no index."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import IndexFileError
from kg.linking.index import Index, Name
from kg.linking.linker import Linker
from kg.linking.opening import open_index
from kg.linking.rules import read_rules
from kg.profile import find_profile
from kg.records import read_record
from tests.linking.world import KESTREL, PORT, q


def items(names: list[Name]) -> list[str]:
    return [f"Q{name.item}" for name in names]


def test_names_are_found_by_key_fold_words_prefix_and_code(index: Index) -> None:
    assert items(index.by_key("kestrel jon ott")) == [KESTREL]
    assert items(index.by_fold("jon kestrel ott")) == [KESTREL]
    assert items(index.by_words(["airport", "ostmark"])) == [PORT]
    assert items(index.by_prefix("kestr")) == [KESTREL]
    assert items(index.by_code("XOM")) == items(index.by_code("XXOM")) == [PORT]


def test_the_best_known_comes_first(index: Index) -> None:
    assert items(index.by_key("kingsby")) == [q(21), q(20)]
    assert items(index.by_key("kingsby", limit=1)) == [q(21)]


@pytest.mark.parametrize("words", [[], ["or"], ['"'], ["*"], ["NOT"], ["é"]])
def test_no_word_is_taken_for_an_operator(index: Index, words: list[str]) -> None:
    assert index.by_words(words) == []


def foreign(path: Path, data: bytes) -> None:
    path.unlink()
    sqlite3.connect(path).execute("CREATE TABLE t (a)").connection.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path, data: path.unlink(), "cannot be read"),
        (lambda path, data: path.write_bytes(b""), "not an index"),
        (lambda path, data: path.write_bytes(b"text"), "not an index"),
        (lambda path, data: path.write_bytes(data[: len(data) // 2]), "cut short"),
        (lambda path, data: path.write_bytes(data[:60]), "cut short"),
        (lambda path, data: path.write_bytes(data + b"x"), "cut short"),
        (lambda path, data: path.write_bytes(data[:63] + b"\x63" + data[64:]), "version 99"),
        (foreign, "another program"),
    ],
)
def test_a_file_that_is_no_index_is_refused(
    tmp_path: Path, index_file: Path, spoil: Callable[[Path, bytes], None], words: str
) -> None:
    path = tmp_path / "some.kgi"
    path.write_bytes(index_file.read_bytes())
    spoil(path, path.read_bytes())
    with pytest.raises(IndexFileError, match=words), open_index(path):
        pass


def test_damage_within_is_an_error_with_the_file_when_it_is_met(tmp_path: Path, index_file: Path) -> None:
    path = tmp_path / "some.kgi"
    data = bytearray(index_file.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(IndexFileError, match=r"some\.kgi: the index is damaged"), open_index(path) as index:
        index.check()


NAMES = (
    "Kestrel Jon Ott",
    "Ada Quill",
    "Kingsby",
    "F-7B",
    "Bureau of Tidez",
    "Ostmark",
    "Kestrl Jon Ott",
    "Nobody At All",
)


@pytest.mark.parametrize("filling", [b"\0", b"\xff", b"\x05"])
def test_no_damaged_page_ends_in_anything_but_a_decision_or_a_clear_error(
    tmp_path: Path, index_file: Path, filling: bytes
) -> None:
    data = index_file.read_bytes()
    page = int.from_bytes(data[16:18], "big")
    rules = read_rules(find_profile().linking)
    entities = [
        {"id": str(n), "type": type, "name": name} for n, name in enumerate(NAMES) for type in ("Person", "Place")
    ]
    for one in entities:
        one["id"] += one["type"]
    record = read_record(
        json.dumps({"document": {"id": "d", "published": "2024-03-05"}, "entities": entities}).encode()
    )
    path = tmp_path / "some.kgi"
    refused = 0
    for start in range(page, len(data), page):
        path.write_bytes(data[:start] + filling * page + data[start + page :])
        try:
            with open_index(path) as index:
                assert len(Linker(index, rules).decisions(record)) == len(entities)
        except IndexFileError as error:
            refused += 1
            assert "some.kgi" in str(error)
    assert refused
