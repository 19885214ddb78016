"""Answers of a service: what a body or a status says, as a value of the shape that was asked for or as an error."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
import requests

from kg.errors import ServiceError
from kg.web.exchange import BUSY, asked_pause, plain_words

T = TypeVar("T")

_TOO_LONG = b"TimeoutException"
_REFUSED = frozenset({400, 413, 422})


def nothing(response: requests.Response) -> None:
    """There is nothing to look for."""


class BusyError(ServiceError):
    """A service that asks to come again later, or an exchange that broke off.

    :param pause: seconds that it asks for, if it says so.
    """

    def __init__(self, reason: str, *, where: str | None = None, pause: float | None = None) -> None:
        super().__init__(reason, where=where)
        self.pause = pause


class TooLongError(ServiceError):
    """A query that takes the service longer than it allows: asking again does not help, asking for less does."""


class RefusedError(ServiceError):
    """A request that a service understands to be wrong, or too large: asking for something else may help."""


def decoded(response: requests.Response, shape: type[T], check: Callable[[requests.Response], None], url: str) -> T:
    """Decode a body.

    :param check: looks at the response first, and raises for an error that is told there.
    """
    body = response.content
    try:
        msgspec.json.decode(body, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if _TOO_LONG in body[-20_000:]:
            raise TooLongError("the query takes it longer than it allows", where=url) from error
        raise BusyError(f"its answer is no whole JSON: {error}", where=url) from error
    except RecursionError as error:
        raise ServiceError("its answer is nested too deeply", where=url) from error
    check(response)
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ServiceError(f"its answer has another shape than it should: {error}", where=url) from error


def refusal(url: str, response: requests.Response) -> ServiceError:
    """Make an error of a status that is none of success."""
    status, kind = response.status_code, response.headers.get("Content-Type", "")
    if status == 500 and _TOO_LONG in response.content:
        return TooLongError("the query takes it longer than it allows", where=url)
    said = plain_words(response.text, html="html" in kind)
    reason = f"it answered {status} {response.reason}{f': {said:.200}' if said else ''}"
    if status in BUSY:
        return BusyError(reason, where=url, pause=asked_pause(response.headers, datetime.now(UTC)))
    return (RefusedError if status in _REFUSED else ServiceError)(reason, where=url)


def given_up(busy: BusyError, times: int, waited: float) -> ServiceError:
    """Make an error that no patience helps against any more."""
    asks = f", and asks for a pause of {busy.pause:,.0f} s" if busy.pause else ""
    return ServiceError(
        f"{busy.reason}{asks}; given up after {times} requests and {waited:,.0f} s of waiting",
        where=busy.where,
        hint="what was fetched is kept in the cache: run it again later, or with more --patience",
    )
