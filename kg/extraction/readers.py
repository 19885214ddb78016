"""Time expressions that need the words of the calendar to be read."""

import datetime
import re
from dataclasses import dataclass
from typing import Any, Final

from kg.extraction import reckoning
from kg.extraction.reckoning import Reading, closed, same

Found = re.Match[str]


def digits(text: str) -> int:
    """The number in "3rd"."""
    return int(re.sub(r"\D", "", text))


_OFFSETS: Final = {
    "last": -1,
    "the previous": -1,
    "this": 0,
    "next": 1,
    "coming": 1,
    "the coming": 1,
    "the following": 1,
}


def shift_said(found: Found) -> int:
    """How many units later "this", "last" and "next" say."""
    return _OFFSETS[" ".join(found["which"].lower().split())]


@dataclass(frozen=True)
class Readers:
    """The readers that need the words of the calendar."""

    words: dict[str, Any]

    def _month(self, name: str) -> int:
        number: int = self.words["months"][name.rstrip(".")]
        return number

    def _weekday(self, name: str) -> int:
        number: int = self.words["weekdays"][name]
        return number

    def _count(self, text: str) -> int:
        return int(text) if text.isdigit() else int(self.words["numbers"][text.lower()])

    def days(self, found: Found, published: datetime.date) -> Reading:
        """Read one day or several in a row, with or without their year."""
        groups = found.groupdict()
        month = self._month(found["month"])
        start = (month, digits(found["day"]))
        last = self._month(found["month2"]) if groups.get("month2") else month
        end = (last, digits(found["day2"])) if groups.get("day2") else start
        if not groups["year"]:
            return reckoning.days_of_year(start, end, published)
        return same(reckoning.days_until(int(found["year"]), start, end))

    def months(self, found: Found, published: datetime.date) -> Reading:
        """Read one month or several in a row, with or without their year."""
        groups = found.groupdict()
        start = self._month(found["month"])
        end = self._month(found["month2"]) if groups.get("month2") else start
        if not groups.get("year"):
            return reckoning.months_of_year(start, end, published)
        year = int(found["year"])
        return same(closed(reckoning.month(year - (end < start), start), reckoning.month(year, end)))

    def next_month(self, found: Found, published: datetime.date) -> Reading:
        """Read "next March": not the present month."""
        month = self._month(found["month"])
        return same(reckoning.month(published.year + (month <= published.month), month))

    def this_month(self, found: Found, published: datetime.date) -> Reading:
        """Read "this March": that of the year of the dateline."""
        return same(reckoning.month(published.year, self._month(found["month"])))

    def last_month(self, found: Found, published: datetime.date) -> Reading:
        """Read "last March": not the present month."""
        month = self._month(found["month"])
        return same(reckoning.month(published.year - (month >= published.month), month))

    def decade(self, found: Found, _: datetime.date) -> Reading:
        """Read "the nineties"."""
        return same(self.words["decades"][found["decade"].lower()])

    def weekday(self, found: Found, published: datetime.date) -> Reading:
        """Read a bare weekday."""
        past, future = reckoning.weekday(self._weekday(found["weekday"]), published)
        return Reading(past.isoformat(), future.isoformat())

    def which_weekday(self, found: Found, published: datetime.date) -> Reading:
        """Read "last Thursday" (the latest before the dateline), "next Monday" (that of next week)."""
        number, offset = self._weekday(found["weekday"]), shift_said(found)
        day = datetime.timedelta(1)
        if offset < 0:
            return same(reckoning.weekday(number, published - day)[0].isoformat())
        if found["which"].lower() == "next":
            return same((reckoning.week(published, 1)[0] + number * day).isoformat())
        past, future = reckoning.weekday(number, published)
        return same(future.isoformat()) if offset > 0 else Reading(past.isoformat(), future.isoformat())

    def weekday_of_week(self, found: Found, published: datetime.date) -> Reading:
        """Read "Wednesday last week"."""
        monday, _ = reckoning.week(published, shift_said(found))
        return same((monday + datetime.timedelta(self._weekday(found["weekday"]))).isoformat())

    def weekdays(self, found: Found, published: datetime.date) -> Reading:
        """Read "Monday to Wednesday": begun by the dateline, or not over before it."""
        first, last = self._weekday(found["weekday"]), self._weekday(found["weekday2"])
        length = datetime.timedelta((last - first) % 7)
        start, end = reckoning.weekday(first, published)[0], reckoning.weekday(last, published)[1]
        return Reading(reckoning.of_days(start, start + length), reckoning.of_days(end - length, end))

    def named_day(self, found: Found, published: datetime.date) -> Reading:
        """Read "yesterday" and its like."""
        days = self.words["days"][" ".join(found["named"].lower().split())]
        return same((published + datetime.timedelta(days)).isoformat())

    def ago(self, found: Found, published: datetime.date) -> Reading:
        """Read "two days ago"."""
        return same(reckoning.shifted(published, -self._count(found["count"]), found["unit"].lower()))

    def ahead(self, found: Found, published: datetime.date) -> Reading:
        """Read "in two days", which in a report of the past says how long something took."""
        return Reading(None, reckoning.shifted(published, self._count(found["count"]), found["unit"].lower()))
