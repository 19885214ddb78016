"""An OpenAI-compatible endpoint on loopback: answers of a model that reads by a table, and faults at will."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STORY = "Defence Minister Ada Quill met President Bo Reed in Oslo on Monday."
OTHER = "General Cy Lund toured the Korsund air base on Tuesday."

ANSWERS: dict[str, dict[str, Any]] = {
    STORY: {
        "entities": [
            {"id": "a", "type": "Person", "name": "Ada Quill", "aliases": [], "mentions": ["Ada Quill"]},
            {"id": "b", "type": "Person", "name": "Bo Reed", "aliases": None, "mentions": ["Bo Reed"]},
            {"id": "c", "type": "Place", "name": "Oslo", "aliases": [], "mentions": ["Oslo"]},
        ],
        "events": [
            {
                "id": "v",
                "type": "Meeting",
                "label": None,
                "participants": ["a", "b"],
                "host": [],
                "place": "c",
                "facility": None,
                "objects": [],
                "date": "2024-03-04",
                "modality": "happened",
                "attributedTo": None,
                "attributedText": None,
                "evidence": [STORY],
            }
        ],
        "relations": [
            {"id": "r", "type": "holdsRole", "subject": "a", "label": "Defence Minister", "evidence": [STORY[:26]]}
        ],
    },
    OTHER: {
        "entities": [{"id": "a", "type": "Person", "name": "Cy Lund", "mentions": ["Cy Lund"]}],
        "events": [{"id": "v", "type": "Visit", "participants": ["a"], "modality": "happened", "evidence": [OTHER]}],
        "relations": [],
    },
}

JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Told:
    """What is answered.

    :param way: ``whole``; ``cut`` short of its length; ``silent``, until :meth:`Endpoint.release`; or ``hangup``.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    body: bytes = b""
    way: str = "whole"


def told(content: str | None, *, finish: str = "stop", used: tuple[int, int] | None = (1000, 200)) -> Told:
    """Give a model's answer as the protocol wraps it."""
    reply: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1709640000,
        "model": "reader",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": content, "refusal": None}, "finish_reason": finish}
        ],
    }
    if used:
        reply["usage"] = {"prompt_tokens": used[0], "completion_tokens": used[1], "total_tokens": sum(used)}
    return Told(body=json.dumps(reply).encode())


def refused(message: str, status: int = 400, **headers: str) -> Told:
    """Give an error as the protocol tells it."""
    error = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
    return Told(status, JSON | headers, json.dumps(error).encode())


def answer_to(question: dict[str, Any]) -> Told:
    """Answer as the model would."""
    text = text_of(question)
    return told(json.dumps(next(found for story, found in ANSWERS.items() if story in text)))


def text_of(question: dict[str, Any]) -> str:
    """Give what the question is about."""
    found: str = question["messages"][-1]["content"]
    return found


class Endpoint:
    """Answers on a port of its own; remembers what it was asked.

    :ivar faults: what is answered first, one after another; then ``always``.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: set[str | None] = set()
        self.paths: set[str] = set()
        self.faults: list[Told] = []
        self.always: Callable[[dict[str, Any]], Told] = answer_to
        self.held = threading.Event()
        self._released = threading.Event()
        self._lock = threading.Lock()
        owner = self

        class Exchange(_Exchange):
            endpoint = owner

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def answer(self, path: str, key: str | None, question: dict[str, Any]) -> Told:
        """Note a question, and give what is answered."""
        with self._lock:
            self.asked.append(question)
            self.keys.add(key)
            self.paths.add(path)
            return self.faults.pop(0) if self.faults else self.always(question)

    def formats(self) -> list[str | None]:
        """Give the response formats that were asked for, in their order."""
        return [question.get("response_format", {}).get("type") for question in self.asked]

    def hold(self) -> None:
        """Hold an exchange until it is released."""
        self.held.set()
        self._released.wait(60)

    def close(self) -> None:
        """Stop."""
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Exchange(BaseHTTPRequestHandler):
    endpoint: Endpoint
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        assert self.headers["Content-Type"] == "application/json"
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            self._say(self.endpoint.answer(self.path, self.headers["Authorization"], question))
        except OSError:
            self.close_connection = True  # whoever asked has gone

    def _say(self, answer: Told) -> None:
        if answer.way in ("silent", "hangup"):
            if answer.way == "silent":
                self.endpoint.hold()
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) + (100 if answer.way == "cut" else 0)))
        self.end_headers()
        self.wfile.write(answer.body)
        if answer.way == "cut":
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
