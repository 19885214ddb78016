"""The frame table: which verbs and nouns tell of events, and what their parts say (``extraction/frames.yaml``)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.errors import ProfileError

Needs = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What one sense of a verb or noun tells; the file says what its fields mean."""

    type: str
    roles: Mapping[str, str]
    needs: tuple[Needs, ...] = ()
    unlike: Needs = field(default_factory=dict)
    beside: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    phone: str | None = None
    remote: str | None = None
    also: frozenset[str] = frozenset()
    strength: str = "told"
    modality: str | None = None
    only: frozenset[str] = frozenset()
    moves: bool = False
    trip: bool = False
    process: bool = False


@dataclass(frozen=True, slots=True)
class Frames:
    """The table, by lemma."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, tuple[Frame, ...]]
    words: Mapping[str, frozenset[str]]
    light: Mapping[str, frozenset[str]]
    hosting: frozenset[str]
    occurring: frozenset[str]
    measures: frozenset[str]
    where: frozenset[str]
    claims: "Claims"
    capitals: Mapping[str, str] = field(default_factory=dict)
    """Capital -> country."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Words that say whether an event took place, and who says so (``extraction/claims.yaml``)."""

    future: frozenset[str]
    open: frozenset[str]
    planned: Mapping[str, frozenset[str]]
    denied: Mapping[str, frozenset[str]]
    hedged: Mapping[str, frozenset[str]]
    wished: Mapping[str, frozenset[str]]
    particles: Mapping[str, frozenset[str]]
    habits: frozenset[str]
    reporting: Mapping[str, frozenset[str]]


def read_frames(folder: Path) -> Frames:
    """Read the table of a profile.

    :raises ProfileError: if a file is missing, is no YAML, or lacks a part.
    """
    table, claims, countries = (_read(folder / f"{name}.yaml") for name in ("frames", "claims", "countries"))
    try:
        return Frames(
            verbs=_by_lemma(table["verbs"]),
            nouns=_by_lemma(table["nouns"]),
            words=_sets(table["words"]),
            light=_sets(table["light"]),
            hosting=frozenset(table["hosting"]),
            occurring=frozenset(table["occurring"]),
            measures=frozenset(table["measures"]),
            where=frozenset(table["where"]),
            claims=_claims(claims),
            capitals={row["capital"]: country for country, row in countries.items() if "capital" in row},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ProfileError(
            f"the frame table lacks a part or has one of another form: {error}",
            where=str(folder),
            hint="compare frames.yaml and claims.yaml with the ones that ship with this package",
        ) from error


def _claims(data: Any) -> Claims:
    denied = dict(data["denied"])
    particles = denied.pop("particles")
    return Claims(
        future=frozenset(data["future"]),
        open=frozenset(data["open"]),
        planned=_sets(data["planned"]),
        denied=_sets(denied),
        hedged=_sets(data["hedged"]),
        wished=_sets(data["wished"]),
        particles=_sets(particles),
        habits=frozenset(data["habits"]),
        reporting=_sets(data["reporting"]),
    )


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError("a profile file is missing", where=str(path)) from error
    except yaml.YAMLError as error:
        raise ProfileError(f"not YAML: {error}", where=str(path)) from error


def _sets(data: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(words or ()) for name, words in data.items()}


def _by_lemma(frames: list[dict[str, Any]]) -> dict[str, tuple[Frame, ...]]:
    found: dict[str, list[Frame]] = defaultdict(list)
    for entry in frames:
        frame = _frame(entry)
        for lemma in entry["lemmas"]:
            found[lemma].append(frame)
    return {lemma: tuple(senses) for lemma, senses in found.items()}


def _frame(entry: dict[str, Any]) -> Frame:
    return Frame(
        type=entry["type"],
        roles=entry["roles"],
        needs=tuple(_sets(need) for need in entry.get("needs", ())),
        unlike=_sets(entry.get("unlike", {})),
        beside=frozenset(entry.get("with", ())),
        lacks=frozenset(entry.get("lacks", ())),
        phone=entry.get("phone"),
        remote=entry.get("remote"),
        also=frozenset(entry.get("also", ())),
        strength=entry.get("strength", "told"),
        modality=entry.get("modality"),
        only=frozenset(entry.get("only", ())),
        moves=entry.get("moves", False),
        trip=entry.get("trip", False),
        process=entry.get("process", False),
    )
