"""The queries of a folder, and what their headers say.

A header is the first comment lines of a file, of the form ``# key: value``; it ends at a line with ``#`` alone, behind
which remarks for people may follow::

    # question: Whom did a person meet, where and when?
    # param: person entity - who met somebody (e.g. "Kim Jong Un")
    # param: day date required - the day (e.g. 2023-09-16)
    # example: kg query q01-met seed.ttl --param person="Kim Jong Un"
    # modality: planned

A parameter has a type (entity, date, text or number) and its own line ``VALUES ?person { UNDEF }`` in the query; it is
optional unless it says ``required``. Without a modality a query tells only of what happened; it may list several, or
say ``all``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError

PARAM_TYPES = ("entity", "date", "text", "number")
MODALITIES = ("happened", "planned", "hedged", "denied")

_KEYS = ("question", "param", "example", "modality")
_IS_OURS = re.compile(r"^#\s*question:", re.MULTILINE)
_HEADER = re.compile(r"#\s*([a-z]+):\s*(.*?)\s*")
_PARAM = re.compile(
    rf"([A-Za-z][A-Za-z0-9_]*)\s+({'|'.join(PARAM_TYPES)})(?:\s+(required|optional))?"
    r"\s+-\s+(.+?)(?:\s*\(e\.g\. (.+)\))?"
)
_PREFIX = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_HOLE = re.compile(r"^([ \t]*VALUES[ \t]+\?([A-Za-z][A-Za-z0-9_]*)[ \t]*\{)[ \t]*UNDEF[ \t]*(\})[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Param:
    """A parameter of a query. ``example`` is a value as a user would type it, if the header gives one."""

    name: str
    type: str
    description: str
    required: bool = False
    example: str | None = None


@dataclass(frozen=True)
class Query:
    """A query as its file has it. ``modalities`` are those of the reports that its rows tell of."""

    name: str
    text: str
    question: str
    params: tuple[Param, ...]
    example: str | None
    modalities: tuple[str, ...]
    path: Path

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the query declares."""
        return dict(_PREFIX.findall(self.text))

    def filled(self, terms: dict[str, str]) -> str:
        """Give the text with the terms of each parameter in the place of its ``UNDEF``."""
        return _HOLE.sub(lambda hole: f"{hole[1]} {terms.get(hole[2], 'UNDEF')} {hole[3]}", self.text)


def read_library(folder: Path) -> dict[str, Query]:
    """Read the ``.rq`` files of a folder, by name.

    :raises QueryError: if a header is wrong or lacks its question, or a parameter and its line do not match.
    """
    if not folder.is_dir():
        raise QueryError("there is no such folder of queries", where=str(folder))
    queries = [read_query(path) for path in sorted(folder.glob("*.rq"))]
    for query in queries:
        if not query.question:
            raise QueryError("the header lacks its question", where=str(query.path), hint="begin with '# question: …'")
    return {query.name: query for query in queries}


def find_query(name: str, folder: Path) -> Query:
    """Find a query of a folder by its name, or one in a file of its own, whose name ends in ``.rq``.

    :raises QueryError: if there is none of that name.
    """
    if name.endswith(".rq"):
        return read_query(Path(name))
    library = read_library(folder)
    if name not in library:
        raise QueryError(f"no query is called {name[:60]!r}", hint=f"known: {', '.join(library)}; a file ends in .rq")
    return library[name]


def read_query(path: Path) -> Query:
    """Read one file; a query that stands in no library needs no question.

    :raises QueryError: if it cannot be read, a header is wrong, or a parameter and its line do not match.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"the query cannot be read: {error}", where=str(path)) from error
    found: dict[str, list[tuple[str, str]]] = {key: [] for key in _KEYS}
    for place, key, value in _headers(text, path):
        if key in found:
            found[key].append((place, value))
        elif _IS_OURS.search(text):  # a query from elsewhere may begin with whatever remarks
            hint = f"known: {', '.join(_KEYS)}; remarks stand behind a line with # alone"
            raise QueryError(f"unknown header {key!r}", where=place, hint=hint)
    query = Query(
        name=path.stem,
        text=text,
        question=_single("question", found) or "",
        params=tuple(_param(value, place) for place, value in found["param"]),
        example=_single("example", found),
        modalities=_modalities(found["modality"]),
        path=path,
    )
    _check_holes(query, {value.split()[0]: place for place, value in found["param"]})
    return query


def _headers(text: str, path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield place, key and value of each header line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.startswith("#") or line.strip() == "#":
            return
        match = _HEADER.fullmatch(line.rstrip())
        if match is None:
            continue
        place = f"{path}:{number}"
        if match[1] in _KEYS and not match[2]:
            raise QueryError(f"the header {match[1]!r} is empty", where=place)
        yield place, match[1], match[2]


def _single(key: str, found: dict[str, list[tuple[str, str]]]) -> str | None:
    lines = found[key]
    if len(lines) > 1:
        raise QueryError(f"the header {key!r} stands twice", where=lines[1][0])
    return lines[0][1] if lines else None


def _param(value: str, place: str) -> Param:
    match = _PARAM.fullmatch(value)
    if match is None:
        form = (
            f"write 'NAME {'|'.join(PARAM_TYPES)} - description (e.g. VALUE)', with 'required' after the type if it is"
        )
        raise QueryError(f"not a parameter: {value[:80]!r}", where=place, hint=form)
    example = match[5].strip('"') if match[5] else None
    return Param(match[1], match[2], match[4], required=match[3] == "required", example=example)


def _modalities(lines: list[tuple[str, str]]) -> tuple[str, ...]:
    words = [(place, word.strip()) for place, value in lines for word in value.split(",")]
    for place, word in words:
        if word not in (*MODALITIES, "all"):
            raise QueryError(f"unknown modality {word!r}", where=place, hint=f"known: {', '.join(MODALITIES)}, all")
    named = tuple(dict.fromkeys(word for _, word in words)) or MODALITIES[:1]
    return MODALITIES if "all" in named else named


def _check_holes(query: Query, declared: dict[str, str]) -> None:
    holes = {match[2]: query.text.count("\n", 0, match.start()) + 1 for match in _HOLE.finditer(query.text)}
    if len(declared) < len(query.params):
        raise QueryError("a parameter is declared twice", where=str(query.path))
    for name, place in declared.items():
        if name not in holes:
            raise QueryError(f"the parameter {name!r} has no line 'VALUES ?{name} {{ UNDEF }}'", where=place)
    for name, line in holes.items():
        if name not in declared:
            hint = f"add '# param: {name} TYPE - description'"
            raise QueryError(f"the parameter {name!r} is not declared", where=f"{query.path}:{line}", hint=hint)
