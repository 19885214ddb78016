"""GLiNER2 (https://github.com/fastino-ai/GLiNER2): the results of its ``extract`` methods, as JSON.

The shapes are those that its README, its tutorials and version 2.1 give: ``entities`` by label, ``relation_extraction``
by label, structures by name; each value a text, or an object with ``text`` and perhaps ``confidence``, ``start`` and
``end``; and the lists of ``entities`` and ``relations`` of its joint extraction. A result does not hold the text that
it is about, so the file has to: ``{"text": "…", "result": {…}}``, or ``text`` beside the keys of the result.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from kg.adapters.found import SOURCE, TARGET, ConversionError, Found, Frame, Offsets, Thing
from kg.adapters.shapes import about, objects, shaped
from kg.records import Line

_OURS = ("text", "result", "document")
_RESULTS = ("entities", "relation_extraction", "relations")


class _Value(msgspec.Struct):
    """A name that was found. ``start`` and ``end`` are code points; the hosted service counts words instead."""

    text: str
    confidence: float | None = None
    start: int | None = None
    end: int | None = None


class _Joint(msgspec.Struct):
    id: str
    type: str
    text: str
    confidence: float | None = None
    start: int | None = None
    end: int | None = None


class _JointRelation(msgspec.Struct):
    type: str
    head: str
    tail: str
    confidence: float | None = None


class _Pair(msgspec.Struct):
    """Two ends. Models of the newer kind say how sure they are of the pair, too."""

    head: str | _Value
    tail: str | _Value
    confidence: float | None = None


class Gliner2Adapter:
    """Results of GLiNER2, each with its text."""

    endings = (".json", ".jsonl")

    def shape(self, value: dict[str, Any]) -> bool:
        """A text with a result, or with what results hold."""
        held = value.get("result") if isinstance(value.get("result"), dict) else value
        return (
            isinstance(value.get("text"), str)
            and isinstance(held, dict)
            and any(isinstance(held.get(key), dict | list) for key in _RESULTS)
        )

    def read(self, line: Line) -> Iterator[Found | ConversionError]:
        """Read one result or several."""
        for name, value in objects(line):
            try:
                yield _found(name, value)
            except ConversionError as error:
                yield error


ADAPTER = Gliner2Adapter()


def _found(name: str, value: object) -> Found:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        hint = 'write {"text": "…", "result": {…}}'
        raise ConversionError("the text that the result is about is missing", where=name, hint=hint)
    result = value.get("result", {key: one for key, one in value.items() if key not in _OURS})
    if not isinstance(result, dict):
        raise ConversionError("a result is an object", where=name)
    said = value.get("document")
    reading = _Reading(name, value["text"])
    reading.read(result if "result" in value else {key: one for key, one in result.items() if key not in about(result)})
    known = about(said if isinstance(said, dict) else value)
    return Found(name, value["text"], known, reading.things, reading.frames, reading.left, tool="gliner2")


@dataclass
class _Reading:
    name: str
    text: str
    things: list[Thing] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def read(self, result: dict[str, Any]) -> None:
        for key, one in result.items():
            if key == "entities":
                self._entities(one)
            elif key in ("relation_extraction", "relations"):
                self._relations(one)
            elif _is_structure(one):
                for instance in one if isinstance(one, list) else [one]:
                    self._structure(key, instance)
            elif one:
                self.left[f"answer {key!r:.60}"] += 1  # of a classification

    def _entities(self, value: Any) -> None:
        if isinstance(value, list):
            for one in value:
                joint = shaped(one, _Joint, self.name)
                span = self._span(_Value(joint.text, joint.confidence, joint.start, joint.end))
                self.things.append(Thing(joint.id, joint.type, joint.text, span, _score(joint.confidence)))
            return
        for label, found in self._table(value).items():
            for one in found if isinstance(found, list) else [found]:
                if one is not None:
                    self._name(label, one)

    def _name(self, label: str, value: Any) -> str:
        """Note a name, and give its ref."""
        one = _Value(value) if isinstance(value, str) else shaped(value, _Value, self.name)
        ref = f"name {len(self.things)}"
        self.things.append(Thing(ref, label, one.text, self._span(one), _score(one.confidence)))
        return ref

    def _span(self, one: _Value) -> tuple[Offsets, ...]:
        """The offsets, if they are those of the text; offsets in words are no use, and the name is looked for."""
        if one.start is None or one.end is None:
            return ()
        if self.text[one.start : one.end] == one.text or one.end > len(self.text) or one.start < 0:
            return ((one.start, one.end),)  # what lies past the end is refused when the record is put together
        if one.text not in self.text:
            reason = f"the text has {self.text[one.start : one.end]!r:.60} at {one.start} to {one.end}"
            raise ConversionError(f"{reason}, not {one.text!r:.60}", where=self.name)
        self.left["offset that is none of the text: looked for by name"] += 1
        return ()

    def _relations(self, value: Any) -> None:
        if isinstance(value, list):
            for one in value:
                joint = shaped(one, _JointRelation, self.name)
                ends = ((SOURCE, joint.head), (TARGET, joint.tail))
                self.frames.append(Frame(joint.type, ends, score=_score(joint.confidence)))
            return
        for label, pairs in self._table(value).items():
            for pair in pairs if isinstance(pairs, list) else [pairs]:
                self._pair(label, pair)

    def _pair(self, label: str, pair: Any) -> None:
        if isinstance(pair, list) and len(pair) == 2:
            pair = {"head": pair[0], "tail": pair[1]}
        one = shaped(pair, _Pair, self.name)
        scores = [_score(end.confidence) for end in (one.head, one.tail) if isinstance(end, _Value)]
        known = [score for score in (_score(one.confidence), *scores) if score is not None]
        ends = tuple(
            (role, self._name("", end if isinstance(end, str) else msgspec.to_builtins(end)))
            for role, end in ((SOURCE, one.head), (TARGET, one.tail))
        )
        self.frames.append(Frame(label, ends, score=min(known) if known else None))

    def _structure(self, label: str, instance: dict[str, Any]) -> None:
        fields: list[tuple[str, str, str]] = []
        for role, value in instance.items():
            for one in value if isinstance(value, list) else [value]:
                if one is None:
                    continue
                text = one if isinstance(one, str) else shaped(one, _Value, self.name).text
                fields.append((role, self._name("", one), text))
        self.frames.append(Frame(label, fields=tuple(fields)))

    def _table(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ConversionError("labels with lists of what was found are wanted", where=self.name)
        return value


def _score(value: float | None) -> float | None:
    return None if value is None or not 0 <= value <= 1 else round(value, 4)


def _is_structure(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))
