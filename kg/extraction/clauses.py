"""The parts of a clause, as the grammar gives them: who does it, what it is done to, what depends on it."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
# "following talks", "regarding": prepositions in all but their form.
_NO_CLAUSE: Final = frozenset({"prep", "case", "mark"})
_RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
# Verbs whose object does what their infinitive says.
_OBJECT_CONTROL: Final = frozenset(
    {"urge", "ask", "invite", "allow", "persuade", "tell", "order", "help", "let", "force", "permit", "enable", "send"}
    | {"encourage", "press", "want", "expect"}
)
# Verbs whose object did what "for" says.
_JUDGING: Final = frozenset(
    {"thank", "praise", "congratulate", "criticize", "criticise", "blame", "condemn", "commend", "applaud", "rebuke"}
    | {"reproach", "honor", "honour", "attack", "denounce", "slam"}
)
# "the hall in which they met"; not "after which they left".
_AT: Final = frozenset({"in", "at", "on", "to", "inside", "near", "aboard"})
# What does not look further for a subject: a clause that has its own or needs none.
_DEPENDENT: Final = frozenset({"conj", "xcomp", "advcl", "pcomp", "acl", "ccomp", "relcl", "dep", "parataxis"})


def is_verb(token: Token) -> bool:
    """Whether a token heads a clause."""
    return token.pos_ in ("VERB", "AUX") and token.dep_ not in _NO_CLAUSE


def is_passive(verb: Token, steps: int = 10) -> bool:
    """Whether the verb's subject is what it is done to."""
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "acl":
        return True
    marks = {child.dep_ for child in verb.children}
    if "auxpass" in marks or "nsubjpass" in marks:
        return True
    if verb.dep_ == "conj" and not marks & {"aux", "nsubj"}:
        return bool(steps) and is_verb(verb.head) and is_passive(verb.head, steps - 1)
    return verb.dep_ == "advcl" and "aux" not in marks


def grammatical_subjects(verb: Token, steps: int = 20) -> list[Token]:
    """The heads of what stands as subject, found through coordination, relatives, infinitives and participles."""
    own = [child for child in verb.children if child.dep_ in _SUBJECTS]
    if own:
        return [_antecedent(token, verb) for token in own]
    if not steps or verb.dep_ not in _DEPENDENT:
        return _misread_subject(verb)
    if verb.dep_ in ("acl", "relcl"):
        return _of_noun(verb.head) if verb.tag_ == "VB" else [verb.head]
    above = _governor(verb)
    if not is_verb(above):
        return _of_noun(above) if above.pos_ in ("NOUN", "PROPN") else []
    controlled = _controlled(verb, above) or _thanked(verb, above)
    if controlled is None:
        return []
    if controlled:
        return controlled
    if verb.dep_ == "ccomp" and verb.tag_ not in ("VBG", "VB"):
        return []
    return grammatical_subjects(above, steps - 1)


def _governor(verb: Token) -> Token:
    """The verb or noun whose subject a verb without one shares."""
    if verb.dep_ == "pcomp":
        return _clause_above(verb.head)
    if verb.dep_ == "xcomp" and verb.head.dep_ in ("acomp", "oprd"):
        return verb.head.head
    return verb.head


def _controlled(verb: Token, above: Token) -> list[Token]:
    """``urged her to come``: she is to come."""
    if verb.dep_ not in ("xcomp", "ccomp") or above.lemma_ not in _OBJECT_CONTROL:
        return []
    found = [child for child in above.children if child.dep_ in ("dobj", "dative", "nsubjpass")]
    return [_antecedent(token, above) for token in found[:1]]


def _thanked(verb: Token, above: Token) -> list[Token] | None:
    """``thanked her for coming``: she came; None where it is nobody known (``thank you for receiving me``)."""
    if verb.dep_ != "pcomp" or verb.head.lower_ != "for" or above.lemma_.lower() not in _JUDGING:
        return []
    found = [child for child in above.children if child.dep_ in ("dobj", "dative", "nsubjpass")]
    return [_antecedent(token, above) for token in found[:1]] or None


def _misread_subject(verb: Token) -> list[Token]:
    """A name before a verb that the parser hung elsewhere: ``X last travelled to``, ``photographs of X meeting Y``."""
    if verb.tag_ == "VBG":
        return [child for child in verb.lefts if child.dep_ in ("compound", "poss", "nmod")][-1:]
    if verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return []
    nearest = verb.doc[max(0, verb.i - 1)]
    if nearest.dep_ in ("appos", "conj") and nearest.pos_ == "PROPN" and verb.left_edge.i < nearest.i:
        return [nearest]  # "Joined by Y, X laid": X hung on Y
    for token in reversed(list(verb.lefts)):
        if token.dep_ == "advmod":
            inner = [child for child in token.lefts if child.pos_ == "PROPN"]
            if inner:
                return inner[-1:]
        elif token.dep_ not in ("aux", "neg", "prep", "npadvmod"):
            return [token] if token.pos_ in ("PROPN", "PRON") else []
    return []


def _of_noun(noun: Token) -> list[Token]:
    """Who has the plan, the decision or the invitation that an infinitive hangs on."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    if owners:
        return owners
    verb = _clause_above(noun)
    return grammatical_subjects(verb) if is_verb(verb) and verb.i != noun.i else []


def _clause_above(token: Token) -> Token:
    for _ in range(40):
        if is_verb(token) or token.head.i == token.i:
            break
        token = token.head
    return token


def _antecedent(token: Token, verb: Token) -> Token:
    """A relative pronoun stands for the noun that its clause hangs on."""
    if token.lower_ not in _RELATIVE or token.tag_ not in ("WP", "WDT", "IN", "DT"):
        return token
    while verb.dep_ == "conj" and is_verb(verb.head):
        verb = verb.head
    while verb.dep_ in ("xcomp", "ccomp") and is_verb(verb.head):
        verb = verb.head
    if verb.dep_ not in ("relcl", "acl"):
        return token
    noun, several = verb.head, any(word.lower_ in ("are", "were", "have") for word in (verb, *verb.children))
    while several and noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head  # "A and B, who are on a visit"
    return noun


def subjects(verb: Token) -> list[Token]:
    """Who does it: the subject, or in the passive the agent."""
    return _agents(verb) if is_passive(verb) else grammatical_subjects(verb)


def _agents(verb: Token) -> list[Token]:
    found = after(verb, "by")
    if not found:
        # "was shown the aircraft by her": the parser may hang her on the aircraft
        found = [noun for child in verb.children if child.dep_ in ("dobj", "nsubjpass") for noun in after(child, "by")]
    return found


def objects(verb: Token) -> list[Token]:
    """What it is done to: the object, or in the passive the subject."""
    own = [child for child in verb.children if child.dep_ == "dobj"]
    if own:
        return [_antecedent(token, verb) for token in own]
    if is_passive(verb):
        return grammatical_subjects(verb)
    misread = [
        child
        for child in verb.rights
        if child.pos_ == "PROPN" and child.dep_ in ("advmod", "npadvmod", "oprd") and not is_passive(verb)
    ]
    if misread and misread[0].left_edge.i == verb.i + 1:
        return misread[:1]
    # "visited and inspected the plant": the object hangs on one of the two
    for child in verb.children:
        if child.dep_ == "conj" and is_verb(child) and child.i - verb.i <= 3:
            return [noun for noun in child.children if noun.dep_ == "dobj"]
    if verb.dep_ == "relcl" and verb.tag_ != "VB" and any(child.dep_ == "nsubj" for child in verb.children):
        # "the base he visited"
        subject = next(child for child in verb.children if child.dep_ == "nsubj")
        if subject.lower_ not in _RELATIVE and not any(child.dep_ in ("prep", "advmod") for child in verb.lefts):
            return [verb.head]
    return []


def datives(verb: Token) -> list[Token]:
    """To whom: an inner object, also where the parser took it for a part of the outer one."""
    found = [child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP"]
    if found:
        return found
    things = [child for child in verb.children if child.dep_ == "dobj"]
    if is_passive(verb):
        return grammatical_subjects(verb) if things or has_clause(verb) else []
    for thing in things:
        if has_clause(verb) or any(child.dep_ == "appos" and _has_article(child) for child in thing.children):
            return [thing]
        swallowed = [
            child
            for child in thing.lefts
            if child.dep_ in ("nmod", "compound", "poss")
            and child.pos_ in ("PROPN", "PRON")
            and _article_between(child, thing)
        ]
        if swallowed:
            return swallowed[:1]
    return []


def themes(verb: Token) -> list[Token]:
    """The outer object of a verb that has an inner one."""
    found = [child for child in verb.children if child.dep_ in ("dobj", "oprd")]
    inner = {token.i for token in datives(verb)}
    outer = [token for token in found if token.i not in inner]
    if outer:
        return outer
    outer = [
        child
        for token in verb.children
        if token.dep_ in ("dobj", "oprd", "dative")
        for child in token.children
        if child.dep_ == "appos"
    ]
    return [token for token in outer if _has_article(token)] or outer


def _has_article(token: Token) -> bool:
    return any(child.dep_ == "det" for child in token.children)


def _article_between(left: Token, right: Token) -> bool:
    return any(child.dep_ in ("det", "poss") and left.i < child.i < right.i for child in right.children) or any(
        token.tag_ == "DT" for token in left.doc[left.i + 1 : right.i]
    )


def has_clause(verb: Token) -> bool:
    """Whether a clause stands as object."""
    return any(child.dep_ in ("ccomp", "xcomp") and child.i > verb.i for child in verb.children)


def after(token: Token, preposition: str) -> list[Token]:
    """The nouns after that preposition, where it depends on the token."""
    return [
        noun
        for child in token.children
        if child.dep_ in ("prep", "dative", "agent", "prt", "advmod") and child.lower_ == preposition
        for link in (child, *_joined(child))
        for noun in link.children
        if noun.dep_ in ("pobj", "pcomp")
    ]


def _joined(preposition: Token) -> list[Token]:
    """``with X and with Y``."""
    return [child for child in preposition.children if child.dep_ == "conj" and child.lower_ == preposition.lower_]


def prepositions(token: Token) -> Iterator[tuple[Token, Token]]:
    """The prepositions that depend on the token, each with its noun; ``on to`` counts as ``to``."""
    for child in token.children:
        if child.lower_ == "according":
            continue
        if child.dep_ in ("prep", "agent", "dative") or (
            child.dep_ in ("advmod", "prt") and child.pos_ in ("ADP", "ADV")
        ):
            yield from _nouns_of(child)


def _nouns_of(preposition: Token) -> Iterator[tuple[Token, Token]]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield preposition, child
        elif (
            child.dep_ in ("prep", "pcomp") or (child.dep_ == "conj" and child.lower_ == preposition.lower_)
        ) and child.pos_ == "ADP":
            yield from _nouns_of(child)


def where_antecedent(verb: Token) -> Token | None:
    """The noun of ``the airport, where he met her`` or ``the hall in which they met``."""
    if verb.dep_ not in ("relcl", "advcl", "ccomp", "acl"):
        return None
    for child in verb.children:
        if child.lower_ == "where" or (
            child.dep_ == "prep" and child.lower_ in _AT and any(noun.lower_ == "which" for noun in child.children)
        ):
            return verb.head if verb.dep_ in ("relcl", "acl") else None
    return None
