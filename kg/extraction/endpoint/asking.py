"""Asking a language model behind an OpenAI-compatible endpoint, within what it may cost.

The endpoint is that of ``POST /v1/chat/completions`` (https://platform.openai.com/docs/api-reference/chat), which vLLM,
Ollama, llama.cpp and others serve as well. Not all of them know how to hold a model to a schema: one that refuses it is
asked for JSON, and one that refuses that, for text with JSON in it.
"""

import hashlib
from collections.abc import Callable
from typing import Any, Final, TypeVar

import msgspec

from kg.extraction.endpoint.answer import Answer
from kg.extraction.endpoint.budget import Budget
from kg.records import Fault, RecordError
from kg.web.answers import RefusedError
from kg.web.cache import Cache
from kg.web.client import Client

T = TypeVar("T")

_REFUSED: Final = ("response_format", "json_schema", "json_object", "schema")
_LONGEST_ANSWER: Final = 1_000_000
_BYTES_A_TOKEN: Final = 3
"""By which tokens are counted where the endpoint does not; English has about four, so this errs to the safe side."""


class _Usage(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message = msgspec.field(default_factory=_Message)
    finish_reason: str | None = None


class _Reply(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None

    @property
    def first(self) -> _Choice:
        return self.choices[0] if self.choices else _Choice()


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

    def answer(self, text: str, published: str, use: Callable[[Answer], T]) -> T | Fault:
        """Ask about a text, and make something of the answer. One of which nothing can be made is a fault.

        :param use: makes it, or raises :class:`RecordError`; then the answer is not kept, to be asked for again.
        :raises ServiceError: if the endpoint gives no answer at all.
        """
        key = hashlib.sha256(msgspec.json.encode([self.model, self._prompt, self._schema, published, text])).hexdigest()
        known = self._cache.get(self._client.url, key)
        if known is not None and not isinstance(found := _used(known.decode(), use), Fault):
            return found
        if fault := self._budget.fault():
            return fault
        try:
            choice = self._reply(text, published).first
        except RefusedError as error:
            return Fault("", "refused", f"the endpoint refuses this document: {error.reason}")
        if choice.finish_reason == "length":
            return Fault("", "cut-answer", "the model's answer was longer than it may be, and was cut")
        content = choice.message.content or ""
        found = _used(content, use)
        if not isinstance(found, Fault):
            self._cache.put(self._client.url, [(key, content.encode())])
        return found

    def close(self) -> None:
        """Close the cache; the next question opens it again."""
        self._cache.close()

    def _reply(self, text: str, published: str) -> _Reply:
        while True:
            question = msgspec.json.encode(self._question(text, published))
            try:
                reply = self._client.ask(question, _Reply)
            except RefusedError as error:
                if len(self._ways) == 1 or not any(word in error.reason for word in _REFUSED):
                    raise
                self._ways.pop(0)
                continue
            self._count(question, reply)
            return reply

    def _count(self, question: bytes, reply: _Reply) -> None:
        usage = reply.usage or _Usage()
        content = (reply.first.message.content or "").encode()
        counted = (usage.prompt_tokens, len(question)), (usage.completion_tokens, len(content))
        self._budget.add(*(said if said and said > 0 else -(-size // _BYTES_A_TOKEN) for said, size in counted))

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


def _used(content: str, use: Callable[[Answer], T]) -> T | Fault:
    try:
        return use(_read(content))
    except RecordError as error:
        return error.fault


def _read(content: str) -> Answer:
    """Read the JSON in an answer, which may stand between other words."""
    if len(content) > _LONGEST_ANSWER:
        raise RecordError(_bad(f"it is longer than {_LONGEST_ANSWER:,} characters"))
    start, end = content.find("{"), content.rfind("}")
    if start < 0:
        raise RecordError(_bad("there is no JSON in it"))
    try:
        return msgspec.json.decode(content[start : end + 1], type=Answer)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise RecordError(_bad(str(error))) from error


def _bad(why: str) -> Fault:
    return Fault("", "bad-answer", f"the model's answer is not what it was asked for: {why}")
