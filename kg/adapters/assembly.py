"""What was found becomes a record: labels by the table, names anchored in the text, what is left out counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.adapters.anchoring import check_spans, find_names
from kg.adapters.found import ConversionError, Found, Offsets, Thing
from kg.adapters.framing import Framing, wanted_types
from kg.adapters.labels import EntityLabel, Labels, plain
from kg.adapters.nodes import with_events
from kg.dates import parse_day
from kg.iris import name_key, parse_item

_REFERENCES = ("participants", "host", "objects", "place", "facility", "attributedTo", "subject", "object")


@dataclass(frozen=True)
class Assembly:
    """How records are made of what was found.

    :param published: the day of documents that do not bring one.
    :param modality: what an event is taken for where nothing says so; else the table says it.
    """

    labels: Labels
    published: str | None = None
    language: str | None = None
    modality: str | None = None

    def record(self, found: Found) -> tuple[dict[str, Any], Counter[str]]:
        """Give the record as JSON values, and what was left out.

        :raises ConversionError: if offsets do not lie in the text.
        :raises UndatedError: if the document has no date and none was given.
        """
        self._check(found)
        found = with_events(found, self.labels)
        left = Counter(found.left)
        entities = _Entities(self.labels, found, left)
        entities.add_named(wanted_types(self.labels, found))
        framing = Framing(self.labels, found, entities.ids, entities.types, left, self.modality or self.labels.modality)
        events, relations = framing.reports(entities.places())
        record: dict[str, Any] = {
            "document": self._document(found),
            **({"extractor": {"name": found.tool}} if found.tool else {}),
            **found.more,
            "entities": entities.values + found.more.get("entities", []),
            "events": events + found.more.get("events", []),
            "relations": relations + found.more.get("relations", []),
        }
        _leave_dangling(record, left)
        return record, +left

    def _document(self, found: Found) -> dict[str, Any]:
        about = {"id": found.name, **{key: value for key, value in found.about.items() if value not in (None, "")}}
        about["published"] = day_of(about.get("published"))
        if about["published"] is None:
            if self.published is None:
                raise UndatedError("it does not say when it was published", where=found.name)
            about["published"] = self.published
        if self.language and "language" not in about:
            about["language"] = self.language
        return {**about, "text": found.text} if found.text is not None else about

    def _check(self, found: Found) -> None:
        named = [(one.name, one.spans) for one in found.things] + [(one.label, one.spans) for one in found.frames]
        for name, spans in named:
            if reason := check_spans(found.text, spans):
                raise ConversionError(f"{name!r:.60}: {reason}", where=found.name)


def _leave_dangling(record: dict[str, Any], left: Counter[str]) -> None:
    """Leave out references to entities that are gone: somebody took them out of the annotations."""
    known = {one["id"] for one in record["entities"]}
    for part in (*record["events"], *record["relations"]):
        for role in _REFERENCES:
            ids = part.get(role)
            if isinstance(ids, list):
                part[role] = [id for id in ids if id in known]
                left["reference to an entity that is gone"] += len(ids) - len(part[role])
            elif ids is not None and ids not in known:
                del part[role]
                left["reference to an entity that is gone"] += 1
    record["relations"] = [one for one in record["relations"] if "subject" in one]


def day_of(value: object) -> str | None:
    """Give the day of a date, or of a moment that begins with one.

    >>> day_of("2024-03-05T08:00:00Z"), day_of("last Tuesday")
    ('2024-03-05', None)
    """
    return parse_day(value[:10]) if isinstance(value, str) and value[10:11] in ("", "T", " ") else None


class UndatedError(ConversionError):
    """A document without a date, where none was given for such."""


@dataclass
class _Entities:
    """The entities of a record while they are put together: equal names of a type are one."""

    labels: Labels
    found: Found
    left: Counter[str]
    values: list[dict[str, Any]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    """The id of each ref."""
    _by_name: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _ids_of: dict[str, set[str]] = field(default_factory=dict)
    _unnamed: list[Thing] = field(default_factory=list)
    _seen: set[tuple[str, int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        text, things = self.found.text, self.found.things
        self._anchors = find_names(text, {one.name for one in things if not one.spans}) if text else {}
        self._taken = {str(one.more["id"]) for one in things if "id" in one.more}
        for thing in things:
            rule = self._rule(thing)
            if rule is not None:
                self._add(thing, rule)
            elif thing.label:
                self.left[f"entity label {thing.label!r:.60}"] += 1
            else:
                self._unnamed.append(thing)

    def _rule(self, thing: Thing) -> EntityLabel | None:
        if thing.own:
            return EntityLabel(self.labels.own_type(thing.label))
        return self.labels.entities.get(plain(thing.label))

    @property
    def types(self) -> Mapping[str, str]:
        """The type of each ref."""
        by_id = {value["id"]: value["type"] for value in self.values}
        return {ref: by_id[id] for ref, id in self.ids.items()}

    def add_named(self, wanted: Mapping[str, str]) -> None:
        """Add things to which only a relation gives a type.

        :param wanted: types by ref.
        """
        for thing in self._unnamed:
            known = self._known(thing.name)
            if known is not None:
                self.ids[thing.ref] = known
            elif thing.ref in wanted:
                self._add(thing, EntityLabel(wanted[thing.ref]))

    def _known(self, name: str) -> str | None:
        """A name that the tool gave a type elsewhere."""
        found = self._ids_of.get(name_key(name), set())
        return next(iter(found)) if len(found) == 1 else None

    def _add(self, thing: Thing, rule: EntityLabel) -> None:
        key = (rule.type, thing.more.get("id") or name_key(thing.name))
        value = self._by_name.get(key)
        if value is None:
            value = self._by_name[key] = self._new(thing, rule)
            self.values.append(value)
        self.ids[thing.ref] = value["id"]
        self._ids_of.setdefault(name_key(thing.name), set()).add(value["id"])
        if thing.score is not None:
            value["score"] = max(value.get("score", 0.0), thing.score)
        item = parse_item(thing.item) if thing.item else None
        if item and not value.get("wikidata"):
            value["wikidata"] = item
        value["attributes"] = {**rule.attributes, **thing.attributes, **value["attributes"]}
        for start, end in thing.spans or self._anchored(thing):
            if (value["id"], start, end) not in self._seen:
                self._seen.add((value["id"], start, end))
                value["mentions"].append({"start": start, "end": end, **self._slice(start, end)})

    def _new(self, thing: Thing, rule: EntityLabel) -> dict[str, Any]:
        id = thing.more.get("id") or next(one for one in _ids("e", len(self.values)) if one not in self._taken)
        self._taken.add(id)
        return {"id": id, "type": rule.type, "name": thing.name, "attributes": {}, "mentions": [], **thing.more}

    def _anchored(self, thing: Thing) -> list[Offsets]:
        places = self._anchors.get(thing.name, [])
        if not places:
            self.left["name that is not in the text"] += 1
        return places

    def _slice(self, start: int, end: int) -> dict[str, str]:
        return {} if self.found.text is None else {"text": self.found.text[start:end]}

    def places(self) -> dict[str, list[Offsets]]:
        """Where each entity stands, by id."""
        return {value["id"]: [(one["start"], one["end"]) for one in value["mentions"]] for value in self.values}


def _ids(prefix: str, start: int) -> Iterator[str]:
    number = start
    while True:
        number += 1
        yield f"{prefix}{number}"
