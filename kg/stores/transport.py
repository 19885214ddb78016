"""Requests to a store: bounded in time, never sent on to another host, repeated only where the caller says so."""

import gzip
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase

from kg.errors import StoreError

_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_PAUSES = (0.2, 1.0, 3.0, 8.0)
_LONGEST_PAUSE = 30.0
_MOVED = frozenset({301, 302, 303, 307, 308})
_LARGEST_REPLY = 512 * 2**20


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

    def post(self, url: str, body: bytes, media_type: str, accept: str, *, compress: bool = False) -> Reply:
        """POST a body that may be sent again without changing what comes of it.

        :raises StoreError: if the server cannot be reached or refuses, with its own words.
        """
        headers = {"Content-Type": media_type, "Accept": accept, "Accept-Encoding": "gzip"}
        if compress:
            body, headers = gzip.compress(body, 1, mtime=0), {**headers, "Content-Encoding": "gzip"}
        return self._patiently("POST", url, headers, body)

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

    def _patiently(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        for pause in self._pauses:
            try:
                return self._once(method, url, headers, body)
            except _Busy as busy:
                time.sleep(min(_LONGEST_PAUSE, max(pause, busy.pause)))
            except StoreError as error:
                if not error.retriable:
                    raise
                time.sleep(pause)
        return self._once(method, url, headers, body)

    def _once(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        response = self._send(method, url, headers, body)
        if response.status_code in _MOVED:
            response = self._send(method, _same_host(url, response.headers.get("Location", "")), headers, body)
        if not response.ok or response.status_code in _MOVED:
            raise _refusal(url, response)
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Reply(media_type, response.headers, response.content)

    def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> requests.Response:
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
                _read(response)
                return response
        except (requests.RequestException, ValueError) as error:
            raise StoreError(_words_of(error), where=url, retriable=True) from error


class _Busy(StoreError):
    """The server asks to come again."""

    pause: float = 0.0


def _read(response: requests.Response) -> None:
    """Read the body whole; one that is cut off is an error, and so is one without end."""
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(1 << 16):
        size += len(part)
        if size > _LARGEST_REPLY:
            raise ValueError("the reply is larger than any that is asked for")
        parts.append(part)
    response._content = b"".join(parts)
    expected = response.headers.get("Content-Length")
    if expected and "Content-Encoding" not in response.headers and int(expected) != size:
        raise ValueError(f"the reply was cut off at {size} of {expected} bytes")


def _same_host(url: str, location: str) -> str:
    target = urljoin(url, location)
    if urlsplit(target)[:2] != urlsplit(url)[:2]:
        raise StoreError(f"it sends us on to another host, {urlsplit(target).netloc[:80]!r}; refused", where=url)
    return target


def _refusal(url: str, response: requests.Response) -> StoreError:
    status = response.status_code
    said = _said(response.text, html="html" in response.headers.get("Content-Type", ""))
    reason = f"the store answered {status} {response.reason}{': ' + said if said else ''}"
    if status in (401, 403):
        return StoreError(reason, where=url, hint="set KG_STORE_USER and KG_STORE_PASSWORD, or use netrc")
    if status not in _BUSY:
        return StoreError(reason, where=url)
    busy = _Busy(reason, where=url, retriable=True)
    after = response.headers.get("Retry-After", "")
    busy.pause = float(after) if after.isdigit() else 0.0
    return busy


def _said(text: str, *, html: bool) -> str:
    """Give a server's own words on one line, without markup and control characters."""
    plain = re.sub(r"<(?:style|script).*?</(?:style|script)>|<[^>]{0,200}>", " ", text[:5000], flags=re.DOTALL)
    words = (plain if html else text[:5000]).split()
    return "".join(char for char in " ".join(words)[:400] if char.isprintable())


def _words_of(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return "the store did not answer in time"
    if isinstance(error, requests.exceptions.SSLError):
        return f"its certificate cannot be trusted: {error}"
    if isinstance(error, requests.ConnectionError):
        return "the store cannot be reached, or hung up"
    return f"the exchange with the store broke off: {error}"
