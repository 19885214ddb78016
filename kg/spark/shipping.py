"""A plan on its way to the processes of a cluster: the files that it names travel with it, once to each node."""

import io
import pickle
from pathlib import Path
from typing import Any

from pyspark import SparkFiles
from pyspark.sql import SparkSession

from kg.profile import find_profile

_OURS, _SHIPPED, _SAME = "ours", "shipped", "same"


def packed(thing: Any, session: SparkSession) -> bytes:
    """Pickle a plan. Its files are sent along; those that come with this package are found on each node anew."""
    out = io.BytesIO()
    _Packer(out, session).dump(thing)
    return out.getvalue()


def unpacked(data: bytes) -> Any:
    """Give the plan, with the paths of this node."""
    return _Unpacker(io.BytesIO(data)).load()


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, session: SparkSession) -> None:
        super().__init__(out)
        self._session = session
        self._root = find_profile().folder.parent
        self._sent: dict[str, Path] = {}

    def persistent_id(self, found: Any) -> tuple[str, str] | None:
        if not isinstance(found, Path):
            return None
        if found.is_relative_to(self._root):
            return _OURS, str(found.relative_to(self._root))
        if not found.exists() or self._sent.setdefault(found.name, found) != found:
            return _SAME, str(found)
        self._session.sparkContext.addFile(found.resolve().as_uri(), recursive=found.is_dir())
        return _SHIPPED, found.name


class _Unpacker(pickle.Unpickler):
    def persistent_load(self, said: Any) -> Path:
        how, name = str(said[0]), str(said[1])
        if how == _OURS:
            return find_profile().folder.parent.joinpath(name)
        return Path(SparkFiles.get(name) if how == _SHIPPED else name)
