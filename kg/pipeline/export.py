"""The order of work on one machine: lines in, graphs and rejections out, in the order of the input."""

from collections.abc import Callable, Iterable, Iterator

from kg.pipeline.counts import Counts
from kg.pipeline.memory import Memory, SeenIds, scratch_memory
from kg.pipeline.stage import Outcome
from kg.pipeline.work import Item, line_of
from kg.records import Fault, Line
from kg.serialization import Writer


def export(
    items: Iterable[Item],
    work: Callable[[Iterable[Item]], Iterable[tuple[Item, Outcome]]],
    writer: Writer,
    reject: Callable[[Line, str | None, Fault], None],
    *,
    same_as: bool = False,
) -> Iterator[Counts]:
    """Export each record, and give the counts so far after each.

    :param work: gives what becomes of each item, in order: :meth:`Work.outcomes`, or that of workers.
    :param reject: is called for each thing that was rejected, with the line, the document's id if known, and the fault.
    :param same_as: make sure that no item has two classes.
    """
    with scratch_memory() as memory:
        yield from export_on(Counts(), memory, work(items), writer, reject, same_as=same_as)


def export_on(
    counts: Counts,
    memory: Memory,
    done: Iterable[tuple[Item, Outcome]],
    writer: Writer,
    reject: Callable[[Line, str | None, Fault], None],
    *,
    same_as: bool = False,
) -> Iterator[Counts]:
    """Go on with an export of which these are the counts so far, and what it remembers."""
    for item, made in done:
        line, outcome = made.line or line_of(item), _once(made, memory.ids)
        counts.add(outcome)
        for fault in outcome.faults:
            reject(line, outcome.id, fault)
        if outcome.document is not None:
            triples = outcome.document.triples()
            if same_as:
                memory.items.check(triples)
            counts.triples += len(triples)
            memory.summary.update(outcome.summary)
            writer.write(outcome.document.graph, triples)
        yield counts


def _once(outcome: Outcome, seen: SeenIds) -> Outcome:
    """Reject a document whose id came before."""
    if outcome.document is None or outcome.id is None or seen.add(outcome.id):
        return outcome
    return duplicate(outcome.id)


def duplicate(id: str) -> Outcome:
    """Reject a document whose id is another's."""
    reason = f"a document with the id {id!r:.80} came before in this run"
    return Outcome(id, None, [Fault("/document/id", "duplicate-document", reason)])
