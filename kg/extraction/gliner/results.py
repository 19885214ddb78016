"""What GLiNER2 finds in the windows of a text, as one result of the whole text, in the form that GLiNER2 itself gives.

A result holds ``entities`` by label, ``relation_extraction`` by label, and structures by name; all that was found is an
object with ``text``, ``start`` and ``end``.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from kg.extraction.parts import Extent

_BY_LABEL = ("entities", "relation_extraction")


def whole_result(text: str, found: Iterable[tuple[Extent, dict[str, Any]]]) -> dict[str, Any]:
    """Put the results of windows together. What two windows found at one place is there once, as the surer one has it.

    :param found: each window with its result, whose offsets count from the window's start.
    """
    lists: dict[tuple[str, ...], dict[bytes, Any]] = {}
    for window, result in found:
        for path, one in _listed(result):
            moved = _moved(one, text, window)
            if moved:
                known = lists.setdefault(path, {})
                key = msgspec.json.encode(_without_scores(moved), order="sorted")
                known[key] = max(known.get(key, moved), moved, key=_score)
    whole: dict[str, Any] = {name: {} for name in _BY_LABEL}
    for (name, *label), known in lists.items():
        if label:
            whole[name][label[0]] = list(known.values())
        else:
            whole[name] = list(known.values())
    return whole


def _listed(result: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in result.items():
        for path, found in (
            [((name, label), one) for label, one in value.items()] if name in _BY_LABEL else [((name,), value)]
        ):
            yield from ((path, one) for one in (found if isinstance(found, list) else [found]))


def _moved(value: Any, text: str, window: Extent) -> Any:
    """Give what was found with offsets of the whole text, and the words that stand there.

    GLiNER2 ends each text with a full stop, which may stand beyond its end. What runs over a line is no name, and a
    relation without both ends is none.
    """
    if isinstance(value, list):
        return [moved for one in value if (moved := _moved(one, text, window))]
    if not isinstance(value, dict):
        return None
    if "start" in value and "end" in value:
        start, end = value["start"] + window[0], min(value["end"] + window[0], window[1])
        words = text[start:end]
        return value | {"text": words, "start": start, "end": end} if words.strip() and "\n" not in words else None
    parts = {key: one if key == "confidence" else _moved(one, text, window) for key, one in value.items()}
    if "head" in parts and not (parts["head"] and parts["tail"]):
        return None
    return {key: one for key, one in parts.items() if one}


def _without_scores(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_scores(one) for one in value]
    if isinstance(value, dict):
        return {key: _without_scores(one) for key, one in value.items() if key != "confidence"}
    return value


def _score(value: Any) -> float:
    """How sure it is: of what has parts, the least sure of them."""
    if isinstance(value, dict):
        if "confidence" in value:
            return float(value["confidence"])
        value = list(value.values())
    return min(map(_score, value), default=0.0) if isinstance(value, list) else 1.0
