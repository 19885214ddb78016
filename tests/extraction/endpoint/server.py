"""An OpenAI-compatible endpoint on loopback: answers of a model that reads by a table, and faults at will."""

import json
from collections.abc import Callable
from typing import Any, cast

from tests.loopback import JSON, Answer, Exchange, Loopback

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


def told(content: str | None, *, finish: str = "stop", used: tuple[int, int] | None = (1000, 200)) -> Answer:
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
    return Answer(body=json.dumps(reply).encode())


def refused(message: str, status: int = 400, **headers: str) -> Answer:
    """Give an error as the protocol tells it."""
    error = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
    return Answer(status, JSON | headers, json.dumps(error).encode())


def answer_to(question: dict[str, Any]) -> Answer:
    """Answer as the model would."""
    text = text_of(question)
    return told(json.dumps(next(found for story, found in ANSWERS.items() if story in text)))


def text_of(question: dict[str, Any]) -> str:
    """Give what the question is about."""
    found: str = question["messages"][-1]["content"]
    return found


class Endpoint(Loopback):
    """Answers on a port of its own; remembers what it was asked.

    :ivar faults: what is answered first, one after another; then ``always``.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: set[str | None] = set()
        self.paths: set[str] = set()
        self.faults: list[Answer] = []
        self.always: Callable[[dict[str, Any]], Answer] = answer_to
        super().__init__(_Exchange)
        self.url = f"{self.address}/v1"

    def answer(self, path: str, key: str | None, question: dict[str, Any]) -> Answer:
        """Note a question, and give what is answered."""
        with self.lock:
            self.asked.append(question)
            self.keys.add(key)
            self.paths.add(path)
            return self.faults.pop(0) if self.faults else self.always(question)

    def formats(self) -> list[str | None]:
        """Give the response formats that were asked for, in their order."""
        return [question.get("response_format", {}).get("type") for question in self.asked]


class _Exchange(Exchange):
    def do_POST(self) -> None:
        assert self.headers["Content-Type"] == "application/json"
        endpoint = cast(Endpoint, self.owner)
        self.say(endpoint.answer(self.path, self.headers["Authorization"], json.loads(self.sent())))
