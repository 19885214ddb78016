"""The linker online: what the index leaves open is looked for in the network, and then it is decided as ever."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec

from kg.iris import parse_item
from kg.linking.index import Index
from kg.linking.linker import Linker
from kg.linking.online.gathered import Both
from kg.linking.online.gathering import Gatherer, Gathering
from kg.linking.online.source import Ask
from kg.linking.online.wording import ROUNDS, asks_of
from kg.linking.outcome import LINKED, NIL, Decision
from kg.linking.rules import Rules
from kg.linking.sssom import Verdict
from kg.records import Entity, Record


@dataclass(frozen=True)
class OnlineLinker:
    """Decides for the entities of a record. A decision depends on the record, the index and the replies alone.

    :param index: one that is asked first, if there is one.
    """

    gatherer: Gatherer
    rules: Rules
    index: Index | None = None

    def decisions(self, record: Record, said: Mapping[str, Verdict] | None = None) -> list[Decision]:
        """Decide for each entity of a record, in their order. :raises ServiceError: if a service gives no answer."""
        gathering = Gathering()
        self.gatherer.look_up(self._named(record, said or {}), gathering)
        decided = self._decided(record, said, gathering)
        asked: dict[str, list[Ask]] = {}
        for round in range(ROUNDS):
            asks = {one.id: asks_of(one, record, self.rules, round) for one in self._open(record, decided)}
            for id, found in asks.items():
                asked.setdefault(id, []).extend(found)
            if wanted := [ask for found in asks.values() for ask in found]:
                self.gatherer.search(wanted, gathering)
                decided = self._decided(record, said, gathering)
        digest = gathering.digest()
        return [
            self._told(decision, asked.get(entity.id, ()), gathering, digest)
            for entity, decision in zip(record.entities, decided, strict=True)
        ]

    def _decided(self, record: Record, said: Mapping[str, Verdict] | None, gathering: Gathering) -> list[Decision]:
        with self.gatherer.index(gathering) as more:
            index = more if self.index is None else Both(self.index, more)
            return Linker(index, self.rules).decisions(record, said)

    def _open(self, record: Record, decided: list[Decision]) -> list[Entity]:
        """What is NIL so far, though nobody said that it is."""
        return [
            entity
            for entity, decision in zip(record.entities, decided, strict=True)
            if decision.outcome == NIL and decision.method != "review" and entity.type in self.rules.types
        ]

    def _named(self, record: Record, said: Mapping[str, Verdict]) -> list[str]:
        """The items that the record or a reviewer names and the index does not know."""
        named = [entity.wikidata or "" for entity in record.entities]
        named += [verdict.item or "" for verdict in said.values()]
        items = [item for text in named if (item := parse_item(text))]
        return [item for item in items if self.index is None or not self._knows(self.index, item)]

    def _knows(self, file: Index, item: str) -> bool:
        return file.item(int(item[1:])) is not None or file.current(item) != item

    def _told(self, decision: Decision, asks: Collection[Ask], gathering: Gathering, digest: str) -> Decision:
        """Say what a decision rests on, where that is not the index."""
        if decision.method == "record" and decision.item in gathering.gone:
            reason = f"the record says {decision.item}, which Wikidata does not have, or not any more"
            return Decision(NIL, "record", reason=reason)
        if decision.outcome == NIL:
            return msgspec.structs.replace(decision, reason=_why(decision.reason, asks, gathering))
        item = decision.item or next((one.item for one in decision.candidates), "")
        if not item or decision.method not in ("index", "document") or (self.index and self._knows(self.index, item)):
            return decision
        return msgspec.structs.replace(
            decision,
            method="document" if decision.method == "document" else gathering.methods.get(item, "index"),
            index=digest,
            date=gathering.day(item) if decision.outcome == LINKED else "",
        )


def _why(reason: str, asks: Collection[Ask], gathering: Gathering) -> str:
    """Add to a reason what could not be asked, and what was found and is gone."""
    unknown = next((ask.text for ask in asks if ask in gathering.unknown), None)
    if unknown:
        return f"{reason}; offline, and the cache has no reply for {unknown!r:.80}"
    found = [item for ask in asks for item in gathering.hits.get(ask, ())]
    gone = [item for item in dict.fromkeys(found) if item in gathering.gone]
    if gone:
        return f"{reason}; {gone[0]} was found by it, which Wikidata does not have any more"
    return f"{reason}; found by it online: {len(set(found)) or 'nothing'}" if asks else reason
