import gc
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.serialization import sorting
from kg.serialization.formats import NQUADS, NTRIPLES
from kg.serialization.layout import Layout
from kg.serialization.sorting import Group, QuadSort
from kg.serialization.writers import open_writer
from kg.terms import Triple, iri, literal

GRAPHS = ["", "<g:1>", "<g:10>", "<g:2>"]
TERMS = ["<a:b>", "<a:b-c>", "<a:b/c>", '"a"', '"a b"', '"a"@en', '"a\\tb"', '"a\u2028b"', '"a\x85b"', '"\U0001f600"']
QUADS = st.lists(st.tuples(st.sampled_from(GRAPHS), st.tuples(*[st.sampled_from(TERMS)] * 3)), max_size=40)


def sorted_groups(quads: Iterable[tuple[str, Triple]], lines: int) -> list[Group]:
    sort = QuadSort(lines=lines)
    for graph, triple in quads:
        sort.add(graph, [triple])
    return list(sort.groups())


@given(quads=QUADS, lines=st.integers(min_value=1, max_value=50))
def test_every_quad_comes_out_once_and_in_order(quads: list[tuple[str, Triple]], lines: int) -> None:
    groups = sorted_groups(quads, lines)
    assert [(graph, triple) for graph, triples in groups for triple in triples] == sorted(set(quads))
    assert [graph for graph, _ in groups] == sorted({graph for graph, _ in quads})


@given(data=st.data(), quads=QUADS)
def test_neither_the_order_of_the_input_nor_the_memory_changes_the_groups(
    data: st.DataObject, quads: list[tuple[str, Triple]]
) -> None:
    assert sorted_groups(data.draw(st.permutations(quads)), 3) == sorted_groups(quads, 1000)


def test_a_large_graph_comes_in_groups_of_bounded_size() -> None:
    size = sorting.TRIPLES_IN_GROUP
    sort = QuadSort(lines=size // 2)
    sort.add("<g:1>", ((iri("a:b"), iri("a:c"), literal(str(number))) for number in range(size + 1)))
    assert [len(triples) for _, triples in sort.groups()] == [size, 1]


def test_the_temporary_folder_goes_with_the_sort(tmp_path: Path) -> None:
    sort = QuadSort(tmp_path, lines=1)
    sort.add("", [(iri("a:b"), iri("a:c"), iri("a:d"))])
    assert len(list(tmp_path.iterdir())) == 1
    del sort
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_sorted_lines_are_those_of_one_union() -> None:
    one, two = (iri("a:1"), iri("a:p"), iri("a:o")), (iri("a:2"), iri("a:p"), iri("a:o"))
    for form, lines in ((NTRIPLES, 2), (NQUADS, 3)):
        out = BytesIO()
        writer = open_writer(form, out, Layout(), in_order=True)
        writer.write("<g:2>", [two, one])
        writer.write("<g:1>", [one, one])
        writer.close()
        assert len(out.getvalue().splitlines()) == lines
