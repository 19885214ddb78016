"""A dump becomes an index: what is kept, what is refused, and the same bytes in the same index."""

from pathlib import Path

import pytest

from kg.errors import DumpError, ProfileError
from kg.linking.build import Recipe, build_index
from kg.linking.opening import open_index
from kg.linking.rules import read_rules
from kg.profile import find_profile
from tests.linking.world import ARDEN, KESTREL, MOON, PORT, QUILL, WORLD, item, q, write_dump

RULES = read_rules(find_profile().linking)


def built(dump: Path, **more: str | Path) -> Path:
    out = dump.parent / "out.kgi"
    build_index(Recipe(dump, RULES, **more), out)  # type: ignore[arg-type]
    return out


@pytest.mark.parametrize("name", ["dump.json", "dump.json.gz", "dump.json.bz2"])
def test_what_the_types_need_is_kept(tmp_path: Path, name: str) -> None:
    with open_index(built(write_dump(tmp_path / name))) as index:
        arden, kestrel, port = (index.item(int(one[1:])) for one in (ARDEN, KESTREL, PORT))
        assert arden is not None and (set(arden.types), arden.sitelinks) == ({"Place"}, 90)
        assert kestrel is not None and (set(kestrel.types), set(kestrel.countries)) == ({"Person"}, {ARDEN})
        assert port is not None and (set(port.types), port.icao, port.iata) == ({"Facility"}, "XXOM", "XOM")
        assert index.item(int(MOON[1:])) is None, "a class that no type needs"
        assert [(one.label, one.start, one.end) for one in index.offices(QUILL)] == [
            ("premier of Arden", "2020-01-01", "2023-01-01")
        ]
        assert index.current(q(30)) == ARDEN
        assert (index.meta["date"], len(index.meta["hash"])) == ("2024-03-01", 64)
        index.check()


def test_the_same_inputs_give_the_same_hash_and_another_date_another(tmp_path: Path) -> None:
    dump = write_dump(tmp_path / "wikidata-20230913-all.json")
    hashes = []
    for more in ({}, {}, {"date": "2024-01-01"}):
        with open_index(built(dump, **more)) as index:
            hashes.append((index.meta["date"], index.meta["hash"]))
    assert hashes[0] == hashes[1] != hashes[2]
    assert hashes[0][0] == "2023-09-13"


def test_ranks_and_redirects_beside_the_dump(tmp_path: Path) -> None:
    ranks = tmp_path / "qrank.csv"
    ranks.write_text(f"Entity,QRank\n{KESTREL},1000000\n")
    merged = tmp_path / "merged.tsv"
    merged.write_text(f"{q(31)}\t{KESTREL}\n")
    with open_index(built(write_dump(tmp_path / "dump.json"), ranks=ranks, redirects=merged)) as index:
        assert index.current(q(31)) == KESTREL
        kestrel = index.item(int(KESTREL[1:]))
        assert kestrel is not None and kestrel.popularity > 13


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "cut short"),
        (b"{}\n", "must begin with"),
        (b'[\n{"type":"item","id":"Q99000000001"},\n', "cut short"),
        (b'[\n{"type":"item","id":"Q99000000001"\n]\n', "dump.json:2: not an entity"),
        (b'[\n{"labels": 7},\n]\n', "dump.json:2: not an entity"),
        (b'[\n{"id": "Q5", "sitelinks": ' + b"[" * 100_000 + b"\n]\n", "dump.json:2: not an entity"),
        (b"[\n]\n", "nothing of the profile's types"),
    ],
)
def test_a_dump_that_is_none_is_refused_with_its_place(tmp_path: Path, body: bytes, words: str) -> None:
    dump = tmp_path / "dump.json"
    dump.write_bytes(body)
    with pytest.raises(DumpError, match=words):
        built(dump)
    assert [path.name for path in tmp_path.iterdir()] == ["dump.json"], "nothing half made is left"


@pytest.mark.parametrize("name", ["dump.json.gz", "dump.json.bz2"])
def test_a_packed_dump_that_was_cut_is_refused(tmp_path: Path, name: str) -> None:
    dump = write_dump(tmp_path / name, [*WORLD, *(item(q(100 + n), f"name {n * n}") for n in range(2000))])
    dump.write_bytes(dump.read_bytes()[:-500])
    with pytest.raises(DumpError, match=name):
        built(dump)


@pytest.mark.parametrize("name", ["dump.json", "dump.json.gz", "dump.json.bz2"])
def test_a_dump_that_was_cut_anywhere_is_refused(tmp_path: Path, name: str) -> None:
    dump, out = write_dump(tmp_path / name), tmp_path / "out.kgi"
    data = dump.read_bytes().rstrip(b"\n")
    for length in range(0, len(data), max(len(data) // 97, 1)):
        dump.write_bytes(data[:length])
        with pytest.raises(DumpError, match=name):
            build_index(Recipe(dump, RULES), out)
    assert not out.exists()


@pytest.mark.parametrize("line", ["Q1;2", "x,1", "Q1,many"])
def test_a_file_of_ranks_that_is_none_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    ranks = tmp_path / "qrank.csv"
    ranks.write_text(f"Entity,QRank\n{line}\n")
    with pytest.raises(DumpError, match=r"qrank\.csv:2"):
        built(write_dump(tmp_path / "dump.json"), ranks=ranks)


@pytest.mark.parametrize("text", ["types: 7", "languages: [en]\ntypes: {A: {classes: []}}", "]["])
def test_faulty_rules_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "linking.yaml"
    path.write_text(text)
    with pytest.raises(ProfileError, match=r"linking\.yaml"):
        read_rules(path)
    with pytest.raises(ProfileError, match=r"no linking\.yaml"):
        read_rules(tmp_path / "none" / "linking.yaml")
