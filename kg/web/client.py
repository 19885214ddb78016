"""Requests to a service, one JSON answer each: repeated while that may help, and given up in time with a reason."""

import threading
from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar
from urllib.parse import urljoin, urlsplit

import requests

from kg.errors import ServiceError
from kg.web.answers import BusyError, decoded, given_up, nothing, refusal
from kg.web.exchange import MOVED, plain_words, read_body, same_host
from kg.web.manners import Manners, check_service

T = TypeVar("T")

Fields: TypeAlias = Mapping[str, str] | bytes
"""A query or a form, or a body of JSON."""

_MOST = 10  # times that one request is sent
_SHORTEST_SECRET = 8
_HIDDEN = "[key]"


class Client:
    """Speaks with one service. Its threads share one pause: while one waits, all do."""

    def __init__(self, url: str, manners: Manners, token: str = "") -> None:
        """Make one.

        :param token: is sent as a bearer token (RFC 6750), and never told anybody else, whatever the service answers.
        """
        self.url = check_service(url)
        self._manners = manners
        self._token = token
        self._local = threading.local()
        self._pause = threading.Lock()

    @property
    def _secret(self) -> bool:
        """Whether the token has to be kept from what is shown; services of one's own take any word for one."""
        return len(self._token) >= _SHORTEST_SECRET

    def post(self, fields: Mapping[str, str], shape: type[T]) -> T:
        """POST a form, and decode the answer.

        :raises ServiceError: if none of that shape comes in the time that there is.
        """
        return self._patiently(lambda: decoded(self._once("POST", self.url, fields), shape, nothing, self.url))

    def ask(self, body: bytes, shape: type[T]) -> T:
        """POST JSON, and decode the answer. :raises ServiceError: as :meth:`post`."""
        return self._patiently(lambda: decoded(self._once("POST", self.url, body), shape, nothing, self.url))

    def get(
        self,
        fields: Mapping[str, str],
        shape: type[T],
        check: Callable[[requests.Response], None] = nothing,
        *,
        url: str = "",
    ) -> T:
        """GET an answer.

        :param check: looks at the response first, and raises for an error that is told there.
        :param url: another address of the same service.
        :raises ServiceError: as :meth:`post`.
        """
        address = url or self.url
        return self._patiently(lambda: decoded(self._once("GET", address, fields), shape, check, address))

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
                    raise given_up(busy, number, waited) from busy
            with self._pause:
                self._manners.sleep(pause)
            waited += pause
        raise AssertionError

    def _placed(self, attempt: Callable[[], T]) -> T:
        try:
            return attempt()
        except ServiceError as error:
            error.where = error.where or self.url
            if self._secret:
                error.reason = error.reason.replace(self._token, _HIDDEN)
            raise

    def _once(self, method: str, url: str, fields: Fields) -> requests.Response:
        response = self._send(method, url, fields)
        if response.status_code in MOVED:
            location = response.headers.get("Location", "")
            target = same_host(url, location)
            if target is None:
                where = urlsplit(urljoin(url, location)).netloc
                raise ServiceError(f"it sends us on to another host, {where[:80]!r}; refused", where=url)
            response = self._send(method, target, {} if method == "GET" and urlsplit(target).query else fields)
        if not response.ok or response.status_code in MOVED:
            raise refusal(url, response)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if "json" not in kind:
            said = plain_words(response.text, html="html" in kind)
            raise ServiceError(f"it answers with {kind or 'no type'!r} instead of JSON: {said:.200}", where=url)
        return response

    def _send(self, method: str, url: str, fields: Fields) -> requests.Response:
        query, form = (fields, None) if method == "GET" else (None, fields)
        headers = {
            "User-Agent": self._manners.agent,
            "Accept": "application/json, application/sparql-results+json",
            "Accept-Encoding": "gzip",
            **({"Content-Type": "application/json"} if isinstance(fields, bytes) else {}),
            **({"Authorization": f"Bearer {self._token}"} if self._token else {}),
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
                body = read_body(response, self._manners.largest, self._manners.longest)
                response._content = body.replace(self._token.encode(), _HIDDEN.encode()) if self._secret else body
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
