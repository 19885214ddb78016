"""What functions have given, for the same to be given again at once."""

from collections.abc import Callable, Hashable
from typing import TypeVar

_MOST = 1 << 14
_LONGEST = 60  # longer texts seldom come again

_Key = TypeVar("_Key", bound=Hashable)
_Made = TypeVar("_Made")


class Remembered(dict[_Key, _Made]):
    """What a function makes of values that come again and again, such as names and dates: ``remembered[value]``.

    It is emptied when it is full. That takes less than to know which was asked for last, as ``lru_cache`` does, which
    at each call follows pointers to where nobody has looked for long.

    >>> remembered = Remembered(len)
    >>> remembered["four"], list(remembered)
    (4, ['four'])
    """

    def __init__(self, make: Callable[[_Key], _Made]) -> None:
        self._make = make

    def __missing__(self, key: _Key) -> _Made:
        made = self._make(key)
        if not isinstance(key, str) or len(key) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[key] = made
        return made
