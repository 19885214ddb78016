"""Turtle that is meant to be read: one block per subject, in the order in which a person reads."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from kg.serialization.layout import Layout
from kg.serialization.names import names
from kg.terms import RDF_TYPE, XSD, Triple, iri

Description: TypeAlias = dict[str, list[str]]
"""What is said of one subject: predicate -> objects."""

_WIDTH = 100
_LAST = 1 << 30
_DIGITS = re.compile(r"[0-9]+")

# Only forms that read back as the identical term, and that are canonical.
_BARE = {
    iri(XSD + "integer"): re.compile(r"0|-?[1-9][0-9]*"),
    iri(XSD + "decimal"): re.compile(r"-?(?:0|[1-9][0-9]*)\.(?:[0-9]*[1-9]|0)"),
    iri(XSD + "boolean"): re.compile(r"true|false"),
}


def natural(term: str) -> tuple[str, str]:
    """Give the key by which v2 sorts before v10; the term itself decides between v2 and v02."""
    return _DIGITS.sub(lambda found: found[0].zfill(12), term), term


def described(triples: Iterable[Triple]) -> dict[str, Description]:
    """Group triples by subject and predicate; a triple that comes twice counts once."""
    subjects: dict[str, Description] = {}
    for subject, predicate, value in dict.fromkeys(triples):
        subjects.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return subjects


class Blocks:
    """Writes triples as blocks, by one layout."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.name: Callable[[str], str] = names(layout.prefixes)
        self._predicate_key = lru_cache(maxsize=1024)(self._key_of_predicate)

    def write(self, triples: Iterable[Triple]) -> Iterator[str]:
        """Give one block per subject, each ending in a line feed."""
        subjects = described(triples)
        for subject in self._reading_order(subjects):
            yield self._block(subject, subjects[subject])

    def _reading_order(self, subjects: dict[str, Description]) -> Iterator[str]:
        key = {subject: self._key_of_block(subject, description) for subject, description in subjects.items()}
        queue = sorted(subjects, key=key.__getitem__)
        below = {subject: self._below(subjects[subject]) & subjects.keys() for subject in queue}
        nested = {each for found in below.values() for each in found}
        return self._nested_order(queue, below, nested) if nested else iter(queue)

    def _below(self, description: Description) -> set[str]:
        return {value for predicate in self._layout.nested for value in description.get(predicate, ())}

    @staticmethod
    def _nested_order(queue: list[str], below: dict[str, set[str]], nested: set[str]) -> Iterator[str]:
        """Walk the queue, going down from each block to those nested under it; a ring of nested ones comes last."""
        place = {subject: index for index, subject in enumerate(queue)}
        stack = [subject for subject in queue if subject in nested][::-1]
        stack += [subject for subject in queue if subject not in nested][::-1]
        done: set[str] = set()
        while stack:
            subject = stack.pop()
            if subject not in done:
                done.add(subject)
                yield subject
                stack += sorted(below[subject] - done, key=place.__getitem__, reverse=True)

    def _key_of_block(self, subject: str, description: Description) -> tuple[object, ...]:
        ranks = self._layout.classes
        rank = min((ranks.get(each, _LAST) for each in description.get(RDF_TYPE, ())), default=_LAST)
        firsts = (min(map(natural, description.get(each, ())), default=None) for each in self._layout.order)
        return rank, *((first is None, first or ()) for first in firsts), natural(subject)

    def _key_of_predicate(self, predicate: str) -> tuple[bool, int, tuple[str, str]]:
        ranks = self._layout.predicates
        return predicate != RDF_TYPE, ranks.get(predicate, _LAST), natural(predicate)

    def _block(self, subject: str, description: Description) -> str:
        lines = [self._line(each, description[each]) for each in sorted(description, key=self._predicate_key)]
        body = " ;\n    ".join(lines)
        return f"{self.term(subject)} {body} .\n"

    def _line(self, predicate: str, values: list[str]) -> str:
        verb = "a" if predicate == RDF_TYPE else self.name(predicate)
        if len(values) == 1:
            return f"{verb} {self.term(values[0])}"
        return f"{verb} {_wrapped([self.term(each) for each in sorted(values, key=natural)])}"

    def term(self, term: str) -> str:
        """Write one term: a prefixed name, a bare number or boolean, or the term as it is."""
        if term[0] == "<":
            return self.name(term)
        if term[-1] != ">":
            return term
        quoted, _, datatype = term.rpartition("^^")
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(quoted, 1, len(quoted) - 1):
            return quoted[1:-1]
        return f"{quoted}^^{self.name(datatype)}"


def _wrapped(words: list[str]) -> str:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(word) < _WIDTH:
            lines[-1] += f", {word}"
        else:
            lines.append(word)
    return ",\n        ".join(lines)
