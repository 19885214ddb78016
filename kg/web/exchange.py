"""What holds of every exchange over HTTP: it is bounded, it stays with one host, and it is told in plain words."""

import ipaddress
import math
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import requests

MOVED = frozenset({301, 302, 303, 307, 308})
BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses after which the same request may go well later."""

_SCRIPTS = re.compile(r"<(?:style|script).*?</(?:style|script)>|<[^>]{0,200}>", flags=re.DOTALL)


def read_body(response: requests.Response, largest: int, longest: float = math.inf) -> bytes:
    """Read a body whole. :raises ValueError: if it is cut off, or is larger or takes more seconds than it may."""
    parts: list[bytes] = []
    size, end = 0, time.monotonic() + longest
    for part in response.iter_content(1 << 16):
        size += len(part)
        if size > largest:
            raise ValueError("the reply is larger than any that is asked for")
        if time.monotonic() > end:
            raise ValueError(f"the reply takes more than {longest:,.0f} s")
        parts.append(part)
    expected = response.headers.get("Content-Length")
    if expected and "Content-Encoding" not in response.headers and int(expected) != size:
        raise ValueError(f"the reply was cut off at {size} of {expected} bytes")
    return b"".join(parts)


def same_host(url: str, location: str) -> str | None:
    """Give the address that a redirect leads to, or None if that is another host or another scheme.

    >>> same_host("https://a.example/b", "/c"), same_host("https://a.example/b", "https://b.example/c")
    ('https://a.example/c', None)
    """
    target = urljoin(url, location)
    return target if urlsplit(target)[:2] == urlsplit(url)[:2] else None


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine.

    >>> is_loopback("localhost"), is_loopback("::1"), is_loopback("127.0.0.1.example")
    (True, True, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def asked_pause(headers: Mapping[str, str], now: datetime) -> float | None:
    """Give the seconds that ``Retry-After`` asks to wait: a number, or a date, which is meant by the server's clock.

    >>> asked_pause({"Retry-After": "7"}, datetime.now(UTC)), asked_pause({"Retry-After": "soon"}, datetime.now(UTC))
    (7.0, None)
    """
    after = headers.get("Retry-After", "").strip()
    if after.isascii() and after.isdigit():
        return float(after)
    until, since = _moment(after), _moment(headers.get("Date", "")) or now
    return max((until - since).total_seconds(), 0.0) if until else None


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def plain_words(text: str, *, html: bool) -> str:
    """Give a server's own words on one line, without markup and control characters."""
    words = (_SCRIPTS.sub(" ", text[:5000]) if html else text[:5000]).split()
    return "".join(char for char in " ".join(words)[:400] if char.isprintable())
