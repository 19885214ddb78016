"""One telling of an event, before places, dates, claims and other tellings are looked at."""

from dataclasses import dataclass, field
from typing import Final

from spacy.tokens import Token

from kg.extraction.frames import Frame
from kg.extraction.parts import Happening

TALKS: Final = frozenset({"Meeting", "PhoneCall"})
MOVES: Final = frozenset({"Visit", "Inspection", "Arrival"})


@dataclass(slots=True)
class Candidate:
    """One telling of an event, before places, dates, claims and other tellings are looked at.

    :param trigger: the verb or noun that tells of it.
    :param clause: the verb on which it hangs; the trigger itself if that is a verb.
    :param link: how a noun hangs on that verb (``object``, ``subject`` or a preposition).
    :param sites: the noun phrases that name where.
    """

    event: Happening
    trigger: Token
    clause: Token
    frame: Frame
    link: str = ""
    light: bool = False
    sites: list[Token] = field(default_factory=list)
    strength: str = "told"
    borrowed: bool = False
    """Who took part is known from the clause beside it alone."""
    open_part: bool = False
    """Somebody took part whom the text does not name."""
