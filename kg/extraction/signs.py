"""What the words around an event say of it."""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.frames import Claims


@dataclass(slots=True)
class Signs:
    """What the words around an event say of it."""

    planned: bool = False
    denied: bool = False
    hedged: bool = False
    wished: bool = False
    lapsed: bool = False
    """It was planned in the past: ``was to``, ``was supposed to``."""
    offered: bool = False
    """It was asked of somebody, by somebody."""
    void: bool = False
    """The words deny or suppose something else."""
    accepted: bool = False
    """An invitation or request was taken up, so that it is more than a wish."""

    def verdict(self) -> str | None:
        """The modality, or None where nothing is asserted at all."""
        if self.void or (self.offered and not self.accepted) or (self.wished and not self.accepted and not self.denied):
            return None
        if self.denied:
            return "denied"
        if self.hedged:
            return "hedged"
        return "planned" if self.planned else "happened"


def by_noun(token: Token, signs: Signs, claims: Claims) -> None:
    """What a noun that an event hangs on says of it: ``plan``, ``refusal``, ``rumour``, ``invitation``."""
    lemma = token.lemma_.lower()
    signs.planned |= lemma in claims.planned["nouns"]
    signs.denied |= lemma in claims.denied["nouns"]
    signs.hedged |= lemma in claims.hedged["nouns"]
    signs.wished |= lemma in claims.wished["nouns"]
    signs.offered |= lemma in claims.wished["offers"]


def is_denying(verb: Token, claims: Claims) -> bool:
    """Whether a verb says that something did not come about: ``cancelled``, ``called off``."""
    lemma = verb.lemma_.lower()
    if lemma not in claims.denied["verbs"]:
        return False
    wanted = claims.particles.get(lemma)
    return not wanted or any(child.lower_ in wanted for child in verb.children)
