"""An export to a folder: part files of bounded size, a manifest when all are there, rejections beside the folder.

Parts appear one after another; the folder holds a whole export as soon as it holds a manifest. What was interrupted is
gone on with behind the last complete part, and ends with the bytes of a run that was not.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from glob import escape
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from kg.errors import OutputError
from kg.pipeline.checkpoint import FOLDER, Checkpoint, Trail
from kg.pipeline.corpus import verdict_on, write_report
from kg.pipeline.counts import Counts
from kg.pipeline.export import export_on
from kg.pipeline.files import Plan, described, manifest, working
from kg.pipeline.layout import layout_of
from kg.pipeline.outputs import opened
from kg.pipeline.partfiles import OpenPart, Parting
from kg.pipeline.rejections import rejection, write_rejection
from kg.pipeline.work import Item
from kg.records import RECORDS, TEXTS, Fault, Line, Sources, expand_input, repaired
from kg.serialization import MANIFEST, Layout
from kg.terms import Triple

_ANOTHER = "choose another folder, or remove this one"


@dataclass(frozen=True)
class Folder:
    """Where an export in parts goes. Rejections go beside the folder, unless said otherwise."""

    path: Path
    parting: Parting
    rejections: Path
    corpus: Path

    @classmethod
    def at(cls, path: Path, parting: Parting, rejections: Path | None = None) -> "Folder":
        """Put the rejections and the report on the corpus beside the folder, if nothing else is said."""
        path = path.resolve()
        beside = path.with_name(path.name + ".rejections.jsonl")
        return cls(path, parting, rejections or beside, path.with_name(path.name + ".corpus.json"))

    @property
    def manifest(self) -> Path:
        """What says that all parts are there."""
        return self.path / MANIFEST

    def left_over(self) -> list[Path]:
        """List the parts, and what a run that was killed may have left of the files that it was writing."""
        named = [self.path.glob("part-*"), self.path.glob(".part-*.part"), self.path.glob(f".{MANIFEST}.*.part")]
        beside = [each.parent.glob(f".{escape(each.name)}.*.part") for each in (self.rejections, self.corpus)]
        return sorted(chain(*named, *beside))

    def refuse_inputs(self, inputs: list[str]) -> None:
        """Make sure that no output would replace an input.

        :raises OutputError: if one would.
        :raises InputError: if an input is not there.
        """
        for file in (file for name in inputs if name != "-" for file in expand_input(Path(name), (*RECORDS, *TEXTS))):
            if file.resolve() in (self.rejections.resolve(), self.corpus) or self.path in file.resolve().parents:
                raise OutputError("the output would replace this input", where=str(file), hint="choose another output")

    def refuse_others(self, *, resume: bool) -> None:
        """Make sure that the folder is empty, or one to go on with.

        :raises OutputError: if it is not.
        """
        if self.path.exists() and not self.path.is_dir():
            raise OutputError("this is not a folder", where=str(self.path))
        if self.manifest.exists() and not resume:
            raise OutputError("an export is in this folder already", where=str(self.path), hint=_ANOTHER)
        there = {path.name for path in self.path.iterdir()} if self.path.exists() else set()
        if there and not there & {FOLDER, MANIFEST}:
            raise OutputError("the folder is not empty, and nothing to go on with", where=str(self.path), hint=_ANOTHER)


def export_folder(
    sources: Sources,
    target: Folder,
    plan: Plan,
    *,
    version: str,
    progress: Callable[[Counts], None],
    resume: bool = False,
) -> Counts:
    """Export all sources in parts.

    :param resume: go on where an earlier run was interrupted, if there was one.
    :raises KgError: for an input that cannot be read, an output that cannot be written, a faulty profile, or an earlier
        run of other inputs or with other options.
    """
    target.refuse_others(resume=resume)
    stage = plan.stage()
    made_by = {
        **described(plan, target.parting.format, version),
        "parting": {
            "documents": target.parting.documents,
            "bytes": target.parting.bytes,
            "packing": target.parting.packing,
        },
    }
    if target.manifest.exists():
        return _complete(sources, target, made_by)
    planned = {**made_by, "inputs": sources.sizes()}
    with _checkpoint(target, planned) as run:
        _refuse_other_plan(run, planned, target, resume=resume)
        with ExitStack() as stack:
            parts = stack.enter_context(_Parts(target, run, layout_of(stage.mapping, plan.settings.base)))
            work = stack.enter_context(working(plan, stage))
            items = (plan.read or iter)(repaired(sources))
            counts = _exported(iter(items), work, parts, run, progress, same_as=plan.settings.same_as)
        if stage.summarizer:
            counts.corpus = verdict_on(stage.summarizer, run.memory.summary)
        write_report(counts.corpus, target.corpus)
        run.copy_rejections(target.rejections)
        with opened(target.manifest) as file:
            file.write(manifest({**made_by, "inputs": sources.hashes, **_results(run, counts)}))
        run.remove()
    return counts


@contextmanager
def _checkpoint(target: Folder, plan: dict[str, Any]) -> Iterator[Checkpoint]:
    """Open the state of the run; it stays, if anything is done, until the export is complete."""
    is_new = not target.path.exists()
    run = Checkpoint(target.path, plan)
    try:
        yield run
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"cannot be written: {error}", where=str(target.path)) from error
    finally:
        if run.begun:
            run.close()
        else:
            run.remove()
            if is_new and not any(target.path.iterdir()):
                target.path.rmdir()


def _exported(
    items: Iterator[Item],
    work: Callable[..., Iterator[tuple[Item, Any]]],
    parts: "_Parts",
    run: Checkpoint,
    progress: Callable[[Counts], None],
    *,
    same_as: bool,
) -> Counts:
    counts, trail = Counts.restored(run.reached.counts), Trail()
    trail.pass_over(items, counts.read, run.reached.trail)
    done = trail.noted(work(items, counts.read))

    def reject(line: Line, document: str | None, fault: Fault) -> None:
        write_rejection(run.rejections, rejection(line, document, fault))

    for _ in export_on(counts, run.memory, done, parts, reject, same_as=same_as):
        if parts.full(counts):
            parts.finish(counts, trail)
        progress(counts)
    if counts.read > parts.read:
        parts.finish(counts, trail)
    return counts


class _Parts:
    """The part files one after another: a writer of graphs."""

    def __init__(self, target: Folder, run: Checkpoint, layout: Layout) -> None:
        self._target, self._run, self._layout = target, run, layout
        self._open: OpenPart | None = None
        self.read, self._triples = run.reached.counts["read"], run.reached.counts["triples"]

    def __enter__(self) -> "_Parts":
        """Remove what does not count: files that were being written, and a part that was not noted any more."""
        for part in self._run.reached.parts:
            path = self._target.path / part.name
            if not path.is_file() or path.stat().st_size != part.bytes:
                raise OutputError("a part is missing or was changed", where=str(path), hint="remove the folder")
        known = {part.name for part in self._run.reached.parts}
        for path in self._target.left_over():
            if path.name not in known:
                path.unlink()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._open is not None:
            self._open.give_up(kind, error, at)

    def write(self, graph: str, triples: Iterable[Triple]) -> None:
        """Write one document's graph to the part at hand."""
        if self._open is None:
            name = self._target.parting.name(len(self._run.reached.parts))
            self._open = OpenPart(self._target.path, name, self._target.parting, self._layout)
        self._open.write(graph, triples)

    def close(self) -> None:
        """Do nothing: parts are finished one by one."""

    def full(self, counts: Counts) -> bool:
        """Whether the part at hand takes in no other document."""
        parting = self._target.parting
        heavy = parting.bytes is not None and self._open is not None and self._open.written >= parting.bytes
        return heavy or counts.read - self.read >= parting.documents

    def finish(self, counts: Counts, trail: Trail) -> None:
        """Complete the part at hand, if a document is in it, and note how far the export has come."""
        part = self._open.finish(counts.triples - self._triples) if self._open else None
        self._open = None
        self._run.commit(counts, trail, part)
        self.read, self._triples = counts.read, counts.triples


def _results(run: Checkpoint, counts: Counts) -> dict[str, Any]:
    return {"counts": counts.as_dict(), "parts": [msgspec.to_builtins(part) for part in run.reached.parts]}


def _refuse_other_plan(run: Checkpoint, plan: dict[str, Any], target: Folder, *, resume: bool) -> None:
    if run.begun and not resume:
        hint = "add --resume to go on with it, or remove the folder"
        raise OutputError("an unfinished export is in this folder", where=str(target.path), hint=hint)
    _refuse_differences(run.reached.plan if run.begun else plan, plan, target)


def _refuse_differences(before: dict[str, Any], now: dict[str, Any], target: Folder) -> None:
    now = msgspec.to_builtins(now)
    different = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if different:
        reason = f"the first run had other {', '.join(different)}"
        raise OutputError(reason, where=str(target.path), hint="say it all as in the first run, or remove the folder")


def _complete(sources: Sources, target: Folder, made_by: dict[str, Any]) -> Counts:
    """Give the counts of an export that is complete. :raises OutputError: if it is another."""
    found = msgspec.json.decode(target.manifest.read_bytes())
    for _ in sources:
        pass  # so that they are hashed
    counts, _ = found.pop("counts"), found.pop("parts")
    _refuse_differences(found, {**made_by, "inputs": sources.hashes}, target)
    shutil.rmtree(target.path / FOLDER, ignore_errors=True)  # of a run that was killed at its very end
    return Counts.of_manifest(counts)
