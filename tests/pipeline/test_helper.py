"""A helper, a real process: what it is asked, what it answers, and what is told of it when it cannot."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ProfileError
from kg.pipeline.helper import Helper, HelperDied

ROOT = Path(__file__).parents[2]
here: list[str] = []
"""What a process started anew does not know."""


def begin() -> Callable[[Any], Any]:
    return answer


def fail() -> Callable[[Any], Any]:
    raise ProfileError("it is at fault", where="here", hint="mend it")


def answer(question: Any) -> Any:
    match question:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "starve":
            raise MemoryError
        case "cannot be sent":
            return lambda: None
        case "known":
            return here
        case [*sizes]:
            return [pickle.PickleBuffer(bytes([number % 251]) * size) for number, size in enumerate(sizes)]
    return question


def process_of(helper: Helper) -> int:
    process = helper._process.pid
    assert process is not None
    return process


@pytest.fixture(params=[False, True], ids=["anew", "copied"])
def helper(request: pytest.FixtureRequest) -> Iterator[Helper]:
    made = Helper(begin, copied=request.param)
    yield made
    made.end()


@pytest.mark.parametrize("sizes", [[], [0], [1, 0, 5], [28_000] * 100, [2**22] * 3, [2**23], [10, 2**24, 10]], ids=str)
def test_what_is_large_comes_as_it_is(helper: Helper, sizes: list[int]) -> None:
    for _ in range(2):
        found = helper.ask(sizes)
        assert [bytes(one) for one in found] == [bytes([number % 251]) * size for number, size in enumerate(sizes)]


def test_an_answer_is_not_changed_by_the_next(helper: Helper) -> None:
    first = helper.ask([3, 3])
    helper.ask([3, 30, 300])
    assert [bytes(one) for one in first] == [b"\0\0\0", b"\1\1\1"]


def test_what_is_raised_is_raised_here() -> None:
    helper = Helper(fail)
    for _ in range(2):
        with pytest.raises(ProfileError, match=r"here: it is at fault \(mend it\)"):
            helper.ask(1)
    helper.end()


def test_an_answer_that_cannot_be_sent_is_an_error_and_not_the_end(helper: Helper) -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        helper.ask("cannot be sent")
    assert helper.ask(2) == 2


@pytest.mark.parametrize("question", ["die", "starve"])
def test_one_that_died_says_so_each_time(helper: Helper, question: str) -> None:
    assert helper.ask(1) == 1
    for asked in (question, 2, 3):
        with pytest.raises(HelperDied):
            helper.ask(asked)


def test_one_that_was_ended_answers_no_more(helper: Helper) -> None:
    helper.end()
    with pytest.raises(HelperDied):
        helper.ask(1)


# in a process of its own, since this one may have threads
_COPIES = """
import threading
from tests.pipeline import test_helper as tests
tests.here.append("known")
first, second = tests.Helper(tests.begin, copied=True), tests.Helper(tests.begin)
stop = threading.Event()
threading.Thread(target=stop.wait).start()
third = tests.Helper(tests.begin, copied=True)
print([helper.ask("known") for helper in (first, second, third)])
stop.set()
for helper in (first, second, third):
    helper.end()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each starts anew")
def test_a_process_with_threads_is_not_copied() -> None:
    done = subprocess.run([sys.executable, "-c", _COPIES], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout == "[['known'], [], []]\n", done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
@pytest.mark.parametrize("copied", [False, True], ids=["anew", "copied"])
def test_it_is_not_interrupted_even_while_it_starts(copied: bool) -> None:
    helper = Helper(begin, copied=copied)
    os.kill(process_of(helper), signal.SIGINT)
    assert helper.ask(1) == 1
    os.kill(process_of(helper), signal.SIGINT)
    assert helper.ask(2) == 2
    helper.end()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
