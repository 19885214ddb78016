"""spaCy (https://spacy.io): ``Doc.to_json()`` as JSON, and ``DocBin`` files. Offsets are code points, as ours are.

Entities are those of ``doc.ents`` and of all span groups. Relations are taken from ``doc._.rel``, in the form that
spaCy's own project on relations gives it: the first tokens of two entities, and a score for each label.
"""

import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from kg.adapters.found import SOURCE, TARGET, ConversionError, Found, Frame, Thing
from kg.adapters.shapes import about, objects, shaped, stem
from kg.errors import KgError
from kg.records import Line

LARGEST = 2**30
"""Bytes of an unpacked DocBin; a larger one is refused before it fills the memory."""

_LIKELY = 0.5  # the score from which spaCy's own project counts a relation
_REL = ("._.", "rel", None, None)


class _Span(msgspec.Struct):
    start: int
    end: int
    label: str = ""
    kb_id: str = ""


class _Doc(msgspec.Struct):
    text: str
    ents: list[_Span] = []
    spans: dict[str, list[_Span]] = {}
    cats: dict[str, Any] = {}
    own: dict[str, Any] = msgspec.field(name="_", default_factory=dict)


class SpacyAdapter:
    """``Doc`` as JSON, one or a list, and ``DocBin``."""

    endings = (".spacy", ".json", ".jsonl")

    def shape(self, value: dict[str, Any]) -> bool:
        """A text with its tokens."""
        return isinstance(value.get("text"), str) and isinstance(value.get("tokens"), list)

    def read(self, line: Line) -> Iterator[Found | ConversionError]:
        """Read one document or several."""
        if line.source.removesuffix(".gz").endswith(".spacy") or line.data[:1] == b"x":  # as zlib begins
            yield from _docbin(line)
            return
        for name, value in objects(line):
            try:
                yield _found(name, shaped(value, _Doc, name), [])
            except ConversionError as error:
                yield error


ADAPTER = SpacyAdapter()


def _found(name: str, doc: _Doc, frames: list[Frame]) -> Found:
    spans: dict[tuple[int, int, str], _Span] = {}
    for one in (*doc.ents, *(span for group in doc.spans.values() for span in group)):
        if one.kb_id or (one.start, one.end, one.label) not in spans:
            spans[one.start, one.end, one.label] = one
    left = Counter({"category of a text": len(doc.cats), "span without a label": sum(not key[2] for key in spans)})
    things = [_thing(doc.text, one) for key, one in spans.items() if key[2]]
    return Found(name, doc.text, about(doc.own), things, frames, left, tool="spacy")


def _thing(text: str, one: _Span) -> Thing:
    name = " ".join(text[max(one.start, 0) : max(one.end, 0)].split())
    return Thing(_ref(one.start, one.end), one.label, name, ((one.start, one.end),), item=one.kb_id or None)


def _ref(start: int, end: int) -> str:
    return f"{start}-{end}"


# -- DocBin ------------------------------------------------------------------------------------------------------------


def _docbin(line: Line) -> Iterator[Found | ConversionError]:
    _refuse_large(line)
    try:
        from spacy.tokens import DocBin  # heavy, and not every user has it
        from spacy.vocab import Vocab
    except ModuleNotFoundError as error:
        raise KgError(f"this needs {error.name}", hint="pip install 'visits-kg[extract]'") from error
    try:
        docs = list(DocBin().from_bytes(line.data).get_docs(Vocab()))
    except _DAMAGED as error:
        raise ConversionError(f"not a DocBin, or a damaged one: {_short(error)}", where=line.place) from error
    for number, doc in enumerate(docs, 1):
        name = f"{stem(line)}-{number}" if len(docs) > 1 else stem(line)
        try:
            yield _found(name, _plain(doc, name), list(_relations(doc)))
        except ConversionError as error:
            yield error
        except _DAMAGED as error:  # a label that the file does not hold is missed only here
            yield ConversionError(f"damaged: {_short(error)}", where=name)


# whatever NumPy, msgpack and spaCy say of bytes that are none of theirs
_DAMAGED = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, zlib.error)


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _refuse_large(line: Line) -> None:
    unpacker = zlib.decompressobj()
    try:
        size = len(unpacker.decompress(line.data, LARGEST + 1))
    except (zlib.error, MemoryError) as error:
        raise ConversionError(f"not a DocBin: {_short(error)}", where=line.place) from error
    if size > LARGEST or not unpacker.eof:
        reason = "unpacked it is too large" if size > LARGEST else "the file is cut short"
        raise ConversionError(f"{reason}: a DocBin has at most {LARGEST:,} bytes", where=line.place)


def _plain(doc: Any, name: str) -> _Doc:
    """Give a document as its JSON form has it, and the identifiers that this form leaves out."""
    groups = {"": doc.ents, **{key: list(group) for key, group in doc.spans.items()}}
    value = {
        "text": doc.text,
        "cats": doc.cats,
        "spans": {
            key: [
                {"start": one.start_char, "end": one.end_char, "label": one.label_, "kb_id": one.kb_id_}
                for one in group
            ]
            for key, group in groups.items()
        },
        "_": {key if isinstance(key, str) else key[1]: one for key, one in doc.user_data.items() if _of_document(key)},
    }
    return shaped(value, _Doc, name)


def _of_document(key: object) -> bool:
    if isinstance(key, tuple) and len(key) == 4:
        return key[0] == "._." and isinstance(key[1], str) and key[2:] == (None, None)
    return isinstance(key, str)


def _relations(doc: Any) -> Iterator[Frame]:
    known = doc.user_data.get(_REL)
    if not isinstance(known, dict):
        return
    starts = {ent.start: _ref(ent.start_char, ent.end_char) for ent in doc.ents}
    for ends, labels in known.items():
        if not (isinstance(ends, tuple) and len(ends) == 2 and isinstance(labels, dict)):
            continue
        for label, score in labels.items():
            if isinstance(label, str) and isinstance(score, float) and score >= _LIKELY:
                pairs = zip((SOURCE, TARGET), ends, strict=True)
                roles = tuple((role, starts.get(end, f"token {end}")) for role, end in pairs)
                yield Frame(label, roles, score=min(score, 1.0))
