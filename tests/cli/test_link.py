"""``kg index`` and ``kg link`` as a user meets them."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from kg.profile import find_profile
from tests.cli.test_cli import kg
from tests.linking.world import KESTREL, PORT, make_index, write_dump

RECORD = {
    "document": {"id": "d1", "published": "2024-03-05"},
    "entities": [{"id": "a", "type": "Person", "name": "Kestrel Jon Ott"}, {"id": "b", "type": "Ghost", "name": "Bo"}],
}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(RECORD))
    return path


def test_from_a_dump_to_links(tmp_path: Path, record: Path) -> None:
    index = tmp_path / "world.kgi"
    assert kg("index", "build", write_dump(tmp_path / "dump.json"), "-o", index).returncode == 0
    info = json.loads(kg("index", "info", index, "--json", "--check").stdout)
    assert info["date"] == "2024-03-01"
    linked = tmp_path / "linked.json"
    done = kg("link", record, "--index", index, "-o", linked, "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"records": 1, "unread": 0, "linked": 1, "nil": 1})
    entity, ghost = json.loads(linked.read_text())["entities"]
    assert (entity["wikidata"], entity["link"]["index"], ghost["type"]) == (KESTREL, info["hash"], "Ghost")
    explained = kg("link", linked, "--index", index, "--explain").stdout.decode()
    assert f"linked {KESTREL}" in explained and "share" in explained


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "-"])
def test_every_record_comes_out_and_what_cannot_be_read_is_passed_on(tmp_path: Path, name: str) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text(json.dumps(RECORD) + "\nnot JSON\n" + json.dumps(RECORD) + "\n")
    out = tmp_path / name
    done = kg("link", lines, "--index", make_index(tmp_path), "-o", "-" if name == "-" else out)
    assert done.returncode == 1
    assert b"1 records cannot be read" in done.stderr
    data = (
        done.stdout if name == "-" else gzip.decompress(out.read_bytes()) if name.endswith("gz") else out.read_bytes()
    )
    first, second, third = data.splitlines()
    assert second == b"not JSON"
    assert first == third and json.loads(first)["entities"][0]["wikidata"] == KESTREL


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["link", "{record}", "--index", "{index}"], "-o"),
        (["link", "{record}", "--index", "no.kgi", "-o", "x.jsonl"], "no.kgi: the index cannot be read"),
        (["link", "{record}", "--index", "{record}", "-o", "x.jsonl"], "not an index"),
        (["link", "{record}", "--index", "{index}", "-o", "x.ttl"], "not a record file"),
        (["link", "{record}", "--index", "{index}", "-o", "{record}"], "would replace this input"),
        (["link", "{two}", "--index", "{index}", "-o", "x.json"], "holds one record"),
        (["link", "{record}", "--index", "{index}", "-o", "no/x.json"], "cannot be written"),
        (["index", "build", "{record}", "-o", "x.kgi"], "not a Wikidata dump"),
        (["index", "build", "{record}", "-o", "{record}"], "replace an input"),
        (["index", "build", "{record}", "-o", "x.kgi", "--date", "today"], "YYYY-MM-DD"),
        (["index", "info", "{record}"], "not an index"),
    ],
)
def test_a_wrong_call_says_why_and_ends_with_2(tmp_path: Path, record: Path, arguments: list[str], words: str) -> None:
    two = tmp_path / "two.jsonl"
    two.write_text(2 * (json.dumps(RECORD) + "\n"))
    names = {"record": record, "two": two, "index": make_index(tmp_path)}
    before = set(tmp_path.iterdir())
    done = kg(*(argument.format(**names) for argument in arguments), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert set(tmp_path.iterdir()) == before


def test_an_export_links_on_the_way_and_says_how(tmp_path: Path, record: Path) -> None:
    index, graph = make_index(tmp_path), tmp_path / "graph.nt"
    done = kg(
        "export", record, "-o", graph, "--link", index, "--same-as", "--skos", "--rejections", tmp_path / "r.jsonl"
    )
    assert b"unmapped-type" in done.stderr, "the ghost alone is rejected"
    lines = graph.read_text().splitlines()
    person, item = f"<https://example.org/visits/item/{KESTREL}>", f"<http://www.wikidata.org/entity/{KESTREL}>"
    for predicate in ("https://schema.org/sameAs", "http://www.w3.org/2002/07/owl#sameAs",
                      "http://www.w3.org/2004/02/skos/core#exactMatch"):  # fmt: skip
        assert f"{person} <{predicate}> {item} ." in lines
    link = "<https://example.org/visits/link/d1:a> <https://w3id.org/visits-kg#"
    assert f"{link}linkOf> {person} ." in lines
    assert f"{link}unlinked> <https://example.org/visits/person/kestrel_jon_ott> ." in lines
    info = json.loads(kg("index", "info", index, "--json").stdout)
    assert f'{link}indexHash> "{info["hash"]}" .' in lines
    assert json.loads((tmp_path / "graph.nt.manifest.json").read_text())["index"] == info["hash"]
    assert kg("validate", graph).returncode == 0


def test_same_as_is_refused_while_one_item_has_two_types(tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    entities = [
        {"id": "a", "type": type, "name": "Kestrel House", "wikidata": KESTREL} for type in ("Place", "Facility")
    ]
    records = [{"document": {"id": one["type"], "published": "2024-03-05"}, "entities": [one]} for one in entities]
    lines.write_text("".join(json.dumps(one) + "\n" for one in records))
    assert kg("export", lines, "-o", tmp_path / "x.nq", "--no-corpus").returncode == 0
    refused = kg("export", lines, "-o", tmp_path / "y.nq", "--same-as")
    assert refused.returncode == 2 and b"two classes" in refused.stderr
    assert not (tmp_path / "y.nq").exists()


def test_without_an_index_well_known_names_are_linked_and_it_is_said_how_to_have_more(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    name = {"id": "a", "type": "Person", "name": "Sergei Shoigu"}
    record.write_text(json.dumps({**RECORD, "entities": [name]}))
    done = kg("link", record, "-o", "-")
    assert done.returncode == 0
    assert b"kg index build" in done.stderr
    assert json.loads(done.stdout)["entities"][0]["wikidata"] == "Q32024"
    graph = tmp_path / "graph.nt"
    for arguments in (["--link", "-o", graph, record], [record, "-o", graph, "--link"]):
        exported = kg("export", *arguments)
        assert exported.returncode == 0
        assert b"kg index build" in exported.stderr
        assert "entity/Q32024>" in graph.read_text()


def test_a_profile_without_well_known_items_asks_for_an_index(tmp_path: Path, record: Path) -> None:
    profile = shutil.copytree(find_profile().folder, tmp_path / "profile")
    (profile / "starter.tsv").unlink()
    done = kg("link", record, "-o", "-", "--profile", profile)
    assert done.returncode == 2
    assert b"no starter index" in done.stderr and b"kg index build" in done.stderr


def test_in_the_graph_it_is_said_what_came_with_the_link(tmp_path: Path) -> None:
    record, graph = tmp_path / "record.json", tmp_path / "graph.nt"
    airport = {"id": "p", "type": "Facility", "name": "Ostmark airport", "attributes": {"iata": "ZZZ"}}
    record.write_text(json.dumps({**RECORD, "entities": [airport]}))
    done = kg("export", record, "--link", make_index(tmp_path), "-o", graph, "--base", "https://d.example/")
    assert done.returncode == 0, done.stderr
    lines = graph.read_text()
    link, item, terms = (
        "<https://d.example/link/d1:p>",
        f"<https://d.example/item/{PORT}>",
        "<https://w3id.org/visits-kg#",
    )
    facts = {line.split(" ")[2] for line in lines.splitlines() if line.startswith(f"{link} {terms}indexFact>")}
    assert facts == {f"{terms}{name}>" for name in ("icao", "latitude", "longitude")}
    assert f'{item} {terms}icao> "XXOM" .' in lines and f'{item} {terms}iata> "ZZZ" .' in lines
    geometry, geo = "<https://d.example/geometry/61.5:-20.25>", "<http://www.opengis.net/ont/geosparql#"
    assert f"{item} {geo}hasGeometry> {geometry} ." in lines
    assert f'{geometry} {geo}asWKT> "POINT(-20.25 61.5)"^^{geo}wktLiteral> .' in lines


@pytest.mark.parametrize("named", [True, False])
def test_several_processes_link_to_the_same_bytes(tmp_path: Path, named: bool) -> None:
    index = [make_index(tmp_path)] if named else []
    names = [
        ("Person", "Kestrel Jon Ott"),
        ("Facility", "Ostmark airport"),
        ("Person", "Sergei Shoigu"),
        ("Ghost", "Bo"),
    ]
    lines = tmp_path / "lines.jsonl"
    with lines.open("w") as file:
        for number in range(250):
            entities = [{"id": f"e{n}", "type": type, "name": name} for n, (type, name) in enumerate(names)]
            document = {"id": f"d{number}", "published": "2024-03-05"}
            file.write(json.dumps({"document": document, "entities": entities}) + "\n")
    outs = [tmp_path / f"{workers}.nq" for workers in (1, 3)]
    for out, workers in zip(outs, (1, 3), strict=True):
        done = kg("export", lines, "-o", out, "--workers", workers, "--link", *index)
        assert done.returncode == 1, done.stderr  # a ghost is nothing that the mapping knows
    one, three = (out.read_bytes() for out in outs)
    assert one == three
    assert (KESTREL if named else "Q32024").encode() in one
    manifests = [json.loads(out.with_name(out.name + ".manifest.json").read_bytes()) for out in outs]
    assert manifests[0] == manifests[1] and len(manifests[0]["index"]) == 64


def test_an_index_that_is_damaged_ends_a_run_of_several_processes(tmp_path: Path, record: Path) -> None:
    index = make_index(tmp_path)
    data = bytearray(index.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    index.write_bytes(data)
    done = kg("export", record, "-o", tmp_path / "x.nq", "--link", index, "--workers", 2)
    assert done.returncode == 2
    assert b"the index is damaged" in done.stderr and b"Traceback" not in done.stderr
    assert not (tmp_path / "x.nq").exists()
