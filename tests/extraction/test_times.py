"""Time expressions against a dateline of Saturday, 16 September 2023."""

import datetime

import pytest
import spacy

from kg.dates import parse_date
from kg.extraction.calendar import Calendar, read_calendar
from kg.extraction.parts import Time
from kg.extraction.times import find_times
from kg.profile import find_profile

SATURDAY = datetime.date(2023, 9, 16)
ENGLISH = spacy.blank("en")


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return read_calendar(find_profile().folder / "extraction" / "times.yaml")


def values(text: str, calendar: Calendar, published: datetime.date = SATURDAY) -> list[tuple[str | None, str | None]]:
    return [(time.past, time.future) for time in find_times(ENGLISH(text), published, calendar)]


# One value where both readings are the same.
ONE = [
    ("Last Thursday evening, the advisers spoke.", "2023-09-14"),
    ("She left last Saturday.", "2023-09-09"),
    ("Talks resume next Monday.", "2023-09-18"),
    ("Talks resume next Sunday.", "2023-09-24"),
    ("They meet this coming Friday.", "2023-09-22"),
    ("On Saturday, the envoy is due in the port.", "2023-09-16"),
    ("The envoy called yesterday.", "2023-09-15"),
    ("The envoy calls today.", "2023-09-16"),
    ("The envoy will call tomorrow morning.", "2023-09-17"),
    ("A dinner is held tonight.", "2023-09-16"),
    ("They landed last night.", "2023-09-15"),
    ("They landed this morning.", "2023-09-16"),
    ("She came the day before yesterday.", "2023-09-14"),
    ("She comes the day after tomorrow.", "2023-09-18"),
    ("He was received this week.", "2023-09-11/2023-09-17"),
    ("He was received earlier this week.", "2023-09-11/2023-09-16"),
    ("He is received later this week.", "2023-09-16/2023-09-17"),
    ("He was received last week.", "2023-09-04/2023-09-10"),
    ("He is received next week.", "2023-09-18/2023-09-24"),
    ("He called last weekend.", "2023-09-09/2023-09-10"),
    ("He called on Wednesday last week.", "2023-09-06"),
    ("He calls on Monday of next week.", "2023-09-18"),
    ("Inspectors travel early next month.", "2023-10"),
    ("Inspectors travelled last month.", "2023-08"),
    ("They spoke earlier this month.", "2023-09"),
    ("They spoke earlier this year.", "2023"),
    ("They spoke last year.", "2022"),
    ("She was appointed in 2016.", "2016"),
    ("She has served since 2014.", "2014/.."),
    ("She has served since the beginning of 2022.", "2022/.."),
    ("It ran from 2014 to 2018.", "2014/2018"),
    ("It ran in 2014-2018.", "2014/2018"),
    ("It opens in March 2024.", "2024-03"),
    ("It opened in May, 2020.", "2020-05"),
    ("It sits between March and May 2024.", "2024-03/2024-05"),
    ("It opened in the summer of 2019.", "2019"),
    ("He toured it on Feb. 14, 2022.", "2022-02-14"),
    ("He toured it on 14 February 2022.", "2022-02-14"),
    ("He toured it on the 14th of February, 2022.", "2022-02-14"),
    ("He toured it on Monday, February 14, 2022.", "2022-02-14"),
    ("He toured it on Mon., Feb. 14th, 2022.", "2022-02-14"),
    ("He toured it on 2022-02-14.", "2022-02-14"),
    ("He toured it on 14.02.2022.", "2022-02-14"),
    ("The tour, 28 February to 2 March 2022, was long.", "2022-02-28/2022-03-02"),
    ("The tour, December 30 to January 2, 2023, was long.", "2022-12-30/2023-01-02"),
    ("Planes sent in the 1980s were old.", "198X"),
    ("Planes sent in the early 1990s were old.", "199X"),
    ("Planes sent in the late eighties were old.", "198X"),
    ("They met two days ago.", "2023-09-14"),
    ("They met three weeks ago.", "2023-08-26~"),
    ("They met a month ago.", "2023-08~"),
    ("They met 10 years ago.", "2013~"),
    ("It must be ready by 2030.", "../2030"),
    ("They met around 5 May 2021.", "2021-05-05~"),
    ("They meet in March 2024, and not before.", "2024-03"),
    ("The council met last June.", "2023-06"),
    ("The council meets next March.", "2024-03"),
    ("The visit, 13-17 September 2023, was long.", "2023-09-13/2023-09-17"),
]


@pytest.mark.parametrize(("text", "value"), ONE)
def test_it_is_the_same_before_and_after(text: str, value: str, calendar: Calendar) -> None:
    assert values(text, calendar) == [(value, value)]


# Two values where the tense decides.
TWO = [
    ("On Wednesday she met the minister.", "2023-09-13", "2023-09-20"),
    ("Wednesday, she met the minister.", "2023-09-13", "2023-09-20"),
    ("She met the minister late Wednesday night.", "2023-09-13", "2023-09-20"),
    ("She met the minister this Friday.", "2023-09-15", "2023-09-22"),
    ("Since Monday she has been away.", "2023-09-11/..", "2023-09-18/.."),
    ("She stays until Friday.", "../2023-09-15", "../2023-09-22"),
    ("From Monday to Wednesday she was away.", "2023-09-11/2023-09-13", "2023-09-18/2023-09-20"),
    ("She was there from Friday through Sunday.", "2023-09-15/2023-09-17", "2023-09-15/2023-09-17"),
    ("She called over the weekend.", "2023-09-16/2023-09-17", "2023-09-16/2023-09-17"),
    ("She came in March.", "2023-03", "2024-03"),
    ("She came in September.", "2023-09", "2023-09"),
    ("She came in mid-March.", "2023-03", "2024-03"),
    ("It ends by the end of March.", "../2023-03", "../2024-03"),
    ("She came on 14 February.", "2023-02-14", "2024-02-14"),
    ("She came on September 30.", "2022-09-30", "2023-09-30"),
    ("She came on August 6-8.", "2023-08-06/2023-08-08", "2024-08-06/2024-08-08"),
    ("She came from 13 to 17 September.", "2023-09-13/2023-09-17", "2023-09-13/2023-09-17"),
    ("She came from September 13 to 15.", "2023-09-13/2023-09-15", "2024-09-13/2024-09-15"),
    ("She came on 29 February.", "2020-02-29", "2024-02-29"),
    ("She came on the 13th, and stayed.", "2023-09-13", "2023-10-13"),
    ("She came around 5 May.", "2023-05-05~", "2024-05-05~"),
    ("In two days, she comes.", None, "2023-09-18"),
]


@pytest.mark.parametrize(("text", "past", "future"), TWO)
def test_it_looks_back_and_ahead(text: str, past: str | None, future: str | None, calendar: Calendar) -> None:
    assert values(text, calendar) == [(past, future)]


@pytest.mark.parametrize(
    "text",
    [
        "The two would meet in the future.",
        "It will be inspected in a matter of days.",
        "They will speak in the coming weeks.",
        "They spoke a few days ago.",
        "They have spoken recently.",
        "They meet on 31 February.",
        "They met the next day.",  # after what day?
    ],
)
def test_it_has_a_time_that_nobody_says(text: str, calendar: Calendar) -> None:
    assert values(text, calendar) == [(None, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May may march to March with Mr. June.",
        "The Su-57 and 19 ministers flew 1950 kilometers.",
        "A briefing will be held at 19:00 (approximately).",
        "In three hours, a second car came.",
        "He is 45 and the visit lasted two days.",
        "He meets her on Mondays.",
        "It was Good Friday, wrote the Sunday Times.",
        "It is on the 13th floor of Room 2019.",
        "The visit was his third visit in two months of office.",
        "They paid $2,016 in 1,950 parts for 2.5 May units.",
    ],
)
def test_it_is_no_time(text: str, calendar: Calendar) -> None:
    assert values(text, calendar) == []


def test_the_next_day_follows_the_last_day_named(calendar: Calendar) -> None:
    text = (
        "He came on Monday. The next day he left, and two days later he called. In March, he had called the day before."
    )
    assert values(text, calendar) == [
        ("2023-09-11", "2023-09-18"),
        ("2023-09-12", "2023-09-19"),
        ("2023-09-14", "2023-09-21"),
        ("2023-03", "2024-03"),
        ("2023-09-13", "2023-09-20"),
    ]


def test_an_expression_has_its_words(calendar: Calendar) -> None:
    doc = ENGLISH("From Monday, Sept. 4, 2023 to last Thursday evening they spoke in the 1980s.")
    times = find_times(doc, SATURDAY, calendar)
    assert [doc[time.start : time.end].text for time in times] == [
        "Monday, Sept. 4, 2023",
        "last Thursday evening",
        "1980s",
    ]


def test_the_ends_of_the_calendar_have_no_value(calendar: Calendar) -> None:
    first, last = datetime.date.min, datetime.date.max
    assert values("Yesterday and 900 years ago.", calendar, first) == [(None, None), (None, None)]
    assert values("Tomorrow and next week and next year.", calendar, last) == [(None, None)] * 3
    assert values("On Monday and on 29 February, or in March.", calendar, first)
    assert values("On Monday and on 29 February, or in March.", calendar, last)


@pytest.mark.parametrize("published", [SATURDAY, datetime.date(2024, 2, 29), datetime.date(2024, 12, 31)])
def test_every_value_is_a_date(published: datetime.date, calendar: Calendar) -> None:
    text = " ".join([*(text for text, _ in ONE), *(text for text, _, _ in TWO)])
    times: list[Time] = find_times(ENGLISH(text), published, calendar)
    assert len(times) >= len(ONE) + len(TWO)
    said = [value for time in times for value in (time.past, time.future) if value]
    assert [value for value in said if parse_date(value) is None] == []


def test_an_empty_text_has_no_times(calendar: Calendar) -> None:
    assert values("", calendar) == []
