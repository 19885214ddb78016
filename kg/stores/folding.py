"""What a store takes for one value: how many triples are left of some, once it has put them in its own form."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from kg.stores.kinds import Fold
from kg.terms import XSD

_TYPED = re.compile(rf'"([^"]*)"\^\^<{re.escape(XSD)}(integer|decimal|double|float|boolean)>$')
_TAGGED = re.compile(r'("@[A-Za-z0-9-]+)$')
_TRUTH = {"true": 1, "1": 1, "false": 0, "0": 0}
_EXACT: dict[str, Callable[[str], object]] = {
    "integer": int,
    "decimal": lambda text: Decimal(text).normalize(),
    "double": float,
    "float": float,
    "boolean": _TRUTH.__getitem__,
}


def folded_count(lines: Iterable[str], folds: Sequence[Fold]) -> int:
    """Count triples (N-Triples lines) that are still different in a store that folds values.

    >>> one = f'<urn:s> <urn:p> "1.50"^^<{XSD}decimal>'
    >>> folded_count([one, one.replace("1.50", "1.5")], ["numbers"])
    1
    """
    found: set[object] = set()
    for line in lines:
        key: object = line
        for fold in folds:
            key = _FOLDS[fold](line) or key
        found.add(key)
    return len(found)


def _numbers(line: str) -> object:
    match = _TYPED.search(line)
    if match is None:
        return None
    try:
        return line[: match.start()], match[2], _EXACT[match[2]](match[1])
    except (ValueError, KeyError, ArithmeticError):
        return None


def _booleans(line: str) -> object:
    """Virtuoso has no truth values, and one number where others have several."""
    match = _TYPED.search(line)
    if match is None:
        return None
    try:
        number = _TRUTH[match[1]] if match[2] == "boolean" else Decimal(match[1]).normalize()
    except (KeyError, ArithmeticError):
        return None
    return line[: match.start()], Decimal(number)


def _tags(line: str) -> object:
    match = _TAGGED.search(line)
    return None if match is None else line[: match.start()] + match[0].lower()


_FOLDS: dict[Fold, Callable[[str], object]] = {"numbers": _numbers, "booleans": _booleans, "tags": _tags}
