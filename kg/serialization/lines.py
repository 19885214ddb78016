"""Triples as one text: small to send from process to process, and quick to write."""

from collections.abc import Collection, Iterable, Iterator

from kg.terms import Triple


class TripleLines(Collection[Triple]):
    """Different triples, a line each, their terms parted by tabs: no term holds a raw tab or line feed.

    >>> list(TripleLines.of([("<a:s>", "<a:p>", '"x y"')]))
    [('<a:s>', '<a:p>', '"x y"')]
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> "TripleLines":
        """Make the text."""
        return cls("".join([f"{s}\t{p}\t{o}\n" for s, p, o in triples]))

    def __iter__(self) -> Iterator[Triple]:
        for line in self._text.split("\n")[:-1]:
            subject, predicate, value = line.split("\t")
            yield subject, predicate, value

    def __contains__(self, triple: object) -> bool:
        return any(triple == one for one in self)

    def __len__(self) -> int:
        return self._text.count("\n")

    def ended(self, end: str) -> str:
        """Give the triples with blanks between terms, and this end behind each."""
        return self._text.replace("\t", " ").replace("\n", end)
