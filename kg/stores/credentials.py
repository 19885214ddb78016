"""Who we are to a store: from the environment or from netrc, never from a command line or an address."""

import os
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from kg.errors import StoreError

USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"

_LOGINS: dict[str, Callable[[str, str], AuthBase]] = {"basic": HTTPBasicAuth, "digest": HTTPDigestAuth}


class _Bearer(AuthBase):
    """A token in the ``Authorization`` header."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def find_login(endpoint: str, login: str, environment: Mapping[str, str] = os.environ) -> AuthBase | None:
    """Find what to log in with: a token, a user and password, or an entry of netrc for the host.

    :param login: ``basic`` or ``digest``.
    """
    if token := environment.get(TOKEN):
        return _Bearer(token)
    if user := environment.get(USER):
        return _LOGINS[login](user, environment.get(PASSWORD, ""))
    found = requests.utils.get_netrc_auth(endpoint)
    return _LOGINS[login](*found) if found else None


def check_address(endpoint: str) -> str:
    """Give back an address that is http or https and names nobody.

    :raises StoreError: for any other, without repeating what may be a secret.
    """
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreError("not an http address, nor a folder with a store", where=endpoint[:120])
    if parts.username or parts.password:
        hint = f"set {USER} and {PASSWORD}, or write them into netrc"
        raise StoreError("the address holds a user or a password, which others can see", hint=hint)
    if parts.query or parts.fragment:
        raise StoreError("an endpoint has no ? and no #", where=f"{parts.scheme}://{parts.netloc}{parts.path}"[:120])
    return endpoint.rstrip("/")
