"""The table of labels that ships."""

import pytest

from kg.adapters.assembly import Assembly
from kg.adapters.labels import Labels, read_labels
from kg.profile import find_profile


@pytest.fixture(scope="session")
def labels() -> Labels:
    return read_labels(find_profile().adapters)


@pytest.fixture(scope="session")
def assembly(labels: Labels) -> Assembly:
    return Assembly(labels, published="2024-03-05")
