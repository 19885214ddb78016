"""What a query asks for, told by a parser and not by looking for words."""

import pyoxigraph

_FORMS = {pyoxigraph.QuerySolutions: "table", pyoxigraph.QueryTriples: "triples", pyoxigraph.QueryBoolean: "truth"}


def form_of(text: str) -> str:
    """Tell whether a query asks for a ``table``, ``triples`` or a ``truth``. The query parses and has no SERVICE.

    >>> form_of("PREFIX ask: <urn:x:> SELECT ?ask { }"), form_of("ASK {}"), form_of("DESCRIBE <urn:x:>")
    ('table', 'truth', 'triples')
    """
    return _FORMS[type(pyoxigraph.Store().query(text))]
