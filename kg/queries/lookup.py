"""Finding the entity that a user means: by IRI, by Wikidata item, or by its exact label in the graph."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from kg.errors import QueryError, TermError
from kg.iris import WIKIDATA, parse_item
from kg.queries.parameters import Resolve, sparql_term
from kg.queries.results import Answer, Table, lexical
from kg.terms import iri, literal

Ask: TypeAlias = Callable[[str], Answer]
"""Runs a query text, on a file or on an endpoint."""

_SAME_AS = "<https://schema.org/sameAs>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_MOST_CHOICES = 20

_CHOICES = f"""SELECT ?entity (MIN(STR(?type)) AS ?class) (MIN(STR(?same)) AS ?item) (MIN(STR(?name)) AS ?label)
WHERE {{
  %s
  OPTIONAL {{ ?entity a ?type }}
  OPTIONAL {{ ?entity {_SAME_AS} ?same }}
  OPTIONAL {{ ?entity {_LABEL} ?name }}
}} GROUP BY ?entity ORDER BY ?entity LIMIT {_MOST_CHOICES}"""


def entity_resolver(ask: Ask) -> Resolve:
    """Make the function that finds entities in what ``ask`` queries.

    An IRI is taken as it is; an item gives all nodes that are linked to it; a label must belong to one entity only.
    """

    def resolve(text: str) -> Sequence[str]:
        given = text.strip()
        if item := parse_item(given.removeprefix("<").removesuffix(">")):
            return _linked(ask, item)
        if (given.startswith("<") and given.endswith(">")) or given.startswith(("https://", "http://")):
            return (_given_iri(given.removeprefix("<").removesuffix(">")),)
        return (_labelled(ask, text),)

    return resolve


def _given_iri(text: str) -> str:
    try:
        return iri(text)
    except TermError as error:
        raise QueryError(error.reason) from error


def _linked(ask: Ask, item: str) -> Sequence[str]:
    found = _rows(ask, f"?entity {_SAME_AS} {iri(WIKIDATA + item)} .")
    if not found:
        raise QueryError(f"nothing in the graph is linked to {item}", hint="try the label")
    return [entity for entity, *_ in found if entity]


def _labelled(ask: Ask, label: str) -> str:
    found = _rows(ask, f"?entity {_LABEL} {sparql_term(literal(label))} .")
    if not found:
        raise QueryError(f"nothing in the graph has the label {label[:80]!r}", hint=_near(ask, label))
    if len(found) > 1:
        choices = "\n".join(f"  {_choice(row)}" for row in found)
        raise QueryError(f"several entities have the label {label[:80]!r}; choose one by its IRI or item:\n{choices}")
    return found[0][0] or ""


def _near(ask: Ask, label: str) -> str:
    """Name a few labels that hold the text in any case, since people forget capitals and middle names."""
    part = sparql_term(literal(label.strip().lower()))
    found = _rows(ask, f"?entity {_LABEL} ?near . FILTER(CONTAINS(LCASE(STR(?near)), {part}))") if label.strip() else []
    names = sorted({lexical(row[3]) for row in found if row[3]})
    return f"perhaps: {', '.join(names[:5])}" if names else "labels are matched exactly, capitals too"


def _choice(row: Sequence[str | None]) -> str:
    entity, type, item, _ = row
    name = lexical(type).rpartition("#")[2].rpartition("/")[2] if type else "-"
    return f"{entity}  {name}  {lexical(item).removeprefix(WIKIDATA) if item else 'no item'}"


def _rows(ask: Ask, pattern: str) -> Sequence[tuple[str | None, ...]]:
    answer = ask(_CHOICES % pattern)
    if not isinstance(answer, Table):
        raise QueryError("the store gave no table for a SELECT query")
    return answer.rows
