"""The arithmetic of the calendar: what part of a date means, seen from the dateline, as EDTF.

A :data:`Reading` is a pair, looking back and looking ahead. Nothing here invents a part that was not said.
"""

import datetime
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple


class Reading(NamedTuple):
    """What an expression means in a report of the past, and in an announcement."""

    past: str | None
    future: str | None


NOTHING: Final = Reading(None, None)

# No calendar day is rarer than 29 February, which is at most eight years away.
_FAR: Final = 9
_WEEK: Final = 7


def same(value: str | None) -> Reading:
    """Read it alike in both directions."""
    return Reading(value, value)


def each(reading: Reading, change: Callable[[str], str | None]) -> Reading:
    """Change both values, where there are any."""
    past, future = reading
    return Reading(change(past) if past else None, change(future) if future else None)


def day(year: int, month: int, number: int) -> date | None:
    """Give the day, or nothing if the calendar has no such day."""
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return None


def month(year: int, number: int) -> str:
    """Write a month; numbers outside 1 to 12 run on into the years beside."""
    years, index = divmod(number - 1, 12)
    return f"{year + years:04}-{index + 1:02}"


def closed(start: str, end: str) -> str:
    """Write a closed interval; one day alone is itself."""
    return start if start == end else f"{start}/{end}"


def of_days(start: date, end: date) -> str:
    """Write the interval between two days."""
    return closed(start.isoformat(), end.isoformat())


def week(published: date, offset: int) -> tuple[date, date]:
    """Give Monday and Sunday of this week or, by its offset, of another."""
    monday = published + timedelta(days=_WEEK * offset - published.weekday())
    return monday, monday + timedelta(days=_WEEK - 1)


def weekday(number: int, published: date) -> tuple[date, date]:
    """Give the last such weekday up to the dateline, and the next from it on."""
    back = (published.weekday() - number) % _WEEK
    ahead = (number - published.weekday()) % _WEEK
    return published - timedelta(days=back), published + timedelta(days=ahead)


def days_of_year(start: tuple[int, int], end: tuple[int, int], published: date) -> Reading:
    """Read days (month, day) without a year: begun by the dateline, or not over before it."""
    spans = [span for year in _years(published) if (span := _span(year, start, end))]
    past = [span for span in spans if span[0] <= published]
    future = [span for span in spans if span[1] >= published]
    return Reading(of_days(*past[-1]) if past else None, of_days(*future[0]) if future else None)


def days_until(year: int, start: tuple[int, int], end: tuple[int, int]) -> str | None:
    """Write days (month, day) of which the last lies in that year."""
    span = _span(year - (end < start), start, end)
    return of_days(*span) if span else None


def months_of_year(start: int, end: int, published: date) -> Reading:
    """Read months without a year, as :func:`days_of_year` does."""
    now = month(published.year, published.month)
    spans = [(month(year, start), month(year + (end < start), end)) for year in _years(published)]
    past = [span for span in spans if span[0] <= now]
    future = [span for span in spans if span[1] >= now]
    return Reading(closed(*past[-1]) if past else None, closed(*future[0]) if future else None)


def day_of_month(number: int, published: date) -> Reading:
    """Read "the 13th": the last one up to the dateline, and the next from it on."""
    months = (divmod(published.month - 1 + offset, 12) for offset in range(-2, 3))
    days = [found for years, index in months if (found := day(published.year + years, index + 1, number))]
    past = [found for found in days if found <= published]
    future = [found for found in days if found >= published]
    return Reading(past[-1].isoformat() if past else None, future[0].isoformat() if future else None)


def shifted(published: date, count: int, unit: str) -> str:
    """Count days, weeks, months or years from the dateline; what is counted in more than days is approximate."""
    if unit == "day":
        return (published + timedelta(days=count)).isoformat()
    if unit == "week":
        return (published + timedelta(days=_WEEK * count)).isoformat() + "~"
    if unit == "month":
        return month(published.year, published.month + count) + "~"
    return f"{published.year + count:04}~"


def _years(published: date) -> Iterable[int]:
    return range(max(1, published.year - _FAR), published.year + _FAR)


def _span(year: int, start: tuple[int, int], end: tuple[int, int]) -> tuple[date, date] | None:
    first, last = day(year, *start), day(year + (end < start), *end)
    return (first, last) if first and last else None
