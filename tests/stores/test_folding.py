import pytest

from kg.stores.folding import folded_count
from kg.stores.kinds import Fold
from kg.terms import XSD, literal, tagged

DECIMAL, INTEGER, BOOLEAN, DOUBLE = (XSD + name for name in ("decimal", "integer", "boolean", "double"))


@pytest.mark.parametrize(
    ("values", "folds", "left"),
    [
        ([literal("1.50", DECIMAL), literal("1.5", DECIMAL)], ["numbers"], 1),
        ([literal("1.50", DECIMAL), literal("1.5", DECIMAL)], [], 2),
        ([literal("01", INTEGER), literal("1", INTEGER), literal("1", DECIMAL)], ["numbers"], 2),
        ([literal("1", BOOLEAN), literal("true", BOOLEAN), literal("false", BOOLEAN)], ["numbers"], 2),
        ([literal("1", BOOLEAN), literal("1", INTEGER), literal("1.0", DECIMAL)], ["numbers", "booleans"], 1),
        ([tagged("a", "de-AT"), tagged("a", "de-at"), tagged("A", "de-at")], ["tags"], 2),
        ([literal("x", INTEGER), literal("y", DOUBLE), literal("NaN", DECIMAL)], ["numbers", "booleans", "tags"], 3),
        ([literal("1.50"), literal("1.5"), literal('"@de-AT')], ["numbers", "booleans", "tags"], 3),
    ],
)
def test_what_is_left_of_values(values: list[str], folds: list[Fold], left: int) -> None:
    assert folded_count([f"<urn:s> <urn:p> {value}" for value in values], folds) == left
