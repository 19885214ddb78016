"""Progress of long work, on stderr: a line that is rewritten on a terminal, a line now and then in a log."""

import sys
import time
from typing import TextIO


class Progress:
    """Counts things done and says how fast; nothing is said of work that takes less than a moment."""

    def __init__(self, what: str, stream: TextIO | None = None, *, total: int | None = None) -> None:
        self._what = what
        self._total = total
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._start = time.monotonic()
        self._next = self._start + (1.0 if self._live else 10.0)

    def show(self, done: int) -> None:
        """Say how far the work is, if it is time to."""
        now = time.monotonic()
        if now < self._next:
            return
        rate = done / (now - self._start)
        text = f"{done:,} {self._what}, {rate:,.0f}/s{self._left(done, rate)}"
        self._stream.write(f"\r\x1b[K{text}" if self._live else f"{text}\n")
        self._stream.flush()
        self._next = now + (0.2 if self._live else 10.0)

    def _left(self, done: int, rate: float) -> str:
        if not self._total or not rate:
            return ""
        return f", of {self._total:,}, {(self._total - done) / rate:,.0f} s left"

    def close(self) -> None:
        """Leave a clean line."""
        if self._live:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
