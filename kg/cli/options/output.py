"""Where an export goes, as the options say it: a file and what stands beside it, or a folder of parts."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from kg.cli.options.grouping import grouped
from kg.errors import OutputError
from kg.pipeline import Folder, Parting, Target
from kg.serialization import FORMATS, Format, format_named, format_of, packing_of

_BESIDE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True)
class Output:
    """Where a user wants an export, and in which form."""

    output: str
    form: str | None
    in_order: bool
    manifest: Path | None
    rejections: Path | None
    part_documents: int | None
    part_bytes: int | None
    resume: bool

    def target(self, inputs: Sequence[str]) -> Target | Folder:
        """Give the target. :raises click.UsageError: if options do not go with it.

        :raises OutputError: if its format is not known, or it would replace an input.
        """
        is_folder = self.output != "-" and (self.output.endswith(("/", os.sep)) or Path(self.output).is_dir())
        target = self._folder() if is_folder else self._file()
        target.refuse_inputs(list(inputs))
        return target

    def for_one_machine(self) -> dict[str, object]:
        """Give what is said of files that a cluster, which writes gzipped N-Quads in no order, has no use for."""
        return {
            "--format": self.form,
            "--rejections": self.rejections,
            "--manifest": self.manifest,
            "--sorted": self.in_order,
            "--resume": self.resume,
            "--part-documents": self.part_documents,
            "--part-bytes": self.part_bytes,
        }

    def _folder(self) -> Folder:
        if self.in_order:
            raise click.UsageError("--sorted does not go with a folder, where each record's part is given by its place")
        if self.manifest:
            raise click.UsageError("--manifest does not go with a folder: the manifest in it says that it is whole")
        name = self.form or "nq.gz"
        packing = packing_of(name)
        found = format_named(name[: len(name) - len(packing)])
        parting = Parting(found, packing, self.part_documents or Parting.documents, self.part_bytes)
        return Folder.at(Path(self.output), parting, self.rejections)

    def _file(self) -> Target:
        if self.resume:
            raise click.UsageError("--resume goes with a folder only (-o OUT/): a single file is made in one go")
        if self.part_documents or self.part_bytes:
            raise click.UsageError("--part-documents and --part-bytes go with a folder only: -o OUT/")
        if self.output == "-":
            if self.form is None:
                raise OutputError("standard output has no ending to tell the format by", hint="add --format turtle")
            return Target(None, format_named(self.form), self.manifest, self.rejections, in_order=self.in_order)
        found: Format = format_named(self.form) if self.form else format_of(self.output)
        beside = Target.beside(Path(self.output), found, in_order=self.in_order)
        return replace(
            beside, manifest=self.manifest or beside.manifest, rejections=self.rejections or beside.rejections
        )


output_options = grouped(
    "wanted",
    Output,
    click.option(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help="The graph, its format by its ending; - is standard output, OUT/ a folder of part files.",
    ),
    click.option(
        "-f",
        "--format",
        "form",
        metavar="NAME",
        help=f"One of {', '.join(each.name for each in FORMATS)}; for a folder nq.gz and the like, too, which is what "
        "it gets if nothing is said.",
    ),
    click.option(
        "--sorted", "in_order", is_flag=True, help="Write quads in order, so that the order of inputs changes no byte."
    ),
    click.option("--manifest", type=_BESIDE, help="Where the manifest goes; else OUT.manifest.json."),
    click.option("--rejections", type=_BESIDE, help="Where rejections go; else OUT.rejections.jsonl."),
    click.option(
        "--part-documents",
        type=click.IntRange(min=1),
        metavar="N",
        help="Of how many records a part file of a folder holds the documents; 10000 if nothing is said.",
    ),
    click.option(
        "--part-bytes",
        type=click.IntRange(min=1),
        metavar="N",
        help="With how many bytes, uncompressed, a part file takes in no other document.",
    ),
    click.option("--resume", is_flag=True, help="Go on with an export to a folder that was interrupted."),
)
"""Adds options of where an export goes; the verb gets them as ``wanted``."""
