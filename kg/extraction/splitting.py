"""A clause that tells of several events: ``will visit A and B``; ``met X in A and Y in B``; ``met two apart``."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import is_verb, prepositions, subjects
from kg.extraction.phrases import things
from kg.extraction.reading import ACTORS, PEOPLE, SITES, Reading

_LONGEST_LIST = 50
_APART = frozenset({"separately", "separate", "respectively"})


def split(reading: Reading, candidate: Candidate) -> list[Candidate]:
    """The candidate, or one for each stop or each talk."""
    if candidate.event.type in ("Visit", "Arrival"):
        return _by_stop(reading, candidate)
    if candidate.event.type == "Meeting":
        return _by_talk(reading, candidate)
    return [candidate]


def _copy(candidate: Candidate, participants: list[str] | None = None, sites: list[Token] | None = None) -> Candidate:
    event = candidate.event
    copied = replace(
        event,
        participants=list(event.participants if participants is None else participants),
        host=list(event.host),
        objects=list(event.objects),
    )
    return replace(candidate, event=copied, sites=list(candidate.sites if sites is None else sites))


# --- stops


def _by_stop(reading: Reading, candidate: Candidate) -> list[Candidate]:
    for noun in [*candidate.sites, *_where(reading, candidate)]:
        stops = list({reading.own(stop): stop for stop in _joined(reading, noun) if _is_site(reading, stop)}.values())
        if len(stops) > 1:
            return [_copy(candidate, sites=[stop]) for stop in stops]
    return [candidate]


def _where(reading: Reading, candidate: Candidate) -> Iterator[Token]:
    """``visited troops in A and B``."""
    if not any(_is_site(reading, noun) for noun in candidate.sites):
        for noun in [candidate.trigger, *candidate.sites]:
            yield from (inner for name, inner in prepositions(noun) if name.lower_ in reading.frames.where)


def _joined(reading: Reading, noun: Token) -> list[Token]:
    """The members of a list; its middle ones may be read as appositions of the first."""
    found = [noun]
    for member in found:
        found.extend(
            child
            for child in member.children
            if child.dep_ == "conj" or (child.dep_ == "appos" and not _holds(reading, child, member))
        )
        if len(found) > _LONGEST_LIST:
            break
    return found if any(member.dep_ == "conj" for member in found[1:]) else [noun]


def _holds(reading: Reading, outer: Token, inner: Token) -> bool:
    """``Muscatine, Iowa``: the second says where the first lies."""
    kinds = [
        {reading.referents.things[thing].attributes.get("kind") for thing in reading.own(token)}
        for token in (outer, inner)
    ]
    return bool(kinds[0] & {"region", "country"}) and not kinds[1] & {"region", "country"}


def _is_site(reading: Reading, noun: Token) -> bool:
    return any(reading.type_of(thing) in SITES for thing in reading.own(noun))


# --- talks


def _by_talk(reading: Reading, candidate: Candidate) -> list[Candidate]:
    verb = candidate.trigger if is_verb(candidate.trigger) else candidate.clause
    hosts = things(reading, subjects(verb), ACTORS) if is_verb(verb) else []
    others = [thing for thing in candidate.event.participants if thing not in hosts]
    if hosts and len(others) > 1 and _apart(candidate):
        return [_copy(candidate, participants=[*hosts, other]) for other in others]
    return [candidate, *_elsewhere(reading, candidate, hosts)]


def _apart(candidate: Candidate) -> bool:
    trigger = candidate.trigger
    tokens = [*trigger.children, *(candidate.clause.children if candidate.light else ())]
    return any(child.lower_ in _APART and child.dep_ in ("advmod", "amod") for child in tokens)


def _elsewhere(reading: Reading, candidate: Candidate, hosts: list[str]) -> Iterator[Candidate]:
    """``met X in A and Y in B``: Y is joined to the verb or to X, with a place of its own."""
    trigger = candidate.trigger
    if not hosts:
        return
    heads = [trigger, *(noun for _, noun in prepositions(trigger)), *(c for c in trigger.children if c.dep_ == "dobj")]
    places = [token for token in trigger.subtree if _is_site(reading, token) and token.dep_ == "pobj"]
    for head in heads:
        for child in head.children:
            if child.dep_ != "conj" or child.pos_ not in ("NOUN", "PROPN"):
                continue
            others = [thing for thing in things(reading, [child], PEOPLE) if thing not in hosts]
            sites = [noun for noun in places if noun.i > child.i and noun.head.lower_ in reading.frames.where][:1]
            between = [noun for noun in places if noun.i < child.i and noun.i > trigger.i]
            if others and sites and between:
                yield _copy(candidate, participants=[*hosts, *others], sites=sites)
                candidate.event.participants[:] = [p for p in candidate.event.participants if p not in others]
