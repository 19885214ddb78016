"""Requests to a service, one JSON answer each: repeated while that may help, and given up in time with a reason."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import msgspec
import requests

from kg.errors import ServiceError
from kg.linking.online.manners import Manners, check_service
from kg.web import BUSY, MOVED, asked_pause, plain_words, read_body, same_host

T = TypeVar("T")

_MOST = 10  # times that one request is sent
_TOO_LONG = b"TimeoutException"


def _nothing(response: requests.Response) -> None:
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


class Client:
    """Speaks with one service. Its threads share one pause: while one waits, all do."""

    def __init__(self, url: str, manners: Manners) -> None:
        self.url = check_service(url)
        self._manners = manners
        self._local = threading.local()
        self._pause = threading.Lock()

    def post(self, fields: Mapping[str, str], shape: type[T]) -> T:
        """POST a form, and decode the answer.

        :raises ServiceError: if none of that shape comes in the time that there is.
        """
        return self._patiently(lambda: _decoded(self._once("POST", self.url, fields), shape, _nothing, self.url))

    def get(
        self,
        fields: Mapping[str, str],
        shape: type[T],
        check: Callable[[requests.Response], None] = _nothing,
        *,
        url: str = "",
    ) -> T:
        """GET an answer.

        :param check: looks at the response first, and raises for an error that is told there.
        :param url: another address of the same service.
        :raises ServiceError: as :meth:`post`.
        """
        address = url or self.url
        return self._patiently(lambda: _decoded(self._once("GET", address, fields), shape, check, address))

    def _patiently(self, attempt: Callable[[], T]) -> T:
        waited, pauses = 0.0, self._manners.pauses()
        for number in range(1, _MOST + 1):
            try:
                with self._pause:
                    pass  # another thread was told to wait
                return self._placed(attempt)
            except BusyError as busy:
                pause = max(next(pauses), busy.pause or 0.0)
                if number == _MOST or waited + pause > self._manners.patience:
                    raise _given_up(busy, number, waited) from busy
            with self._pause:
                self._manners.sleep(pause)
            waited += pause
        raise AssertionError

    def _placed(self, attempt: Callable[[], T]) -> T:
        try:
            return attempt()
        except ServiceError as error:
            error.where = error.where or self.url
            raise

    def _once(self, method: str, url: str, fields: Mapping[str, str]) -> requests.Response:
        response = self._send(method, url, fields)
        if response.status_code in MOVED:
            location = response.headers.get("Location", "")
            target = same_host(url, location)
            if target is None:
                where = urlsplit(urljoin(url, location)).netloc
                raise ServiceError(f"it sends us on to another host, {where[:80]!r}; refused", where=url)
            response = self._send(method, target, {} if method == "GET" and urlsplit(target).query else fields)
        if not response.ok or response.status_code in MOVED:
            raise _refusal(url, response)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if "json" not in kind:
            said = plain_words(response.text, html="html" in kind)
            raise ServiceError(f"it answers with {kind or 'no type'!r} instead of JSON: {said:.200}", where=url)
        return response

    def _send(self, method: str, url: str, fields: Mapping[str, str]) -> requests.Response:
        query, form = (dict(fields), None) if method == "GET" else (None, dict(fields))
        headers = {
            "User-Agent": self._manners.agent,
            "Accept": "application/json, application/sparql-results+json",
            "Accept-Encoding": "gzip",
        }
        try:
            with self._session().request(
                method,
                url,
                headers=headers,
                timeout=self._manners.timeout,
                allow_redirects=False,
                stream=True,
                params=query,
                data=form,
            ) as response:
                response._content = read_body(response, self._manners.largest, self._manners.longest)
                return response
        except requests.exceptions.SSLError as error:
            raise ServiceError(f"its certificate cannot be trusted: {error}", where=url) from error
        except requests.Timeout as error:
            raise BusyError("it did not answer in time", where=url) from error
        except requests.ConnectionError as error:
            raise BusyError("it cannot be reached, or hung up", where=url) from error
        except (requests.RequestException, ValueError) as error:
            raise BusyError(f"the exchange with it broke off: {error}", where=url) from error

    def _session(self) -> requests.Session:
        """Give the thread's own session; none of them heeds netrc, as no service here wants to know a password."""
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.auth = lambda request: request
        found: requests.Session = self._local.session
        return found


def _decoded(response: requests.Response, shape: type[T], check: Callable[[requests.Response], None], url: str) -> T:
    body = response.content
    try:
        msgspec.json.decode(body)
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


def _refusal(url: str, response: requests.Response) -> ServiceError:
    status, kind = response.status_code, response.headers.get("Content-Type", "")
    if status == 500 and _TOO_LONG in response.content:
        return TooLongError("the query takes it longer than it allows", where=url)
    said = plain_words(response.text, html="html" in kind)
    reason = f"it answered {status} {response.reason}{f': {said:.200}' if said else ''}"
    if status in BUSY:
        return BusyError(reason, where=url, pause=asked_pause(response.headers, datetime.now(UTC)))
    return ServiceError(reason, where=url)


def _given_up(busy: BusyError, times: int, waited: float) -> ServiceError:
    asks = f", and asks for a pause of {busy.pause:,.0f} s" if busy.pause else ""
    return ServiceError(
        f"{busy.reason}{asks}; given up after {times} requests and {waited:,.0f} s of waiting",
        where=busy.where,
        hint="what was fetched is kept in the cache: run it again later, or with more --patience",
    )
