"""The linker: candidates are weighed alone, then together with what else the document names."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import msgspec

from kg.iris import parse_item
from kg.linking.candidates import Candidate, Search, find_candidates
from kg.linking.decision import decide
from kg.linking.facts import facts_of, unlinked
from kg.linking.features import FEATURES, surroundings, vectors
from kg.linking.forms import NATIONAL, OTHER, Form, bare_forms, forms_of, fuller_forms, national_forms
from kg.linking.index import Index, Item
from kg.linking.keys import contained, is_acronym, name_key, untitled
from kg.linking.model import Model, shipped_model
from kg.linking.nations import Nations
from kg.linking.outcome import AMBIGUOUS, LINKED, NIL, Choice, Decision
from kg.linking.page import Page, read_page
from kg.linking.rules import Rules
from kg.linking.sssom import Verdict
from kg.records import Entity, Record

_CERTAIN = 0.8  # a link this sure lends its country to its neighbours
_FOLLOWS = 0.97  # what is left of a fuller name's probability for a short form of it
_FINAL = frozenset({"record", "review"})  # methods that no other name in the document changes
_KEPT = 10  # candidates that are kept for a person
_SHORTENED = frozenset({"Person", "Organization"})  # types whose short names stand for longer ones
_SITES = frozenset({"Place", "Facility"})  # types whose names often say what they are
_NATIONAL = frozenset({"Organization"})  # types that are often named without their nation

_Found: TypeAlias = tuple[Entity, list[Form], list[Candidate]]


@dataclass(frozen=True)
class Weighed:
    """An entity with its candidates, likeliest first."""

    entity: Entity
    forms: list[Form]
    ranked: list[tuple[float, Candidate, tuple[float, ...]]]

    @property
    def best(self) -> float:
        """The highest probability."""
        return self.ranked[0][0] if self.ranked else 0.0


@dataclass(frozen=True)
class Linker:
    """Decides for the entities of a record, by an index and the profile's rules."""

    index: Index
    rules: Rules
    model: Model = field(default_factory=shipped_model)

    def decisions(self, record: Record, said: Mapping[str, Verdict] | None = None) -> list[Decision]:
        """Decide for each entity of a record, in their order.

        :param said: what reviewers said, by the ids of the record's entities; it wins.
        """
        said = said or {}
        record = msgspec.structs.replace(record, entities=[unlinked(entity) for entity in record.entities])
        weighed = self.weigh(record, record.entities, said)
        alone = [self._given(one.entity, said) or self._decision(one) for one in weighed]
        followed = (
            decision if decision.method in _FINAL else self._follow(one, decision, weighed, alone, said)
            for one, decision in zip(weighed, alone, strict=True)
        )
        return [self._informed(one, entity) for one, entity in zip(followed, record.entities, strict=True)]

    def _informed(self, decision: Decision, entity: Entity) -> Decision:
        """Add what the index knows of the item that was decided for."""
        rule = self.rules.types.get(entity.type)
        item = self.index.item(int(decision.item[1:])) if decision.item and rule and rule.facts else None
        if rule is None or item is None or not (facts := facts_of(item, rule.facts)):
            return decision
        return msgspec.structs.replace(decision, facts=facts)

    @cached_property
    def nations(self) -> Nations:
        """The nations of the profile."""
        return Nations(self.rules.nations)

    def weigh(
        self, record: Record, entities: Iterable[Entity], said: Mapping[str, Verdict] | None = None
    ) -> list[Weighed]:
        """Find and weigh candidates, first each entity alone, then among the places that the document surely names."""
        page = read_page(record, self.nations)
        found = [_without(one, (said or {}).get(one[0].id)) for one in self._find(record, page, entities)]
        alone = [self._weigh(record, page, one, ()) for one in found]
        certain = {one.ranked[0][1].item for one in alone if one.best >= _CERTAIN and one.entity.type == "Place"}
        return [self._weigh(record, page, one, certain) for one in found] if certain else alone

    def _find(self, record: Record, page: Page, entities: Iterable[Entity]) -> Iterator[_Found]:
        generic = frozenset(self.rules.generic)
        for entity in entities:
            if (rule := self.rules.types.get(entity.type)) is None:
                yield entity, [], []
                continue
            forms = forms_of(entity, page.text, self._titles)
            codes = tuple(code for key in ("icao", "iata") if isinstance(code := entity.attributes.get(key), str))
            wanted = [*forms, *self._more(entity, record, page)]
            search = Search(wanted, entity.type, rule.models, codes, generic, ordered=entity.type == "Person")
            yield entity, forms, find_candidates(self.index, search)

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(self.rules.titles)

    def _more(self, entity: Entity, record: Record, page: Page) -> Iterator[Form]:
        """Give the names that the document as a whole suggests."""
        key = untitled(name_key(entity.name), self._titles)
        if entity.type in _SHORTENED:
            yield from fuller_forms(key, record, page.runs, self._titles)
        if nation := self.nations.whole(key):
            yield Form(nation, NATIONAL, OTHER)
        elif entity.type in _NATIONAL:
            yield from national_forms(key, self.nations, page.chief_nations)
        elif entity.type in _SITES:
            yield from bare_forms(key, self.rules.kinds, self.nations)

    def _weigh(
        self,
        record: Record,
        page: Page,
        found: _Found,
        certain: Collection[Item],
    ) -> Weighed:
        entity, forms, candidates = found
        around = surroundings(entity, record, page, certain)
        values = vectors(self.index, candidates, around, self.rules, self.nations)
        scored = [
            (self.model.probability(one), candidate, one) for one, candidate in zip(values, candidates, strict=True)
        ]
        return Weighed(entity, forms, sorted(scored, key=lambda one: (-one[0], one[1].item.id)))

    def _given(self, entity: Entity, said: Mapping[str, Verdict]) -> Decision | None:
        """Take what a reviewer decided, else the item that a record brings, unless a linker wrote it there earlier."""
        verdict = said.get(entity.id)
        if verdict is not None and verdict.decided:
            item = self.index.current(verdict.item) if verdict.item else None
            return Decision(LINKED if item else NIL, "review", item, reason="a reviewer says so")
        item = parse_item(entity.wikidata) if entity.wikidata else None
        earlier = entity.extra.get("link")
        if item is None or (isinstance(earlier, dict) and earlier.get("method") != "record"):
            return None
        if verdict is not None and item in verdict.rejected:
            return None
        return Decision(LINKED, "record", self.index.current(item), entity.score, reason="the record says so")

    def _decision(self, one: Weighed) -> Decision:
        if one.entity.type not in self.rules.types:
            return self._made(NIL, "index", reason=f"the profile links nothing of type {one.entity.type!r:.60}")
        outcome, reason = decide([(score, candidate) for score, candidate, _ in one.ranked], self.model)
        item = one.ranked[0][1].item.id if outcome == LINKED else None
        return self._made(outcome, "index", item, one.best if one.ranked else None, reason, list(_choices(one)))

    def _made(
        self,
        outcome: str,
        method: str,
        item: str | None = None,
        score: float | None = None,
        reason: str = "",
        candidates: list[Choice] | None = None,
    ) -> Decision:
        rounded = None if score is None else round(score, 4)
        meta = self.index.meta
        return Decision(outcome, method, item, rounded, meta["hash"], meta["date"], reason, candidates or [])

    def _follow(
        self, one: Weighed, own: Decision, weighed: list[Weighed], alone: list[Decision], said: Mapping[str, Verdict]
    ) -> Decision:
        """A short name follows the fuller one in the same document; if it is short for several, it is ambiguous."""
        fuller = [
            (other, decision)
            for other, decision in zip(weighed, alone, strict=True)
            if other is not one and decision.outcome == LINKED and _stands_for(one, other)
        ]
        rejected = said[one.entity.id].rejected if one.entity.id in said else frozenset()
        items = {decision.item for _, decision in fuller} - rejected
        if not items or own.item in items:
            return own
        if len(items) > 1:
            reason = f"it is short for several names here: {', '.join(sorted(str(item) for item in items))}"
            return msgspec.structs.replace(own, outcome=AMBIGUOUS, item=None, reason=reason)
        other, decision = next(pair for pair in fuller if pair[1].item in items)
        score = _FOLLOWS if decision.score is None else decision.score * _FOLLOWS
        reason = f"short for {other.entity.name!r:.80} in the same document"
        return self._made(LINKED, "document", decision.item, score, reason, own.candidates)


def _without(found: _Found, verdict: Verdict | None) -> _Found:
    """Leave out the candidates that a reviewer rejected."""
    entity, forms, candidates = found
    rejected = verdict.rejected if verdict else frozenset()
    return entity, forms, [one for one in candidates if one.item.id not in rejected]


def _stands_for(short: Weighed, full: Weighed) -> bool:
    if short.entity.type != full.entity.type:
        return False
    pairs = [(own.key, other.key) for own in short.forms for other in full.forms]
    if short.entity.type == "Person":
        return any(contained(own, other) for own, other in pairs)
    shortened = short.entity.type in _SHORTENED and not short.entity.name.isupper()
    return any(is_acronym(own, other) or (shortened and _ends(own, other)) for own, other in pairs)


def _ends(own: str, other: str) -> bool:
    """Manchester United is United, but the Bank of England is not England."""
    return other.startswith(own + " ") != other.endswith(" " + own) and " of " not in other and " " not in own


def _choices(one: Weighed) -> Iterator[Choice]:
    for score, candidate, vector in one.ranked[:_KEPT]:
        item = candidate.item
        said = {name: round(value, 4) for name, value in zip(FEATURES, vector, strict=True) if value}
        yield Choice(item.id, item.label, round(score, 4), item.description, candidate.way, said)
