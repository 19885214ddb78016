import datetime

import pytest

from kg.extraction.story import fold, is_english, read_story

DAY = datetime.date(2024, 3, 5)


def passages(text: str) -> list[str]:
    story = read_story(text, DAY)
    return [text[start:end] for start, end in story.passages]


def test_marks_and_look_alike_letters_are_folded_one_for_one() -> None:
    text = "The envoy’s “tour” of the Kоrsund\u00a0base"  # a Cyrillic о
    assert fold(text) == 'The envoy\'s "tour" of the Korsund base'
    assert len(fold(text)) == len(text)


def test_a_word_all_in_another_script_stays() -> None:
    assert fold("Москва и Minsk") == "Москва и Minsk"


@pytest.mark.parametrize(
    "line",
    [
        "Envoy Visits Korsund Base Before The Talks",
        "MINISTER TO SEE NEW AIRCRAFT.",
        "Photo: Example News",
        "LEAVE A REPLY",
        "Please enter your comment!",
        "Read more about the visit",
        "The envoy at the base",
    ],
)
def test_headlines_captions_and_forms_tell_no_story(line: str) -> None:
    story = "The envoy met the minister at the base on Monday."
    assert passages(f"{line}\n\n{story}\n{line}") == [story]


def test_a_line_that_comes_twice_is_no_sentence_of_the_story() -> None:
    assert passages("She met him.\nThey talked for an hour.\nShe met him.") == ["They talked for an hour."]


def test_a_dateline_is_left_out() -> None:
    assert passages("OSLO, March 4 (Example Agency) - The envoy met him.") == ["The envoy met him."]


def test_the_reading_is_as_long_as_the_text_and_blank_where_there_is_no_story() -> None:
    text = "A Headline Of Five Words\n\nThe envoy met him.\n"
    story = read_story(text, DAY)
    assert len(story.reading) == len(text)
    assert story.reading.strip() == "The envoy met him."
    assert story.reading.index("The") == text.index("The")


def test_an_empty_text_has_no_passages() -> None:
    assert passages("") == []
    assert passages(" \n\n ") == []


def test_other_languages_are_told_from_english() -> None:
    assert is_english("The envoy travelled to the north of the country and met the minister there. " * 3)
    assert not is_english("La ministre s'est rendue lundi dans le nord du pays pour y rencontrer son homologue. " * 3)
    assert not is_english("Министр в понедельник посетил север страны и встретился там с губернатором. " * 4)
    assert is_english("Quill in Oslo.")
