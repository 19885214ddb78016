"""``sh:sparql``, as far as it is plain that a query finds nothing; where it may find something, pySHACL runs it.

A query of one plain form is looked at: alternatives (``UNION``) of triples about ``$this`` with fixed properties, and a
filter over all of them. It has no solution where a property of each alternative has no value; nor where all of them
have but one, if the filter is false as soon as what it compares is the same.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rdflib import SH, XSD, Graph, Literal, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from kg.validation.constraints import Constraint, Offence
from kg.validation.datagraph import DataGraph
from kg.validation.lexical import Undecided, value_of
from kg.validation.propertypaths import Edge

if TYPE_CHECKING:
    from kg.validation.compiler import Parameters

_THIS = Variable("this")
_SAID = frozenset({SH.select, SH.prefixes, SH.message})
_OPERATIONS = frozenset(
    {"ConditionalAndExpression", "ConditionalOrExpression", "RelationalExpression", "AdditiveExpression"}
    | {"MultiplicativeExpression", "UnaryNot", "UnaryMinus", "UnaryPlus"}
)
_OTHER_THAN_ITSELF = frozenset({"<", ">", "!="})


class Alternative(NamedTuple):
    """One alternative of a query.

    :param properties: the terms of the properties that ``$this`` must have.
    :param needs_difference: whether nothing is found where each has but one value; ``of_numbers`` if these are numbers.
    """

    properties: tuple[str, ...]
    needs_difference: bool
    of_numbers: bool


class Sparql(Constraint):
    """``sh:sparql`` of a node shape."""

    component = str(SH.SPARQLConstraintComponent)
    up_to = -1

    def __init__(self, alternatives: Sequence[Alternative]) -> None:
        self.alternatives = alternatives

    @classmethod
    def read(cls, at: "Parameters") -> Sequence[Constraint]:
        """Read one for each query."""
        at.need_no_path()
        return [cls(_alternatives(at.graph, node)) for node in at.all(SH.sparql)]

    def validate(self, graph: DataGraph, focus: str, values: Collection[str]) -> Sequence[Offence]:
        """Find nothing. :raises Undecided: if the query may find something."""
        for alternative in self.alternatives:
            found = [graph.objects(focus, each) for each in alternative.properties]
            if not all(found):
                continue
            if not alternative.needs_difference or any(len(each) > 1 for each in found):
                raise Undecided
            if alternative.of_numbers and any(value_of(value)[0] != "number" for each in found for value in each):
                raise Undecided
        return ()

    def edges(self, *, at_focus: bool) -> frozenset[Edge]:
        """Give the properties that the query looks at."""
        return frozenset(Edge(each) for alternative in self.alternatives for each in alternative.properties)


def _alternatives(graph: Graph, node: Node) -> list[Alternative]:
    """Read a query. :raises Undecided: if it is not of the plain form."""
    said = {predicate for predicate in graph.predicates(node) if str(predicate).startswith(str(SH))}
    texts = list(graph.objects(node, SH.select))
    if not said <= _SAID or len(texts) != 1:
        raise Undecided
    try:
        algebra = prepareQuery(str(texts[0]), initNs=_prefixes(graph, node)).algebra
    except Exception as error:  # the parser raises what it likes; pySHACL will say what is wrong
        raise Undecided from error
    if algebra.name != "SelectQuery" or algebra.datasetClause is not None or _THIS not in algebra.PV:
        raise Undecided
    pattern, filters = _pattern(algebra.p)
    if not all(map(_is_of_values, filters)):
        raise Undecided
    return [_alternative(triples, filters) for triples in _unions(pattern)]


def _prefixes(graph: Graph, node: Node) -> dict[str, str]:
    declared = [one for holder in graph.objects(node, SH.prefixes) for one in graph.objects(holder, SH.declare)]
    return {str(graph.value(one, SH.prefix)): str(graph.value(one, SH.namespace)) for one in declared}


def _pattern(part: Any) -> tuple[Any, list[Any]]:
    """Give what is below the projection and the filters, and what these ask."""
    filters: list[Any] = []
    while part.name in ("Project", "Distinct", "Filter"):
        if part.name == "Filter":
            expression = part.expr
            both = expression.name == "ConditionalAndExpression" if isinstance(expression, CompValue) else False
            filters += [expression.expr, *expression.other] if both else [expression]
        part = part.p
    return part, filters


def _unions(part: Any) -> Iterator[list[Any]]:
    if part.name == "Union":
        yield from _unions(part.p1)
        yield from _unions(part.p2)
    elif part.name == "BGP" and part.triples:
        yield part.triples
    else:
        raise Undecided


def _is_of_values(expression: Any) -> bool:
    """Whether an expression asks of nothing but the values of variables."""
    if isinstance(expression, list):
        return all(map(_is_of_values, expression))
    if not isinstance(expression, CompValue):
        return True
    known = expression.name in _OPERATIONS or expression.name.startswith("Builtin_")
    return known and not expression.name.endswith("EXISTS") and all(map(_is_of_values, expression.values()))


def _alternative(triples: list[Any], filters: list[Any]) -> Alternative:
    named: dict[Any, str] = {}
    for subject, predicate, value in triples:
        fresh = isinstance(value, Variable) and value != _THIS and value not in named
        if subject != _THIS or not isinstance(predicate, URIRef) or not fresh:
            raise Undecided
        named[value] = f"<{predicate}>"
    verdicts = [verdict for each in filters if (verdict := _same_is_false(each, named)) is not None]
    return Alternative(
        tuple(sorted(set(named.values()))), bool(verdicts), "number" in verdicts and "any" not in verdicts
    )


def _same_is_false(expression: Any, named: dict[Any, str]) -> str | None:
    """Say of which values an expression is false if those of one property are the same: "any", "number" or of none."""
    if not isinstance(expression, CompValue) or expression.name != "RelationalExpression":
        return None
    one, other = expression.expr, expression.other
    if expression.op in _OTHER_THAN_ITSELF and (text := _text(one, named)) is not None and text == _text(other, named):
        return "any"
    if expression.op == ">" and _is_difference_of_one(one, named) and isinstance(other, Literal):
        return "number" if other.datatype in (XSD.integer, XSD.decimal, XSD.double) and other.value >= 0 else None
    return None


def _text(expression: Any, named: dict[Any, str]) -> str | None:
    """Write a value, or the text of one, by its property."""
    if isinstance(expression, Variable):
        return named.get(expression)
    if isinstance(expression, CompValue) and expression.name == "Builtin_STR":
        inner = _text(expression.arg, named)
        return None if inner is None else f"STR({inner})"
    return None


def _is_difference_of_one(expression: Any, named: dict[Any, str]) -> bool:
    if not isinstance(expression, CompValue) or expression.name != "AdditiveExpression":
        return False
    one, *others = (_text(each, named) for each in (expression.expr, *expression.other))
    return list(expression.op) == ["-"] and one is not None and others == [one]
