import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.pipeline import opened


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("before", [None, b"old"])
def test_a_file_appears_when_it_is_complete(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "out.nq"
    if before is not None:
        path.write_bytes(before)
    with opened(path) as file:
        file.write(b"new")
        file.flush()
        assert (path.read_bytes() if path.exists() else None) == before
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["out.nq"]


@pytest.mark.parametrize("before", [None, b"old"])
@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), OutputError("x")], ids=repr)
def test_a_failure_leaves_all_as_it_was(tmp_path: Path, before: bytes | None, error: BaseException) -> None:
    path = tmp_path / "out.nq"
    if before is not None:
        path.write_bytes(before)
    with pytest.raises(type(error)), opened(path) as file:
        file.write(b"half")
        raise error
    assert names(tmp_path) == ([] if before is None else ["out.nq"])
    assert before is None or path.read_bytes() == before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link, target = tmp_path / "link.nq", tmp_path / "target.nq"
    link.symlink_to(target)
    with opened(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_the_mode_is_that_of_any_new_file(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    with opened(tmp_path / "out") as file:
        file.write(b"new")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_pipe_is_written_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    with opened(pipe) as file:
        file.write(b"new")
    reader.join()
    assert found == [b"new"]
    assert names(tmp_path) == ["pipe"]


@pytest.mark.parametrize(("name", "reason"), [("none/out.nq", "No such file"), (".", "Is a directory")])
def test_where_nothing_can_be_written(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(OutputError, match=f"cannot be written: {reason}"), opened(tmp_path / name):
        pass
    assert names(tmp_path) == []


def test_a_full_disk_is_an_output_error_and_a_closed_pipe_is_not(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left"), opened(tmp_path / "out"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with pytest.raises(BrokenPipeError), opened(tmp_path / "out"):
        raise BrokenPipeError
    assert names(tmp_path) == []
