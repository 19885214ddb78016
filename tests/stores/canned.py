"""A server on loopback that says what it is told to, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph


class Canned:
    """Answers requests in order from what it was given, or from a store that cuts its answers."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self._replies: list[tuple[int, Mapping[str, str], bytes, float]] = []
        self._store: pyoxigraph.Store | None = None
        self._cap = 0
        canned = self

        class Exchange(_Exchange):
            owner = canned

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def says(self, status: int, headers: Mapping[str, str], body: bytes, *, pause: float = 0) -> None:
        """Add a reply."""
        self._replies.append((status, headers, body, pause))

    def answers(self, store: pyoxigraph.Store, *, cap: int) -> None:
        """Answer queries from a store, never with more than ``cap`` rows."""
        self._store, self._cap = store, cap

    def reply(self, body: bytes) -> tuple[int, Mapping[str, str], bytes, float]:
        """Give the next reply."""
        if self._store is None:
            return self._replies.pop(0)
        found = self._store.query(parse_qs(body.decode())["query"][0])
        assert isinstance(found, pyoxigraph.QuerySolutions)
        answer = json.loads(found.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"")
        answer["results"]["bindings"] = answer["results"]["bindings"][: self._cap]
        headers = {"Content-Type": "application/sparql-results+json", "X-SPARQL-MaxRows": str(self._cap)}
        return 200, headers, json.dumps(answer).encode(), 0

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Exchange(BaseHTTPRequestHandler):
    owner: Canned

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.owner.requests.append((self.command, self.path, dict(self.headers.items()), body))
        status, headers, reply, pause = self.owner.reply(body)
        time.sleep(pause)
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(reply)
        except OSError:
            self.close_connection = True

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        pass
