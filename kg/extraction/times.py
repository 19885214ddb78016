"""Time expressions, resolved against the dateline; never against today's clock."""

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from spacy.tokens import Doc

from kg.dates import parse_date, parse_day
from kg.extraction.calendar import Calendar, Rule
from kg.extraction.parts import Time
from kg.extraction.reckoning import NOTHING, Reading, each, same


class _Hit(NamedTuple):
    start: int
    end: int
    reading: Reading
    after: int | None = None
    """Where the day stands that it is counted from."""
    days: int = 0


def find_times(doc: Doc, published: datetime.date, calendar: Calendar) -> list[Time]:
    """The expressions that say when, in the order of the text; of those that overlap the first and longest.

    They are looked for in the text, not among what the model takes for dates: it has no opinion on "in a matter of
    days" and takes "Su-57" for a year.
    """
    starts, text = [token.idx for token in doc], doc.text
    hits = _first_longest(_hits(text, published, calendar))
    return [_time(hit, starts) for hit in _follow(hits, text, calendar, published)]


def _time(hit: _Hit, starts: list[int]) -> Time:
    after = None if hit.after is None else bisect_right(starts, hit.after) - 1
    return Time(bisect_right(starts, hit.start) - 1, bisect_left(starts, hit.end), *hit.reading, after, hit.days)


def _hits(text: str, published: datetime.date, calendar: Calendar) -> list[_Hit]:
    return [
        _Hit(*found.span("core"), _read(rule, found, published))
        for rule in calendar.rules
        for found in rule.pattern.finditer(text)
    ]


def _first_longest(hits: list[_Hit]) -> Iterator[_Hit]:
    end = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:
            end = hit.end
            yield hit


def _read(rule: Rule, found: re.Match[str], published: datetime.date) -> Reading:
    """Read an expression in its context; one that the calendar does not have says nothing."""
    try:
        reading = rule.read(found, published)
    except (OverflowError, ValueError):  # before the year 1 or after 9999
        return NOTHING
    return each(reading, lambda value: _valid(_bounded(value, found)))


def _valid(value: str) -> str | None:
    return value if parse_date(value) else None


_REACH: Final = 40
_BOUND: Final = re.compile(
    r"(?i)\b(?:(?P<start>since|starting(?: on)?|beginning(?: on)?|as of|as from)"
    r"|(?P<end>until|till|by|before|prior to|no later than)"
    r"|(?P<about>around|about|approximately|circa|on or about|roughly))\s+"
    r"(?:the\s+)?(?:(?:beginning|start|middle|end)\s+of\s+)?$"
)


def _bounded(value: str, found: re.Match[str]) -> str:
    """Open the interval after "since", close it after "until", blur what stands after "about"."""
    start, end = found.span("core")
    before = _BOUND.search(found.string, max(0, start - _REACH), start)
    if not before or "/" in value or found.string.startswith("'", end):
        return value
    if before.lastgroup == "start":
        return f"{value}/.."
    if before.lastgroup == "end":
        return f"../{value}"
    return value.rstrip("~") + "~"


def _follow(hits: Iterator[_Hit], text: str, calendar: Calendar, published: datetime.date) -> Iterator[_Hit]:
    """Count "the next day" from the last day that was named before it; "the same day" else is that of the dateline."""
    last: _Hit | None = None
    for hit in hits:
        offset = calendar.following.get(" ".join(text[hit.start : hit.end].lower().split()))
        found = hit
        if offset is not None:
            reading = each(last.reading, partial(shift, days=offset)) if last else NOTHING
            if last is None and offset == 0:
                reading = same(published.isoformat())
            found = hit._replace(reading=reading, after=last and last.start, days=offset)
        if found.reading.past and parse_day(found.reading.past):
            last = found
        yield found


def shift(value: str, days: int) -> str | None:
    """A day some days later; None where it is no day."""
    day = parse_day(value)
    return day and (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()
