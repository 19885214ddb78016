"""Answers that a store cut short: noticed, counted, and fetched to their end in pages."""

import re
from collections.abc import Callable, Iterator, Mapping

from kg.errors import StoreError
from kg.queries import Table, lexical
from kg.queries.results import Row
from kg.stores.kinds import Kind

# What stands before the SELECT and has to stay in front of everything. A comment may hold any word.
_PROLOGUE = re.compile(
    r"(?:\s+|\#[^\n\r]*|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*\s*:\s*<[^>]*>)*", re.IGNORECASE
)  # fmt: skip
_ROUND = 500


def missing_rows(
    text: str, first: Table, headers: Mapping[str, str], kind: Kind, ask: Callable[[str], Table]
) -> Iterator[tuple[str | None, ...]]:
    """Give the rows that are wanting after the first answer: none, where it is complete.

    An answer is suspected where it has as many rows as the store gives at the most, where the store's header says that
    it cuts, or, where nothing is known of its kind, where its length is round.

    :raises StoreError: if the rows cannot all be had.
    """
    have = len(first.rows)
    if not _suspicious(have, headers.get("X-SPARQL-MaxRows"), kind):
        return
    total = _count(text, ask)
    while have < total:
        page: tuple[Row, ...] = ask(page_of(text, have, _page(len(first.rows), total - have))).rows
        if not page:
            raise StoreError(f"the store gave {have:,} of {total:,} rows and no more", hint="ask for less at a time")
        have += len(page)
        yield from page
    if have != total:
        raise StoreError(f"the store gave {have:,} rows where it counts {total:,}", hint="was it changed meanwhile?")


def page_of(text: str, start: int, size: int) -> str:
    """Write the query for a page: the query itself, its order included, is a subquery.

    >>> page_of("PREFIX a: <urn:a:> SELECT ?s { ?s a:p ?o } ORDER BY ?s", 20, 10)
    'PREFIX a: <urn:a:> SELECT * WHERE { { SELECT ?s { ?s a:p ?o } ORDER BY ?s\\n} } LIMIT 10 OFFSET 20'
    """
    prologue, body = split_prologue(text)
    return f"{prologue}SELECT * WHERE {{ {{ {body}\n}} }} LIMIT {size} OFFSET {start}"


def split_prologue(text: str) -> tuple[str, str]:
    """Part a query before its SELECT."""
    found = _PROLOGUE.match(text)
    end = found.end() if found else 0
    return text[:end], text[end:]


def _suspicious(rows: int, header: str | None, kind: Kind) -> bool:
    if kind.cap is None and header is None:
        return not kind.complete and rows >= _ROUND and rows % _ROUND == 0
    limit = min(int(each) for each in (kind.cap, header) if each is not None and str(each).isdigit())
    return rows >= limit


def _page(size: int, rest: int) -> int:
    return min(size, rest)


def _count(text: str, ask: Callable[[str], Table]) -> int:
    prologue, body = split_prologue(text)
    answer = ask(f"{prologue}SELECT (COUNT(*) AS ?kgRows) WHERE {{ {{ {body}\n}} }}")
    return int(lexical(answer.rows[0][0]))
