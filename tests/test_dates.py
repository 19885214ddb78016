import warnings
from datetime import date as Day

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.dates import Date, date, parse_date, parse_day
from kg.errors import DateError

with warnings.catch_warnings(action="ignore"):  # its grammar warns when it is imported
    from edtf import parse_edtf

XSD = "http://www.w3.org/2001/XMLSchema#"
PRECISION = {10: XSD + "date", 7: XSD + "gYearMonth", 4: XSD + "gYear"}

GOOD = [
    Date("2023-09-13", "2023-09-13", XSD + "date", "2023-09-13", "2023-09-13"),
    Date("2024-02-29", "2024-02-29", XSD + "date", "2024-02-29", "2024-02-29"),
    Date("2000-02-29", "2000-02-29", XSD + "date", "2000-02-29", "2000-02-29"),
    Date("2023-09", "2023-09", XSD + "gYearMonth", "2023-09-01", "2023-09-30"),
    Date("1900-02", "1900-02", XSD + "gYearMonth", "1900-02-01", "1900-02-28"),
    Date("2024-02", "2024-02", XSD + "gYearMonth", "2024-02-01", "2024-02-29"),
    Date("0001", "0001", XSD + "gYear", "0001-01-01", "0001-12-31"),
    Date("9999", "9999", XSD + "gYear", "9999-01-01", "9999-12-31"),
    Date("198X", None, None, "1980-01-01", "1989-12-31"),
    Date("001X", None, None, "0010-01-01", "0019-12-31"),
    Date("2023-09-13~", None, None, None, None),
    Date("2023-09?", None, None, None, None),
    Date("2023~", None, None, None, None),
    Date("198X?", None, None, None, None),
    Date("2023-09-13/2023-09-17", None, None, "2023-09-13", "2023-09-17"),
    Date("2023/2023", None, None, "2023-01-01", "2023-12-31"),
    Date("198X/2024-02", None, None, "1980-01-01", "2024-02-29"),
    Date("2023-09-13/..", None, None, "2023-09-13", None),
    Date("../2023-09", None, None, None, "2023-09-30"),
    Date("2023~/2024", None, None, None, "2024-12-31"),
    Date("2023/2024?", None, None, "2023-01-01", None),
    Date("198X~/199X?", None, None, None, None),
    Date("2023?/..", None, None, None, None),
    Date("2023-09-17/2023-09-13", None, None, "2023-09-17", "2023-09-13"),
]

BAD = [
    ("", "none of the forms YYYY-MM-DD, YYYY-MM, YYYY"),
    ("yesterday", "interval A/B, A/.., ../B"),
    ("..", "none of the forms"),
    ("2023-9-13", "none of the forms"),
    ("20230913", "none of the forms"),
    ("-2023", "none of the forms"),
    ("２０２３", "none of the forms"),
    ("2023/2024/2025", "none of the forms"),
    ("~2023", "none of the forms"),
    ("2023-21", "no such month"),
    ("2023-13-01", "no such month"),
    ("2023-02-30", "the calendar has no such day"),
    ("1900-02-29", "the calendar has no such day"),
    ("2023-09-31~", "the calendar has no such day"),
    ("2023-02-30/2023-03-01", "the calendar has no such day"),
    ("2023-00", "leave out what is not known"),
    ("2023-09-00", "leave out what is not known"),
    ("2023-09-XX", "leave out what is not known"),
    ("0000", "years run from 0001"),
    ("000X", "years run from 0001"),
    ("2023/0000-01-01", "years run from 0001"),
    ("2023-09-13/", "write 2023-09-13/.."),
    ("/2023-09-13", "write ../2023-09-13"),
    ("/", "none of the forms"),
    ("../..", "open at both ends"),
    ("13/09/2023", "write a day as YYYY-MM-DD"),
    ("9/13/2023", "write a day as YYYY-MM-DD"),
    ("2023-09-13T10:30:00Z", "write the day alone"),
    ("2023-09-13 10:30", "write the day alone"),
    (" 2023", "white space"),
    ("2023\n", "white space"),
    ("2023-09-13/2023-09-17\n", "white space"),
    ("2023%", "write one of ~ and ?"),
    ("2023~?", "more than one qualifier"),
    ("1980s", "for the 1980s write 198X"),
    ("198x", "for the 1980s write 198X"),
]

days = st.dates().map(str)
exact = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))
exact |= days.filter(lambda day: day >= "0010").map(lambda day: day[:3] + "X")
qualified = st.builds(str.__add__, exact, st.sampled_from("~?"))
singles = exact | qualified
intervals = st.builds("{}/{}".format, singles, singles) | singles.map("{}/..".format) | singles.map("../{}".format)
valid = singles | intervals


@pytest.mark.parametrize("expected", GOOD, ids=lambda expected: expected.edtf)
def test_reads_and_makes_nothing_up(expected: Date) -> None:
    assert parse_date(expected.edtf) == date(expected.edtf) == expected


@pytest.mark.parametrize(("text", "advice"), BAD)
def test_says_what_is_wrong(text: str, advice: str) -> None:
    assert parse_date(text) is None
    with pytest.raises(DateError) as caught:
        date(text)
    assert advice in str(caught.value)


@pytest.mark.parametrize("text", ["2023-09-13", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_parse_day_gives_days(text: str) -> None:
    assert parse_day(text) == text


@pytest.mark.parametrize(
    "text", ["", "2023", "2023-09", "2023-09-1~", "2023-02-29", "0000-01-01", "2023-09-13\n", "２023-09-13"]
)
def test_parse_day_gives_nothing_else(text: str) -> None:
    assert parse_day(text) is None


@given(valid)
def test_valid_forms_are_kept_as_written(text: str) -> None:
    assert date(text).edtf == text


@given(exact)
def test_the_type_is_the_precision_as_written(text: str) -> None:
    if text.endswith("X"):
        assert date(text)[1:3] == (None, None)
    else:
        assert date(text)[1:3] == (text, PRECISION[len(text)])


@given(qualified | intervals)
def test_what_is_not_exact_has_no_type(text: str) -> None:
    assert date(text)[1:3] == (None, None)


@given(st.dates(min_value=Day(10, 1, 1)), st.dates(min_value=Day(10, 1, 1)), st.data())
def test_bounds_enclose_every_day_that_is_meant(one: Day, other: Day, data: st.DataObject) -> None:
    first, last = sorted([str(one), str(other)])
    start, end = (data.draw(st.sampled_from([day, day[:7], day[:4], day[:3] + "X"])) for day in (first, last))
    read = date(f"{start}/{end}")
    assert read.earliest is not None
    assert read.latest is not None
    assert read.earliest <= first <= last <= read.latest


@given(
    st.text()
    | st.text("0123456789-/~?X.")
    | st.builds(lambda a, b, c: a + b + c, st.text(max_size=2), valid, st.text(max_size=2))
)
@settings(max_examples=1000)
def test_any_text_is_a_date_or_a_date_error(text: str) -> None:
    read = parse_date(text)
    assert parse_day(text) in (None, text)
    if read is not None:
        assert read.edtf == text
        assert text.isascii()
        assert date(text) == read
    else:
        with pytest.raises(DateError):
            date(text)


# Against the edtf library. Where it and we differ, on purpose:
UNREAD_THERE = [
    "198X/..",
    "../198X",
    "198X~/1990",
]  # in intervals it reads decades only between unqualified closed ends
MADE_UP_THERE = [
    ("2023-09-13~", "2023-09-13", "2023-09-13"),  # an approximate day is given strict bounds
    ("2023?", "2023-01-01", "2023-12-31"),
    ("2023-09-13/", "2023-09-13", "2033-09-13"),  # an unknown end is put ten years later
    ("/2023", "2013-12-31", "2023-12-31"),
    ("1900-02-29", "1900-02-29", "1900-02-29"),  # a day that the calendar does not have
    ("0000", "0000-01-01", "0000-12-31"),  # a year that XSD 1.0 does not have
]


def bounds_there(text: str) -> tuple[str, ...]:
    parsed = parse_edtf(text)
    bounds = (parsed.lower_strict(), parsed.upper_strict())
    return tuple(f"{bound.tm_year:04}-{bound.tm_mon:02}-{bound.tm_mday:02}" for bound in bounds)


@given(valid.filter(lambda text: not ("X" in text and "/" in text and set("~?.") & set(text))))
@settings(deadline=None)
def test_what_we_accept_is_edtf(text: str) -> None:
    assert str(parse_edtf(text)) == text


@given(exact | st.builds("{}/{}".format, exact, exact))
@settings(deadline=None)
def test_exact_bounds_agree(text: str) -> None:
    assert bounds_there(text) == date(text)[3:]


@pytest.mark.parametrize("text", UNREAD_THERE)
def test_decades_the_library_does_not_read(text: str) -> None:
    with pytest.raises(Exception, match=r"Invalid input|argument after"):
        parse_edtf(text)
    assert date(text).edtf == text


@pytest.mark.parametrize(("text", "lower", "upper"), MADE_UP_THERE)
def test_days_the_library_makes_up(text: str, lower: str, upper: str) -> None:
    assert bounds_there(text) == (lower, upper)
    ours = parse_date(text) or Date(text)
    assert (ours.earliest, ours.latest) == (None, None)
