"""How many threads this process has."""

import sys
from pathlib import Path

_THREADS = Path("/proc/self/task")


def may_be_copied() -> bool:
    """Whether a copy of this process (a fork) is safe: no other thread holds a lock that nobody there would let go.

    Only Linux says how many threads there are, those of libraries included.
    """
    return sys.platform == "linux" and _THREADS.is_dir() and len(list(_THREADS.iterdir())) == 1
