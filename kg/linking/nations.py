"""Nations that a text names, outright or by an adjective; what belongs to one is often named without it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from kg.linking.keys import name_key

_LONGEST = 4  # words of a nation's name
_CAPITALISED = re.compile(r"[A-Z][\w.]*(?:['’]s\b)?(?:[ ](?:and[ ]|of[ ])?[A-Z][\w.]*(?:['’]s\b)?)*")
_POSSESSIVE = re.compile(r"['’]s\b")


class Nations:
    """The nations of a profile, by all their words.

    :param table: nation -> its adjectives and other names, as in ``linking.yaml``.
    """

    def __init__(self, table: Mapping[str, list[str]]) -> None:
        self._names = {name_key(nation): [name_key(one) for one in others] for nation, others in table.items()}
        self.named = lru_cache(maxsize=4096)(self._named)

    @cached_property
    def _nations(self) -> dict[str, str]:
        words = {word: nation for nation, others in self._names.items() for word in others}
        return words | {nation: nation for nation in self._names}

    def counted(self, text: str) -> Counter[str]:
        """Count the nations that a text names with a capital letter.

        >>> Nations({"Russia": ["Russian"], "United States": ["US"]}).counted("U.S. and Russian envoys: us, Russia")
        Counter({'russia': 2, 'united states': 1})
        """
        return Counter(
            nation for run in _CAPITALISED.findall(text) for nation in self._within(name_key(_POSSESSIVE.sub("", run)))
        )

    def _within(self, key: str) -> Iterator[str]:
        words, place = key.split(), 0
        while place < len(words):
            heads = (" ".join(words[place : place + size]) for size in range(_LONGEST, 0, -1))
            name = next((head for head in heads if head in self._nations), "")
            if name:
                yield self._nations[name]
            place += name.count(" ") + 1

    def _named(self, text: str) -> frozenset[str]:
        return frozenset(self.counted(text))

    def split(self, key: str) -> tuple[str, str, str]:
        """Give the nation that a key begins with, the words that name it, and the rest; nothing first if there is none.

        >>> Nations({"Russia": ["Russian"]}).split("russian defence ministry")
        ('russia', 'russian', 'defence ministry')
        """
        words = key.split()
        for size in range(min(_LONGEST, len(words) - 1), 0, -1):
            first = " ".join(words[:size])
            if first in self._nations:
                return self._nations[first], first, " ".join(words[size:])
        return "", "", key

    def plain(self, key: str) -> str:
        """Give a key with the nation's name instead of its adjective.

        >>> Nations({"Russia": ["Russian"]}).plain("russian defence ministry")
        'russia defence ministry'
        """
        nation, _, rest = self.split(key)
        return f"{nation} {rest}" if nation else key

    def whole(self, key: str) -> str | None:
        """Give the nation that the key is a name of."""
        return self._nations.get(key)

    def same(self, one: str, other: str) -> bool:
        """Tell whether two keys are names of the same nation."""
        return (nation := self.whole(one)) is not None and nation == self.whole(other)

    def national(self, key: str, nation: str) -> Iterator[str]:
        """Yield the names that a body may have in full if it is the nation's: "navy" and so on.

        >>> list(Nations({"Russia": ["Russian"]}).national("navy", "russia"))
        ['russia navy', 'russian navy', 'navy of russia']
        """
        yield from (f"{name} {key}" for name in (nation, *self._names[nation]))
        yield f"{key} of {nation}"
