"""Asking a language model behind an OpenAI-compatible endpoint, within what it may cost.

The endpoint is that of ``POST /v1/chat/completions`` (https://platform.openai.com/docs/api-reference/chat), which vLLM,
Ollama, llama.cpp and others serve as well. Not all of them know how to hold a model to a schema: one that refuses it is
asked for JSON, and one that refuses that, for text with JSON in it.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from kg.errors import ServiceError
from kg.extraction.endpoint.answer import Answer
from kg.records import Fault
from kg.web.cache import Cache
from kg.web.client import Client

_MILLION: Final = 1_000_000
_REFUSED: Final = ("response_format", "json_schema", "json_object", "schema")


@dataclass
class Budget:
    """What a run may use, and what it has used: tokens, and money at prices a million tokens."""

    tokens: int | None = None
    cost: float | None = None
    price_in: float = 0.0
    price_out: float = 0.0
    used_in: int = 0
    used_out: int = 0

    @property
    def spent(self) -> float:
        """The money."""
        return (self.used_in * self.price_in + self.used_out * self.price_out) / _MILLION

    def fault(self) -> Fault | None:
        """Say that nothing is left, if so."""
        used = self.used_in + self.used_out
        if self.tokens is not None and used >= self.tokens:
            return Fault("", "budget", f"{used:,} tokens are used, and no more than {self.tokens:,} may be")
        if self.cost is not None and self.spent >= self.cost:
            return Fault("", "budget", f"{self.spent:.2f} is spent, and no more than {self.cost:.2f} may be")
        return None


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Reply(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage = field(default_factory=_Usage)


class Asking:
    """Asks a model about texts; every answer is kept in the cache, so that no question costs twice.

    :param prompt: what the model is told before each text.
    :param schema: what an answer is to follow.
    """

    def __init__(
        self, client: Client, cache: Cache, model: str, prompt: str, schema: dict[str, Any], budget: Budget
    ) -> None:
        self.model = model
        self._client = client
        self._cache = cache
        self._prompt = prompt
        self._schema = schema
        self._budget = budget
        self._ways = [self._by_schema(), {"type": "json_object"}, None]

    def answer(self, text: str, published: str) -> Answer | Fault:
        """Ask about a text. What cannot be used of an answer is a fault.

        :raises ServiceError: if the endpoint gives no answer at all.
        """
        key = hashlib.sha256(msgspec.json.encode([self.model, self._prompt, self._schema, published, text])).hexdigest()
        known = self._cache.get(self._client.url, key)
        if known is not None:
            return _read(known.decode())
        if fault := self._budget.fault():
            return fault
        reply = self._reply(text, published)
        self._budget.used_in += reply.usage.prompt_tokens
        self._budget.used_out += reply.usage.completion_tokens
        choice = reply.choices[0] if reply.choices else _Choice(_Message())
        if choice.finish_reason == "length":
            return Fault("", "cut-answer", "the model's answer was longer than it may be, and was cut")
        content = choice.message.content or ""
        found = _read(content)
        if isinstance(found, Answer):
            self._cache.put(self._client.url, [(key, content.encode())])
        return found

    def _reply(self, text: str, published: str) -> _Reply:
        while True:
            try:
                return self._client.ask(msgspec.json.encode(self._question(text, published)), _Reply)
            except ServiceError as error:
                if len(self._ways) == 1 or not any(word in error.reason for word in _REFUSED):
                    raise
                self._ways.pop(0)

    def _question(self, text: str, published: str) -> dict[str, Any]:
        way = self._ways[0]
        told = self._prompt
        if way is None or way["type"] != "json_schema":
            told += f"\n\nThe schema: {msgspec.json.encode(self._schema).decode()}\nAnswer with the JSON object alone."
        messages = [
            {"role": "system", "content": told},
            {"role": "user", "content": f"Published on {published}.\n\n{text}"},
        ]
        question = {"model": self.model, "temperature": 0, "messages": messages}
        return question | ({"response_format": way} if way else {})

    def _by_schema(self) -> dict[str, Any] | None:
        return {"type": "json_schema", "json_schema": {"name": "record", "strict": True, "schema": self._schema}}


def _read(content: str) -> Answer | Fault:
    """Read the JSON in an answer, which may stand between other words."""
    start, end = content.find("{"), content.rfind("}")
    try:
        return msgspec.json.decode(content[start : end + 1], type=Answer)
    except (msgspec.DecodeError, RecursionError) as error:
        return Fault("", "bad-answer", f"the model's answer is not what it was asked for: {error}")
