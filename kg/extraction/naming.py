"""What names are to the words of a text, before the model reads it."""

from dataclasses import dataclass, field

from kg.extraction.parts import Extent
from kg.extraction.words import Word


@dataclass(slots=True, eq=False)
class Name:
    """Words that name a thing.

    :param type: a record's type of entity, or None where the words do not tell.
    :param name: the name that a record uses.
    :param note: the kind of place or facility.
    :param parts: other forms that stand in the words: ``Javelin`` in ``FGM-148 Javelin``.
    :param votes: what speaks for each type.
    """

    start: int
    end: int
    type: str | None
    name: str
    note: str = ""
    parts: tuple[str, ...] = ()
    votes: dict[str, float] = field(default_factory=dict)

    def vote(self, type: str, weight: float) -> None:
        """Count something that speaks for a type."""
        self.votes[type] = self.votes.get(type, 0.0) + weight


@dataclass(slots=True, eq=False)
class Title:
    """A title, with whose it is.

    :param lead: the first word of its phrase, with article, country or body before it.
    :param head: the word that the grammar hangs on.
    :param body: the name of the body or country, or the adjective of the country.
    """

    label: str
    lead: int
    start: int
    end: int
    head: int
    body: "Name | str | None" = None
    person: Name | None = None
    prefix: bool = False


@dataclass(slots=True)
class Sketch:
    """What the words of a text tell."""

    words: list[Word]
    names: list[Name]
    titles: list[Title]
    blanks: list[Extent]
