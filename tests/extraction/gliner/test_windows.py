from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.gliner.windows import Piece, pieces, windows
from kg.sentences import sentences_in

STORY = "Ada Quill met Bo Reed. They toured Ostrava Works. Later Quill flew home. Reed stayed for a day."


def cost(text: str) -> int:
    return sum(map(len, text.split()))


def cut(text: str, size: int) -> tuple[list[Piece], list[str]]:
    found = list(pieces(text, sentences_in(text, 0, len(text)), cost, size))
    return found, [text[start:end] for start, end in windows(found, size)]


def test_a_short_text_is_one_window() -> None:
    assert cut(STORY, 200)[1] == [STORY]


def test_windows_hold_whole_sentences_and_share_one() -> None:
    assert cut(STORY, 50)[1] == [
        "Ada Quill met Bo Reed. They toured Ostrava Works.",
        "They toured Ostrava Works. Later Quill flew home.",
        "Later Quill flew home. Reed stayed for a day.",
    ]


def test_sentences_that_leave_no_room_for_another_share_none() -> None:
    assert cut(STORY, 25)[1] == [
        "Ada Quill met Bo Reed.",
        "They toured Ostrava Works.",
        "Later Quill flew home.",
        "Reed stayed for a day.",
    ]


def test_a_sentence_that_no_window_holds_is_cut_between_words() -> None:
    assert [STORY[one.start : one.end].strip() for one in cut(STORY[:22], 12)[0]] == ["Ada Quill met", "Bo Reed."]


def test_a_word_that_no_window_holds_is_cut() -> None:
    text = "x" * 100
    found, texts = cut(text, 16)
    assert "".join(texts) == text and max(one.cost for one in found) <= 16


@given(st.text(alphabet="aZ.! \n", max_size=300), st.integers(8, 60))
def test_every_word_is_in_a_window_and_every_window_is_small_enough(text: str, size: int) -> None:
    found = list(windows(cut(text, size)[0], size))
    seen = {place for start, end in found for place in range(start, end)}
    assert all(place in seen for place, char in enumerate(text) if not char.isspace())
    assert all(cost(text[start:end]) <= size for start, end in found)
    assert found == sorted(set(found))


def test_a_text_without_words_has_no_window() -> None:
    assert cut(" \n ", 16) == ([], [])
