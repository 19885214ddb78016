"""Where an export goes, as the options say it: a file and what stands beside it, or a folder of parts."""

import os
from dataclasses import replace
from pathlib import Path

import click

from kg.errors import OutputError
from kg.pipeline import Folder, Parting, Target
from kg.serialization import Format, format_named, format_of, packing_of


def target_of(
    inputs: tuple[str, ...],
    output: str,
    form: str | None,
    manifest: Path | None,
    rejections: Path | None,
    part_documents: int | None,
    part_bytes: int | None,
    *,
    in_order: bool,
    resume: bool,
) -> Target | Folder:
    """Give the target. :raises click.UsageError: if options do not go with it.

    :raises OutputError: if its format is not known, or it would replace an input.
    """
    target: Target | Folder
    if output != "-" and (output.endswith(("/", os.sep)) or Path(output).is_dir()):
        _refuse_in_folder(in_order=in_order, manifest=manifest)
        target = _folder(output, form, rejections, part_documents, part_bytes)
    else:
        _refuse_in_file(part_documents, part_bytes, resume=resume)
        target = _target(output, form, manifest, rejections, in_order=in_order)
    target.refuse_inputs(list(inputs))
    return target


def _refuse_in_folder(*, in_order: bool, manifest: Path | None) -> None:
    if in_order:
        raise click.UsageError("--sorted does not go with a folder, where each record's part is given by its place")
    if manifest:
        raise click.UsageError("--manifest does not go with a folder: the manifest in it says that it is whole")


def _refuse_in_file(documents: int | None, size: int | None, *, resume: bool) -> None:
    if resume:
        raise click.UsageError("--resume goes with a folder only (-o OUT/): a single file is made in one go")
    if documents or size:
        raise click.UsageError("--part-documents and --part-bytes go with a folder only: -o OUT/")


def _folder(output: str, form: str | None, rejections: Path | None, documents: int | None, size: int | None) -> Folder:
    name = form or "nq.gz"
    packing = packing_of(name)
    found = format_named(name[: len(name) - len(packing)])
    parting = Parting(found, packing, documents or Parting.documents, size)
    return Folder.at(Path(output), parting, rejections)


def _target(output: str, form: str | None, manifest: Path | None, rejections: Path | None, *, in_order: bool) -> Target:
    if output == "-":
        if form is None:
            raise OutputError("standard output has no ending to tell the format by", hint="add --format turtle")
        return Target(None, format_named(form), manifest, rejections, in_order=in_order)
    found: Format = format_named(form) if form else format_of(output)
    beside = Target.beside(Path(output), found, in_order=in_order)
    return replace(beside, manifest=manifest or beside.manifest, rejections=rejections or beside.rejections)
