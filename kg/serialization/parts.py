"""The files that a graph lies in: one, or the parts of an export to a folder, as its manifest lists them."""

import hashlib
import json
from pathlib import Path

from kg.errors import GraphError, InputError

MANIFEST = "export.manifest.json"


def is_parted(path: Path) -> bool:
    """Whether a path is a folder with an export in parts, finished or not."""
    return path.is_dir() and ((path / MANIFEST).exists() or any(path.glob("part-*")))


def files_of(path: Path) -> list[Path]:
    """Give the files of a graph, in order.

    :raises InputError: if the export in a folder is not complete, or a part was changed.
    """
    if not path.is_dir():
        return [path]
    return [path / name for name in _names(path / MANIFEST)]


def fingerprint(path: Path, graph: str | None = None) -> str:
    """Give what tells a graph's files from any other, and the graph that triples go to that stand in none.

    :raises InputError: if they cannot be read, or the manifest lists other content.
    """
    digests = [_digest(each) for each in files_of(path)]
    if path.is_dir() and digests != list(_names(path / MANIFEST).values()):
        raise InputError("a part is not as the manifest lists it", where=str(path), hint="export it again")
    return f"{' '.join(digests)} {graph or ''}"


def _names(manifest: Path) -> dict[str, str]:
    """Read the names of the parts, and their hashes."""
    try:
        parts = {str(part["name"]): str(part["sha256"]) for part in json.loads(manifest.read_bytes())["parts"]}
    except FileNotFoundError as error:
        hint = "finish it by the same command with --resume"
        raise InputError("the export in this folder is not complete", where=str(manifest.parent), hint=hint) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraphError(f"not the manifest of an export: {error!r:.100}", where=str(manifest)) from error
    for name in parts:
        if Path(name).name != name or name in ("", ".", ".."):
            raise GraphError(f"the manifest lists a file outside of its folder: {name[:80]!r}", where=str(manifest))
    return parts


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"the graph cannot be read: {error.strerror or error}", where=str(path)) from error
