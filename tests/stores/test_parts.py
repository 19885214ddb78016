"""An export in parts is a graph like any; half an export, or one that somebody changed, is none."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import group
from kg.errors import GraphError, InputError
from kg.stores import LocalStore, Spool, fingerprint, is_parted
from kg.stores.parts import MANIFEST
from tests.stores.samples import Corpus, corpus, expected, exported, held, loaded, write


def parted(folder: Path, documents: Corpus, parts: int) -> Path:
    folder.mkdir()
    listed, names = [], list(documents)
    for number in range(parts):
        path = folder / f"part-{number:05d}.nq"
        write(path, {name: documents[name] for name in names[number::parts]})
        listed.append({"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()})
    (folder / MANIFEST).write_text(json.dumps({"parts": listed}))
    return folder


def test_parts_are_one_graph(local: LocalStore, tmp_path: Path) -> None:
    documents = corpus(7)
    folder = parted(tmp_path / "out", documents, 3)
    assert is_parted(folder)
    assert loaded(local, folder).new == 7
    assert held(local) == expected(documents)
    assert loaded(local, write(tmp_path / "whole.nq", documents)).skipped == 7


def test_half_an_export_is_refused(tmp_path: Path) -> None:
    folder = parted(tmp_path / "out", corpus(3), 2)
    (folder / "part-00001.nq").write_text("")
    with pytest.raises(InputError, match="not as the manifest lists it"):
        fingerprint(folder)
    (folder / "part-00001.nq").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        fingerprint(folder)
    (folder / MANIFEST).unlink()
    assert is_parted(folder)
    with Spool() as spool, pytest.raises(InputError, match="not complete"):
        spool.read(folder)


@pytest.mark.parametrize("name", ["../a.nq", "/etc/passwd", "", "..", "x/y.nq"])
def test_a_manifest_names_only_files_of_its_folder(tmp_path: Path, name: str) -> None:
    folder = parted(tmp_path / "out", corpus(1), 1)
    (folder / MANIFEST).write_text(json.dumps({"parts": [{"name": name, "sha256": "00"}]}))
    with pytest.raises(GraphError, match="outside of its folder"):
        fingerprint(folder)


@pytest.mark.parametrize("text", ["[]", "{}", "nonsense", '{"parts": [{}]}', '{"parts": 3}'])
def test_what_is_no_manifest(tmp_path: Path, text: str) -> None:
    folder = parted(tmp_path / "out", corpus(1), 1)
    (folder / MANIFEST).write_text(text)
    with pytest.raises(GraphError, match="not the manifest"):
        fingerprint(folder)


@pytest.mark.parametrize("form", ["nq.zst", "nq.gz", "trig"])
def test_what_kg_export_writes_to_a_folder(local: LocalStore, tmp_path: Path, form: str) -> None:
    root = Path(__file__).parents[2]
    out = tmp_path / "out"
    command = ["export", str(root / "examples"), "-o", f"{out}/", "--part-documents", "2", "--format", form]
    assert CliRunner().invoke(group, command).exit_code == 0
    assert len(list(out.glob("part-*"))) > 1
    whole = exported([root / "examples"], tmp_path / "whole.nq")
    assert loaded(local, out).new == loaded(local, whole).skipped > 0
    shutil.copytree(out, tmp_path / "half")
    (tmp_path / "half" / MANIFEST).unlink()
    with pytest.raises(InputError, match="not complete"):
        fingerprint(tmp_path / "half")
