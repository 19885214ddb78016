"""An export from files to files: the graph, and beside it the manifest and the rejections."""

import contextlib
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from kg.errors import OutputError
from kg.mapping import Settings, read_mapping
from kg.ontology import read_ontology
from kg.pipeline.corpus import verdict_on, write_report
from kg.pipeline.counts import Counts
from kg.pipeline.export import export_on
from kg.pipeline.layout import layout_of
from kg.pipeline.memory import scratch_memory
from kg.pipeline.outputs import opened
from kg.pipeline.reading import Texts
from kg.pipeline.rejections import rejection, write_rejection
from kg.pipeline.stage import Outcome, Stage
from kg.pipeline.work import Item, Work
from kg.pipeline.workers import Workers
from kg.profile import Profile
from kg.records import RECORDS, TEXTS, Fault, Line, Record, Sources, expand_input, repaired
from kg.serialization import Format, open_writer, packed, packing_of
from kg.validation import SCOPES, CompiledValidator, Summarizer, promises_of


@dataclass(frozen=True)
class Target:
    """Where an export goes. None is standard output for the graph, and nowhere for the others."""

    graph: Path | None
    format: Format
    manifest: Path | None
    rejections: Path | None
    in_order: bool = False
    corpus: Path | None = None

    @classmethod
    def beside(cls, graph: Path, form: Format, *, in_order: bool = False) -> "Target":
        """Put manifest, rejections and the report on the corpus beside the graph."""
        manifest, rejections, corpus = (
            graph.with_name(graph.name + ending) for ending in (".manifest.json", ".rejections.jsonl", ".corpus.json")
        )
        return cls(graph, form, manifest, rejections, in_order, corpus)

    def refuse_inputs(self, inputs: list[str]) -> None:
        """Make sure that no output would replace an input, or another output.

        :raises OutputError: if one would.
        :raises InputError: if an input is not there.
        """
        mine: set[Path] = set()
        for path in (self.graph, self.manifest, self.rejections, self.corpus):
            if path is not None and path.resolve() in mine:
                raise OutputError("two outputs have this name", where=str(path), hint="choose another for one of them")
            mine |= {path.resolve()} if path is not None else set()
        for file in (file for name in inputs if name != "-" for file in expand_input(Path(name), (*RECORDS, *TEXTS))):
            if file.resolve() in mine:
                raise OutputError("the output would replace this input", where=str(file), hint="choose another output")


@dataclass(frozen=True)
class Plan:
    """How an export is made.

    :param read: makes records of what other tools wrote; ``left`` counts what it leaves out.
    :param texts: how records are made of texts, where there are texts among the inputs.
    :param link: finds the items of a record's entities; ``index`` is the hash of what it asks, ``decisions`` that of
        the file of reviewers' decisions that it heeds, if there is one.
    :param corpus: whether to judge all documents together when they are done, by the shapes of corpus scope.
    :param workers: how many processes work side by side; ``link`` is sent to each.
    """

    profile: Profile
    settings: Settings
    strict: bool = False
    validate_every: int = 1
    texts: Texts | None = None
    read: Callable[[Iterable[Item]], Iterable[Item]] | None = None
    left: Counter[str] = field(default_factory=Counter)
    link: Callable[[Record], Record] | None = None
    index: str = ""
    decisions: str = ""
    workers: int = 1
    corpus: bool = False

    def stage(self) -> Stage:
        """Read the profile and make the stage. :raises ProfileError: if the profile is at fault."""
        mapping = read_mapping(self.profile.mapping, read_ontology(self.profile.ontology))
        validator = CompiledValidator(self.profile, promises=promises_of(mapping)) if self.validate_every else None
        summarizer = Summarizer(self.profile, mapping) if self.corpus else None
        return Stage(mapping, self.settings, validator, self.strict, self.link, summarizer)

    def work(self) -> Work:
        """Make the stage, and say what it validates. :raises ProfileError: if the profile is at fault."""
        return self.work_of(self.stage())

    def work_of(self, stage: Stage) -> Work:
        """Say what a stage does in this plan."""
        return Work(stage, self.validate_every, self.texts.opened() if self.texts else None)


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

        work = outputs.enter_context(working(plan, stage))
        memory = outputs.enter_context(scratch_memory())
        items = (plan.read or iter)(repaired(sources))
        for _ in export_on(counts, memory, work(items), writer, reject, same_as=plan.settings.same_as):
            progress(counts)
        writer.close()
        if stage.summarizer:
            counts.corpus = verdict_on(stage.summarizer, memory.summary)
    if target.rejections and target.rejections.is_file() and not counts.reasons:
        target.rejections.unlink()  # an empty one, or one of an earlier run that is no longer true
    if target.corpus:
        write_report(counts.corpus, target.corpus)
    if target.manifest:
        with opened(target.manifest) as file:
            file.write(_manifest(sources, target, plan, counts, version))
    return counts


@contextlib.contextmanager
def working(plan: Plan, stage: Stage) -> Iterator[Callable[..., Iterator[tuple[Item, Outcome]]]]:
    """Give what works on items: :meth:`Work.outcomes` of this process, or that of several."""
    if plan.workers == 1:
        yield plan.work_of(stage).outcomes
        return
    # what is no record was read before it is shared out
    with Workers(_Shared(replace(plan, read=None), stage), plan.workers, copied=True) as workers:
        yield workers.outcomes


@dataclass(frozen=True)
class _Shared:
    """Makes the work of a plan in another process; where that is a copy of this one, the stage is there already."""

    plan: Plan
    stage: Stage | None = None

    def __call__(self) -> Work:
        if self.stage is None:
            return self.plan.work()
        link = pickle.loads(pickle.dumps(self.plan.link))  # noqa: S301  # so that it opens an index of its own
        return self.plan.work_of(replace(self.stage, link=link))

    def __reduce__(self) -> tuple[type["_Shared"], tuple[Plan]]:
        return _Shared, (self.plan,)


@contextlib.contextmanager
def _compressed(file: BinaryIO, path: Path | None) -> Iterator[BinaryIO]:
    if path is None or not packing_of(path):
        yield file
        return
    with packed(file, path) as stream:
        yield stream


def _manifest(sources: Sources, target: Target, plan: Plan, counts: Counts, version: str) -> bytes:
    return manifest(
        {
            **described(plan, target.format, version),
            "inputs": sources.hashes,
            **({"left": dict(sorted(plan.left.items()))} if plan.left else {}),
            "counts": counts.as_dict(),
        }
    )


def described(plan: Plan, form: Format, version: str) -> dict[str, Any]:
    """Say how an export is made, as a manifest does."""
    return {
        "visits-kg": version,
        "format": form.name,
        "settings": {**_told(plan.settings), "strict": plan.strict, "validate_every": plan.validate_every},
        "profile": plan.profile.hashes(),
        **({"index": plan.index} if plan.index else {}),
        **({"decisions": plan.decisions} if plan.decisions else {}),
        **({"texts": plan.texts.described()} if plan.texts else {}),
        **({"scopes": list(SCOPES)} if plan.corpus else {}),
    }


def _told(settings: Settings) -> dict[str, Any]:
    """Give the settings; what reviewers decided is told by the hash of its file."""
    return {name: value for name, value in vars(settings).items() if name != "sameness"}


def manifest(content: dict[str, Any]) -> bytes:
    """Write a manifest: what was made of what. There is no clock in it: same input, same bytes."""
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"
