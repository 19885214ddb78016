import gzip
import os
import random
from pathlib import Path

import pytest

from kg.errors import GraphError, InputError, OutputError
from kg.stores import Spool
from kg.stores import parsing as module
from tests.stores.samples import corpus, expected, write


def read(path: Path, graph: str | None = None, workers: int = 1) -> dict[str, tuple[str, tuple[str, ...]]]:
    with Spool(graph) as spool:
        spool.read(path, workers=workers)
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


@pytest.mark.parametrize("ending", ["nq", "nq.gz"])
@pytest.mark.parametrize("end_of_line", ["\n", "\r\n", "\n\n# ' \" <\n"])
def test_several_processes_read_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, end_of_line: str
) -> None:
    text = write(tmp_path / "a.nq", corpus(9, words="as it was: é, 語, \\n")).read_text()
    path = tmp_path / f"b.{ending}"
    data = text.replace("\n", end_of_line).encode()
    path.write_bytes(gzip.compress(data) if ending.endswith("gz") else data)
    monkeypatch.setattr(module, "_CHUNK", 1000)
    assert read(path, workers=2) == read(tmp_path / "a.nq")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("<urn:a> <urn:b> urn:c <urn:g> .", "b.nq:171:"),
        ('<urn:a> <urn:b> "raw\nbreak" <urn:g> .', "b.nq:171:"),
        ("<urn:a> <urn:b> _:c <urn:g> .", "a blank node, _:c"),
        ("<urn:a> <urn:b> <urn:c> .", "no named graph"),
    ],
)
def test_several_processes_refuse_what_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, words: str
) -> None:
    lines = write(tmp_path / "a.nq", corpus(9)).read_text().splitlines()
    path = tmp_path / "b.nq"
    path.write_text("\n".join([*lines[:170], line, *lines[170:], "<urn:a> <urn:never> "]))
    said = []
    for size, workers in ((2**22, 1), (1000, 1), (1000, 2)):
        monkeypatch.setattr(module, "_CHUNK", size)
        with pytest.raises(GraphError) as caught:
            read(path, workers=workers)
        assert words in str(caught.value)
        said.append(str(caught.value))
    assert len(set(said)) == 1


def test_a_file_that_was_cut_off_is_refused_however_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gzip.compress(write(tmp_path / "a.nq", corpus(9)).read_bytes())
    (tmp_path / "b.nq.gz").write_bytes(packed[:-20])
    monkeypatch.setattr(module, "_CHUNK", 1000)
    with pytest.raises(GraphError, match="cannot be decompressed"):
        read(tmp_path / "b.nq.gz", workers=2)


def test_a_process_that_dies_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.nq", corpus(9))
    monkeypatch.setattr(module, "_CHUNK", 1000)
    monkeypatch.setattr(module, "_parts", _die)
    with pytest.raises(InputError, match="died"):
        read(path, workers=2)


def _die(*_: object) -> None:
    os._exit(1)


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
