"""Records of several extractors about one document become one; each part says who found it.

Entities are one if they are of one type and stand at overlapping places; events if they are of one type (or of the
family of visits), rest on overlapping evidence and share a participant; relations if they say the same of the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

from kg.extraction.parts import Story
from kg.records import Fault

Part = dict[str, Any]


class Extracts(Protocol):
    """What gives a record for each document, or a fault."""

    def records(self, documents: Iterable[tuple[Part, Story]]) -> Iterator[Part | Fault]:
        """Extract each document, in order."""


_VISITS: Final = frozenset({"Visit", "Inspection", "Arrival"})
_CAUTION: Final = ("denied", "planned", "hedged", "happened")
"""Where extractors disagree, the one who asserts least is believed."""


def unite(records: Sequence[Part]) -> Part:
    """Unite the records of one document. The first is the one whose ids and words are kept where they agree."""
    first, *others = records
    united = first | {"entities": [], "events": [], "relations": []}
    united["extractor"] = {"name": " + ".join(_name(record) for record in records)}
    for number, record in enumerate((first, *others)):
        by = _name(record)
        ids: dict[str, str] = {}
        for key, same in (("entities", _same_entity), ("events", _same_event), ("relations", _same_relation)):
            parts = [_renamed(part, ids) for part in record.get(key, [])]
            found = _add(united[key], parts, same, f"x{number}", by)
            ids = found if key == "entities" else ids
    return united


class United:
    """Several extractors as one. A document that one of them cannot do is at fault, to be done again."""

    def __init__(self, extractors: Sequence[Extracts]) -> None:
        self._extractors = extractors

    def records(self, documents: Iterable[tuple[Part, Story]]) -> Iterator[Part | Fault]:
        """Extract each document by all."""
        documents = list(documents)
        for found in zip(*(one.records(documents) for one in self._extractors), strict=True):
            records = [one for one in found if not isinstance(one, Fault)]
            faults = [one for one in found if isinstance(one, Fault)]
            yield faults[0] if faults else unite(records)


def _name(record: Part) -> str:
    extractor = record.get("extractor") or {"name": "unknown"}
    return " ".join(filter(None, (extractor["name"], extractor.get("version"))))


def _add(
    known: list[Part], parts: Iterable[Part], same: Callable[[Part, Part], bool], prefix: str, by: str
) -> dict[str, str]:
    """Add parts to those known, each to the one that it is; give the ids under which they are known."""
    taken, ids = {part["id"] for part in known}, {}
    free = list(known)
    for part in parts:
        match = next((one for one in free if same(one, part)), None)
        match = match or next((one for one in known if same(one, part) and _is_shorter(part, one)), None)
        if match is None:
            name = part["id"] if part["id"] not in taken else f"{prefix}-{part['id']}"
            match = part | {"id": name, "extractor": [by]}
            known.append(match)
            taken.add(name)
        else:
            free = [one for one in free if one is not match]
            _unite_parts(match, part)
            match["extractor"] = [*match["extractor"], *({by} - set(match["extractor"]))]
        ids[part["id"]] = match["id"]
    return ids


def _is_shorter(part: Part, other: Part) -> bool:
    """Whether one name is a shorter form of another: who does not put forms together gives each as a thing."""
    words, others = (set(str(one.get("name") or "").split()) for one in (part, other))
    return words < others


def _unite_parts(one: Part, other: Part) -> None:
    for key, value in other.items():
        if key == "modality" and value and one.get(key):
            one[key] = min(one[key], value, key=_CAUTION.index)
        elif isinstance(value, list) and isinstance(one.get(key), list):
            one[key] = [*one[key], *(item for item in value if item not in one[key])]
        elif one.get(key) in (None, [], {}):
            one[key] = value


def _renamed(part: Part, ids: dict[str, str]) -> Part:
    def renamed(value: Any) -> Any:
        return [ids.get(one, one) for one in value] if isinstance(value, list) else ids.get(value, value)

    keys = ("participants", "host", "objects", "place", "facility", "attributedTo", "subject", "object")
    return part | {key: renamed(part[key]) for key in keys if part.get(key)}


def _same_entity(one: Part, other: Part) -> bool:
    if one["type"] != other["type"]:
        return False
    return one["name"] == other["name"] or _overlap(one.get("mentions", []), other.get("mentions", []))


def _same_event(one: Part, other: Part) -> bool:
    kinds = {one["type"], other["type"]}
    shared = set(one.get("participants", [])) & set(other.get("participants", []))
    if not shared or (len(kinds) > 1 and not kinds <= _VISITS):
        return False
    return _overlap(one.get("evidence", []), other.get("evidence", []))


def _same_relation(one: Part, other: Part) -> bool:
    def label(part: Part) -> str:
        return str(part.get("label") or "").casefold()

    same = all(one.get(key) == other.get(key) for key in ("type", "subject"))
    return same and label(one) == label(other) and one.get("object") in (None, other.get("object"))


def _overlap(spans: Iterable[Part], others: Iterable[Part]) -> bool:
    others = list(others)
    return any(a["start"] < b["end"] and b["start"] < a["end"] for a in spans for b in others)
