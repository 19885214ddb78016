"""Sites without a name: ``a plane manufacturing plant``, ``the command post of the mechanized brigade``.

They are things only as part of an event: they are marked, and the extractor drops those that no event has.
"""

from bisect import bisect_right
from typing import Final

from spacy.tokens import Doc, Token

from kg.extraction.lexicon import Lexicon
from kg.extraction.names import Tokens
from kg.extraction.parts import Mention, Story, Thing

_LEFT: Final = ("compound", "amod", "nmod", "npadvmod")
_BACK: Final = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their"})
_OWNED: Final = frozenset({"residence", "headquarters", "villa", "house"})
_ARGUMENTS: Final = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj", "attr", "appos"})


def find_sites(tokens: Tokens, story: Story, things: list[Thing], lexicon: Lexicon) -> list[Thing]:
    """Sites that are only described."""
    doc, taken = tokens.doc, _taken(tokens, things)
    lasts = {text.rsplit(" ", 1)[-1] for text in lexicon.kinds}
    kinds = {thing.attributes.get("kind") for thing in things if thing.type == "Facility"}
    found: dict[str, Thing] = {}
    for token in doc:
        if token.lower_ not in lasts or token.i in taken or not _is_site(token, story):
            continue
        start = _left(token, taken, lexicon)
        kind = _kind(doc, start, token.i, lexicon)
        end = (
            _right(token, taken)
            if token.lower_ not in lexicon.group("facilities", "openers")
            else _of_name(token, tokens, things)
        )
        bare = start == token.i and end == token.i + 1
        if kind is None or (
            bare
            and (
                (token.lower_ in lexicon.group("facilities", "vague") and not _is_whose(token))
                or (kind in kinds and _back(token))
            )
        ):
            continue
        kinds.add(kind)
        _add(found, doc, start, end, token, "Facility", kind)
    return list(found.values())


def _add(found: dict[str, Thing], doc: Doc, start: int, end: int, head: Token, type: str, kind: str | None) -> None:
    span = doc[start:end]
    name = " ".join(span.text.split())
    thing = found.get(name.casefold())
    if thing is None:
        thing = found[name.casefold()] = Thing(f"{type[0].lower()}{head.i}", type, name, nominal=True)
        if kind:
            thing.attributes["kind"] = kind
    thing.mentions.append(Mention(span.start_char, span.end_char, head.i))


def _taken(tokens: Tokens, things: list[Thing]) -> set[int]:
    return {
        token.i for thing in things for mention in thing.mentions for token in tokens.of(mention.start, mention.end)
    }


def _inside(token: Token, story: Story) -> bool:
    at = bisect_right(story.passages, (token.idx, len(story.text))) - 1
    return at >= 0 and token.idx < story.passages[at][1]


def _is_site(token: Token, story: Story) -> bool:
    return (
        token.pos_ == "NOUN"
        and token.tag_ == "NN"
        and token.dep_ in _ARGUMENTS
        and token.text.islower()
        and _inside(token, story)
    )


def _is_whose(token: Token) -> bool:
    """``the residence of the ambassador``, ``the brigade's base``."""
    if any(child.dep_ == "poss" and child.pos_ in ("NOUN", "PROPN") for child in token.lefts):
        return True
    return token.lower_ in _OWNED and any(child.lower_ == "of" for child in token.rights)


def _back(token: Token) -> bool:
    return any(child.lower_ in _BACK for child in token.children if child.dep_ in ("det", "poss"))


def _left(token: Token, taken: set[int], lexicon: Lexicon) -> int:
    """The first of the words that describe the site."""
    start = token.i
    while start > 0:
        word = token.doc[start - 1]
        linked = word.head.i >= start - 1 and word.head.i <= token.i
        if word.text == "-" and start > 1 and token.doc[start - 2].text.islower():
            start -= 1
            continue
        if (
            not linked
            or word.dep_ not in _LEFT
            or not word.text.islower()
            or word.lower_ in lexicon.group("words", "plain")
            or word.i in taken
        ):
            break
        start -= 1
    while token.doc[start].text == "-":
        start += 1
    return start


def _right(token: Token, taken: set[int]) -> int:
    """The end with ``of`` and what is in small letters after it: ``of the mechanized brigade``."""
    for link in token.rights:
        if link.lower_ != "of" or link.i != token.i + 1:
            continue
        for noun in link.rights:
            if (
                noun.dep_ == "pobj"
                and noun.i - token.i <= 6
                and all(word.text.islower() and word.i not in taken for word in token.doc[link.i : noun.i + 1])
                and not (noun.i + 1 < len(token.doc) and token.doc[noun.i + 1].text[:1].isupper())
            ):
                return noun.i + 1
    return token.i + 1


def _of_name(token: Token, tokens: Tokens, things: list[Thing]) -> int:
    """The end of ``port of Odesa``, where the name is that of a place or body."""
    end = _right(token, _taken(tokens, things))
    if end > token.i + 1 or token.i + 2 >= len(token.doc) or token.doc[token.i + 1].lower_ != "of":
        return end
    after = [word for word in token.doc[token.i + 2 : token.i + 4] if word.lower_ != "the"]
    for thing in things if after else ():
        if thing.type in ("Place", "Organization"):
            for mention in thing.mentions:
                if mention.start == after[0].idx:
                    last = tokens.of(mention.start, mention.end)[-1]
                    return max(last.i, last.head.i if last.dep_ == "compound" and last.head.text.islower() else 0) + 1
    return end


def _kind(doc: Doc, start: int, head: int, lexicon: Lexicon) -> str | None:
    for size in (3, 2, 1):
        first = head + 1 - size
        if first >= min(start, head):
            kind = lexicon.kinds.get(" ".join(word.lower_ for word in doc[first : head + 1]))
            if kind:
                return kind
    return None
