"""What the verbs, nouns and adjectives that a clause hangs on say of what it tells."""

from collections.abc import Callable
from typing import Final

from spacy.tokens import Token

from kg.extraction.clauses import grammatical_subjects, is_passive, is_verb
from kg.extraction.frames import Claims
from kg.extraction.signs import Signs, by_noun, is_denying

# Who had agreed to something may still do it.
_SETTLING: Final = frozenset(
    {"agree", "accept", "decide", "promise", "pledge", "vow", "undertake", "announce", "confirm", "propose"}
)


_DENYING_THAT: Final = ("deny", "refute", "dismiss", "rule")


def climb(verb: Token, signs: Signs, claims: Claims) -> None:
    """Gather the signs of a verb and of what it hangs on."""
    _own(verb, signs, claims)
    token: Token | None = verb
    for _ in range(40):
        if token is None or token.head.i == token.i:
            return
        token = (_up_from_verb if is_verb(token) else _up_from_word)(token, signs, claims)


def _up_from_verb(verb: Token, signs: Signs, claims: Claims) -> Token | None:
    """What a clause hangs on, if it says anything about it."""
    head, dep = verb.head, verb.dep_
    if dep in ("conj", "dep") and is_verb(head):
        if _is_bare(verb):
            _own(head, signs, claims)
        return head
    if dep in ("xcomp", "ccomp") or (dep in ("acl", "relcl", "advcl", "dobj") and is_infinitive(verb)):
        _governed(verb, head, signs, claims)
        return head
    if dep == "pcomp" and verb.tag_ == "VBG":
        signs.denied |= head.lower_ == "without"
        aim = head.lower_ in ("to", "on") and head.head.lemma_.lower() in claims.planned["verbs"]
        signs.planned |= aim  # "looks forward to welcoming her"
        head = head.head
    elif dep != "advcl" or verb.tag_ not in ("VBG", "VBN", "VBZ", "VBP"):
        return None
    if is_verb(head):
        _inherit(head, signs, claims)
    return head


def _up_from_word(token: Token, signs: Signs, claims: Claims) -> Token | None:
    """A noun or adjective between an infinitive and the verb: ``accepted an invitation to``, ``is the first to``."""
    head, dep = token.head, token.dep_
    if dep in ("xcomp", "ccomp") or (dep in ("acl", "relcl", "advcl") and is_infinitive(token)):
        _governed(token, head, signs, claims)
    elif dep == "attr" and is_verb(head):
        _own(head, signs, claims)
    elif dep == "dobj" and is_verb(head):
        _over_noun(head, signs, claims)
    elif dep not in ("acomp", "oprd", "prep", "pobj"):
        return None
    return head


def _over_noun(verb: Token, signs: Signs, claims: Claims) -> None:
    """``accepted an invitation to visit``, ``declined the offer to meet``."""
    if not (signs.wished or signs.planned):
        return
    _own(verb, signs, claims)
    if is_denying(verb, claims):
        signs.denied = True
    elif verb.lemma_ == "accept" or (verb.lemma_ == "confirm" and not signs.wished):
        signs.accepted = signs.planned = True


def _own(verb: Token, signs: Signs, claims: Claims) -> None:
    """What stands beside a verb: auxiliaries, negation, adverbs, conditions."""
    for child in verb.children:
        reads = _BESIDE.get(child.dep_)
        if reads:
            reads(verb, child, signs, claims)


def _auxiliary(verb: Token, child: Token, signs: Signs, claims: Claims) -> None:
    word = child.lower_
    if word in claims.future:
        signs.planned = True
        perfect = verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
        signs.wished |= perfect and word in ("would", "should")
    elif word in claims.open:
        signs.hedged |= word != "can"
        signs.wished |= word == "can"


def _negation(verb: Token, _child: Token, signs: Signs, _claims: Claims) -> None:
    signs.void |= _denies_the_aim(verb)
    signs.denied = True


def _adverb(_verb: Token, child: Token, signs: Signs, claims: Claims) -> None:
    signs.hedged |= child.lower_ in claims.hedged["adverbs"]
    signs.wished |= child.lower_ in claims.habits


def _condition(_verb: Token, child: Token, signs: Signs, _claims: Claims) -> None:
    signs.wished |= any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children)


def _mark(_verb: Token, child: Token, signs: Signs, claims: Claims) -> None:
    signs.wished |= child.lower_ in claims.wished["marks"]


def _recurrence(_verb: Token, child: Token, signs: Signs, _claims: Claims) -> None:
    signs.wished |= child.lower_ == "times" or any(c.lower_ in ("every", "each") for c in child.children)


_BESIDE: Final[dict[str, Callable[[Token, Token, Signs, Claims], None]]] = {
    "aux": _auxiliary,
    "auxpass": _auxiliary,
    "neg": _negation,
    "advmod": _adverb,
    "advcl": _condition,
    "mark": _mark,
    "npadvmod": _recurrence,
}


def _inherit(verb: Token, signs: Signs, claims: Claims) -> None:
    """What is told beside a plan is planned too; what is told beside a denial is not denied."""
    above = Signs()
    _own(verb, above, claims)
    signs.planned |= above.planned
    signs.wished |= above.wished


def _denies_the_aim(verb: Token) -> bool:
    """``is not coming to X to quarrel`` denies the quarrel, not the coming."""
    return (
        any(child.dep_ in ("advcl", "xcomp") and is_infinitive(child) for child in verb.children) and verb.tag_ == "VBG"
    )


def is_infinitive(token: Token) -> bool:
    """Whether a verb is one: ``to meet``."""
    return token.tag_ == "VB" or any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children)


def _is_bare(verb: Token) -> bool:
    """A verb joined by ``and`` that has no auxiliary and no subject of its own shares those of the first."""
    if any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in verb.children):
        return False
    return verb.tag_ in ("VB", "VBN", "VBG") and verb.head.tag_ == verb.tag_


def _governed(token: Token, head: Token, signs: Signs, claims: Claims) -> None:
    """A clause or infinitive that hangs on a verb, adjective or noun."""
    if head.pos_ in ("NOUN", "PROPN"):
        if is_infinitive(token):
            by_noun(head, signs, claims)
            signs.denied |= any(child.dep_ == "det" and child.lower_ == "no" for child in head.children)
    elif head.pos_ == "ADJ":
        signs.planned |= head.lower_ in claims.planned["adjectives"]
        signs.denied |= head.lower_ in claims.denied["adjectives"] or (signs.planned and _is_past_plan(head.head))
        signs.wished |= head.lower_ in claims.wished["adjectives"]
    else:
        _by_verb(token, head, signs, claims)
        _by_report(token, head, signs, claims)


def _by_verb(token: Token, head: Token, signs: Signs, claims: Claims) -> None:
    """``is to``, ``plans to``, ``refused to``, ``denied that``, ``hopes that``."""
    lemma, infinitive = head.lemma_.lower(), is_infinitive(token)
    if token.dep_ == "advcl" and infinitive and _offers(head, claims):
        signs.wished = True
    elif infinitive and (token.dep_ == "advcl" or lemma == "be"):
        if token.dep_ == "advcl" and _is_ranked(head):
            return
        signs.planned = True
        signs.lapsed |= _in_the_past(head)
        signs.denied |= lemma == "be" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children)
    elif is_denying(head, claims) and (infinitive or lemma in _DENYING_THAT):
        signs.denied = True
    elif infinitive and lemma in claims.planned["verbs"] and not _asks_another(head, claims):
        signs.planned = True
        signs.lapsed |= _in_the_past(head)
        signs.denied |= _is_past_plan(head) and lemma not in _SETTLING
        signs.accepted |= lemma in ("accept", "agree", "decide")
    elif lemma in claims.wished["verbs"] and not (lemma == "let" and token.lemma_ in claims.reporting["verbs"]):
        that = token.dep_ == "ccomp" and lemma not in claims.reporting["verbs"]
        signs.wished |= infinitive or that


def _is_ranked(verb: Token) -> bool:
    """``became the first of them to visit X`` is told of who did."""
    ranks = [word.lower_ for child in verb.children if child.dep_ == "attr" for word in child.lefts]
    return verb.lemma_ in ("be", "become") and bool({"first", "only", "last"} & set(ranks))


def _offers(verb: Token, claims: Claims) -> bool:
    """``confirmed his invitation to her to visit X``."""
    return (
        any(
            child.dep_ == "dobj" and child.lemma_ in claims.wished["offers"] | {"invitation"} for child in verb.children
        )
        and verb.lemma_ != "accept"
    )


def _is_past_plan(verb: Token) -> bool:
    """``had planned to``, ``had been expected to``: it came to nothing."""
    return verb.tag_ == "VBN" and any(child.dep_ == "aux" and child.lower_ == "had" for child in verb.children)


def _in_the_past(verb: Token) -> bool:
    """``was to``, ``was scheduled to``."""
    return verb.lower_ in ("was", "were") or any(child.lower_ in ("was", "were") for child in verb.children)


def _by_report(token: Token, head: Token, signs: Signs, claims: Claims) -> None:
    """``is said to have met``; ``did not say that``."""
    lemma, infinitive = head.lemma_.lower(), is_infinitive(token)
    reports = lemma in claims.reporting["verbs"]
    signs.hedged |= lemma in claims.hedged["verbs"] or (infinitive and is_passive(head) and reports)
    if infinitive and token.dep_ in ("xcomp", "ccomp"):
        _own(head, signs, claims)
    elif reports and any(child.dep_ == "neg" for child in head.children):
        signs.wished = True


def _asks_another(verb: Token, claims: Claims) -> bool:
    """``asked her to come`` is a wish; ``is expected to come`` a plan."""
    return verb.lemma_ in claims.wished["verbs"] and not is_passive(verb) and bool(grammatical_subjects(verb))
