"""Classes belong to the nearest root."""

import pytest

from kg.linking.dump import Snak, Statement
from kg.linking.taxonomy import Taxonomy, resolve_roots, targets

EDGES = {1: [10, 11], 10: [100], 2: [10], 11: [12], 12: [100, 12]}


@pytest.mark.parametrize(
    ("classes", "types"),
    [([1], {"A"}), ([10], {"A"}), ([2], {"B"}), ([100], {"A"}), ([12], {"A"}), ([7], set()), ([2, 1], {"A", "B"})],
)
def test_the_nearest_root_and_then_the_first_named_wins(classes: list[int], types: set[str]) -> None:
    assert Taxonomy(EDGES, {"A": [1], "B": [2], "": [3]}).types(classes) == types


def test_a_label_means_the_class_with_most_subclasses() -> None:
    assert resolve_roots({"A": ["thing", "Q5", "none"]}, EDGES, {"thing": [2, 1, 100]}) == {"A": [1, 5]}


def statement(item: str, rank: str = "normal") -> Statement:
    return Statement(Snak({"value": {"id": item}}), rank)


def test_preferred_statements_win_and_deprecated_ones_do_not_count() -> None:
    assert targets([statement("Q1"), statement("Q2", "deprecated")]) == [1]
    assert targets([statement("Q1"), statement("Q2", "preferred")]) == [2]
    assert targets([Statement(Snak()), statement("P1"), Statement(Snak({"value": "Q3"}))]) == []
