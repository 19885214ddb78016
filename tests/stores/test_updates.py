"""Whatever a record holds: an update changes the graphs that it names, and in them nothing but what it says."""

import pyoxigraph
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import TermError
from kg.stores.spool import Document, document_of
from kg.stores.updates import CONTENT, LEDGER, as_quads, exchange, removal, replacement
from kg.terms import iri, literal, tagged

HOSTILE = [
    "}",
    "{",
    '"',
    "'",
    "\\",
    "\\u0022",
    "\\U00000022",
    "u0022",
    "\n",
    "\r",
    ">",
    "<urn:x>",
    ";",
    "CLEAR ALL",
    "#",
    ".",
]
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.characters(exclude_categories=["Cs"]), max_size=8).map("".join)
LITERALS = st.builds(literal, TEXTS) | st.builds(tagged, TEXTS, st.sampled_from(["en", "de-at"]))


def _iri(text: str) -> str:
    try:
        return iri(f"https://example.org/{text}")
    except TermError:
        return iri("https://example.org/plain")


IRIS = TEXTS.map(_iri)
LINES = st.lists(st.tuples(IRIS, IRIS, IRIS | LITERALS).map(" ".join), min_size=1, max_size=6)
BYSTANDER = "<urn:a> <urn:b> <urn:c> <urn:bystander> ."


def document(graph: str, lines: list[str]) -> Document:
    canonical = sorted({str(quad.triple) for quad in parsed("".join(f"{line} .\n" for line in lines))})
    return document_of(graph, lambda: "\n".join(canonical))


def parsed(quads: str) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(quads.encode(), pyoxigraph.RdfFormat.N_QUADS))


def filled(*quads: str) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.extend(parsed("\n".join([BYSTANDER, *quads])))
    return store


def quads_of(one: Document) -> set[str]:
    return {f"{line} {one.graph}" for line in one.lines}


def entry_of(one: Document) -> str:
    return f'{one.graph} {CONTENT} "{one.digest}" {LEDGER}'


def content(store: pyoxigraph.Store) -> set[str]:
    return {str(quad) for quad in store} - {BYSTANDER.removesuffix(" .")}


@given(IRIS, LINES, LINES)
def test_a_replacement_leaves_just_the_new(graph: str, old: list[str], new: list[str]) -> None:
    before, after = document(graph, old), document(graph, new)
    store = filled(as_quads(before).decode())
    assert content(store) == {*quads_of(before), entry_of(before)}
    store.update(replacement([after]))
    assert content(store) == {*quads_of(after), entry_of(after)}
    store.update(removal([graph]))
    assert content(store) == set()
    assert len(store) == 1


@given(IRIS, LINES, LINES)
def test_an_exchange_does_as_it_says(graph: str, old: list[str], new: list[str]) -> None:
    before, after = document(graph, old), document(graph, new)
    store = filled(*(f"{line} {graph} ." for line in before.lines))
    gone = sorted(set(before.lines) - set(after.lines))
    store.update(exchange(graph, gone, sorted(set(after.lines) - set(before.lines))))
    assert content(store) == quads_of(after)
    assert len(store) == len(after.lines) + 1
