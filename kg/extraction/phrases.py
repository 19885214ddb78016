"""What noun phrases stand for: names, lists of names, names behind titles."""

from collections.abc import Iterable, Iterator
from typing import Final

from spacy.tokens import Token

from kg.extraction.clauses import after
from kg.extraction.reading import ACTORS, MATERIAL, PEOPLE, Reading

_INCLUDING: Final = ("including", "include", "alongside", "like")
_TOGETHER: Final = ("together", "along", "accompanied")
_BELONGING: Final = ("of", "from", "for", "to")
_IN_TITLES: Final = frozenset({"of", "for", "to", "'s", "-", "as", "well"})
_COMPANY: Final = PEOPLE | {"Organization"}
_LONGEST_TITLE: Final = 25
_LONGEST_LIST: Final = 100
_LED: Final = frozenset({"lead", "head", "chair", "represent", "accompany", "join", "comprise", "include"})


def things(reading: Reading, tokens: Iterable[Token], types: frozenset[str]) -> list[str]:
    """The things of those types that noun phrases stand for, coordinates included, each once."""
    found: dict[str, None] = {}
    for token in tokens:
        phrase = dict.fromkeys(_phrase(reading, token, types, set()))
        if any(reading.type_of(thing) == "Person" for thing in phrase) and not _is_named(reading, token):
            # "the ministers of A and B, X and Y": the countries only say whose ministers
            phrase = {thing: None for thing in phrase if reading.type_of(thing) not in ("Place", "Group")}
        if any(reading.type_of(thing) == "Group" for thing in reading.own(token)):
            # "the presidents of A and B" are no countries
            phrase = {thing: None for thing in phrase if reading.type_of(thing) != "Place"}
        if _is_named_behind(reading, token):
            # "his counterpart, X" is X
            phrase = {thing: None for thing in phrase if not reading.referents.things[thing].nominal}
        found |= phrase
    return list(found)


def _is_named_behind(reading: Reading, token: Token) -> bool:
    if token.i + 2 >= len(reading.doc) or reading.doc[token.i + 1].text != ",":
        return False
    behind = reading.inside.get(token.i + 2)
    return behind is not None and reading.type_of(behind) == "Person"


def _is_named(reading: Reading, token: Token) -> bool:
    own = [reading.referents.things[thing] for thing in reading.own(token)]
    return any(thing.type != "Group" or not thing.nominal for thing in own)


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
    return token.pos_ in ("NOUN", "PROPN", "ADJ", "CCONJ", "DET", "NUM") or token.lower_ in _IN_TITLES


def _phrase(reading: Reading, token: Token, types: frozenset[str], seen: set[int]) -> Iterator[str]:
    if token.i in seen or len(seen) > _LONGEST_LIST:
        return
    seen.add(token.i)
    own = [thing for thing in reading.own(token) if reading.type_of(thing) in types]
    yield from own
    if not any(reading.type_of(thing) == "Person" for thing in own):
        yield from _within(reading, token, types, seen)
    for child in token.children:
        for noun, narrowed in _branches(reading, token, child, types, named=bool(own)):
            yield from _phrase(reading, noun, narrowed, seen)


def _branches(
    reading: Reading, token: Token, child: Token, types: frozenset[str], *, named: bool
) -> Iterator[tuple[Token, frozenset[str]]]:
    """The noun phrases that a child adds to a phrase, and of which types they may be."""
    dep = child.dep_
    if dep == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "X", "ADJ"):
        yield child, types
    elif dep == "appos":
        several = child.tag_ in ("NNS", "NNPS") and child.lemma_.lower() in reading.frames.words["people"]
        bodies = frozenset({"Organization"}) if several else frozenset()
        yield child, types & (PEOPLE | MATERIAL | bodies) if named else types
    elif dep in ("nmod", "compound"):
        if named and _is_joined(reading, child, token):
            yield child, types & PEOPLE
    else:
        yield from ((noun, types & _COMPANY) for noun in _company(child))


def companions(reading: Reading, tokens: Iterable[Token]) -> list[str]:
    """The persons that are named after ``together with``, wherever it hangs."""
    with_them = [
        noun
        for token in tokens
        for child in token.children
        if child.lower_ in _TOGETHER
        for noun in after(child, "with")
    ]
    return things(reading, with_them, PEOPLE)


def _company(child: Token) -> Iterator[Token]:
    """Those with whom, or led by whom: ``including X``, ``together with X``, ``headed by X``, ``that included X``."""
    if child.dep_ == "prep" and child.lower_ in _INCLUDING:
        yield from child.children
    elif child.lower_ in _TOGETHER:
        yield from after(child, "with")
    elif child.dep_ == "prep" and child.lower_ == "with" and child.nbor(-1).lower_ in _TOGETHER:
        yield from child.children
    elif child.dep_ == "acl" and child.lemma_ in _LED:
        yield from after(child, "by")
    elif child.dep_ == "relcl" and child.lemma_ in _LED:
        yield from (noun for noun in child.children if noun.dep_ in ("dobj", "pobj"))


def _is_joined(reading: Reading, child: Token, head: Token) -> bool:
    """``between X and Prime Minister Y``, where the parser made X a part of Y."""
    return bool(reading.own(child)) and any(token.lower_ == "and" for token in reading.doc[child.i : head.i])


def _within(reading: Reading, token: Token, types: frozenset[str], seen: set[int]) -> Iterator[str]:
    """The names inside a phrase whose head is no name: ``inspectors from the agency``, ``the Putin delegation``."""
    named = bool(reading.own(token))
    for child in token.children:
        if child.dep_ in ("compound", "nmod") and not named:
            # "Hamas leaders" are of Hamas
            several = token.tag_ in ("NNS", "NNPS") and token.lemma_.lower() in reading.frames.words["members"]
            bodies = frozenset({"Organization"}) if several else frozenset()
            yield from _phrase(reading, child, types & (PEOPLE | MATERIAL | bodies), seen)
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
    following = reading.doc[title.i + 1 : title.i + 12]
    comma = next((token.i for token in following if token.text == "," or token.pos_ in ("VERB", "AUX")), None)
    if comma is None or reading.doc[comma].text != ",":
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
    """Whether a noun phrase is one of those kinds: types, lists of words, ``Named``, ``plural``, ``any``, or a word."""
    if "any" in kinds or ("plural" in kinds and is_plural(reading, token)):
        return True
    wanted = kinds | ACTORS if "Named" in kinds else kinds
    if things(reading, [token], frozenset(wanted)):
        return True
    return any(_is_word(reading, noun, kinds) for noun in coordinates(token))


def _is_word(reading: Reading, noun: Token, kinds: frozenset[str], depth: int = 4) -> bool:
    lemma = noun.lemma_.lower()
    if any(
        lemma in words or noun.lower_ in words for words in (reading.frames.words.get(kind, (kind,)) for kind in kinds)
    ):
        return True
    if noun.lemma_ in reading.frames.measures | {"sample", "type", "variety", "piece", "work", "model"}:
        return depth > 0 and any(_is_word(reading, inner, kinds, depth - 1) for inner in after(noun, "of"))
    return False


def coordinates(token: Token) -> list[Token]:
    """A noun with those joined to it by ``and`` or a comma."""
    found = [token]
    for noun in found:
        found.extend(child for child in noun.children if child.dep_ in ("conj", "appos"))
        if len(found) > _LONGEST_LIST:
            break
    return found
