"""A store behind a SPARQL endpoint."""

import re
from urllib.parse import urlencode

from kg.errors import QueryError, StoreError, UnableError
from kg.queries import Answer, Table, Triples, check_syntax, has_service, lexical
from kg.stores.body import Body
from kg.stores.forms import form_of
from kg.stores.kinds import Kind, body_type
from kg.stores.paging import missing_rows
from kg.stores.replies import TABLES, TRIPLES, read_answer
from kg.stores.sacrifice import sacrifice
from kg.stores.transport import Reply, Transport

_FORM = "application/x-www-form-urlencoded"
_UPDATE = "application/sparql-update"


class Endpoint:
    """A store on a server, spoken to in the way of its kind.

    :param address: what the paths of the kind are below of.
    """

    def __init__(self, address: str, kind: Kind, transport: Transport) -> None:
        self.address = address
        self.kind = kind
        self._transport = transport

    def ask(self, text: str, *, union: bool = True) -> Answer:
        """Run a query. An answer that the store cut short is fetched to its end, in pages.

        :raises QueryError: if it is no SPARQL, or wants SERVICE.
        :raises UnableError: if the store is known not to survive it.
        :raises StoreError: if the store refuses, or its answer cannot be read or completed.
        """
        if has_service(text):
            raise QueryError("the query asks another endpoint (SERVICE)", hint="ask that endpoint itself")
        check_syntax(text)
        if self.kind.fatal and re.search(self.kind.fatal, text):
            hint = "ask the graph's file, or another store"
            raise UnableError(f"not sent, since {self.kind.label} would end over it", where=self.address, hint=hint)
        form = form_of(text)
        reply = self._query(text, form, union=union)
        answer = read_answer(reply, self._url(self.kind.query))
        if form == "truth" and isinstance(answer, Table):  # as Virtuoso says it: a row with 1, or none
            return any(lexical(row[-1]) in ("1", "true") for row in answer.rows)
        if not isinstance(answer, {"table": Table, "triples": Triples, "truth": bool}[form]):
            raise StoreError("the answer is not of the kind that the query asks for", where=self.address)
        if not isinstance(answer, Table):
            return answer
        if self.kind.empty_row and len(answer.rows) == 1 and not any(answer.rows[0]):
            return Table(answer.columns, ())
        rows = missing_rows(text, answer, reply.headers, self.kind, lambda more: self._table(more, union=union))
        return Table(answer.columns, (*answer.rows, *rows))

    def update(self, text: str) -> None:
        """Run an update. :raises StoreError: if the store refuses."""
        self._update(f"{sacrifice(self.kind.sacrifice)} ;\n{text}" if self.kind.sacrifice else text)

    def add(self, quads: Body) -> None:
        """Take in quads in the form of its kind. :raises StoreError: if the store refuses."""
        if self.kind.data is None:
            raise StoreError(f"{self.kind.label} takes no quads", where=self.address)
        self._sacrifice()
        url = self._url(self.kind.data)
        self._transport.post(url, quads, body_type(self.kind), "*/*", compress=self.kind.gzip, again=self._sacrifice)

    def close(self) -> None:
        """End the session."""
        self._transport.close()

    def _url(self, path: str) -> str:
        return f"{self.address}/{path}" if path else self.address

    def _update(self, text: str) -> None:
        body, media_type = (text, _UPDATE) if self.kind.direct else (urlencode({"update": text}), _FORM)
        self._transport.post(self._url(self.kind.update), body.encode(), media_type, "*/*")

    def _sacrifice(self) -> None:
        """Have the store lose what it would lose of what it is given next.

        With an update that is one transaction; quads come directly after, since in an update they take three times as
        long.
        """
        if self.kind.sacrifice:
            self._update(sacrifice(self.kind.sacrifice))

    def _query(self, text: str, form: str, *, union: bool) -> Reply:
        fields = {"query": text, **(self.kind.union if union else {})}
        accept = TRIPLES if form == "triples" else TABLES
        return self._transport.post(self._url(self.kind.query), urlencode(fields).encode(), _FORM, accept)

    def _table(self, text: str, *, union: bool) -> Table:
        answer = read_answer(self._query(text, "table", union=union), self._url(self.kind.query))
        if not isinstance(answer, Table):
            raise StoreError("the store gave no table for a SELECT query", where=self.address)
        return answer
