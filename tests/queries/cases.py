"""Which queries are asked of the golden graph with which parameters, and running them."""

from pathlib import Path

from pyoxigraph import Store

from kg.profile import find_profile
from kg.queries import Answer, Query, bind, entity_resolver, read_library, run

EXPECTED = Path(__file__).parent / "expected"
LIBRARY = read_library(find_profile().queries)

Params = dict[str, str | list[str]]

# A case is a query, or a query and a word of its own; its expected answer is in the file of that name.
CASES: dict[str, Params] = {
    "q01-met": {},
    "q01-met.one": {"person": "Dorin Quay"},
    "q02-facilities": {"person": "Osric Vane"},
    "q03-shown": {},
    "q04-equipment": {},
    "q05-offices": {},
    "q06-planned": {},
    "q06-planned.two": {"person": ["Anneli Brask", "Osric Vane"]},
    "q07-calls": {},
    "q07-calls.one": {"person": "Ilka Torvald"},
    "q08-evidence": {"documentId": "treffen-abgesagt"},
    "q09-alleged": {},
    "q10-identifiers": {},
    "by-source": {"source": "SEDLOW"},
    "by-source.phrase": {"source": "friends"},
    "by-source.publisher": {"source": "bote"},
    "co-attendance": {},
    "co-attendance.one": {"person": "Osric Vane"},
    "contradictions": {},
    "contradictions.same-day": {"tolerance": "0"},
    "coverage": {},
    "edges": {},
    "encounters": {"person": "Osric Vane", "other": "Ilka Torvald"},
    "encounters.all": {"person": "Osric Vane"},
    "explain": {"thing": "Tomas Rill"},
    "itinerary": {"person": "Osric Vane"},
    "planned-not-held": {},
    "planned-not-held.by": {"day": "2023-10"},
    "provenance": {},
    "unidentified": {},
    "visits": {},
    "visits.period": {"country": "Kestria", "from": "1995", "to": "2023-05-11"},
    "whereabouts": {"day": "2023-06-13"},
    "whereabouts.month": {"day": "2023-05", "person": "Osric Vane"},
}


def query_of(case: str) -> Query:
    return LIBRARY[case.partition(".")[0]]


def ask(store: Store, case: str) -> Answer:
    """Answer a case from a store whose default graph is the union."""
    return run(store, bind(query_of(case), CASES[case], entity_resolver(lambda text: run(store, text))))
