"""The compiled validator says what the reference says: on golden graphs, on mutations, on chance, on real records."""

import random
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDFS, Graph

from kg.errors import GraphError
from kg.mapping import Settings, map_record, read_mapping
from kg.ontology import read_ontology
from kg.records import Sources, read_record
from kg.terms import RDF_TYPE, XSD, Triple
from kg.validation import CORPUS, DOCUMENT, Result, Validator
from kg.validation.compiled import CompiledValidator
from kg.validation.nodes import term_of
from tests.validation.goldens import AREAS, GOLDEN, JUDGES, PROFILE, mutate, scope_of
from tests.validation.mutations import MUTATIONS, Mutation

SHARED = Path(__file__).parents[3] / "shared"
COMPILED = {scope: CompiledValidator(PROFILE, scope) for scope in (DOCUMENT, CORPUS)}
ROWS = [(area, mutation) for area, mutations in MUTATIONS.items() for mutation in mutations]
MAPPING = read_mapping(PROFILE.mapping, read_ontology(PROFILE.ontology))
VISITS = "https://w3id.org/visits-kg#"

pytestmark = pytest.mark.filterwarnings("ignore:Parsing weird boolean:UserWarning")


def triples_of(graph: Graph) -> list[Triple]:
    return sorted((term_of(s), term_of(p), term_of(o)) for s, p, o in graph)


def verdict(validator: Validator, triples: Iterable[Triple]) -> list[Result] | type[GraphError]:
    """What a validator says; that a graph cannot be judged is a verdict as well."""
    try:
        return validator.validate(triples)
    except GraphError:
        return GraphError


def documents(path: Path, step: int) -> list[list[Triple]]:
    lines = list(Sources([str(path)], BytesIO()))[::step]
    return [list(map_record(read_record(line.data), MAPPING, Settings()).triples()) for line in lines]


@pytest.mark.parametrize("scope", [DOCUMENT, CORPUS])
def test_all_shapes_are_compiled(scope: str) -> None:
    assert COMPILED[scope].handed_over == ()


@pytest.mark.parametrize("scope", [DOCUMENT, CORPUS])
@pytest.mark.parametrize("area", AREAS)
def test_golden_graphs(area: str, scope: str) -> None:
    triples = triples_of(GOLDEN[area])
    assert COMPILED[scope].validate(triples) == JUDGES[scope].validate(triples)


@pytest.mark.parametrize(("area", "mutation"), ROWS)
def test_mutated_golden_graphs(area: str, mutation: Mutation) -> None:
    triples = triples_of(mutate(area, mutation))
    scope = scope_of(area)
    assert COMPILED[scope].validate(triples) == JUDGES[scope].validate(triples) != []


ALL = [triple for area in AREAS for triple in triples_of(GOLDEN[area])]
PREDICATES = sorted({triple[1] for triple in ALL} | {f"<{RDFS.subClassOf}>", "<https://x.example/unknown>"})
NODES = sorted({triple[0] for triple in ALL} | {"_:b0", "_:b1", "<https://x.example/n>"})
CLASSES = sorted({triple[2] for triple in ALL if triple[1] == RDF_TYPE} | {"<https://x.example/C>", "_:b2"})
TEXTS = [
    "",
    " ",
    "x",
    "a\\nb",
    "\\t",
    "2024",
    "2024-02-30",
    "2024-02-29",
    "2024-13-45",
    "0.5",
    "-1",
    "181",
    "1e3",
    "NaN",
]
TEXTS += ["2023-05", "2024-05-20Z", "2024-05-17/2024-05-18", "true", "yes", "+7", "007", " 7 ", "٣", "1_0", "RA-1"]
DATATYPES = ["string", "integer", "decimal", "double", "float", "boolean", "date", "dateTime", "gYear", "gYearMonth"]
TYPED = [f'"{text}"^^<{XSD}{datatype}>' for text in TEXTS for datatype in (*DATATYPES, "byte", "duration")]
OTHER = [f'"{text}"{tag}' for text in TEXTS for tag in ("", "@en", "@EN", "@zh-Hans")]
OTHER += [f'"{text}"^^<http://id.loc.gov/datatypes/edtf/EDTF>' for text in TEXTS]
VALUES = sorted({triple[2] for triple in ALL}) + CLASSES + NODES

Change = Callable[[random.Random, list[Triple]], None]


def _drop(chance: random.Random, triples: list[Triple]) -> None:
    triples.pop(chance.randrange(len(triples)))


def _retype(chance: random.Random, triples: list[Triple]) -> None:
    """Give a node another class."""
    triples.append((chance.choice(triples)[0], RDF_TYPE, chance.choice(CLASSES)))


def _revalue(chance: random.Random, triples: list[Triple]) -> None:
    """Put another value in the place of one."""
    place = chance.randrange(len(triples))
    triples[place] = (*triples[place][:2], chance.choice(chance.choice([TYPED, OTHER, VALUES])))


def _add(chance: random.Random, triples: list[Triple]) -> None:
    """Say once more what is said already, with another value."""
    subject, predicate, _ = chance.choice(triples)
    triples.append((subject, predicate, chance.choice(chance.choice([TYPED, OTHER, VALUES]))))


def _invent(chance: random.Random, triples: list[Triple]) -> None:
    """Say something of any node with any property."""
    subject = chance.choice([chance.choice(triples)[0], chance.choice(NODES)])
    triples.append((subject, chance.choice(PREDICATES), chance.choice(chance.choice([TYPED, OTHER, VALUES]))))


def _merge(chance: random.Random, triples: list[Triple]) -> None:
    """Take two nodes for one."""
    one, other = chance.choice(triples)[0], chance.choice([chance.choice(triples)[0], "_:b9"])
    triples[:] = [(*(one if term == other else term for term in triple),) for triple in triples]  # type: ignore[misc]


CHANGES: list[Change] = [_drop, _retype, _revalue, _revalue, _add, _add, _invent, _merge]


def changed(triples: list[Triple], seed: int, most: int = 3) -> list[Triple]:
    chance = random.Random(seed)
    found = list(triples)
    for _ in range(chance.randint(1, most)):
        chance.choice(CHANGES)(chance, found)
    chance.shuffle(found)
    return found


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.sampled_from(AREAS), st.sampled_from([DOCUMENT, DOCUMENT, CORPUS]), st.integers(0, 2**32))
def test_golden_graphs_changed_by_chance(area: str, scope: str, seed: int) -> None:
    triples = changed(triples_of(GOLDEN[area]), seed)
    assert verdict(COMPILED[scope], triples) == verdict(JUDGES[scope], triples)


def shared(path: str, step: int) -> list[list[Triple]]:
    if not (SHARED / path).exists():
        pytest.skip(f"the records are not beside the repository: ../shared/{path}")
    return documents(SHARED / path, step)


def test_real_travels() -> None:
    for triples in shared("travels/records.jsonl.gz", 20):
        assert COMPILED[DOCUMENT].validate(triples) == JUDGES[DOCUMENT].validate(triples)


@pytest.mark.parametrize("records", ["dev/records", "seed/record.json"])
def test_real_news_as_they_are_and_changed_by_chance(records: str) -> None:
    for number, triples in enumerate(shared(records, 1)):
        for each in (triples, changed(triples, number), changed(triples, number + 100, most=12)):
            assert verdict(COMPILED[DOCUMENT], each) == verdict(JUDGES[DOCUMENT], each)
