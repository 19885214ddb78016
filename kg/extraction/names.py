"""Names in a text: which things it speaks of, and where."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extraction.aliases import Cluster, cluster
from kg.extraction.lexicon import Lexicon
from kg.extraction.naming import Name, Sketch
from kg.extraction.parts import Mention, Story, Thing
from kg.extraction.votes import decide


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text by offset."""

    doc: Doc
    starts: list[int]

    def at(self, offset: int) -> int:
        """The token that an offset lies in."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def of(self, start: int, end: int) -> list[Token]:
        """The tokens from one offset to another."""
        return list(self.doc[self.at(start) : self.at(end - 1) + 1])


def index_tokens(doc: Doc) -> Tokens:
    """The tokens of a text by offset."""
    return Tokens(doc, [token.idx for token in doc])


def find_things(tokens: Tokens, story: Story, sketch: Sketch, lexicon: Lexicon) -> tuple[list[Thing], dict[int, Thing]]:
    """The named things in the order of their first mention, and the thing of each name by the name's ``id()``."""
    decide(sketch, tokens, lexicon)
    names = [name for name in sketch.names if name.type and name.type != "Other"]
    things: list[Thing] = []
    of: dict[int, Thing] = {}
    for found in cluster(names, sketch, lexicon, story.reading):
        thing = _thing(f"e{len(things) + 1}", found, sketch, tokens)
        things.append(thing)
        of.update((id(name), thing) for name in found.names)
    return things, of


def _thing(id: str, found: Cluster, sketch: Sketch, tokens: Tokens) -> Thing:
    thing = Thing(id, found.type, found.name)
    if found.note and found.type in ("Place", "Facility"):
        thing.attributes["kind"] = found.note
    for name in sorted(found.names, key=lambda name: name.start):
        thing.mentions += _mentions(name, sketch, tokens)
    return thing


def _mentions(name: Name, sketch: Sketch, tokens: Tokens) -> Iterable[Mention]:
    start, end = sketch.words[name.start].start, sketch.words[name.end - 1].end
    yield Mention(start, end, _head(tokens.of(start, end)))
    written = tokens.doc[tokens.at(start) : tokens.at(end - 1) + 1]
    for part in name.parts:
        at = written.text.find(part)
        if at >= 0:
            first = written.start_char + at
            last = first + len(part)
            yield Mention(first, last, _head(tokens.of(first, last)))


def _head(tokens: list[Token]) -> int:
    """The token that hangs on something outside, the last of several."""
    inside = {token.i for token in tokens}
    heads = [token.i for token in tokens if token.head.i not in inside or token.head.i == token.i]
    words = [i for i in heads if not tokens[0].doc[i].is_space]
    return words[-1] if words else tokens[-1].i
