"""YAML as a tree that remembers its lines, so that every complaint about a mapping can name one."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg.errors import ProfileError


@dataclass(frozen=True)
class Source:
    """A node of a YAML file: a text, a list or a table; every scalar is a text, so ``no`` is not false."""

    path: Path
    line: int
    value: "str | list[Source] | dict[str, Source]"

    def error(self, reason: str, hint: str | None = None) -> ProfileError:
        """Make the error that says what is wrong at this place."""
        return ProfileError(reason, where=f"{self.path}:{self.line}", hint=hint)

    def text(self) -> str:
        """Give the text. :raises ProfileError: if it is something else."""
        if not isinstance(self.value, str):
            raise self.error("a text is wanted here")
        return self.value

    def items(self) -> "list[Source]":
        """Give the list. :raises ProfileError: if it is something else."""
        if not isinstance(self.value, list):
            raise self.error("a list is wanted here")
        return self.value

    def table(self, allowed: Collection[str] | None = None, required: Collection[str] = ()) -> "dict[str, Source]":
        """Give the table. :raises ProfileError: if it is something else, or has other keys or lacks some."""
        if not isinstance(self.value, dict):
            raise self.error("a table of keys and values is wanted here")
        for key, node in self.value.items():
            if allowed is not None and key not in allowed:
                raise node.error(f"unknown key {key!r}", f"known: {', '.join(sorted(allowed))}")
        for key in required:
            if key not in self.value:
                raise self.error(f"the key {key!r} is missing")
        return self.value


def read_source(path: Path) -> Source:
    """Read a YAML file. :raises ProfileError: if it does not parse, repeats a key or uses aliases."""
    try:
        node = _composed(path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProfileError(f"not YAML: {error.problem}", where=f"{path}:{line}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileError(f"not YAML: {error}", where=str(path)) from error
    if node is None:
        raise ProfileError("the mapping is empty", where=str(path))
    return _tree(node, node, path, set())


def _composed(path: Path) -> yaml.Node | None:
    """Compose the nodes: with libyaml, which is ten times as fast; what it refuses is told by the parser in Python."""
    text = path.read_text(encoding="utf-8")
    if hasattr(yaml, "CSafeLoader"):
        with suppress(yaml.YAMLError):
            return _compose(text, yaml.CSafeLoader)
    return _compose(text, yaml.SafeLoader)


def _compose(text: str, loader: type[Any]) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=loader)
    return node


def _tree(node: yaml.Node, key: yaml.Node, path: Path, seen: set[int]) -> Source:
    """Take in a node; its line is that of its key, where it has one."""
    here = Source(path, key.start_mark.line + 1, "")
    if id(node) in seen:
        raise here.error("an anchor and its alias are used: write the value out")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return Source(path, here.line, str(node.value))
    if isinstance(node, yaml.SequenceNode):
        return Source(path, here.line, [_tree(item, item, path, seen) for item in node.value])
    return Source(path, here.line, dict(_pairs(node, path, seen)))


def _pairs(node: yaml.Node, path: Path, seen: set[int]) -> Iterator[tuple[str, Source]]:
    keys: set[str] = set()
    for key, value in node.value:
        source = _tree(value, key, path, seen)
        if not isinstance(key, yaml.ScalarNode) or key.value in keys:
            raise source.error("a key is repeated, or is not a text")
        keys.add(key.value)
        yield str(key.value), source
