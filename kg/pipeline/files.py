"""An export from files to files: the graph, and beside it the manifest and the rejections."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kg.errors import OutputError
from kg.mapping import Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline.counts import Counts
from kg.pipeline.export import export
from kg.pipeline.layout import layout_of
from kg.pipeline.outputs import opened
from kg.pipeline.rejections import rejection, write_rejection
from kg.pipeline.stage import Outcome, Stage
from kg.pipeline.work import Item, Work
from kg.pipeline.workers import Workers
from kg.profile import Profile
from kg.records import Fault, Line, Record, Sources, expand_input, repaired
from kg.serialization import Format, open_writer, packed, packing_of
from kg.validation import CompiledValidator


@dataclass(frozen=True)
class Target:
    """Where an export goes. None is standard output for the graph, and nowhere for the other two."""

    graph: Path | None
    format: Format
    manifest: Path | None
    rejections: Path | None
    in_order: bool = False

    @classmethod
    def beside(cls, graph: Path, form: Format, *, in_order: bool = False) -> "Target":
        """Put manifest and rejections beside the graph."""
        manifest, rejections = (
            graph.with_name(graph.name + ending) for ending in (".manifest.json", ".rejections.jsonl")
        )
        return cls(graph, form, manifest, rejections, in_order=in_order)

    def refuse_inputs(self, inputs: list[str]) -> None:
        """Make sure that no output would replace an input, or another output.

        :raises OutputError: if one would.
        :raises InputError: if an input is not there.
        """
        mine: set[Path] = set()
        for path in (self.graph, self.manifest, self.rejections):
            if path is not None and path.resolve() in mine:
                raise OutputError("two outputs have this name", where=str(path), hint="choose another for one of them")
            mine |= {path.resolve()} if path is not None else set()
        for file in (file for name in inputs if name != "-" for file in expand_input(Path(name))):
            if file.resolve() in mine:
                raise OutputError("the output would replace this input", where=str(file), hint="choose another output")


@dataclass(frozen=True)
class Plan:
    """How an export is made.

    :param read: makes records of what is none; ``left`` counts what it leaves out.
    :param link: finds the items of a record's entities; ``index`` is the hash of what it asks, ``decisions`` that of
        the file of reviewers' decisions that it heeds.
    :param workers: how many processes work side by side; no linker goes with more than one.
    """

    profile: Profile
    settings: Settings
    strict: bool = False
    validate_every: int = 1
    read: Callable[[Iterable[Item]], Iterable[Item]] | None = None
    left: Counter[str] = field(default_factory=Counter)
    link: Callable[[Record], Record] | None = None
    index: str = ""
    decisions: str = ""
    workers: int = 1

    def stage(self) -> Stage:
        """Read the profile and make the stage. :raises ProfileError: if the profile is at fault."""
        mapping = read_mapping(self.profile.mapping, read_ontology(self.profile.ontology))
        validator = CompiledValidator(self.profile) if self.validate_every else None
        return Stage(mapping, self.settings, validator, strict=self.strict, link=self.link)

    def work(self) -> Work:
        """Make the stage, and say what it validates. :raises ProfileError: if the profile is at fault."""
        return Work(self.stage(), self.validate_every)


def export_files(
    sources: Sources, target: Target, plan: Plan, *, version: str, progress: Callable[[Counts], None]
) -> Counts:
    """Export all sources; the outputs appear when all is done, the manifest last.

    :raises KgError: for an input that cannot be read, an output that cannot be written, or a faulty profile.
    """
    stage = plan.stage()
    counts = Counts()
    with contextlib.ExitStack() as outputs:
        file = outputs.enter_context(opened(target.graph))
        graph = outputs.enter_context(_compressed(file, target.graph))
        rejected = outputs.enter_context(opened(target.rejections)) if target.rejections else None
        writer = open_writer(
            target.format, graph, layout_of(stage.mapping, plan.settings.base), in_order=target.in_order
        )

        def reject(line: Line, document: str | None, fault: Fault) -> None:
            if rejected is not None:
                write_rejection(rejected, rejection(line, document, fault))

        work = outputs.enter_context(_working(plan, stage))
        read = plan.read or iter
        for counts in export(read(repaired(sources)), work, writer, reject, same_as=plan.settings.same_as):
            progress(counts)
        writer.close()
    if target.rejections and target.rejections.is_file() and not counts.reasons:
        target.rejections.unlink()  # an empty one, or one of an earlier run that is no longer true
    if target.manifest:
        with opened(target.manifest) as file:
            file.write(_manifest(sources, target, plan, counts, version))
    return counts


@contextlib.contextmanager
def _working(plan: Plan, stage: Stage) -> Iterator[Callable[[Iterable[Item]], Iterable[tuple[Item, Outcome]]]]:
    if plan.workers == 1:
        yield Work(stage, plan.validate_every).outcomes
        return
    # what is no record was read before it is shared out
    with Workers(replace(plan, read=None).work, plan.workers) as workers:
        yield workers.outcomes


@contextlib.contextmanager
def _compressed(file: BinaryIO, path: Path | None) -> Iterator[BinaryIO]:
    if path is None or not packing_of(path):
        yield file
        return
    with packed(file, path) as stream:
        yield stream


def _manifest(sources: Sources, target: Target, plan: Plan, counts: Counts, version: str) -> bytes:
    """Say what was made of what. There is no clock in it: same input, same bytes."""
    manifest: dict[str, Any] = {
        "visits-kg": version,
        "format": target.format.name,
        "settings": {**_told(plan.settings), "strict": plan.strict, "validate_every": plan.validate_every},
        "inputs": sources.hashes,
        "profile": plan.profile.hashes(),
        **({"index": plan.index} if plan.index else {}),
        **({"decisions": plan.decisions} if plan.decisions else {}),
        **({"left": dict(sorted(plan.left.items()))} if plan.left else {}),
        "counts": counts.as_dict(),
    }
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def _told(settings: Settings) -> dict[str, Any]:
    """Give the settings; what reviewers decided is told by the hash of its file."""
    return {name: value for name, value in vars(settings).items() if name != "sameness"}
