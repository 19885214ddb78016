"""Frames become events and relations: labels and roles by the table, evidence from the text."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.adapters.anchoring import sentence, shared_sentence
from kg.adapters.found import SOURCE, TARGET, Found, Frame, Offsets
from kg.adapters.labels import FrameLabel, Labels, plain
from kg.dates import parse_date

_EVENT_MANY = ("participants", "host", "objects")
_EVENT_ONE = ("place", "facility", "attributedTo")
_RELATION_ONE = ("subject", "object", "attributedTo")
_DOUBT = ("", "happened", "planned", "hedged", "denied")  # of two modalities the more doubtful one is taken
_TEXTS = ("label", "date", "modality", "attributedText")


def wanted_types(labels: Labels, found: Found) -> dict[str, str]:
    """Give the types that relations give to things that have none, by ref."""
    wanted: dict[str, str] = {}
    for frame in found.frames:
        rule = _rule(labels, frame)[1]
        if rule is None:
            continue
        ends = dict(frame.roles)
        for role, type in zip((SOURCE, TARGET), rule.types, strict=False):
            if role in ends:
                wanted.setdefault(ends[role], type)
        for role, ref, _ in frame.fields:
            if plain(role) in labels.names:
                wanted.setdefault(ref, labels.names[plain(role)])
    return wanted


def _rule(labels: Labels, frame: Frame) -> tuple[str, FrameLabel | None]:
    if frame.kind:
        return frame.kind, FrameLabel(frame.label)
    label = plain(frame.label)
    if label in labels.events:
        return "events", labels.events[label]
    return "relations", labels.relations.get(label)


@dataclass
class Framing:
    """Making the events and relations of a record.

    :param ids: entity ids by ref; ``types`` their types by ref.
    :param left: what is left out, counted here.
    :param modality: of an event of which nothing says it.
    """

    labels: Labels
    found: Found
    ids: Mapping[str, str]
    types: Mapping[str, str]
    left: Counter[str]
    modality: str
    _taken: set[str] = field(default_factory=set)

    def reports(self, places: Mapping[str, list[Offsets]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Give events and relations.

        :param places: where each entity stands, by id.
        """
        self._taken = {str(frame.more["id"]) for frame in self.found.frames if "id" in frame.more}
        events: list[dict[str, Any]] = []
        relations: list[dict[str, Any]] = []
        for frame in self.found.frames:
            kind, rule = _rule(self.labels, frame)
            if rule is None:
                self.left[f"label {frame.label!r:.60}"] += 1
                continue
            into = events if kind == "events" else relations
            value = self._report(frame, kind, rule, places)
            if value is not None:
                into.append({"id": self._id(kind, len(into)), **value, **frame.more})
        return events, relations

    def _id(self, kind: str, number: int) -> str:
        prefix = "v" if kind == "events" else "r"
        while f"{prefix}{number + 1}" in self._taken:
            number += 1
        self._taken.add(f"{prefix}{number + 1}")
        return f"{prefix}{number + 1}"

    def _report(
        self, frame: Frame, kind: str, rule: FrameLabel, places: Mapping[str, list[Offsets]]
    ) -> dict[str, Any] | None:
        value: dict[str, Any] = {"type": rule.type, **rule.values}
        self._fill_all(value, frame, rule, kind)
        if kind == "relations" and "subject" not in value and "subject" not in frame.more:
            self.left[f"{frame.label!r:.60} without a subject"] += 1
            return None
        if kind == "events" and "modality" not in value:
            value["modality"] = self.modality
            self.left[f"event taken for {self.modality}, as nothing says whether it happened"] += 1
        if frame.score is not None:
            value["score"] = frame.score
        evidence = list(self._evidence(frame, value, places))
        if not evidence and not frame.quoted and value.get("modality", "happened") == "happened":
            value["modality"] = "hedged"  # no fact without its sentence
            self.left[f"{kind[:-1]} taken for hedged, as no sentence is found that says so"] += 1
        return {**value, "evidence": [self._span(one) for one in evidence]}

    def _fill_all(self, value: dict[str, Any], frame: Frame, rule: FrameLabel, kind: str) -> None:
        for role, ref in frame.roles:
            self._fill(value, frame, rule, kind, role, ref)
        for role, text in frame.texts:
            self._write(value, frame, rule, role, text)
        for role, ref, text in frame.fields:
            if self._is_text(rule, role, ref):
                self._write(value, frame, rule, role, text)
            else:
                self._fill(value, frame, rule, kind, role, ref)

    def _fill(self, value: dict[str, Any], frame: Frame, rule: FrameLabel, kind: str, role: str, ref: str) -> None:
        if ref not in self.ids:
            self.left[f"{role!r:.40} of {frame.label!r:.60} that is no entity"] += 1
            return
        many, one = (_EVENT_MANY, _EVENT_ONE) if kind == "events" else ((), _RELATION_ONE)
        known = [own for own in self._roles(frame, rule, role) if own in many or own in one]
        for own in known:
            if not frame.kind and self.types.get(ref) not in self.labels.fits.get(own, {self.types.get(ref)}):
                continue
            if own in many:
                if self.ids[ref] not in value.setdefault(own, []):
                    value[own].append(self.ids[ref])
                return
            if value.get(own, self.ids[ref]) == self.ids[ref]:
                value[own] = self.ids[ref]
                return
        self.left[f"{role!r:.40} of {frame.label!r:.60}{' that does not fit' if known else ''}"] += 1

    def _is_text(self, rule: FrameLabel, role: str, ref: str) -> bool:
        """A source that is no entity is still known by its words."""
        own = self.labels.roles_of(rule, role)[:1]
        return own in [(one,) for one in _TEXTS] or (own == ("attributedTo",) and ref not in self.ids)

    def _roles(self, frame: Frame, rule: FrameLabel, role: str) -> tuple[str, ...]:
        """A role of ours is just that; it has a number where there are several."""
        return (role.rstrip("0123456789"),) if frame.kind else self.labels.roles_of(rule, role)

    def _write(self, value: dict[str, Any], frame: Frame, rule: FrameLabel, role: str, text: str) -> None:
        own = next((one for one in self.labels.roles_of(rule, role) if one in (*_TEXTS, "attributedTo")), None)
        if own == "attributedTo":
            own = "attributedText"
        if own == "modality":
            text = max(self.labels.modalities.get(plain(text), ""), value.pop(own, ""), key=_DOUBT.index)
        if own == "date" and parse_date(text) is None:
            own = None
        if own is None or not text or value.get(own, text) != text:
            self.left[f"{role!r:.40} of {frame.label!r:.60}"] += 1
        else:
            value[own] = text

    def _evidence(
        self, frame: Frame, value: Mapping[str, Any], places: Mapping[str, list[Offsets]]
    ) -> Iterator[Offsets]:
        text = self.found.text
        if frame.quoted or text is None:
            yield from frame.spans
        elif frame.spans:
            yield sentence(text, frame.spans)
        else:
            refs = [*(ref for _, ref in frame.roles), *(ref for _, ref, _ in frame.fields)]
            ids = dict.fromkeys(self.ids[ref] for ref in refs if ref in self.ids)
            groups = [places.get(id, []) for id in ids]
            found = shared_sentence(text, groups, min(2, len(groups))) if groups else None
            if found is not None:
                yield found

    def _span(self, offsets: Offsets) -> dict[str, Any]:
        start, end = offsets
        text = {} if self.found.text is None else {"text": self.found.text[start:end]}
        return {"start": start, "end": end, **text}
