"""What is said of an export when it is done."""

import json
from collections import Counter
from typing import Any

import click

from kg.pipeline import Counts, Verdict


def report_export(
    counts: Counts, rejections: object, corpus: object, used: dict[str, Any], *, as_json: bool, to_stderr: bool
) -> None:
    """Say what became of the records: on stderr, since standard output may be the graph.

    :param used: what was used of services that cost something.
    """
    if as_json:
        click.echo(json.dumps(counts.as_dict() | used), err=to_stderr)
        return
    click.echo(f"kg: {counts.exported:,} of {counts.read:,} documents exported, {counts.triples:,} triples", err=True)
    for shape, number in sorted(counts.notices.items()):
        found = counts.first.get(shape)  # not known of an export that was complete before
        said = f"{found.severity}: {found.message} First at {found.focus}" if found else shape
        click.echo(f"kg: {number:,} x {said}", err=True)
    if counts.reasons:
        reasons = ", ".join(f"{number:,} {code}" for code, number in sorted(counts.reasons.items()))
        where = rejections or "nowhere, since --rejections names no file"
        click.echo(
            f"kg: rejected {counts.rejected:,} documents and {counts.parts_rejected:,} parts ({reasons}): {where}",
            err=True,
        )
    if counts.corpus:
        _report_corpus(counts.corpus, corpus)


def _report_corpus(verdict: Verdict, path: object) -> None:
    """Say what all documents say together, an example of each shape."""
    results = verdict.report.results if verdict.report else ()
    first = {result.shape: result for result in reversed(results)}
    for result in sorted(first.values(), key=results.index):
        number = sum(one.shape == result.shape for one in results)
        click.echo(f"kg: together: {number:,} x {result.severity}: {result.message} First at {result.focus}", err=True)
    if results and path:
        click.echo(f"kg: the documents together: {path}", err=True)
    if verdict.left_out:
        click.echo(f"kg: only kg validate can judge the documents together by {', '.join(verdict.left_out)}", err=True)
    if verdict.fault:
        click.echo(f"kg: there is no verdict on the documents together: {verdict.fault}", err=True)


def report_left(left: Counter[str]) -> None:
    """Say what was left out of what other tools wrote."""
    for what, number in sorted(left.items()):
        click.echo(f"kg: left out: {number:,} x {what}", err=True)
