"""A text with what is known of it before events are looked for, and what its noun phrases stand for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.extraction.clauses import after
from kg.extraction.frames import Frames
from kg.extraction.parts import Referents, Story, Time

ACTORS: Final = frozenset({"Person", "Group", "Organization", "Place"})
PEOPLE: Final = frozenset({"Person", "Group"})
MATERIAL: Final = frozenset({"AircraftModel", "Aircraft", "Weapon", "Vessel"})
SITES: Final = frozenset({"Place", "Facility"})
_INCLUDING: Final = ("including", "include", "alongside", "like")
_TOGETHER: Final = ("together", "along", "accompanied")
_BELONGING: Final = ("of", "from", "for", "to")
_LONGEST_TITLE: Final = 25
_LED: Final = frozenset({"lead", "head", "chair", "represent", "accompany", "join", "comprise", "include"})


@dataclass(slots=True)
class Reading:
    """One document as the event rules see it."""

    doc: Doc
    story: Story
    referents: Referents
    frames: Frames
    times: list[Time]
    inside: dict[int, str] = field(default_factory=dict)
    """Token -> the thing in whose name it stands."""
    timed: set[int] = field(default_factory=set)
    """The tokens of time expressions: ``March`` is no place there."""
    sentences: list[Span] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    """Token -> the number of its sentence."""

    def type_of(self, thing: str) -> str:
        """The type of a thing."""
        return self.referents.things[thing].type

    def own(self, token: Token) -> tuple[str, ...]:
        """What this token alone stands for."""
        found = self.referents.of.get(token.i)
        if found:
            return found
        inside = self.inside.get(token.i)
        return (inside,) if inside else ()


def read(doc: Doc, story: Story, referents: Referents, times: list[Time], frames: Frames) -> Reading:
    """Index a document for the event rules."""
    reading = Reading(doc, story, referents, frames, times)
    for thing in referents.things.values():
        for mention in thing.mentions:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            for token in span or ():
                reading.inside.setdefault(token.i, thing.id)
    reading.timed = {at for time in times for at in range(time.start, time.end)}
    for number, sentence in enumerate(doc.sents):
        reading.sentences.append(sentence)
        reading.sentence_of.extend([number] * len(sentence))
    return reading


def things(reading: Reading, tokens: Iterable[Token], types: frozenset[str]) -> list[str]:
    """The things of those types that noun phrases stand for, coordinates included, each once."""
    found: dict[str, None] = {}
    for token in tokens:
        phrase = dict.fromkeys(_phrase(reading, token, types, set()))
        if any(reading.type_of(thing) == "Person" for thing in phrase) and not reading.own(token):
            # "the ministers of A and B, X and Y": the countries only say whose ministers
            phrase = {thing: None for thing in phrase if reading.type_of(thing) != "Place"}
        found |= phrase
    return list(found)


def listed(reading: Reading, tokens: Iterable[Token]) -> list[str]:
    """The persons that a list goes on with after these noun phrases, where the parser lost its thread.

    A list goes on as long as commas, ``and``, titles and names follow one another without a verb.
    """
    found: dict[str, None] = {}
    for noun in tokens:
        last = max((token.i for token in noun.subtree if _person(reading, token)), default=None)
        if last is not None:
            found |= dict.fromkeys(_goes_on(reading, last))
    return list(found)


def _person(reading: Reading, token: Token) -> str | None:
    thing = reading.inside.get(token.i)
    return thing if thing and reading.type_of(thing) == "Person" else None


def _goes_on(reading: Reading, last: int) -> Iterator[str]:
    doc, at, gap, comma = reading.doc, last + 1, 0, False
    sentence = reading.sentences[reading.sentence_of[last]]
    while at < sentence.end and gap < _LONGEST_TITLE:
        token = doc[at]
        thing = _person(reading, token)
        if thing:
            while at + 1 < sentence.end and reading.inside.get(at + 1) == thing:
                at += 1
            if not comma or doc[at].dep_ in ("nsubj", "nsubjpass", "poss"):
                return
            yield thing
            gap, comma = 0, False
        elif token.lower_ in (",", "and", ";", "&"):
            comma = True
        elif not _is_title(token, reading):
            return
        at, gap = at + 1, gap + 1


def _is_title(token: Token, reading: Reading) -> bool:
    if token.is_space:  # a title that the parser was not shown
        return True
    if token.pos_ in ("VERB", "AUX", "PRON") or token.lower_ in reading.frames.where:
        return False
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "CCONJ", "DET", "NUM") or token.lower_ in (
        "of",
        "for",
        "to",
        "'s",
        "-",
        "as",
        "well",
    )


def _phrase(reading: Reading, token: Token, types: frozenset[str], seen: set[int]) -> Iterator[str]:
    if token.i in seen:
        return
    seen.add(token.i)
    own = [thing for thing in reading.own(token) if reading.type_of(thing) in types]
    yield from own
    if not any(reading.type_of(thing) == "Person" for thing in own):
        yield from _within(reading, token, types, seen)
    for child in token.children:
        if child.dep_ in ("nmod", "compound") and own and _is_joined(reading, child, token):
            yield from _phrase(reading, child, types & PEOPLE, seen)
        if child.dep_ == "relcl" and child.lemma_ in _LED:
            for noun in child.children:
                if noun.dep_ in ("dobj", "pobj"):
                    yield from _phrase(reading, noun, types & PEOPLE, seen)
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "X", "ADJ"):
            yield from _phrase(reading, child, types, seen)
        elif child.dep_ == "appos":
            several = child.tag_ in ("NNS", "NNPS") and child.lemma_.lower() in reading.frames.words["people"]
            narrowed = types & (PEOPLE | MATERIAL | ({"Organization"} if several else set())) if own else types
            yield from _phrase(reading, child, narrowed, seen)
        elif child.dep_ == "prep" and child.lower_ in _INCLUDING:
            for noun in child.children:
                yield from _phrase(reading, noun, types - {"Place"}, seen)
        elif child.lower_ in _TOGETHER:
            for noun in after(child, "with"):
                yield from _phrase(reading, noun, types - {"Place"}, seen)
        elif child.dep_ == "acl" and child.lemma_ in _LED:
            for noun in after(child, "by"):
                yield from _phrase(reading, noun, types & PEOPLE, seen)


def _is_joined(reading: Reading, child: Token, head: Token) -> bool:
    """``between X and Prime Minister Y``, where the parser made X a part of Y."""
    return bool(reading.own(child)) and any(token.lower_ == "and" for token in reading.doc[child.i : head.i])


def _within(reading: Reading, token: Token, types: frozenset[str], seen: set[int]) -> Iterator[str]:
    """The names inside a phrase whose head is no name: ``inspectors from the agency``, ``the Putin delegation``."""
    named = bool(reading.own(token))
    for child in token.children:
        if child.dep_ in ("compound", "nmod") and not named:
            yield from _phrase(reading, child, types & (PEOPLE | MATERIAL), seen)
        elif (
            child.dep_ == "prep"
            and child.lower_ in _BELONGING
            and token.lemma_.lower() in reading.frames.words["people"]
        ):
            plural = token.tag_ in ("NNS", "NNPS") or token.lemma_.lower() in ("delegation", "team", "group")
            wanted = types & (PEOPLE | {"Organization"} if not plural else ACTORS)
            if child.lower_ in ("for", "to"):
                wanted -= {"Place"}
            for noun in child.children:
                if noun.dep_ == "pobj":
                    yield from _phrase(reading, noun, wanted, seen) if plural else _buried(reading, token, noun, seen)
    if not named and token.lemma_.lower() in reading.frames.words["people"]:
        yield from _beside(reading, token, types & PEOPLE, seen)


def _beside(reading: Reading, title: Token, types: frozenset[str], seen: set[int]) -> Iterator[str]:
    """The name behind a comma after a title, wherever the parser hung it: ``his counterpart, X``."""
    edge = max((token.i for token in title.subtree if token.dep_ == "punct" and token.i > title.i), default=title.i) + 1
    comma = next(
        (at for at in range(title.i + 1, min(title.i + 12, len(reading.doc) - 1)) if reading.doc[at].text == ","), None
    )
    if comma is None or edge < title.i or any(token.pos_ in ("VERB", "AUX") for token in reading.doc[title.i : comma]):
        return
    thing = reading.inside.get(comma + 1)
    if thing and reading.type_of(thing) in types and comma + 1 not in seen:
        seen.add(comma + 1)
        yield thing


def _buried(reading: Reading, title: Token, noun: Token, seen: set[int]) -> Iterator[str]:
    """The person at the end of a title that the parser took for a part of it: ``Head of the Office X``."""
    for token in reversed(list(noun.subtree)):
        if token.dep_ in ("punct", "relcl", "acl"):
            continue
        thing = reading.inside.get(token.i)
        if thing and reading.type_of(thing) == "Person" and title.text[:1].isupper():
            start = min(at for at in _extent(reading, token))
            if start - 1 > title.i and reading.doc[start - 1].lower_ not in _BELONGING:
                seen.add(token.i)
                yield thing
        return


def _extent(reading: Reading, token: Token) -> list[int]:
    thing = reading.inside[token.i]
    first = token.i
    while first and reading.inside.get(first - 1) == thing:
        first -= 1
    return [first, token.i]


def is_plural(reading: Reading, token: Token) -> bool:
    """Whether a subject stands for several who can meet one another."""
    if len(things(reading, [token], ACTORS)) > 1:
        return True
    return token.tag_ in ("NNS", "NNPS") and token.lemma_ in reading.frames.words["people"] | {
        "side",
        "leader",
        "party",
    }


def is_of_kind(reading: Reading, token: Token, kinds: frozenset[str]) -> bool:
    """Whether a noun phrase is one of those kinds: types of things, lists of words, ``Named``, ``plural``, or a word."""
    if "any" in kinds or ("plural" in kinds and is_plural(reading, token)):
        return True
    wanted = kinds | ACTORS if "Named" in kinds else kinds
    if things(reading, [token], frozenset(wanted)):
        return True
    return any(_is_word(reading, noun, kinds) for noun in coordinates(token))


def _is_word(reading: Reading, noun: Token, kinds: frozenset[str]) -> bool:
    lemma = noun.lemma_.lower()
    if any(
        lemma in words or noun.lower_ in words for words in (reading.frames.words.get(kind, (kind,)) for kind in kinds)
    ):
        return True
    if noun.lemma_ in reading.frames.measures | {"sample", "type", "variety", "piece", "work", "model"}:
        return any(_is_word(reading, inner, kinds) for inner in after(noun, "of"))
    return False


def coordinates(token: Token) -> list[Token]:
    """A noun with those joined to it by ``and`` or a comma."""
    found = [token]
    for noun in found:
        found.extend(child for child in noun.children if child.dep_ in ("conj", "appos") and child not in found)
    return found
