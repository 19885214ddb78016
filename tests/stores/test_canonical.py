"""What the pattern takes is what the parser would have given, whatever the lines."""

from itertools import product
from pathlib import Path

import pyoxigraph
from hypothesis import given
from hypothesis import strategies as st

from kg.stores.canonical import runs_of
from kg.stores.spool import Spool

IRIS = [
    "<http://e.org/a>",
    "<https://e.org/a%20b?q=1&r#top>",
    "<https://e.org:8080/it's_(a):b@c>",
    "<http://e.org>",
    "<https://e.org#a#b>",
    "<https://e.org/%2>",
    "<https://e.org/a b>",
    "<https://e.org/[a]>",
    "<https://e.org/\\u0041>",
    "<https://é.org/ü>",
    "<urn:a:b>",
    "<a>",
    "_:b",
]
LITERALS = [
    '"a"',
    '""',
    '"Пхеньян 평양 \U0001f680"',
    r'"say \"hi\" \\ \n\t\r\b\f"',
    r'"\u0041\'"',
    *(f'"{each}"' for each in "\x01\x7f\x85\ufffe\uffff\ufffd"),
    '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"a"^^<http://www.w3.org/2001/XMLSchema#string>',
    '"a"^^<http://www.w3.org/2001/XMLSchema#stringent>',
    '"a"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>',
    '"a"@en',
    '"a"@en-gb',
    '"a"@EN',
    '"a"@en--ltr',
    '"a" <http://e.org/g> .\\n"',
    '"a',
]
ENDS = [" .\n", " .\r\n", ".\n", " . # said\n", "\n", "\n\n"]
ANY_IRI = st.one_of(
    st.sampled_from(IRIS), st.text("aZ09._~!$&'()*+,;=:@/-?#%4", max_size=9).map(lambda end: f"<http://e.org{end}>")
)
LINES = st.tuples(
    ANY_IRI, ANY_IRI, st.one_of(ANY_IRI, st.sampled_from(LITERALS)), st.sampled_from(["<http://e.org/g>", *IRIS, ""])
).map(" ".join)
FILES = st.lists(st.one_of(st.tuples(LINES, st.just(" .\n")), st.tuples(LINES, st.sampled_from(ENDS))).map("".join))


def parsed(data: bytes) -> list[str] | None:
    """Give the quads as the parser writes them; nothing where it refuses them."""
    try:
        return [str(quad) for quad in pyoxigraph.parse(data, pyoxigraph.RdfFormat.N_QUADS)]
    except SyntaxError:
        return None


def check(data: bytes) -> None:
    """Cut data, and see that nothing is lost, and that what is not for the parser is as it gives it."""
    again = b""
    for run in runs_of(data):
        assert run.before == again.count(b"\n")
        if run.graph:
            lines = [f"{line} {run.graph}" for line in run.lines]
            taken = "".join(f"{line} .\n" for line in lines).encode()
            assert parsed(taken) == lines
            again += taken
        else:
            again += run.rest
    assert again == data


@given(st.lists(FILES.map("".join), max_size=3).map("".join), st.integers(0, 60))
def test_what_is_taken_is_what_the_parser_gives(text: str, cut: int) -> None:
    check(text.encode())
    check(text.encode()[: -cut or None])


def test_each_term_in_each_place() -> None:
    for first, second, other, graph in product(IRIS, IRIS[:2], IRIS + LITERALS, [*IRIS, ""]):
        check(f"{first} {second} {other} {graph} .\n".encode())


@given(st.binary(max_size=40))
def test_any_bytes(data: bytes) -> None:
    check(data)
    check(b'<http://e.org/s> <http://e.org/p> "' + data + b'" <http://e.org/g> .\n')


def test_most_of_an_export_is_taken() -> None:
    line = '<http://e.org/s> <http://e.org/p> "Sohn \\"a\\" 손"@de <http://e.org/g> .\n'
    (run,) = runs_of((line * 3).encode())
    assert (run.graph, len(run.lines)) == ("<http://e.org/g>", 3)


def test_one_odd_line_is_for_the_parser_alone_and_many_are_together() -> None:
    line, odd = (
        f'<http://e.org/s> <http://e.org/p> "a" <{graph}> .\n'.encode() for graph in ("http://e.org/g", "urn:g")
    )
    first, second, third = runs_of(line * 3 + odd + line * 3)
    assert (len(first.lines), second.rest, len(third.lines)) == (3, odd, 3)
    assert [run.rest for run in runs_of(odd * 1000)] == [odd * 1000]


def test_a_document_is_one_whichever_way_its_lines_were_read(tmp_path: Path) -> None:
    triples = [f"<http://e.org/s> <http://e.org/p> {each}" for each in ('"b"', '"a"', '"a"@EN', '"é"')]
    plain, odd = tmp_path / "plain.nq", tmp_path / "odd.nq"
    plain.write_text("".join(f"{each.replace('EN', 'en')} <http://e.org/g> .\n" for each in triples), "utf-8")
    odd.write_text("".join(f"{each}  <http://e.org/g>.\n{each} <http://e.org/g> .\n" for each in triples), "utf-8")
    digests = set()
    for path in (plain, odd):
        with Spool() as spool:
            spool.read(path)
            (document,) = spool
            assert document.size == 4
            digests.add(document.digest)
    assert len(digests) == 1
