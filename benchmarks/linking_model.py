"""Make the weights of the linking model, and say how good they are on documents that they were not made with.

    python -m benchmarks.linking_model INDEX RECORDS GOLD [-o kg/linking/model.json]

RECORDS holds records without links, GOLD a JSON object: document id -> entity id -> item or null. The weights are those
of a logistic regression that is pulled towards a prior set by hand, so that a feature which RECORDS say nothing of (an
index without countries or offices, say) keeps its prior weight. All figures printed come from cross-validation over
whole documents; only the weights that are written are made with all of them.
"""

import argparse
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.linking.features import FEATURES
from kg.linking.index import Index
from kg.linking.linker import Linker
from kg.linking.model import Model
from kg.linking.opening import open_index
from kg.linking.rules import read_rules
from kg.profile import find_profile
from kg.records import Record, read_record

PRIOR = Model(
    bias=-7.0,
    weights={
        "exact": 1.5,
        "fuller": 2.0,
        "national": 1.0,
        "folded": 1.0,
        "alike": 0.0,
        "likeness": 4.0,
        "label": 0.5,
        "spelt": 0.5,
        "odd": -2.0,
        "share": 3.0,
        "rival": -2.0,
        "typed": 0.7,
        "long": 1.0,
        "known": 0.5,
        "said": 1.0,
        "unsaid": -1.0,
        "described": 1.0,
        "near": 2.5,
        "nation": 0.5,
        "team": -4.0,
        "office": 2.0,
    },
    linked=0.7,
    ambiguous=0.2,
    margin=1.0,
)
PULL = 1.0  # how strongly a weight is pulled to its prior, against one example
FOLDS = 10
STEPS = 12

Gold = dict[str, dict[str, str | None]]


class Row(NamedTuple):
    """A candidate of a mention, and whether it is the right one."""

    vector: tuple[float, ...]
    right: bool


def main() -> None:
    """Cross-validate, then make the weights."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("index", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    gold: Gold = json.loads(arguments.gold.read_text())
    records = [read_record(line) for line in arguments.records.read_bytes().splitlines()]
    with open_index(arguments.index) as index:
        validate(index, records, gold)
        if arguments.output:
            model = fit(rows(index, records, gold))
            arguments.output.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")


def rows(index: Index, records: Iterable[Record], gold: Gold, model: Model = PRIOR) -> list[Row]:
    """Give all candidates of all mentions that bear a name."""
    linker = Linker(index, read_rules(find_profile().linking), model)
    return [
        Row(vector, candidate.item.id == gold[record.document.id].get(one.entity.id))
        for record in records
        for one in linker.weigh(record, [entity for entity in record.entities if not entity.name[0].islower()])
        for _, candidate, vector in one.ranked
    ]


def fit(examples: Sequence[Row]) -> Model:
    """Climb to the likeliest weights under the prior, by Newton's steps."""
    prior = [PRIOR.bias, *(PRIOR.weights[name] for name in FEATURES)]
    weights = list(prior)
    for _ in range(STEPS):
        slope = [PULL * (before - now) for before, now in zip(prior, weights, strict=True)]
        bend = [[PULL * (row == column) for column in range(len(prior))] for row in range(len(prior))]
        for vector, right in examples:
            values = (1.0, *vector)
            chance = 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, values, strict=True))))
            told = [(place, value) for place, value in enumerate(values) if value]
            for place, value in told:
                slope[place] += (right - chance) * value
                for other, more in told:
                    bend[place][other] += chance * (1 - chance) * value * more
        weights = [weight + step for weight, step in zip(weights, _solved(bend, slope), strict=True)]
    bias, *rest = (round(weight, 3) for weight in weights)
    named = dict(zip(FEATURES, rest, strict=True))
    words = f"benchmarks/linking_model.py, {len(examples)} candidates, {sum(row.right for row in examples)} right"
    return Model(bias, named, PRIOR.linked, PRIOR.ambiguous, PRIOR.margin, words)


def _solved(matrix: list[list[float]], values: list[float]) -> list[float]:
    """Solve linear equations whose matrix is positive definite."""
    rows = [[*row, value] for row, value in zip(matrix, values, strict=True)]
    for place, pivot in enumerate(rows):
        rows[place] = pivot = [one / pivot[place] for one in pivot]
        for other, row in enumerate(rows):
            if other != place and row[place]:
                rows[other] = [one - row[place] * two for one, two in zip(row, pivot, strict=True)]
    return [row[-1] for row in rows]


def validate(index: Index, records: list[Record], gold: Gold) -> None:
    """Print what models say of documents that they were not made with."""
    said = [one for part in range(FOLDS) for one in _held_out(index, records, gold, part)]
    inside = sum(in_index for _, _, in_index, _ in said)
    print(f"{'threshold':>9} {'accuracy':>9} {'precision':>9} {'links':>6}")
    for threshold in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        given = [right for outcome, right, _, score in said if outcome == "linked" and score >= threshold]
        print(f"{threshold:>9.2f} {sum(given) / inside:>9.3f} {sum(given) / max(len(given), 1):>9.3f} {len(given):>6}")
    scored = [(score, right) for _, right, _, score in said if score]
    print(f"Brier score of the best candidate: {sum((s - r) ** 2 for s, r in scored) / len(scored):.3f}")


def _held_out(index: Index, records: list[Record], gold: Gold, part: int) -> Iterator[tuple[str, bool, bool, float]]:
    train = [record for place, record in enumerate(records) if place % FOLDS != part]
    model = fit(rows(index, train, gold))
    linker = Linker(index, read_rules(find_profile().linking), msgspec.structs.replace(model, linked=0.3))
    for record in records[part::FOLDS]:
        for entity, decision in zip(record.entities, linker.decisions(record), strict=True):
            answer = gold[record.document.id].get(entity.id)
            if not entity.name[0].islower():
                best = decision.item or (decision.candidates[0].item if decision.candidates else None)
                in_index = answer is not None and index.item(int(answer[1:])) is not None
                yield decision.outcome, best is not None and best == answer, in_index, decision.score or 0.0


if __name__ == "__main__":
    main()
