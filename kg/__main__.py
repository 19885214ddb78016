"""``kg``, and ``python -m kg``."""

import atexit
import os
import sys
import threading

from kg.cli import main


def run() -> None:
    """Run the command line, and end the process without taking apart piece by piece what it has in memory."""
    try:
        main()
    except SystemExit as done:
        if not isinstance(done.code, int) or threading.active_count() > 1 or sys.warnoptions:
            raise  # others are still at work, or whoever runs us wants to hear of what is left open
        atexit._run_exitfuncs()
        os._exit(_flushed(done.code))


def _flushed(code: int) -> int:
    """Write what is still to be written, and give the exit code: that of a broken pipe where nobody reads any more."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        return 141
    return code


if __name__ == "__main__":
    run()
