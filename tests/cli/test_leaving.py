"""How the process ends: at once, and yet as any other does."""

import subprocess
import sys

import pytest

RUN = "import sys; from kg.__main__ import run; sys.argv = ['kg', *sys.argv[1:]]; run()"


def ended(first: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", first + RUN, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["nonsense"], 2), (["query", "x", "gone.nq"], 2)])
def test_the_exit_code_is_that_of_the_command(arguments: list[str], code: int) -> None:
    done = ended("", *arguments)
    assert done.returncode == code
    assert bool(done.stdout) == (code == 0)
    assert bool(done.stderr) == (code != 0)


def test_what_waits_for_the_end_is_done() -> None:
    assert ended("import atexit; atexit.register(print, 'swept');", "--version").stdout.endswith("\nswept\n")


def test_other_threads_are_waited_for() -> None:
    thread = "import threading, time; threading.Thread(target=lambda: (time.sleep(0.5), print('slept'))).start();"
    assert ended(thread, "--version").stdout.endswith("\nslept\n")


def test_nothing_is_taken_apart_first_but_where_warnings_are_wanted() -> None:
    kept = "import os, sys\nclass Kept:\n  def __del__(self, write=os.write): write(1, b'gone')\nkept = Kept()\n"
    assert not ended(kept, "--version").stdout.endswith("gone")
    assert ended(f"{kept}sys.warnoptions.append('error')\n", "--version").stdout.endswith("gone")
