"""How a service is treated: who we say we are, how long we wait, and how much we ask at once."""

import random
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urlsplit

from kg.errors import ServiceError
from kg.web.exchange import is_loopback

_CONTACT = re.compile(r"[\w.+-]+@[\w.-]+\.\w+|https?://[^\s()]+", flags=re.ASCII)
_FIRST, _LONGEST = 1.0, 60.0


@dataclass(frozen=True)
class Manners:
    """What every request keeps to.

    :param contact: a mail address or page under which whoever runs a service can reach us; Wikimedia asks for one.
    :param timeout: seconds that a server may take to connect, and to say anything.
    :param patience: seconds that may be waited for one request, all its pauses together.
    :param parallel: how many requests may be under way at once.
    :param largest: the largest reply that is read, in bytes; ``longest`` the seconds that it may take to arrive.
    :param sleep: waits; ``jitter`` gives a number from 0 to 1, so that many who wait do not come back as one.
    """

    contact: str = ""
    timeout: tuple[float, float] = (10, 90)
    patience: float = 300
    parallel: int = 1
    largest: int = 2**27
    longest: float = 300
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random

    @property
    def agent(self) -> str:
        """The ``User-Agent``."""
        return f"visits-kg/{version('visits-kg')}{f' ({self.contact})' if self.contact else ''}"

    def pauses(self) -> Iterator[float]:
        """Yield longer and longer pauses, each somewhere between half its length and the whole."""
        pause = _FIRST
        while True:
            yield pause * (0.5 + self.jitter() / 2)
            pause = min(pause * 2, _LONGEST)


def check_contact(text: str) -> str:
    """Give back a contact that can stand in a ``User-Agent``. :raises ServiceError: if it is none."""
    if not _CONTACT.fullmatch(text):
        reason = (
            f"a contact is a mail address or the address of a page, not {text[:80]!r}"
            if text
            else ("who runs an online service wants to know whom to write to")
        )
        raise ServiceError(reason, hint="--contact MAIL, or KG_CONTACT in the environment")
    return text


def check_service(url: str) -> str:
    """Give back the address of a service. :raises ServiceError: if it is no https, or no http on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise ServiceError("not an address", where=url[:120]) from None
    if parts.username or parts.password:
        raise ServiceError("the address of a service holds a user or a password, which others can see")
    if host and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
        return url
    raise ServiceError("a service is asked by https, or by http on this machine alone", where=url[:120])
