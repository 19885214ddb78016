"""A server on loopback whose answers, and faults, are what a test says."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

JSON = {"Content-Type": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Answer:
    """What is answered.

    :param way: ``whole``; ``cut`` short of its length; ``endless``; ``silent``, until :meth:`Loopback.release`; or
        ``hangup``.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    body: bytes = b""
    way: str = "whole"


class Loopback:
    """Listens on a port of its own until it is closed.

    :ivar address: the address, without a path.
    :ivar held: is set as soon as an exchange is kept waiting.
    """

    def __init__(self, exchange: type["Exchange"]) -> None:
        self.held = threading.Event()
        self.lock = threading.Lock()
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (exchange,), {"owner": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def hold(self) -> None:
        """Keep an exchange waiting until it is released."""
        self.held.set()
        self._released.wait(60)

    def release(self) -> None:
        """Let every exchange go that is held."""
        self._released.set()

    def close(self) -> None:
        """Stop."""
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Exchange(BaseHTTPRequestHandler):
    """One exchange: a subclass asks its owner for the answer, and says it."""

    owner: Loopback
    protocol_version = "HTTP/1.1"

    def sent(self) -> bytes:
        """Give what was sent in the request."""
        return self.rfile.read(int(self.headers["Content-Length"]))

    def say(self, answer: Answer) -> None:
        """Answer, in its way."""
        try:
            self._say(answer)
        except OSError:
            self.close_connection = True  # whoever asked has gone

    def _say(self, answer: Answer) -> None:
        if answer.way in ("silent", "hangup"):
            if answer.way == "silent":
                self.owner.hold()
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.way == "endless":
            self.end_headers()
            while True:
                self.wfile.write(b" " * 2**16)
        self.send_header("Content-Length", str(len(answer.body) + (100 if answer.way == "cut" else 0)))
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.way == "cut":
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
