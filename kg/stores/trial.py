"""A trial before what is meant to stay, for stores that put terms in a wrong place after they have undone a request.

TDB2 of Jena (5.1 at least) does not take its place for writing back when it undoes a request, whoever sent it. Once it
has read a term from disk, it writes the next terms farther on than it will look for them: they are lost for good,
though their triples are counted. That happens once; so it is given terms first that nobody needs.
"""

from collections.abc import Callable
from uuid import uuid4

from kg.errors import StoreError

TRIAL = "<https://w3id.org/visits-kg/trial>"
"""The graph that a trial is made in; it is gone afterwards."""

COUNT = f"SELECT (COUNT(?term) AS ?terms) WHERE {{ GRAPH {TRIAL} {{ ?s ?p ?term }} }}"

_DROP = f"DROP SILENT GRAPH {TRIAL}"
_TRIES = 6


def passes_trial(
    terms: int, change: Callable[[str], None], change_once: Callable[[str], None], count: Callable[[str], int]
) -> bool:
    """Tell whether terms can be read that were written directly after others were read; try again where they cannot.

    :param terms: so many that the store cannot have all of them at hand without reading its disk.
    :param change: runs an update.
    :param change_once: runs an update, and fails where it would have to be sent again.
    """
    for _ in range(_TRIES):
        change(f"{_DROP} ;\n{_first(terms)}")
        try:
            change_once(_SECOND)
            passed = count(COUNT) == 2 * terms
        except StoreError:  # it was cut off, or it stumbled over a lost term
            continue
        if passed:
            change(_DROP)
            return True
    change(_DROP)
    return False


def _first(terms: int) -> str:
    """Write terms that the store cannot know."""
    mark = uuid4().hex
    some = ", ".join(f'"{mark} {number}"' for number in range(terms))
    return f"INSERT DATA {{ GRAPH {TRIAL} {{ {TRIAL} {TRIAL} {some} }} }}"


# reads, and then writes, in one request, so that nothing comes between
_SECOND = f"""INSERT {{ GRAPH {TRIAL} {{ {TRIAL} {TRIAL} ?second }} }}
WHERE {{
  GRAPH {TRIAL} {{ {TRIAL} {TRIAL} ?first }}
  FILTER(!STRENDS(?first, "again"))
  BIND(CONCAT(?first, " again") AS ?second)
}}"""
