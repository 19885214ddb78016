import random
from pathlib import Path

import pytest

from kg.errors import GraphError, OutputError
from kg.stores import Spool
from kg.stores import spool as module
from tests.stores.samples import corpus, expected, write


def read(path: Path, graph: str | None = None) -> dict[str, tuple[str, tuple[str, ...]]]:
    with Spool(graph) as spool:
        spool.read(path)
        return {each.graph: (each.digest, each.lines) for each in spool}


def test_order_and_place_of_lines_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = corpus(9)
    path = write(tmp_path / "a.nq", documents)
    whole = read(path)
    assert {name: set(lines) for name, (_, lines) in whole.items()} == expected(documents)
    lines = path.read_text().splitlines(keepends=True) * 2
    random.Random(3).shuffle(lines)
    (tmp_path / "b.nq").write_text("".join(lines))
    monkeypatch.setattr(module, "_LINES_IN_MEMORY", 7)
    assert read(tmp_path / "b.nq") == whole


def test_formats_agree(tmp_path: Path) -> None:
    documents = corpus(1)
    path = write(tmp_path / "a.nq", documents)
    (name,) = documents
    (tmp_path / "a.trig").write_text(f"{name} {{ {' . '.join(documents[name])} }}")
    (tmp_path / "a.ttl").write_text("".join(f"{line} .\n" for line in documents[name]))
    assert read(tmp_path / "a.trig") == read(path) == read(tmp_path / "a.ttl", graph=name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> ", "a.nq:2:"),
        ("<urn:a> <urn:b> <urn:c> .", "no named graph"),
        ("<urn:a> <urn:b> _:c <urn:g> .", "a blank node, _:"),
        ("_:a <urn:b> <urn:c> <urn:g> .", "a blank node, _:"),
        ("<urn:a> <urn:b> <urn:c> _:g .", "no named graph"),
        ("<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> <urn:g> .", "only RDF 1.1"),
        ('<urn:a> <urn:b> "x"@ar--rtl <urn:g> .', "only RDF 1.1"),
    ],
)
def test_what_a_store_cannot_be_given_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.nq").write_text(text)
    with pytest.raises(GraphError) as caught:
        read(tmp_path / "a.nq")
    assert words in str(caught.value)


def test_texts_that_only_look_like_it_are_taken(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text('<urn:a> <urn:b> "a _:b <<( x )>> --rtl" <urn:g> .\n')
    assert len(read(tmp_path / "a.nq")) == 1


def test_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        read(tmp_path / "a.xyz")
