"""The constraint components that are compiled: a map from the IRI of a parameter."""

from rdflib import SH, URIRef

from kg.validation.comparisons import (
    Disjoint,
    Equals,
    LessThan,
    LessThanOrEquals,
    MaxExclusive,
    MaxInclusive,
    MinExclusive,
    MinInclusive,
)
from kg.validation.constraints import Constraint
from kg.validation.counts import Closed, HasValue, MaxCount, MinCount, QualifiedMinCount, UniqueLang
from kg.validation.logical import And, NodeShape, Not, Or, Xone
from kg.validation.sparql import Sparql
from kg.validation.strings import MaxLength, MinLength, Pattern
from kg.validation.valuetypes import Class, Datatype, In, LanguageIn, NodeKind

COMPONENTS: dict[URIRef, type[Constraint]] = {
    SH["class"]: Class,
    SH.datatype: Datatype,
    SH.nodeKind: NodeKind,
    SH.minCount: MinCount,
    SH.maxCount: MaxCount,
    SH.minExclusive: MinExclusive,
    SH.minInclusive: MinInclusive,
    SH.maxExclusive: MaxExclusive,
    SH.maxInclusive: MaxInclusive,
    SH.minLength: MinLength,
    SH.maxLength: MaxLength,
    SH.pattern: Pattern,
    SH.languageIn: LanguageIn,
    SH.uniqueLang: UniqueLang,
    SH.equals: Equals,
    SH.disjoint: Disjoint,
    SH.lessThan: LessThan,
    SH.lessThanOrEquals: LessThanOrEquals,
    SH["not"]: Not,
    SH["and"]: And,
    SH["or"]: Or,
    SH.xone: Xone,
    SH.node: NodeShape,
    SH.qualifiedValueShape: QualifiedMinCount,
    SH.closed: Closed,
    SH.hasValue: HasValue,
    SH["in"]: In,
    SH.sparql: Sparql,
}
"""``sh:property`` is not here: its results are those of the property shape, which hangs below its shape."""

BESIDE: dict[URIRef, URIRef] = {
    SH.flags: SH.pattern,
    SH.ignoredProperties: SH.closed,
    SH.qualifiedMinCount: SH.qualifiedValueShape,
    SH.qualifiedMaxCount: SH.qualifiedValueShape,
    SH.qualifiedValueShapesDisjoint: SH.qualifiedValueShape,
}
"""Parameters that only say more of another one."""

SAYS_NOTHING = frozenset(
    {SH.path, SH.severity, SH.message, SH.deactivated, SH.property, SH.name, SH.description, SH.order, SH.group}
    | {SH.defaultValue, SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf}
)
"""What else a shape may say of itself without constraining anything here."""
