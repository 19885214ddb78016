"""Lines of N-Quads as they go from process to process."""

import pickle

import pytest

from kg.serialization import QuadLines
from kg.terms import Triple

TRIPLES: list[Triple] = [("<a:s>", "<a:p>", '"x\\ny"'), ("<a:s>", "<a:p>", "<a:o>"), ("<a:s>", "<a:p>", "<a:o>")]


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("graph", ["", "<a:g>"])
def test_lines_that_were_sent_are_the_same(protocol: int, graph: str) -> None:
    lines = QuadLines.of(graph, TRIPLES)
    found = pickle.loads(pickle.dumps(lines, protocol))
    assert (found.graph, found.data, len(found)) == (graph, lines.data, 2)
    assert list(found) == list(lines) == TRIPLES[:2]


def test_their_bytes_may_go_another_way() -> None:
    lines, buffers = QuadLines.of("<a:g>", TRIPLES), list[pickle.PickleBuffer]()
    data = pickle.dumps(lines, 5, buffer_callback=buffers.append)
    assert [bytes(one) for one in buffers] == [lines.data] and lines.data not in data
    assert pickle.loads(data, buffers=map(bytes, buffers)).within("") == lines.within("")
