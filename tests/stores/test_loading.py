"""One body for all stores: what is loaded, changed, retracted and refused is the same in each."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeVar

import msgspec
import pytest
from click.testing import CliRunner

from kg.cli import group
from kg.errors import GraphError, QueryError, UnableError
from kg.profile import find_profile
from kg.queries import Answer, Query, Table, Triples, bind, entity_resolver, load_graph, plain_rows, read_library, run
from kg.serialization import fingerprint
from kg.stores import LocalStore, Spool, Store, bringing, find_graph, load, read_ledger, retract, unchanged
from kg.stores.body import Body
from kg.stores.ledger import read_journal
from kg.stores.store import count_triples
from kg.stores.updates import CONTENT, LEDGER, forgetting
from kg.terms import XSD, iri, literal, tagged
from tests.queries.test_seed import HERE, SEED, matching, questions
from tests.stores.samples import BASE, content, corpus, expected, exported, graph, held, lines, loaded, write

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
NASTY = [
    '"',
    "\\",
    "\\u0022 } ; CLEAR ALL #",
    "\\\\u0022",
    "'''",
    '"""',
    "}",
    "a\tb\nc\rd",
    "\x85\u2028",
    "😀",
    "\ufeff",
    "",
]
# What an engine cannot do of the library: the store's kind, the query, and the parameters that are given.
DEFECTS = {
    ("virtuoso", "contradictions", ()): "the server ends while it compiles EXISTS with a path in a BIND (7.2.5)",
    ("virtuoso", "contradictions", ("person",)): "the same",
    ("virtuoso", "explain", ()): "its union of graphs has descriptions of the server itself as well",
}
SOMEBODY = {"person": "Osric Vane", "thing": "Osric Vane", "day": "2023-05-11"}


def test_loaded_changed_pruned_and_left_alone(store: Store, tmp_path: Path) -> None:
    documents = corpus(12)
    path = write(tmp_path / "a.nq", documents)
    first = loaded(store, path)
    assert (first.new, first.verified, first.triples, first.failed) == (12, 12, 240, {})
    assert held(store) == expected(documents)
    again = loaded(store, path)
    assert (again.new, again.changed, again.skipped, again.triples) == (0, 0, 12, 0)
    documents[graph("d3")] = lines(3, 15, "corrected")
    del documents[graph("d7")]
    changed = loaded(store, write(path, documents), prune=True)
    assert (changed.new, changed.changed, changed.skipped, changed.retracted, changed.triples) == (0, 1, 10, 1, 15)
    assert held(store) == expected(documents)


def test_a_retracted_document_takes_nothing_of_another(store: Store, tmp_path: Path) -> None:
    shared = lines(0, 5, "shared")
    documents = {graph("a"): [*shared, *lines(1, 3, "own")], graph("b"): [*shared, *lines(2, 3, "own")]}
    loaded(store, write(tmp_path / "a.nq", documents))
    retract(store, [find_graph("a", read_ledger(store))])
    assert content(store, graph("a")) == set()
    assert held(store) == expected({graph("b"): documents[graph("b")]})


def test_what_stands_in_the_way_is_replaced(store: Store, tmp_path: Path) -> None:
    documents = corpus(3)
    stranger = f"{iri(BASE + 'x')} {iri(BASE + 'y')} {literal('z')}"
    store.update(f"INSERT DATA {{ GRAPH {graph('d1')} {{ {stranger} }} }}")
    assert loaded(store, write(tmp_path / "a.nq", documents)).failed == {}
    assert held(store) == expected(documents)


def test_what_was_lost_behind_our_back_is_sent_again(store: Store, tmp_path: Path) -> None:
    documents = corpus(3)
    path = write(tmp_path / "a.nq", documents)
    loaded(store, path)
    store.update(f"DELETE DATA {{ GRAPH {graph('d1')} {{ {documents[graph('d1')][0]} }} }}")
    assert loaded(store, path, recount=True).skipped == 2
    assert held(store) == expected(documents)


def test_after_a_load_that_was_cut_off_everything_is_counted(store: Store, tmp_path: Path) -> None:
    documents = corpus(3)
    path = write(tmp_path / "a.nq", documents)
    loaded(store, path)
    read_journal(store).begin()
    store.update(f"DELETE DATA {{ GRAPH {graph('d1')} {{ {documents[graph('d1')][0]} }} }}")
    assert unchanged(store, lambda: fingerprint(path)) is None
    assert loaded(store, path).verified == 3
    assert held(store) == expected(documents)
    assert loaded(store, path).verified == 0


def test_a_file_that_was_loaded_last_is_not_read_again(store: Store, tmp_path: Path) -> None:
    path, other = write(tmp_path / "a.nq", corpus(3)), write(tmp_path / "b.nq", corpus(1, words="other"))
    source = fingerprint(path)
    assert unchanged(store, lambda: source) is None
    loaded(store, path)
    found = unchanged(store, lambda: source)
    assert found is not None
    assert (found.skipped, found.triples) == (3, 0)
    assert unchanged(store, lambda: fingerprint(other)) is None
    assert unchanged(store, lambda: fingerprint(path, graph("whole"))) is None
    store.update(f'INSERT DATA {{ GRAPH {LEDGER} {{ {graph("d9")} {CONTENT} "00" }} }}')
    assert unchanged(store, lambda: source) is None
    assert loaded(store, path).skipped == 3
    assert unchanged(store, lambda: source) is not None
    assert unchanged(store, lambda: source, prune=True) is None
    assert loaded(store, path, prune=True).retracted == 1
    assert unchanged(store, lambda: source, prune=True) is not None
    retract(store, [graph("d1")])
    assert unchanged(store, lambda: source) is None


def test_a_replacement_that_was_cut_off_is_not_taken_for_what_it_replaces(store: Store, tmp_path: Path) -> None:
    documents = corpus(3)
    path = write(tmp_path / "a.nq", documents)
    loaded(store, path)

    class Cut(Exception):
        pass

    class Short:
        """Is cut off before it can note that the new version has arrived."""

        address, kind, ask, close = store.address, store.kind, store.ask, store.close

        def update(self, text: str) -> None:
            if LEDGER in text and "on its way" in text and "INSERT DATA" not in text and "DELETE" in text and self.sent:
                raise Cut
            self.sent = self.sent or BASE + "thing" in text
            store.update(text)

        def add(self, quads: Body) -> None:
            store.add(quads)

        sent = False

    other = write(tmp_path / "b.nq", corpus(3, words="as it was said"))
    if store.kind.atomic:
        loaded(store, other)
    else:
        with pytest.raises(Cut):
            loaded(Short(), other)
    loaded(store, path)
    assert held(store) == expected(documents)


class Forgetful:
    """A store that loses an entry of its ledger with what it takes in."""

    def __init__(self, behind: Store, lost: str) -> None:
        self.kind, self.address, self.close = behind.kind, behind.address, behind.close
        self.update, self.ask, self._behind, self._lost = behind.update, behind.ask, behind, lost

    def add(self, quads: Body) -> None:
        self._behind.add(quads)
        self.update(forgetting(self._lost))


def test_a_lost_entry_of_the_ledger_is_found(local: LocalStore, tmp_path: Path) -> None:
    path = write(tmp_path / "a.nq", corpus(3))
    assert list(loaded(Forgetful(local, graph("d1")), path).failed) == [graph("d1")]
    assert unchanged(local, lambda: fingerprint(path)) is None
    assert loaded(local, path).new == 1


class Watched:
    """A store in small parts, which notes what it does, and whether it is asked to do two things at once."""

    def __init__(self, behind: Store) -> None:
        self.kind, self.address = msgspec.structs.replace(behind.kind, quads=40, triples=40), behind.address
        self.done: list[str] = []
        self._behind, self._one = behind, Lock()

    def ask(self, text: str, *, union: bool = True) -> Answer:
        return self._do("count" if "VALUES" in text else "ask", lambda: self._behind.ask(text, union=union))

    def update(self, text: str) -> None:
        self._do("update", lambda: self._behind.update(text))

    def add(self, quads: Body) -> None:
        self._do("add", lambda: self._behind.add(quads))

    def close(self) -> None:
        self._behind.close()

    def _do(self, what: str, work: Callable[[], T]) -> T:
        assert self._one.acquire(blocking=False), f"{what} beside something else"
        try:
            self.done.append(what)
            return work()
        finally:
            self._one.release()


def test_counts_come_now_and_then_and_never_beside_sends(
    local: LocalStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "_COUNTED_TOGETHER", 120)
    documents = corpus(10)
    told: list[int] = []
    path = write(tmp_path / "a.nq", documents)
    store = Watched(local)
    with Spool() as spool:
        spool.read(path)
        first = load(spool, store, progress=told.append)
        sends = [each for each in store.done if each in ("add", "count")]
        assert sends == ["add", "add", "add", "count", "add", "add", "count"]
        assert told == [2, 4, 6, 8, 10]
        for name in (graph("d1"), graph("d8")):
            store.update(f"DELETE DATA {{ GRAPH {name} {{ {documents[name][0]} }} }}")
        again = load(spool, store, recount=True)
    assert (first.new, first.verified, first.failed) == (10, 10, {})
    assert (again.skipped, again.changed, again.verified, again.triples) == (8, 2, 10, 40)
    assert held(local) == expected(documents)


def test_each_graph_is_counted_by_itself(store: Store, tmp_path: Path) -> None:
    loaded(store, write(tmp_path / "a.nq", corpus(6)))
    stranger = f"{iri(BASE + 'x')} {iri(BASE + 'y')} {literal('z')}"
    store.update(f"INSERT DATA {{ GRAPH {graph('d3')} {{ {stranger} }} }}")
    store.update(f"DELETE WHERE {{ GRAPH {graph('d4')} {{ ?s ?p {literal('as it was, 7')} }} }}")
    wanted = {**dict.fromkeys(corpus(6), 20), graph("d3"): 21, graph("d4"): 19, graph("none"): 0}
    assert count_triples(store, list(wanted)) == wanted
    assert count_triples(store, []) == {}


def test_a_broken_file_changes_nothing(store: Store, tmp_path: Path) -> None:
    documents = corpus(3)
    loaded(store, write(tmp_path / "a.nq", documents))
    broken = write(tmp_path / "b.nq", corpus(5, words="new"))
    broken.write_bytes(broken.read_bytes()[:-30])
    with pytest.raises(GraphError, match=r"b\.nq:100"):
        loaded(store, broken)
    assert held(store) == expected(documents)


def test_plain_triples_go_into_one_graph(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("".join(f"{line} .\n" for line in lines(1, 30, "plain")))
    with pytest.raises(GraphError, match="no named graph"):
        loaded(store, path)
    assert loaded(store, path, graph=graph("whole")).new == 1
    assert content(store, graph("whole")) == set(lines(1, 30, "plain"))


def test_hostile_texts_stay_in_their_place(store: Store, tmp_path: Path) -> None:
    bystander = corpus(1)
    loaded(store, write(tmp_path / "a.nq", bystander))
    for words in ("first", "second"):  # sent as new, and as a change
        nasty = [f"{iri(BASE + 's')} {iri(BASE + 'p')} {literal(words + text)}" for text in NASTY]
        documents = {**bystander, graph("n"): nasty}
        assert loaded(store, write(tmp_path / "b.nq", documents)).failed == {}
        assert len(content(store, graph("n"))) == len(NASTY)
        assert content(store, graph("d0")) == set(bystander[graph("d0")])


def test_values_that_a_store_folds_are_counted_as_it_does(store: Store, tmp_path: Path) -> None:
    values = [literal("1.50", XSD + "decimal"), literal("1.5", XSD + "decimal"), literal("01", XSD + "integer")]
    values += [
        literal("1", XSD + "integer"),
        tagged("a", "de-AT"),
        tagged("a", "de-at"),
        literal("true", XSD + "boolean"),
    ]
    documents = {graph("v"): [f"{iri(BASE + 's')} {iri(BASE + 'p')} {value}" for value in values]}
    path = write(tmp_path / "a.nq", documents)
    assert loaded(store, path).failed == {}
    assert loaded(store, path).skipped == 1


@pytest.mark.skipif(not HERE, reason="the seed record and its questions are not beside this checkout")
def test_the_ten_questions_about_the_seed_article(store: Store, tmp_path: Path) -> None:
    loaded(store, exported([SEED / "record.json"], tmp_path / "seed.nq"))
    library = read_library(find_profile().queries)
    assert len(questions()) == 10
    for question in questions():
        answer = store.ask(bind(library[question["query"]], question["params"], entity_resolver(store.ask)))
        assert isinstance(answer, Table)
        rows = [dict(zip(answer.columns, row, strict=True)) for row in plain_rows(answer)]
        assert [wanted for wanted in question["must"] if not any(matching(rows, wanted))] == [], question["query"]
        assert [row for never in question["never"] for row in matching(rows, never)] == [], question["query"]
        in_order = [row[question.get("ordered_by", answer.columns[0])] for row in rows]
        assert "ordered_by" not in question or in_order == sorted(in_order)


def test_every_query_answers_as_on_a_file(store: Store, seed: Path) -> None:
    assert loaded(store, seed).failed == {}
    file, wrong = load_graph(seed), []

    def ask_file(text: str) -> Answer:
        return run(file, text)

    for query in read_library(find_profile().queries).values():
        for values in _values(query):
            if (store.kind.name, query.name, tuple(values)) in DEFECTS:
                continue
            mine = store.ask(bind(query, values, entity_resolver(store.ask)))
            theirs = ask_file(bind(query, values, entity_resolver(ask_file)))
            if _plain(mine) != _plain(theirs):
                wrong.append((query.name, values))
    assert wrong == []


def _values(query: Query) -> list[dict[str, str]]:
    """Ask for everything, as far as the query allows it, and for somebody."""
    least = {param.name: SOMEBODY[param.name] for param in query.params if param.required}
    most = {param.name: SOMEBODY[param.name] for param in query.params if param.name in SOMEBODY}
    return [least, most] if least != most else [least]


def _plain(answer: Answer) -> object:
    if isinstance(answer, Table):
        return answer.columns, sorted(map(tuple, plain_rows(answer)))
    return set(answer.triples) if isinstance(answer, Triples) else answer


def test_the_verbs_that_read_say_of_a_store_what_they_say_of_a_file(store: Store, seed: Path) -> None:
    loaded(store, seed)
    address = [store.address, "--store", store.kind.name]
    for verb in (["explain", "Osric Vane"], ["report"]):
        mine, theirs = (CliRunner().invoke(group, [*verb, *where]) for where in (address, [str(seed)]))
        assert (mine.exit_code, theirs.exit_code) == (0, 0), mine.output
        differing = [line for line in mine.output.splitlines() if line not in theirs.output.splitlines()]
        assert len(differing) == (store.kind.fatal is not None and verb == ["report"]), differing
    differs = CliRunner().invoke(group, ["diff", str(seed), *address])
    assert (differs.exit_code, differs.output) == (0, "nothing differs\n")


def test_what_would_end_a_server_is_not_sent(store: Store) -> None:
    text = "SELECT ?far { ?s ?p ?o BIND(NOT EXISTS { ?s <urn:p>+ ?o } AS ?far) }"
    if store.kind.fatal is None:
        assert isinstance(store.ask(text), Table)
        return
    with pytest.raises(UnableError, match="not sent"):
        store.ask(text)
    assert store.ask("ASK {}") is True


def test_more_rows_than_a_store_gives_at_once(store: Store, tmp_path: Path) -> None:
    if not store.kind.atomic and store.kind.name != "virtuoso":
        pytest.skip("it takes minutes to take in so many")
    loaded(store, write(tmp_path / "a.nq", {graph(f"m{part}"): lines(part, 1000, "many") for part in range(13)}))
    answer = store.ask(f"PREFIX t: <{BASE}> SELECT ?s ?o WHERE {{ ?s t:says ?o }} ORDER BY ?s ?o")
    assert isinstance(answer, Table)
    assert len(set(answer.rows)) == 13 * 1000  # a round number, as a store's limit would be


def test_a_truth_is_a_truth(store: Store, tmp_path: Path) -> None:
    loaded(store, write(tmp_path / "a.nq", corpus(1)))
    assert store.ask(f"ASK {{ ?s <{BASE}says> ?o }}") is True
    assert store.ask(f"ASK {{ ?s <{BASE}denies> ?o }}") is False


def test_a_query_is_not_passed_on(store: Store) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        store.ask("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="not SPARQL"):
        store.ask("SELECT * {")


def test_the_store_on_disk_is_a_store_like_any(local: LocalStore, tmp_path: Path) -> None:
    documents = corpus(12)
    path = write(tmp_path / "a.nq", documents)
    assert loaded(local, path).new == 12
    documents[graph("d3")] = lines(3, 15, "corrected")
    with Spool() as spool:
        spool.read(write(path, documents))
        assert load(spool, local).changed == 1
    assert held(local) == expected(documents)
