"""The grammar of time expressions: patterns, and what each of them says.

The words come from ``extraction/times.yaml`` of the profile. In a pattern a blank is any gap between two words,
``<day>`` stands for a piece that is captured, and ``(?P<core>...)`` is what becomes the expression.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from kg.extraction import reckoning
from kg.extraction.readers import Found, Readers, digits, shift_said
from kg.extraction.reckoning import NOTHING, Reading, closed, same

Reader = Callable[[Found, datetime.date], Reading]


class Rule(NamedTuple):
    """An expression's form, and how it is read against the dateline."""

    pattern: re.Pattern[str]
    read: Reader


class Calendar(NamedTuple):
    """All forms, and the expressions that count from the last day named, with their distance in days."""

    rules: tuple[Rule, ...]
    following: dict[str, int]


@cache
def read_calendar(path: Path) -> Calendar:
    """Read the words of a calendar and build its patterns."""
    words = yaml.safe_load(path.read_text(encoding="utf-8"))
    pieces, readers = _pieces(words), Readers(words)
    rules = (Rule(re.compile(_fill(pattern, pieces)), read) for pattern, read in _grammar(readers))
    return Calendar(tuple(rules), words["days_after"])


_GAP: Final = r"(?:[^\S\n]{1,3}|\n)"
_PIECE: Final = re.compile(r"(?<!P)<([a-z]+)([0-9]?)>")


def _fill(pattern: str, pieces: dict[str, str]) -> str:
    named = _PIECE.sub(
        lambda piece: f"(?P<{piece[1]}{piece[2]}>{pieces.get(piece[0][1:-1]) or pieces[piece[1]]})", pattern
    )
    core = named if "(?P<core>" in named else f"(?P<core>{named})"
    return core.replace(" ", _GAP)


def _any(words: Iterable[str], also: str = "") -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace("\\ ", " ") + also for word in longest_first) + ")"


def _pieces(words: dict[str, Any]) -> dict[str, str]:
    beside = words["names_with_weekday"]
    weekday = _any(words["weekdays"]) + r"\b"
    no_name = "".join(rf"(?<!{word}\s)" for word in beside["before"])
    return {
        "month": rf"\b{_any(words['months'])}\b\.?",
        "day": r"(?<![\d.,:/$€£])(?<!\w-)(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:/]\d)",
        "day2": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:/]\d)",
        "year": r"(?<![\d.,:/$€£])(?:1\d|20)\d\d(?!\d|-?[A-Za-z]|[.,:/]\d)",
        "weekday": no_name + rf"\b{weekday}(?! {_any(beside['after'])}\b)",
        "on": rf"(?:\b(?:{weekday}|{_any(words['short_weekdays'])}\b\.?),? (?:the )?)?",
        "count": rf"(?i:\d{{1,3}}|{_any(words['numbers'])})",
        "unit": r"(?i:day|week|month|year)",
        "which": r"(?i:this|last|next|the previous|the coming|coming|the following)",
        "to": r"(?: ?[-–—] ?| (?:to|through|until|till) )",
        "and": r"(?: ?[-–—] ?| (?:to|through|until|till|and) )",
        "of": r"(?:,? (?:of )?)",
        "hours": r"(?: (?i:morning|afternoon|evening|night|noon))?",
        "named": rf"(?i:{_any(words['days'])})",
        "following": rf"(?i:{_any(words['days_after'])})",
        "vague": rf"(?i:{_any(words['vague'])})",
        "decade": rf"(?i:{_any(words['decades'])})",
        # A month or a year alone needs a word before it: "May" is a verb and a name, "1950" a number of anything.
        "before": r"(?i:in|since|until|till|by|of|during|for|before|after|from|early|late|mid)(?: |-)",
        "season": r"(?i:spring|summer|autumn|fall|winter)",
    }


def _grammar(read: "Readers") -> Iterator[tuple[str, Reader]]:
    yield "<on><day>(?: of)? <month>(?:<of><year>)?", read.days
    yield "<on><month> (?:the )?<day>(?:,? <year>)?", read.days
    yield "<on><month> <day><and><day2>(?:,? <year>)?", read.days
    yield "<day><and><day2>(?: of)? <month>(?:<of><year>)?", read.days
    yield "<month> <day><to><month2> <day2>(?:,? <year>)?", read.days
    yield "<day> <month><to><day2> <month2>(?:<of><year>)?", read.days
    yield r"(?<![\w./-])(?P<iso>\d{4}-\d\d-\d\d)(?![\w/-])", lambda found, _: same(found["iso"])
    yield r"(?<![\w./-])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?![\w/-])", _dotted
    yield (
        "(?i:on the) (?P<core>(?P<nth>(?:3[01]|[12]?[1-9]|[12]0)(?:st|nd|rd|th)))(?= of (?i:this month)|[,.;]|$)",
        _nth,
    )
    yield "<month><of><year>", read.months
    yield r"\b<before>(?P<core><month>)", read.months
    yield "(?i:between|from) (?P<core><month><and><month2>(?:<of><year>)?)", read.months
    yield "<month><to><month2><of><year>", read.months
    yield "(?i:next) <month>(?! <day>)", read.next_month
    yield "(?i:last) <month>(?! <day>)", read.last_month
    yield r"\b(?:<before>|<season> (?:of )?)(?:the year )?(?P<core><year>)", _year
    yield r"\b(?:<before>|<season> )(?P<core><year>(?:[-–—]| to | and )<year2>)", _years
    yield r"\b<before>?(?:the )?(?:(?i:early|late|mid)(?: |-))?(?P<core>(?P<ten>(?:1\d|20)\d)0'?s)\b", _decade
    yield "(?i:the) (?:(?i:early|late|mid)(?: |-))?(?P<core><decade>)", read.decade
    yield "(?:(?i:early|earlier|late|later) (?:on )?)?<weekday><hours>", read.weekday
    yield "<which> <weekday><hours>", read.which_weekday
    yield "<weekday><hours>,?(?: of)? <which> (?i:week)", read.weekday_of_week
    yield "<which> (?i:week) (?:on )?<weekday><hours>", read.weekday_of_week
    yield "<weekday><to><weekday2>", read.weekdays
    yield "(?i:between) (?P<core><weekday> and <weekday2>)", read.weekdays
    yield r"(?:\b(?i:early|earlier|late|later) )?\b<named><hours>", read.named_day
    yield r"(?:\b(?P<side>(?i:early|earlier|late|later)) )?(?:in )?\b<which> <unit>\b", _unit
    yield r"\b(?P<side>(?i:early|earlier|late|later)) in (?i:the) <unit>\b", _unit_of_now
    yield "(?i:this) <month>(?! <day>)", read.this_month
    yield r"\b(?i:(?P<whole>the|this) (?P<unit>day|week|month|year))\b(?='s end)", _unit
    yield r"\b(?:<which>|over the|at the|the) (?P<core>(?i:weekend))\b", _weekend
    yield r"\b<count> <unit>s? (?i:ago)\b", read.ago
    yield (
        r"(?<!time\s)\b(?i:in) (?P<core><count> (?P<unit>(?i:day|week|month))s?)(?:'s?)?(?= time\b|[,.;]|$)",
        read.ahead,
    )
    yield r"\b(?i:a few|several|many|some|a couple of) <unit>s? (?i:ago|later|earlier)\b", _nothing
    yield (
        r"\b(?i:in|over|within|during) (?i:the )?(?i:coming|next|past|last|recent|following) (?:\w+ )?<unit>s\b",
        _nothing,
    )
    yield r"\b<following>\b", _nothing  # read in the order of the text
    yield r"\b<vague>\b", _nothing


def _nothing(_found: Found, _published: datetime.date) -> Reading:
    return NOTHING


def _dotted(found: Found, _: datetime.date) -> Reading:
    day = reckoning.day(int(found["y"]), int(found["m"]), int(found["d"]))
    return same(day.isoformat() if day else None)


def _nth(found: Found, published: datetime.date) -> Reading:
    return reckoning.day_of_month(digits(found["nth"]), published)


def _year(found: Found, _: datetime.date) -> Reading:
    return same(found["year"])


def _years(found: Found, _: datetime.date) -> Reading:
    return same(closed(found["year"], found["year2"]))


def _decade(found: Found, _: datetime.date) -> Reading:
    return same(found["ten"] + "X")


def _unit(found: Found, published: datetime.date) -> Reading:
    """Read "this week", "last month", "earlier this year"; a day counts from another, not from the dateline."""
    offset = shift_said(found)
    side = (found["side"] or "").lower() if offset == 0 else ""
    return _this(found["unit"].lower(), side, published, offset)


def _this(unit: str, side: str, published: datetime.date, offset: int) -> Reading:
    """The week, month or year of the dateline, or one so many later; of a week the side told."""
    if unit == "year":
        return same(f"{published.year + offset:04}")
    if unit == "month":
        return same(reckoning.month(published.year, published.month + offset))
    if unit == "day":
        return NOTHING
    start, end = reckoning.week(published, offset)
    return same(reckoning.of_days(published if side == "later" else start, published if side == "earlier" else end))


def _unit_of_now(found: Found, published: datetime.date) -> Reading:
    """Read "earlier in the week" as "earlier this week"."""
    return _this(found["unit"].lower(), found["side"].lower(), published, 0)


def _weekend(found: Found, published: datetime.date) -> Reading:
    which = (found["which"] or "").lower()
    past, future = reckoning.weekday(5, published)[0], reckoning.weekday(6, published)[1]
    one_day = datetime.timedelta(1)
    if which == "last" and published - past <= one_day:
        past -= datetime.timedelta(7)
    back, ahead = reckoning.of_days(past, past + one_day), reckoning.of_days(future - one_day, future)
    return same(back) if which == "last" else same(ahead) if which in ("next", "coming") else Reading(back, ahead)
