"""A logistic model: weights are data, made by ``benchmarks/linking_model.py``."""

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec

from kg.linking.features import FEATURES


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights by feature, and where the outcomes part.

    :param linked: the probability from which the best candidate is the answer.
    :param ambiguous: the one from which a person should look; below it the answer is NIL.
    :param margin: how far the best candidate's log-odds must be above the second's.
    :param made_with: what the weights were made with, for people.
    """

    bias: float
    weights: dict[str, float]
    linked: float
    ambiguous: float
    margin: float
    made_with: str = ""

    def probability(self, vector: Sequence[float]) -> float:
        """Give the probability that a candidate with these features is the right one."""
        total = self.bias + sum(self.weights[name] * value for name, value in zip(FEATURES, vector, strict=True))
        return 1 / (1 + math.exp(-total))


def logit(probability: float) -> float:
    """Give the log-odds.

    >>> logit(0.5)
    0.0
    """
    bounded = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(bounded / (1 - bounded))


@cache
def shipped_model() -> Model:
    """Read the model that ships with this package."""
    return msgspec.json.decode(files("kg.linking").joinpath("model.json").read_bytes(), type=Model)
