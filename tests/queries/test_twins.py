"""What is planned, hedged or denied never reads as a fact: twins of every report change no answer.

The golden graph is joined by a twin of every event and relation in another modality: all that the report says, but for
its type, which is that of the modality. No row of any query may change, unless its header names the modality.
"""

from functools import cache

import pytest
from pyoxigraph import Store

from kg.mapping.rules import ReportRules
from kg.queries import Answer, load_quads
from kg.terms import RDF_TYPE, Triple, iri, iri_text
from tests.queries.cases import CASES, ask, query_of
from tests.stories import golden_quads, mapping, ontology

V = "https://w3id.org/visits-kg#"
MODALITIES = ("planned", "hedged", "denied")


def twins(modality: str) -> list[tuple[Triple, str]]:
    """Give the twins of all reports, in the graphs of their documents."""
    types = _types()
    concept = iri(ontology().concepts["https://w3id.org/visits-kg/kind#Modalities"][modality])
    made: list[tuple[Triple, str]] = []
    for (subject, predicate, value), graph in golden_quads():
        rules = types.get(subject)
        if rules is None:
            continue
        twin = iri(f"{iri_text(subject)}-{modality}")
        if predicate == RDF_TYPE:
            made.append(((twin, RDF_TYPE, rules.unasserted[modality]), graph))
            # of a report that did not happen, what it is already stands under its kind
            kinds = () if value in rules.unasserted.values() else (value,)
            made += [((twin, rules.kind, kind), graph) for kind in kinds]
        else:
            made.append(((twin, predicate, concept if predicate == iri(V + "modality") else value), graph))
    return made


@cache
def _types() -> dict[str, ReportRules]:
    """Give each report with the rules that made it."""
    by_class: dict[str, ReportRules] = {}
    for rules in (mapping().events, mapping().relations):
        for name in (*(rule.type for rule in rules.types.values()), *rules.unasserted.values()):
            by_class[name] = rules
    return {
        subject: by_class[value]
        for (subject, predicate, value), _ in golden_quads()
        if predicate == RDF_TYPE and value in by_class
    }


@cache
def plain() -> Store:
    return load_quads(golden_quads())


@cache
def twinned(modality: str) -> Store:
    return load_quads([*golden_quads(), *twins(modality)])


@cache
def answers(case: str) -> Answer:
    return ask(plain(), case)


UNNAMED = [(case, modality) for case in CASES for modality in MODALITIES if modality not in query_of(case).modalities]


@pytest.mark.parametrize(("case", "modality"), UNNAMED)
def test_twins_change_no_answer(case: str, modality: str) -> None:
    assert ask(twinned(modality), case) == answers(case)


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_query_that_names_a_modality_sees_its_twins(modality: str) -> None:
    named = [case for case in CASES if modality in query_of(case).modalities]
    assert named
    for case in named:
        assert ask(twinned(modality), case) != answers(case), case


def test_every_report_has_a_twin() -> None:
    reports = {subject for (subject, predicate, _), _ in golden_quads() if predicate == iri(V + "modality")}
    assert reports == set(_types())
    assert {triple[0] for triple, _ in twins("denied")} == {iri(f"{iri_text(one)}-denied") for one in reports}
