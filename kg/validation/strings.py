"""Constraints on the text of a value node; a blank node has none."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rdflib import SH, XSD, Literal
from rdflib.term import Node

from kg.validation.constraints import Constraint, ForTerm, whole
from kg.validation.datagraph import DataGraph
from kg.validation.lexical import Undecided, text_of
from kg.validation.promises import Sort

if TYPE_CHECKING:
    from kg.validation.compiler import Parameters

_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE}


class MinLength(ForTerm):
    """``sh:minLength``."""

    component = str(SH.MinLengthConstraintComponent)

    def __init__(self, length: int) -> None:
        self.length = length

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the one length."""
        return [cls(whole(at.one(SH.minLength)))]

    def test(self, term: str) -> bool:
        """Whether the text is long enough."""
        if self.length <= 1 and term[0] == '"':
            return self.length == 0 or term[1] != '"'  # a quote within a text is escaped
        return self.length == 0 or (term[0] != "_" and len(text_of(term)) >= self.length)

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether a text of this sort is long enough, whatever it says."""
        return self.length == 0 or (self.length == 1 and sort.says)


class MaxLength(ForTerm):
    """``sh:maxLength``."""

    component = str(SH.MaxLengthConstraintComponent)

    def __init__(self, length: int) -> None:
        self.length = length

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read the one length."""
        return [cls(whole(at.one(SH.maxLength)))]

    def test(self, term: str) -> bool:
        """Whether the text is short enough."""
        return term[0] != "_" and len(text_of(term)) <= self.length


class Pattern(ForTerm):
    """``sh:pattern`` with ``sh:flags``: a regular expression of Python, as pySHACL takes it."""

    component = str(SH.PatternConstraintComponent)

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.search = pattern.search
        self.is_of_any_text = pattern.pattern == r"\S"

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for each pattern; all have the same flags."""
        flags = at.all(SH.flags)
        if len(flags) > 1:
            raise Undecided
        options = re.RegexFlag(0)
        for letter in _text(flags[0]).lower() if flags else "":
            options |= _FLAGS.get(letter, re.RegexFlag(0))
        return [cls(_compiled(_text(node), options)) for node in at.all(SH.pattern)]

    def test(self, term: str) -> bool:
        """Whether the pattern is found in the text."""
        return term[0] != "_" and self.search(text_of(term)) is not None

    def assured(self, sort: Sort, graph: DataGraph) -> bool:
        """Whether the pattern asks for no more than that a text says something."""
        return self.is_of_any_text and sort.says


def _text(node: Node) -> str:
    if not isinstance(node, Literal) or node.datatype not in (None, XSD.string):
        raise Undecided
    return str(node)


def _compiled(pattern: str, options: re.RegexFlag) -> re.Pattern[str]:
    try:
        return re.compile(pattern, options)
    except re.error as error:
        raise Undecided from error
