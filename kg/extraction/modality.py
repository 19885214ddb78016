"""Whether an event took place, is to come, is only rumoured, or was called off: what its verb hangs on decides."""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.extraction.candidates import Candidate
from kg.extraction.clauses import grammatical_subjects, is_passive, is_verb
from kg.extraction.frames import Claims

_PURPOSE = ("for", "to")
_ASPECT = frozenset({"begin", "start", "continue", "launch", "hold", "have", "make", "pay"})


@dataclass(slots=True)
class Signs:
    """What the words around an event say of it."""

    planned: bool = False
    denied: bool = False
    hedged: bool = False
    wished: bool = False
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


def judge(candidate: Candidate, claims: Claims) -> Signs:
    """What the words around a telling say of it."""
    signs = Signs()
    trigger, clause = candidate.trigger, candidate.clause
    if is_verb(trigger):
        _climb(trigger, signs, claims)
    else:
        _of_noun(candidate, signs, claims)
        if is_verb(clause):
            _through_link(candidate, signs, claims)
    return signs


# --- nouns


def _of_noun(candidate: Candidate, signs: Signs, claims: Claims) -> None:
    noun = candidate.trigger
    chain = [noun]
    while chain[-1].i != candidate.clause.i and chain[-1].head.i != chain[-1].i:
        chain.append(chain[-1].head)
    for token in chain:
        if token.i == candidate.clause.i and is_verb(token):
            break
        if token.pos_ in ("NOUN", "PROPN"):
            _modifiers(token, signs, claims)
            if token.i != noun.i:
                _noun(token, signs, claims)
        elif token.pos_ == "ADP" and token.lower_ in claims.planned["prepositions"] and token.i != noun.i:
            signs.planned = True
        elif token.lower_ in ("ahead", "prior"):
            signs.planned = True


def _noun(token: Token, signs: Signs, claims: Claims) -> None:
    lemma = token.lemma_.lower()
    signs.planned |= lemma in claims.planned["nouns"]
    signs.denied |= lemma in claims.denied["nouns"]
    signs.hedged |= lemma in claims.hedged["nouns"]
    signs.wished |= lemma in claims.wished["nouns"]
    signs.offered |= lemma in claims.wished["offers"]


def _modifiers(noun: Token, signs: Signs, claims: Claims) -> None:
    for child in noun.children:
        word = child.lower_
        if child.dep_ in ("amod", "compound", "nmod", "advmod"):
            signs.wished |= word in claims.wished["adjectives"]
            signs.planned |= word in claims.planned["adjectives"]
            signs.denied |= word in claims.denied["adjectives"]
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            signs.planned |= child.lemma_ in claims.planned["verbs"]
            signs.denied |= _is_denying(child, claims)
        elif child.dep_ == "det" and word == "no":
            signs.denied = True


def _through_link(candidate: Candidate, signs: Signs, claims: Claims) -> None:
    link, verb = candidate.link.split(" ")[0], candidate.clause
    inside = "inside" in candidate.link
    if link in ("object", "subject", "attr") and not inside:
        _verb_over_noun(candidate, signs, claims)
        _climb(verb, signs, claims)
    elif candidate.light:
        _climb(verb, signs, claims)
        if (
            link in _PURPOSE
            and candidate.event.type in ("Meeting", "PhoneCall")
            and verb.lemma_ not in ("meet", "gather", "join")
        ):
            signs.planned = True
    else:
        tense = Signs()
        _climb(verb, tense, claims)
        if link == "object":
            signs.denied |= _is_denying(verb, claims)
        signs.planned |= tense.planned and not tense.wished
        signs.hedged |= tense.hedged


def _verb_over_noun(candidate: Candidate, signs: Signs, claims: Claims) -> None:
    verb = candidate.clause
    lemma = verb.lemma_.lower()
    if _is_denying(verb, claims):
        signs.denied = True
    elif lemma in claims.planned["verbs"] and not (candidate.event.type == "Arrival" and verb.tag_ in ("VBD", "VBN")):
        signs.planned = True
        signs.accepted |= lemma in ("accept", "confirm", "agree", "announce")
    elif lemma == "be" and any(c.dep_ == "acomp" and c.lower_ in claims.wished["adjectives"] for c in verb.children):
        signs.wished = True
    elif candidate.link == "object" and lemma in claims.wished["verbs"] and lemma not in claims.reporting["verbs"]:
        signs.wished = True


def _is_denying(verb: Token, claims: Claims) -> bool:
    lemma = verb.lemma_.lower()
    if lemma not in claims.denied["verbs"]:
        return False
    wanted = claims.particles.get(lemma)
    return not wanted or any(child.lower_ in wanted for child in verb.children)


# --- verbs


def _climb(verb: Token, signs: Signs, claims: Claims) -> None:
    """Gather the signs of a verb and of what it hangs on."""
    _own(verb, signs, claims)
    token = verb
    for _ in range(40):
        head, dep = token.head, token.dep_
        if head.i == token.i:
            return
        if dep == "conj" and is_verb(head):
            if _is_bare(token):
                _own(head, signs, claims)
        elif dep in ("xcomp", "ccomp") or (dep in ("acl", "relcl", "advcl", "dobj") and _is_infinitive(token)):
            _governed(token, head, signs, claims)
        elif dep == "advcl" and token.tag_ in ("VBG", "VBN", "VBZ", "VBP") and is_verb(head):
            _inherit(head, signs, claims)
        elif dep == "pcomp" and token.tag_ == "VBG":
            signs.denied |= head.lower_ == "without"
            head = head.head
            if is_verb(head):
                _inherit(head, signs, claims)
        elif dep == "attr" and is_verb(head):
            _own(head, signs, claims)
        elif dep == "dobj" and is_verb(head) and not is_verb(token):
            _over_noun(token, head, signs, claims)
        elif dep in ("acomp", "oprd", "prep", "pobj") and not is_verb(token):
            pass
        else:
            return
        token = head


def _over_noun(noun: Token, verb: Token, signs: Signs, claims: Claims) -> None:
    """``accepted an invitation to visit``, ``declined the offer to meet``."""
    if not (signs.wished or signs.planned):
        return
    _own(verb, signs, claims)
    if _is_denying(verb, claims):
        signs.denied = True
    elif verb.lemma_ in ("accept", "confirm"):
        signs.accepted = signs.planned = True


def _own(verb: Token, signs: Signs, claims: Claims) -> None:
    perfect = verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
    for child in verb.children:
        word = child.lower_
        if child.dep_ in ("aux", "auxpass"):
            if word in claims.future:
                signs.planned = True
                signs.wished |= perfect and word in ("would", "should")
            elif word in claims.open:
                signs.hedged |= word != "can"
                signs.wished |= word == "can"
        elif child.dep_ == "neg":
            signs.void |= _denies_the_aim(verb)
            signs.denied = True
        elif child.dep_ == "advmod":
            signs.hedged |= word in claims.hedged["adverbs"]
            signs.wished |= word in claims.habits
        elif child.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in child.children):
            signs.wished = True
        elif child.dep_ == "mark":
            signs.wished |= word in claims.wished["marks"]
        elif child.dep_ == "npadvmod":
            signs.wished |= any(c.lower_ in ("every", "each") for c in child.children) or child.lower_ == "times"


def _inherit(verb: Token, signs: Signs, claims: Claims) -> None:
    """What is told beside a plan is planned too; what is told beside a denial is not denied."""
    above = Signs()
    _own(verb, above, claims)
    signs.planned |= above.planned
    signs.wished |= above.wished


def _denies_the_aim(verb: Token) -> bool:
    """``is not coming to X to quarrel`` denies the quarrel, not the coming."""
    return (
        any(child.dep_ in ("advcl", "xcomp") and _is_infinitive(child) for child in verb.children)
        and verb.tag_ == "VBG"
    )


def _is_infinitive(token: Token) -> bool:
    return token.tag_ == "VB" or any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children)


def _is_bare(verb: Token) -> bool:
    """A verb joined by ``and`` that has no auxiliary and no subject of its own shares those of the first."""
    if any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in verb.children):
        return False
    return verb.tag_ in ("VB", "VBN", "VBG") and verb.head.tag_ == verb.tag_


def _governed(token: Token, head: Token, signs: Signs, claims: Claims) -> None:
    """A clause or infinitive that hangs on a verb, adjective or noun."""
    lemma = head.lemma_.lower()
    infinitive = _is_infinitive(token)
    if head.pos_ in ("NOUN", "PROPN"):
        if infinitive:
            _noun(head, signs, claims)
            signs.denied |= any(child.dep_ == "det" and child.lower_ == "no" for child in head.children)
        return
    if head.pos_ == "ADJ":
        signs.planned |= head.lower_ in claims.planned["adjectives"]
        signs.denied |= head.lower_ in claims.denied["adjectives"]
        signs.wished |= head.lower_ in claims.wished["adjectives"]
        return
    if token.dep_ == "advcl" and infinitive:
        signs.planned = True
    elif infinitive and lemma == "be":
        signs.planned = True
    elif _is_denying(head, claims) and (infinitive or lemma in ("deny", "refute", "dismiss", "rule")):
        signs.denied = True
    elif infinitive and lemma in claims.planned["verbs"] and not _asks_another(head, claims):
        signs.planned = True
        signs.accepted |= lemma in ("accept", "agree", "decide")
    elif (infinitive or token.tag_ == "VB") and lemma in claims.wished["verbs"]:
        signs.wished = True
    elif lemma in claims.wished["verbs"] and token.dep_ == "ccomp" and lemma not in claims.reporting["verbs"]:
        signs.wished = True
    if lemma in claims.hedged["verbs"] or (infinitive and is_passive(head) and lemma in claims.reporting["verbs"]):
        signs.hedged = True
    if infinitive and token.dep_ in ("xcomp", "ccomp"):
        _own(head, signs, claims)
    elif any(child.dep_ == "neg" for child in head.children) and lemma in claims.reporting["verbs"]:
        signs.wished = True


def _asks_another(verb: Token, claims: Claims) -> bool:
    """``asked her to come`` is a wish; ``is expected to come`` a plan."""
    return verb.lemma_ in claims.wished["verbs"] and not is_passive(verb) and bool(grammatical_subjects(verb))
