"""The text as the model shall see it: without the long titles before names, which it cannot parse.

``Head of the Office of the President of Ukraine Andriy Yermak arrived`` has the head as its subject and the man as the
object of ``of``; with blanks in place of the title the name is the subject, and every offset stays true.
"""

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.parts import Extent


def see(model: Language, reading: str, blanks: list[Extent]) -> Doc:
    """The text with blanks, read by the model."""
    doc = model.make_doc(blank(reading, blanks))
    for start, _ in blanks:
        _begin(doc, start)
    return model(doc)


def blank(reading: str, blanks: list[Extent]) -> str:
    """Spaces in place of some parts."""
    pieces, at = [], 0
    for start, end in blanks:
        pieces += [reading[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, reading[at:]])


def _begin(doc: Doc, start: int) -> None:
    """A sentence that begins with a blank begins there, not at the name after it."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    if span is None or not doc[span.start].is_space or span.start + 1 >= len(doc):
        return
    i = span.start
    if i == 0 or doc[i - 1].text in (".", "!", "?", "\n") or doc[i - 1].is_space:
        doc[i].is_sent_start = True
        doc[i + 1].is_sent_start = False
