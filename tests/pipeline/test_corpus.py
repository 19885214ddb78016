"""All documents of an export together: the report of ``kg validate``, without a graph of all."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.api import read_graph
from kg.errors import OutputError
from kg.mapping import Settings
from kg.pipeline import Counts, Folder, Parting, Plan, Target, export_files, export_folder
from kg.profile import find_profile
from kg.records import Sources
from kg.serialization import format_named, format_of
from kg.validation import CORPUS, Result, validate_graph
from tests.samples import PORTS, changed, lines, ports

PROFILE = find_profile()
PLAN = Plan(PROFILE, Settings(), corpus=True)
ITEM = "Q999999001"


def conflicting() -> list[Any]:
    """Documents that are well by themselves, and contradict one another."""
    plane = {"type": "Aircraft", "name": "the first", "attributes": {"registration": "RA-1"}}
    return [
        changed(),
        changed(("/document/id", "d2"), ("/entities/0/attributes/birthDate", "1971")),
        changed(("/document/id", "d3"), ("/entities/0/attributes/birthDate", "1970")),
        changed(("/document/id", "d4"), ("/entities/4/wikidata", ITEM), ("/entities/4/attributes/latitude", 49.8)),
        changed(("/document/id", "d5"), ("/entities/4/wikidata", ITEM), ("/entities/4/attributes/latitude", 51)),
        changed(("/document/id", "d6"), ("/entities/2/wikidata", ITEM)),
        changed(("/document/id", "d7"), ("/entities/-", {"id": "p", **plane, "wikidata": "Q999999002"})),
        changed(("/document/id", "d8"), ("/entities/-", {"id": "p", **plane, "wikidata": "Q999999003"})),
        changed(("/document/id", "d9"), ("/entities/0/type", "Person"), ("/entities/0/name", " ")),
    ]


SHAPES = {"BirthDateOfCorpus", "CoordinatesOfCorpus", "OneType-type", "RegistrationOfCorpus-aircraft"}


def exported(out: Path, data: bytes, plan: Plan = PLAN) -> Counts:
    target = Target.beside(out, format_of(out))
    return export_files(Sources(["-"], io.BytesIO(data)), target, plan, version="0", progress=lambda _: None)


def found(counts: Counts) -> list[Result]:
    assert counts.corpus is not None
    assert counts.corpus.report is not None
    return list(counts.corpus.report.results)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_report_is_that_of_the_graph(tmp_path: Path, workers: int) -> None:
    out = tmp_path / "out.trig"
    counts = exported(out, lines(*conflicting()), replace(PLAN, workers=workers))
    expected = validate_graph(read_graph(out), PROFILE)[CORPUS]
    assert {result.shape.rpartition("#")[2] for result in expected.results} == SHAPES
    assert found(counts) == list(expected.results)
    assert json.loads((tmp_path / "out.trig.corpus.json").read_bytes()) == json.loads(json.dumps(expected.as_dict()))
    assert json.loads((tmp_path / "out.trig.manifest.json").read_bytes())["counts"]["corpus"] == {
        "conforms": False,
        "counts": expected.counts(),
        "left_out": [],
    }
    assert not counts.all_well


def test_what_is_rejected_or_comes_twice_is_not_of_the_corpus(tmp_path: Path) -> None:
    again = changed(("/entities/0/attributes/birthDate", "1971"))
    broken = changed(("/document/id", "d2"), ("/document/published", "x"), ("/entities/0/attributes/birthDate", "1971"))
    counts = exported(tmp_path / "out.nq", lines(changed(), again, broken))
    assert counts.rejected == 2
    assert found(counts) == []


def test_a_report_that_is_no_longer_true_goes(tmp_path: Path) -> None:
    exported(tmp_path / "out.nq", lines(*conflicting()))
    assert (tmp_path / "out.nq.corpus.json").exists()
    assert exported(tmp_path / "out.nq", lines(*conflicting()[:1])).all_well
    assert not (tmp_path / "out.nq.corpus.json").exists()
    counts = exported(tmp_path / "out.nq", lines(*conflicting()), replace(PLAN, corpus=False))
    assert counts.corpus is None


class Cut(Exception):
    """An interruption."""


@pytest.mark.parametrize("at", [3, 5, 8])
def test_a_run_that_goes_on_remembers_the_documents_before(tmp_path: Path, at: int) -> None:
    target = Folder.at(tmp_path / "out", Parting(format_named("nquads"), "", 1))

    def stop(counts: Counts) -> None:
        if counts.read == at:
            raise Cut

    def run(progress: Any) -> Counts:
        sources = Sources(["-"], io.BytesIO(lines(*conflicting())))
        return export_folder(sources, target, PLAN, version="0", progress=progress, resume=True)

    with pytest.raises(Cut):
        run(stop)
    assert found(run(lambda _: None)) == found(exported(tmp_path / "alone.nq", lines(*conflicting())))
    assert json.loads((tmp_path / "out.corpus.json").read_bytes())["conforms"] is False
    complete = export_folder(
        Sources(["-"], io.BytesIO(lines(*conflicting()))), target, PLAN, version="0", progress=stop, resume=True
    )
    assert not complete.all_well
    with pytest.raises(OutputError, match="other scopes"):
        export_folder(
            Sources(["-"], io.BytesIO(lines(*conflicting()))),
            target,
            replace(PLAN, corpus=False),
            version="0",
            progress=stop,
            resume=True,
        )


FURTHER = """
<#Far> a sh:NodeShape ; profile:scope profile:corpus ; sh:targetClass ports:Ship ;
    sh:property [ sh:path ( ports:homePort ports:homePort ) ; sh:maxCount 1 ] ."""


def test_a_shape_that_needs_more_than_a_summary_is_named(tmp_path: Path) -> None:
    folder = ports(tmp_path / "ports")
    shapes = folder / "shapes.ttl"
    text = shapes.read_text()
    prefixes = (
        "@prefix profile: <https://w3id.org/visits-kg/profile#> . @prefix ports: <https://ports.example/> . "
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    )
    shapes.write_text(f"{text}\n{prefixes}{FURTHER}")
    counts = exported(
        tmp_path / "out.nq", (PORTS / "log.jsonl").read_bytes(), Plan(find_profile(folder), Settings(), corpus=True)
    )
    assert counts.corpus is not None
    assert [name.rpartition("#")[2] for name in counts.corpus.left_out] == ["Far"]
