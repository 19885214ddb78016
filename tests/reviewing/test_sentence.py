import pytest

from kg.records import Span
from kg.reviewing.sentence import sentence_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Quill", "|Ada Quill|"),
        ("It rained. Ada Quill left. So did I.", "|Ada Quill| left."),
        ("It rained! Then Ada Quill left? “No,” he said.", "Then |Ada Quill| left?"),
        ("It rained. Gen. Ada Quill met Sen. Bo Reed in the U.S. Senate. Nobody came.",
         "Gen. |Ada Quill| met Sen. Bo Reed in the U.S. Senate."),
        ("A headline\n\nAda Quill left at 3.5 knots, e.g. fast. \n\nMore", "|Ada Quill| left at 3.5 knots, e.g. fast."),
        ("«So it is.» Ada Quill nodded.", "|Ada Quill| nodded."),
        (f"{'so ' * 200}Ada Quill{' so' * 200}", f"{'so ' * 80}|Ada Quill|{' so' * 80}"),
    ],
)  # fmt: skip
def test_a_name_stands_in_its_sentence(text: str, expected: str) -> None:
    start = text.index("Ada Quill")
    assert "|".join(sentence_of(text, Span(start, start + 9))) == expected
