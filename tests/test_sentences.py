from kg.sentences import sentence_around, sentences_in


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences_in(text, 0, len(text))]


def test_sentences_end_with_a_mark_before_a_capital_or_an_empty_line() -> None:
    assert split("He left at 3.5 p.m. yesterday. “Really?” Gen. Ada Quill asked!  And?\n\nso ends it") == [
        "He left at 3.5 p.m. yesterday.",
        "“Really?”",
        "Gen. Ada Quill asked!",
        "And?",
        "so ends it",
    ]


def test_a_short_name_before_an_empty_line_ends_there() -> None:
    assert split("Signed, Bo\n\nOslo") == ["Signed, Bo", "Oslo"]


def test_both_agree() -> None:
    text = "He left. Gen. Ada Quill stayed. So did I."
    assert [sentence_around(text, start + 1, end - 1) for start, end in sentences_in(text, 0, len(text))] == list(
        sentences_in(text, 0, len(text))
    )


def test_a_text_without_an_end_takes_no_time() -> None:
    """Each of these takes hours if every place is a place to begin with."""
    for text in ("x" * 300_000, "." * 300_000, "x." * 150_000, '."' * 150_000, ". " * 150_000):
        assert "".join(split(text)).replace(" ", "") == text.replace(" ", "")
