"""The summary of a corpus says what the whole corpus says."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import GraphError
from kg.mapping import Mapping
from kg.profile import Profile, find_profile
from kg.terms import Triple
from kg.validation import CORPUS, Entries, ReferenceValidator, Result, Summarizer
from tests.samples import mapping
from tests.validation.goldens import AREAS, GOLDEN, JUDGES, mutate, scope_of
from tests.validation.mutations import Mutation
from tests.validation.test_compiled import CHANGES, COMPILED, ROWS, changed, shared, triples_of
from tests.validation.test_components import ONTOLOGY, PREFIXES, Row
from tests.validation.test_components import ROWS as COMPONENTS
from tests.validation.test_components import triples_of as written

SUMMARIZER = Summarizer(find_profile())


def summed_up(
    documents: Iterable[list[Triple]], summarizer: Summarizer = SUMMARIZER, *, most: int = 50
) -> list[Result]:
    found = Entries(most=most)
    for document in documents:
        found.update(summarizer.entries(document))
    return summarizer.results(found.batches())


def verdict(judge: Callable[[], list[Result]]) -> list[Result] | type[GraphError]:
    """That a graph cannot be judged is a verdict as well."""
    try:
        return judge()
    except GraphError:
        return GraphError


def dealt(triples: list[Triple], number: int, chance: random.Random) -> list[list[Triple]]:
    """Deal triples out to documents, some of them to several."""
    documents: list[list[Triple]] = [[] for _ in range(number)]
    for triple in triples:
        for document in chance.sample(documents, chance.choice([1, 1, 2])):
            document.append(triple)
    return documents


def test_no_shape_of_the_profile_is_left_out() -> None:
    assert SUMMARIZER.left_out == ()


@pytest.mark.parametrize(("area", "mutation"), [row for row in ROWS if scope_of(row[0]) == CORPUS])
def test_each_conflict_is_found_when_its_parts_are_in_different_documents(area: str, mutation: Mutation) -> None:
    triples = triples_of(mutate(area, mutation))
    expected = JUDGES[CORPUS].validate(triples)
    assert summed_up([triple] for triple in triples) == expected != []


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(st.sampled_from(AREAS), min_size=1, max_size=3), st.integers(0, 2**32))
def test_graphs_changed_by_chance_and_dealt_out(areas: list[str], seed: int) -> None:
    chance = random.Random(seed)
    triples = changed([triple for area in areas for triple in triples_of(GOLDEN[area])], seed, most=8)
    if any("subClassOf" in predicate for _, predicate, _ in triples):
        return  # the mapping does not write it: see below
    documents = dealt(triples, 3, chance)
    assert verdict(lambda: summed_up(documents)) == verdict(lambda: COMPILED[CORPUS].validate(triples))


def test_real_travels_with_conflicts() -> None:
    documents = shared("travels/records.jsonl.gz", 20)
    chance = random.Random(1)
    for number in range(40):
        chance.choice(CHANGES)(chance, documents[number])
        documents[number].append((chance.choice(documents[0])[0], chance.choice(documents[number])[1], '"1970"'))
    documents = [[triple for triple in document if "subClassOf" not in triple[1]] for document in documents]
    union = sorted({triple for document in documents for triple in document})
    expected = COMPILED[CORPUS].validate(union)
    assert summed_up(documents, most=500) == expected != []


def test_summaries_are_merged_in_any_order() -> None:
    area = next(area for area in AREAS if scope_of(area) == CORPUS)
    triples = triples_of(mutate(area, next(row[1] for row in ROWS if row[0] == area)))
    parts = []
    for triple in triples:
        part = Entries(most=1)
        part.update(SUMMARIZER.entries([triple]))
        parts.append(part)
    one, other = Entries(), Entries()
    for part in parts:
        one.sort.take_up(part.sort.chunks)
    for part in reversed(parts):
        other.sort.take_up(part.sort.chunks)
    assert (
        SUMMARIZER.results(one.batches())
        == SUMMARIZER.results(other.batches())
        == JUDGES[CORPUS].validate(triples)
        != []
    )


def test_a_summary_holds_only_what_shapes_look_at() -> None:
    triples = triples_of(GOLDEN["events"])
    entries = SUMMARIZER.entries(triples)
    assert len(entries) < len(triples) / 2
    assert not any("Evidence" in entry[3] for entry in entries)


# -- any shapes --------------------------------------------------------------------------------------------------------

TARGETS = ["sh:targetSubjectsOf :p , :q", "sh:targetObjectsOf :p", "sh:targetClass :Animal"]


def summarizer(folder: Path, shapes: str, of: Mapping | None = None) -> tuple[Summarizer, ReferenceValidator]:
    (folder / "shapes.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
    (folder / "ontology.ttl").write_text(ONTOLOGY, encoding="utf-8")
    profile = Profile(folder, folder / "queries")
    return Summarizer(profile, of), ReferenceValidator(profile, CORPUS)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("row", COMPONENTS, ids=lambda row: row.shape[:60])
def test_a_shape_is_judged_alike_or_left_out(row: Row, target: str, tmp_path: Path) -> None:
    kind = "sh:PropertyShape" if row.shape.startswith("sh:path") else "sh:NodeShape"
    ours, reference = summarizer(tmp_path, f":S a {kind} ; profile:scope profile:corpus ; {target} ; {row.shape} .")
    for statements in (row.good, row.bad, f"{row.good} . {row.bad}" if row.bad else row.good):
        triples = written(f"{statements} . :n a :Dog . :m :p :n" if statements else "")
        triples = [triple for triple in triples if "subClassOf" not in triple[1]]
        if ours.left_out:
            assert ours.entries(triples) == []
            continue
        documents = [[triple] for triple in triples]
        assert verdict(partial(summed_up, documents, ours)) == verdict(partial(reference.validate, triples))


@pytest.mark.parametrize(
    ("shape", "left_out"),
    [
        ("sh:targetClass :Animal ; sh:property [ sh:path :p ; sh:maxCount 1 ]", False),
        ("sh:targetClass :Animal ; sh:property [ sh:path [ sh:inversePath :p ] ; sh:maxCount 1 ]", False),
        ("sh:targetClass :Animal ; sh:or ( [ sh:path :p ; sh:maxCount 1 ] [ sh:class :Dog ] )", False),
        ("sh:targetClass :Animal ; sh:property [ sh:path ( :p :q ) ; sh:maxCount 1 ]", True),
        ("sh:targetClass :Animal ; sh:property [ sh:path :p ; sh:class :Animal ]", True),
        ("sh:targetClass :Animal ; sh:closed true", True),
        ("sh:targetNode :n ; sh:property [ sh:path :p ; sh:maxCount 1 ]", True),
        ("sh:targetSubjectsOf rdfs:subClassOf ; sh:property [ sh:path :p ; sh:maxCount 1 ]", True),
    ],
)
def test_what_looks_further_than_at_a_node_is_left_out_and_named(tmp_path: Path, shape: str, left_out: bool) -> None:
    ours, _ = summarizer(tmp_path, f":S a sh:NodeShape ; profile:scope profile:corpus ; {shape} .")
    assert ours.left_out == (("https://x.example/S",) if left_out else ())


def test_documents_that_may_say_what_is_under_what_leave_all_out(tmp_path: Path) -> None:
    shape = ":S a sh:NodeShape ; profile:scope profile:corpus ; sh:targetClass :Animal ; sh:closed false ."
    above = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    assert summarizer(tmp_path, shape, replace(mapping(), properties=(above,)))[0].left_out != ()
    assert summarizer(tmp_path, shape, mapping())[0].left_out == ()
