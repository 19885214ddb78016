"""Small corpora for stores, and a look at what a store holds."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from kg.mapping import Settings
from kg.pipeline import Plan, Target, export_files
from kg.profile import find_profile
from kg.queries import Triples
from kg.records import Sources
from kg.serialization import fingerprint, format_named
from kg.stores import Loaded, Spool, Store, load, read_ledger
from kg.terms import iri, literal

BASE = "https://example.org/test/"
Corpus = Mapping[str, Sequence[str]]


def graph(name: str) -> str:
    return iri(f"{BASE}graph/{name}")


def corpus(documents: int, triples: int = 20, words: str = "as it was") -> dict[str, list[str]]:
    return {graph(f"d{number}"): lines(number, triples, words) for number in range(documents)}


def lines(number: int, triples: int, words: str) -> list[str]:
    subject = iri(f"{BASE}thing/{number}")
    return [f"{subject} {iri(BASE + 'says')} {literal(f'{words}, {each}')}" for each in range(triples)]


def write(path: Path, documents: Corpus) -> Path:
    text = "".join(f"{line} {name} .\n" for name, lines in documents.items() for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def exported(sources: Sequence[Path], path: Path) -> Path:
    """Export records to N-Quads."""
    target = Target(path, format_named("nquads"), None, None)
    plan = Plan(find_profile(), Settings(), validate_every=0)
    export_files(Sources(list(map(str, sources)), BytesIO()), target, plan, version="test", progress=lambda _: None)
    return path


def loaded(store: Store, path: Path, *, prune: bool = False, recount: bool = False, graph: str | None = None) -> Loaded:
    with Spool(graph) as spool:
        spool.read(path)
        return load(spool, store, prune=prune, recount=recount, source=lambda: fingerprint(path, graph))


def held(store: Store) -> dict[str, set[str]]:
    """Give all that the store holds of documents in its ledger."""
    return {name: content(store, name) for name in read_ledger(store)}


def content(store: Store, name: str) -> set[str]:
    answer = store.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", union=False)
    assert isinstance(answer, Triples)
    return {" ".join(triple) for triple in answer.triples}


def expected(documents: Corpus) -> dict[str, set[str]]:
    return {name: set(lines) for name, lines in documents.items()}
