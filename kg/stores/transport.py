"""Requests to a store: bounded in time, never sent on to another host, repeated only where the caller says so."""

import gzip
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase

from kg.errors import StoreError
from kg.web.exchange import BUSY, MOVED, asked_pause, plain_words, read_body, same_host

_PAUSES = (0.2, 1.0, 3.0, 8.0)
_LONGEST_PAUSE = 30.0
_LARGEST_REPLY = 512 * 2**20


class Pieces(Protocol):
    """A body of known length, which gives the same pieces each time."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[bytes]: ...


@dataclass(frozen=True)
class Reply:
    """What came back with a 2xx."""

    media_type: str
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """A session with one server.

    :param timeout: seconds that a server may take to connect, and to say anything.
    :param patience: how many times a request that may be repeated is repeated.
    """

    def __init__(self, login: AuthBase | None, *, timeout: tuple[float, float] = (10, 600), patience: int = 4) -> None:
        self._session = requests.Session()
        self._login = login
        self._timeout = timeout
        self._pauses = _PAUSES[:patience]

    def post(
        self,
        url: str,
        body: bytes | Pieces,
        media_type: str,
        accept: str,
        *,
        compress: bool = False,
        again: Callable[[], None] = lambda: None,
    ) -> Reply:
        """POST a body that may be sent again without changing what comes of it.

        :param again: is called before it is sent again.
        :raises StoreError: if the server cannot be reached or refuses, with its own words.
        """
        headers = {"Content-Type": media_type, "Accept": accept, "Accept-Encoding": "gzip"}
        if compress:
            whole = body if isinstance(body, bytes) else b"".join(body)
            body, headers = gzip.compress(whole, 1, mtime=0), {**headers, "Content-Encoding": "gzip"}
        return self._patiently("POST", url, headers, body, again)

    def get(self, url: str, accept: str) -> Reply:
        """GET. :raises StoreError: as :meth:`post`."""
        return self._patiently("GET", url, {"Accept": accept, "Accept-Encoding": "gzip"}, None)

    def server(self, url: str) -> str:
        """Give what the server at an address calls itself, whatever it thinks of the address."""
        response = self._send("GET", url, {"Accept": "*/*"}, None)
        return " ".join([response.headers.get("Server", ""), *(f"{name}:" for name in response.headers)])

    def close(self) -> None:
        """End the session."""
        self._session.close()

    def _patiently(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | Pieces | None,
        again: Callable[[], None] = lambda: None,
    ) -> Reply:
        for pause in self._pauses:
            try:
                return self._once(method, url, headers, body)
            except _Busy as busy:
                time.sleep(min(_LONGEST_PAUSE, max(pause, busy.pause)))
            except StoreError as error:
                if not error.retriable:
                    raise
                time.sleep(pause)
            again()
        return self._once(method, url, headers, body)

    def _once(self, method: str, url: str, headers: Mapping[str, str], body: bytes | Pieces | None) -> Reply:
        response = self._send(method, url, headers, body)
        if response.status_code in MOVED:
            response = self._send(method, _same_host(url, response.headers.get("Location", "")), headers, body)
        if not response.ok or response.status_code in MOVED:
            raise _refusal(url, response)
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Reply(media_type, response.headers, response.content)

    def _send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | Pieces | None
    ) -> requests.Response:
        try:
            with self._session.request(
                method,
                url,
                data=body,
                headers=dict(headers),
                auth=self._login,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                response._content = read_body(response, _LARGEST_REPLY)
                return response
        except (requests.RequestException, ValueError) as error:
            raise StoreError(_words_of(error), where=url, retriable=True) from error


class _Busy(StoreError):
    """The server asks to come again."""

    pause: float = 0.0


def _same_host(url: str, location: str) -> str:
    target = same_host(url, location)
    if target is None:
        netloc = urlsplit(urljoin(url, location)).netloc
        raise StoreError(f"it sends us on to another host, {netloc[:80]!r}; refused", where=url)
    return target


def _refusal(url: str, response: requests.Response) -> StoreError:
    status = response.status_code
    said = plain_words(response.text, html="html" in response.headers.get("Content-Type", ""))
    reason = f"the store answered {status} {response.reason}{': ' + said if said else ''}"
    if status in (401, 403):
        return StoreError(reason, where=url, hint="set KG_STORE_USER and KG_STORE_PASSWORD, or use netrc")
    if status not in BUSY:
        return StoreError(reason, where=url)
    busy = _Busy(reason, where=url, retriable=True)
    busy.pause = asked_pause(response.headers, datetime.now(UTC)) or 0.0
    return busy


def _words_of(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return "the store did not answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return f"its certificate cannot be trusted: {error}"
    if isinstance(error, requests.ConnectionError):
        return "the store cannot be reached, or hung up"
    return f"the exchange with the store broke off: {error}"
