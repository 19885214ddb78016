"""From what a user typed to a store: a folder on disk, or an endpoint whose kind is told or tells itself."""

from pathlib import Path

from kg.errors import StoreError
from kg.stores.credentials import check_address, find_login
from kg.stores.endpoint import Endpoint
from kg.stores.kinds import Kind, kind_by_path, kind_by_server, kind_named, known_kinds
from kg.stores.local import LocalStore, is_store
from kg.stores.store import Store
from kg.stores.transport import Transport


def is_address(text: str) -> bool:
    """Whether a text names a store: an http address, or a folder with a store in it.

    >>> is_address("http://127.0.0.1:7878"), is_address("seed.ttl")
    (True, False)
    """
    return text.startswith(("http://", "https://")) or is_store(Path(text))


def open_store(address: str, kind: str | None = None, *, timeout: float = 600) -> Store:
    """Open a store.

    :param kind: the name of its kind, or a file that describes it; else the server is asked.
    :param timeout: seconds to wait for a server's answer.
    :raises StoreError: if there is none, or nothing tells its kind.
    """
    if not address.startswith(("http://", "https://")) and is_store(Path(address)):
        return LocalStore(Path(address))
    plain = check_address(address)
    found = kind_named(kind) if kind else kind_by_path(plain) or _ask_kind(plain)
    login = find_login(plain, found.login)
    return Endpoint(_root(plain, found), found, Transport(login, timeout=(10, timeout)))


def _ask_kind(address: str) -> Kind:
    transport = Transport(None, timeout=(10, 30))
    try:
        header = transport.server(f"{address}?query=ASK%7B%7D")
    finally:
        transport.close()
    found = kind_by_server(header)
    if found is None:
        names = ", ".join(known_kinds())
        raise StoreError("the server does not say what it is", where=address, hint=f"add --store: one of {names}")
    return found


def _root(address: str, kind: Kind) -> str:
    """Take off the path of an operation, for users who give the address of queries or updates."""
    for path in sorted(filter(None, {kind.query, kind.update, kind.data}), key=len, reverse=True):
        if address.endswith(f"/{path}"):
            return address.removesuffix(f"/{path}")
    return address
