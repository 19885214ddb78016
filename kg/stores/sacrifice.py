"""Terms to lose, before those that are meant to stay, for stores that lose some after they have undone a request.

TDB2 of Jena (5.1 at least) does not take its place for writing back when it undoes a request, whoever sent it. It goes
on writing where it should until a term has been read from its disk; what it writes then, from its buffer or past it,
goes farther on than it will look for it, and is lost for good, though the triples are counted. That happens once.

So one update, during which nothing of anybody else's is undone, gives it terms, reads them, and makes one of them that
its buffer cannot take. Where its disk was read before, the first are lost; else the last is; then all is in order. No
request ever sees the graph that they were in.
"""

from uuid import uuid4

_GRAPH = "<https://w3id.org/visits-kg/sacrifice>"
_BUFFER = 2**17


def sacrifice(terms: int) -> str:
    """Write the update after which the store keeps what it is given.

    :param terms: so many that the store cannot have all of them at hand without reading its disk.
    """
    mark = uuid4().hex  # a term that the store knows would not be written
    some = ", ".join(f'"{mark} {number}"' for number in range(terms))
    return f"""INSERT DATA {{ {_holds(some)} }} ;
INSERT {{ {_holds("?last")} }}
WHERE {{
  SELECT (GROUP_CONCAT(?first; SEPARATOR = "{"":-<{_BUFFER // terms}}") AS ?last)
  WHERE {{ {_holds("?first")} }}
}} ;
DROP SILENT GRAPH {_GRAPH}"""


def _holds(terms: str) -> str:
    return f"GRAPH {_GRAPH} {{ {_GRAPH} {_GRAPH} {terms} }}"
