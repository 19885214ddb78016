"""Replies on disk: kept through a crash, shared by threads and processes, and damage is set aside."""

import multiprocessing
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import CacheError
from kg.web.cache import Cache
from tests.linking.online.conftest import TODAY

S = "https://service.example/"


def test_what_was_put_is_there_for_whoever_opens_it_next(caches: Callable[..., Cache]) -> None:
    first, second = caches(), caches()
    first.put(S, [("a", b"1"), ("b", b"2")])
    second.put(S, [("a", b"3")])
    assert (first.get(S, "a"), first.get(S, "b"), first.get(S, "c"), first.get("other", "a")) == (
        b"3",
        b"2",
        None,
        None,
    )


def test_threads_and_processes_share_it(tmp_path: Path, caches: Callable[..., Cache]) -> None:
    cache = caches()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: cache.put(S, [(str(number), b"x")]), range(40)))
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=_put, args=(cache.path, range(start, start + 20))) for start in (100, 200)]
    for one in others:
        one.start()
    for one in others:
        one.join()
    assert [one.exitcode for one in others] == [0, 0]
    assert all(cache.get(S, str(number)) for number in (*range(40), *range(100, 120), *range(200, 220)))


def _put(path: Path, numbers: range) -> None:
    cache = Cache(path, today=TODAY)
    for number in numbers:
        cache.put(S, [(str(number), b"x")])
    cache.close()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def scratched(data: bytes) -> bytes:
    return data[:4096] + b"\xff" * (len(data) - 4096)


@pytest.mark.parametrize(
    "spoil", [cut, scratched, lambda data: b"no database at all " * 100, lambda data: data[:63] + b"\x63" + data[64:]]
)
def test_a_damaged_file_is_set_aside_and_said_to_be(
    caches: Callable[..., Cache], spoil: Callable[[bytes], bytes]
) -> None:
    cache = caches()
    cache.put(S, [(str(number), str(number).encode() * 500) for number in range(300)])
    cache.close()
    spoiled = spoil(cache.path.read_bytes())
    cache.path.write_bytes(spoiled)
    with pytest.raises(CacheError, match="damaged"):
        caches(offline=True).get(S, "7")
    notices: list[str] = []
    fresh = caches(notice=notices.append)
    assert fresh.get(S, "7") is None
    fresh.put(S, [("7", b"new")])
    assert fresh.get(S, "7") == b"new"
    aside = cache.path.with_name("replies.sqlite.damaged-1")
    assert len(notices) == 1 and str(aside) in notices[0]
    assert aside.read_bytes()[100:] == spoiled[100:]  # all but the header, where SQLite counts its openings


def test_a_damaged_reply_is_one_that_is_not_there(caches: Callable[..., Cache]) -> None:
    cache = caches()
    cache.put(S, [("a", b"1")])
    with sqlite3.connect(cache.path) as db:
        db.execute("UPDATE reply SET value = x'00'")
    db.close()
    assert cache.get(S, "a") is None


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE letters (text)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(CacheError, match="another program"):
        Cache(path, today=TODAY).get(S, "a")
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CacheError, match="cache cannot be"):
        Cache(tmp_path / "file" / "replies.sqlite", today=TODAY).get(S, "a")
    with pytest.raises(CacheError, match="cache cannot be"):
        Cache(tmp_path, today=TODAY).get(S, "a")
