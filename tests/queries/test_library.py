import re
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.profile import find_profile
from kg.queries import Param, check_syntax, find_query, read_library, read_query
from tests.queries.cases import LIBRARY

GOOD = """\
# question: Who was where?
# param: person entity - somebody (e.g. "Kim Jong Un")
# param: day date required - the day (e.g. 2023-09-16)
# param: words text optional - a part of it
# example: kg query who seed.ttl
# modality: planned, hedged
#
# param: this - is a remark, since it stands behind the header

SELECT * WHERE {
  VALUES ?person { UNDEF }
  VALUES ?day {UNDEF}
\tVALUES\t?words  {  UNDEF  }
}
"""


def written(folder: Path, text: str, name: str = "who") -> Path:
    path = folder / f"{name}.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_is_read(tmp_path: Path) -> None:
    query = read_query(written(tmp_path, GOOD))
    assert (query.name, query.question, query.example) == ("who", "Who was where?", "kg query who seed.ttl")
    assert query.modalities == ("planned", "hedged")
    assert query.params == (
        Param("person", "entity", "somebody", example="Kim Jong Un"),
        Param("day", "date", "the day", required=True, example="2023-09-16"),
        Param("words", "text", "a part of it"),
    )


def test_terms_take_the_place_of_undef(tmp_path: Path) -> None:
    query = read_query(written(tmp_path, GOOD))
    assert query.filled({}).count("{ UNDEF }") == 3
    filled = query.filled({"person": "<https://example.org/a> <https://example.org/b>", "words": r'"\1 \\ UNDEF }"'})
    assert "  VALUES ?person { <https://example.org/a> <https://example.org/b> }\n" in filled
    assert "  VALUES ?day { UNDEF }\n" in filled
    assert "\tVALUES\t?words  { " + r'"\1 \\ UNDEF }"' + " }\n" in filled


def test_without_a_modality_a_query_tells_of_what_happened(tmp_path: Path) -> None:
    assert read_query(written(tmp_path, "# question: Who?\nASK {}")).modalities == ("happened",)
    every = read_query(written(tmp_path, "# question: Who?\n# modality: all\nASK {}")).modalities
    assert every == ("happened", "planned", "hedged", "denied")


def test_a_query_from_elsewhere_may_begin_with_any_remark(tmp_path: Path) -> None:
    assert read_query(written(tmp_path, "# author: Ada\n# date: today\nASK {}")).params == ()


BAD = [
    ("# question: Who?\n# parm: person entity - a\n", 2, "unknown header 'parm'"),
    ("# question: Who?\n# param: person thing - a\n", 2, "not a parameter"),
    ("# question: Who?\n# param: person entity\n", 2, "not a parameter"),
    ("# question: Who?\n# param: person entity maybe - a\n", 2, "not a parameter"),
    ("# question: Who?\n# question: What?\n", 2, "stands twice"),
    ("# question: Who?\n# example:\n", 2, "is empty"),
    ("# question: Who?\n# modality: likely\n", 2, "unknown modality 'likely'"),
    ("# question: Who?\n# param: person entity - a\nASK {}\n", 2, "has no line"),
    ("# question: Who?\n# param: p entity - a\n# VALUES ?p { UNDEF }\nASK {}\n", 2, "has no line"),
    ("# question: Who?\n\nASK {\n  VALUES ?person { UNDEF }\n}\n", 4, "is not declared"),
    (
        "# question: Who?\n# param: p text - a\n# param: p date - b\nASK {\n VALUES ?p { UNDEF }\n}\n",
        None,
        "declared twice",
    ),
]


@pytest.mark.parametrize(("text", "line", "reason"), BAD)
def test_a_wrong_header_is_an_error_with_its_line(tmp_path: Path, text: str, line: int | None, reason: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(QueryError, match=reason) as caught:
        read_library(tmp_path)
    assert caught.value.where == (f"{path}:{line}" if line else str(path))


def test_a_query_of_a_library_needs_its_question(tmp_path: Path) -> None:
    path = written(tmp_path, "ASK {}")
    assert read_query(path).question == ""
    with pytest.raises(QueryError, match="lacks its question"):
        read_library(tmp_path)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bytes.rq"
    path.write_bytes(b"# question: \xff\nASK {}")
    for wrong in (path, tmp_path / "none.rq"):
        with pytest.raises(QueryError, match=re.escape(str(wrong))):
            read_query(wrong)
    with pytest.raises(QueryError, match="no such folder"):
        read_library(tmp_path / "none")


def test_a_query_is_found_by_name_or_file(tmp_path: Path) -> None:
    folder = find_profile().queries
    assert find_query("q01-met", folder).name == "q01-met"
    assert find_query(str(written(tmp_path, "ASK {}")), folder).text == "ASK {}"
    with pytest.raises(QueryError, match="q01-met, q02-facilities"):
        find_query("q01", folder)


# -- the queries that ship ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIBRARY)
def test_a_shipped_query_runs_as_it_stands(name: str) -> None:
    query = LIBRARY[name]
    check_syntax(query.text, str(query.path))
    assert "SERVICE" not in query.text
    assert "GRAPH" not in query.text


@pytest.mark.parametrize("name", LIBRARY)
def test_a_shipped_query_explains_itself(name: str) -> None:
    query = LIBRARY[name]
    assert query.question.endswith("?")
    assert query.example
    assert query.example.startswith(f"kg query {name} ")
    given = set(re.findall(r"--param (\w+)=", query.example))
    assert given <= {param.name for param in query.params}
    assert {param.name for param in query.params if param.required} <= given
    assert all(param.example for param in query.params)
