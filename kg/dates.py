"""Honest dates: the part of EDTF that a record may hold, and what each date does and does not say.

EDTF is the Extended Date/Time Format of the Library of Congress (https://www.loc.gov/standards/datetime/). Accepted are
days, months, years and closed intervals of level 0, and of level 1 the decade with an unspecified last digit, the
qualifiers ``~`` and ``?``, and the interval with one open end. An interval may end in a decade, which is level 2.
"""

import re
from calendar import monthrange
from typing import NamedTuple

from kg.errors import DateError
from kg.remembering import Remembered

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
"""Datatype IRI of an EDTF literal."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_EXACT = re.compile(r"(?!000[0X])(?:([0-9]{3})X|([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?)")


class Date(NamedTuple):
    """A date as written, and what may be derived from it without making anything up."""

    edtf: str
    """The EDTF literal, exactly as accepted."""
    value: str | None = None
    """Its XSD lexical form; none for decades, intervals and anything qualified."""
    datatype: str | None = None
    """IRI of the XSD datatype that has the precision in which the date was written."""
    earliest: str | None = None
    """First day that it can mean; none where the start is open or qualified."""
    latest: str | None = None
    """Last day that it can mean; none where the end is open or qualified."""


_OPEN = Date("..")


def parse_date(text: str) -> Date | None:
    """Read a date, or give nothing where it is not of the accepted EDTF forms (levels 0 and 1).

    Whether an interval ends before it starts is left to the shapes.

    >>> parse_date("2023-09")
    Date(edtf='2023-09', value='2023-09', datatype='http://www.w3.org/2001/XMLSchema#gYearMonth', \
earliest='2023-09-01', latest='2023-09-30')
    >>> parse_date("198X/..")
    Date(edtf='198X/..', value=None, datatype=None, earliest='1980-01-01', latest=None)
    >>> parse_date("2023-09-13/")
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _parse_single(text)
    first, last = _parse_end(start), _parse_end(end)
    if first is None or last is None or first is last:  # one object only where both ends are open
        return None
    return Date(text, earliest=first.earliest, latest=last.latest)


def date(text: str) -> Date:
    """Read a date as :func:`parse_date` does.

    >>> date("2023-09-13/..").latest is None
    True
    >>> date("2023-09-13/")
    Traceback (most recent call last):
    kg.errors.DateError: not a date: '2023-09-13/': the interval names no end (for an open end write 2023-09-13/..)

    :raises DateError: if it is not of the accepted EDTF forms (levels 0 and 1).
    """
    parsed = parse_date(text)
    if parsed is None:
        reason, hint = _complaint(text)
        raise DateError(f"not a date: {text[:60]!r}: {reason}", hint=hint)
    return parsed


def parse_day(text: str) -> str | None:
    """Give the text back if it is a day of the calendar written as ISO 8601 and EDTF level 0 have it, else nothing.

    >>> parse_day("2024-02-29")
    '2024-02-29'
    >>> parse_day("2023-02-29")
    """
    return _days[text] if len(text) == 10 else None


def _day(text: str) -> str | None:
    return text if _parse_exact(text) else None


_days = Remembered(_day)


def _parse_end(text: str) -> Date | None:
    return _OPEN if text == ".." else _parse_single(text)


def _parse_single(text: str) -> Date | None:
    if text.endswith(("~", "?")):
        return Date(text) if _parse_exact(text[:-1]) else None
    return _parse_exact(text)


def _parse_exact(text: str) -> Date | None:
    match = _EXACT.fullmatch(text)
    if match is None:
        return None
    decade, year, month, day = match.groups()
    if decade:
        return Date(text, earliest=f"{decade}0-01-01", latest=f"{decade}9-12-31")
    if month is None:
        return Date(text, text, _XSD + "gYear", f"{text}-01-01", f"{text}-12-31")
    last = monthrange(int(year), int(month))[1]
    if day is None:
        return Date(text, text, _XSD + "gYearMonth", f"{text}-01", f"{text}-{last}")
    return Date(text, text, _XSD + "date", text, text) if int(day) <= last else None


_FORMS = "YYYY-MM-DD, YYYY-MM, YYYY or a decade as 198X, each with ~ or ? at most once, or an interval A/B, A/.., ../B"

# Common mistakes: what is written, what is wrong with it, what to write instead ({} is the text).
_MISTAKES = [
    (r"[0-9X~?-]{4,11}/", "the interval names no end", "for an open end write {}.."),
    (r"/[0-9X~?-]{4,11}", "the interval names no start", "for an open start write ..{}"),
    (r"\.\./\.\.", "an interval open at both ends says nothing", "leave the date out"),
    (r"\d{1,4}/\d{1,2}/\d{1,4}", "a slash stands only between the ends of an interval", "write a day as YYYY-MM-DD"),
    (r".*[0-9][T ][0-9]{2}:.*", "a time of day", "write the day alone, as YYYY-MM-DD"),
    (r"\s.*|.*\s", "white space around it", "write the date alone"),
    (r".*%.*", "the qualifier %", "write one of ~ and ?"),
    (r".*[~?].*[~?].*", "more than one qualifier", "write one of ~ and ?, at the end"),
    (r"000[0X].*", "the year 0000", "years run from 0001 to 9999"),
    (r"[0-9]{3}[0-9X](-[0-9X]{2})?-(00|XX).*", "a month or day 00 or XX", "leave out what is not known, as in 2023-09"),
    (r"[0-9]{4}-(1[3-9]|[2-9][0-9]).*", "no such month", "months run from 01 to 12"),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}[~?]?", "the calendar has no such day", "name a day that exists, or the month alone"),
    (r"[0-9]{3}(0'?s|[ux])[~?]?", "a decade is written as 198X", "for the 1980s write 198X"),
]


def _complaint(text: str) -> tuple[str, str | None]:
    """Say what is wrong: with the interval as such, else with its first end that is no date."""
    part = next((end for end in text.split("/") if _parse_end(end) is None), text)
    for written in (text, part):
        for pattern, reason, hint in _MISTAKES:
            if re.fullmatch(pattern, written, re.DOTALL):
                return reason, hint.format(written)
    return f"none of the forms {_FORMS}", None
