"""A proxy on loopback between a client and a store that does what networks do: it cuts, delays, doubles and refuses."""

import http.client
import random
import socket
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FAULTS = ("none", "cut-request", "cut-reply", "lost-reply", "delay", "twice", "429", "500", "502", "502-done")


class FaultProxy:
    """Stands before a server on loopback.

    :param often: the part of requests that something happens to.
    """

    def __init__(self, port: int, *, seed: int = 0, often: float = 0.3) -> None:
        self._behind = port
        self._chance = random.Random(seed)
        self._often = often
        self._lock = threading.Lock()
        self.seen: Counter[str] = Counter()
        self.plan: list[str] = []
        proxy = self

        class Exchange(_Exchange):
            owner = proxy

        self._server = _Quiet(("127.0.0.1", 0), Exchange)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def fault(self) -> str:
        """Say what happens to the next request."""
        with self._lock:
            if self.plan:
                fault = self.plan.pop(0)
            else:
                fault = self._chance.choice(FAULTS[1:]) if self._chance.random() < self._often else FAULTS[0]
            self.seen[fault] += 1
            return fault

    def behind(self) -> http.client.HTTPConnection:
        """Connect to the server behind."""
        return http.client.HTTPConnection("127.0.0.1", self._behind, timeout=60)

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Quiet(ThreadingHTTPServer):
    """Says nothing of clients that were killed."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class _Exchange(BaseHTTPRequestHandler):
    owner: FaultProxy
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fault = self.owner.fault()
        try:
            self._play(fault, body)
        except (OSError, http.client.HTTPException):
            self._hang_up()

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _play(self, fault: str, body: bytes) -> None:
        if fault in ("429", "500", "502"):
            self._answer(int(fault), [], b"a fault of the proxy")
            return
        if fault == "cut-request":
            self._forward_half(body)
            return
        if fault == "delay":
            time.sleep(0.1)
        if fault == "twice":
            self._forward(body)
        status, headers, reply = self._forward(body)
        if fault == "502-done":
            self._answer(502, [], b"a fault of the proxy")
        elif fault == "lost-reply":
            self._hang_up()
        else:
            self._answer(status, headers, reply, cut=fault == "cut-reply")

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = self.owner.behind()
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            connection.request(self.command, self.path, body or None, headers)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def _forward_half(self, body: bytes) -> None:
        connection = self.owner.behind()
        try:
            connection.putrequest(self.command, self.path, skip_accept_encoding=True, skip_host=True)
            for name, value in self.headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            connection.send(body[: len(body) // 2])
        finally:
            connection.close()
        self._hang_up()

    def _answer(self, status: int, headers: list[tuple[str, str]], reply: bytes, *, cut: bool = False) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply) + cut))
        self.end_headers()
        self.wfile.write(reply)
        if cut:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
