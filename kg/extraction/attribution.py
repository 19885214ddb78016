"""Who says that an event took place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import after, grammatical_subjects, is_passive, is_verb, subjects
from kg.extraction.phrases import things
from kg.extraction.reading import ACTORS, Reading


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so: the thing if it is one, the phrase as written, and whether it is nobody who could be asked."""

    thing: str | None
    text: str
    vague: bool


def find_source(reading: Reading, candidate: Candidate) -> Source | None:
    """The nearest source that the event hangs on."""
    token = candidate.trigger
    said = reading.frames.claims.reporting["verbs"]
    for _ in range(40):
        head, dep = token.head, token.dep_
        if head.i == token.i:
            break
        if is_verb(head) and head.lemma_.lower() in said and _reports(token, dep, head, reading):
            noun = _speaker(head)
            if noun is not None and not (is_passive(head) and noun.lower_ == "it"):
                return _source(reading, noun)
            if is_passive(head) and head.lemma_ == "report":
                return Source(None, _text(reading, head.left_edge, head), vague=True)
        if head.lemma_ == "report" and dep in ("acl", "ccomp") and head.pos_ == "NOUN":
            return _source(reading, head)
        token = head
    return _aside(reading, candidate)


def _reports(token: Token, dep: str, verb: Token, reading: Reading) -> bool:
    """Whether a verb's report holds the event, in a clause or as a noun; not where it merely stands beside it."""
    if dep in ("ccomp", "parataxis"):
        return True
    if dep == "xcomp":
        return is_passive(verb) is False and verb.lemma_ not in ("plan", "announce")
    if dep == "advcl":
        return False
    releasing = reading.frames.claims.reporting["releasing"]
    if dep in ("dobj", "nsubjpass"):
        noun = token.lemma_.lower() in reading.frames.nouns
        recording = token.lemma_.lower() in reading.frames.claims.reporting["recordings"]
        return (
            noun
            and verb.lemma_
            in ("announce", "report", "confirm", "deny", "reveal", "disclose", "acknowledge", "describe")
        ) or (recording and (verb.lemma_ in releasing or verb.lemma_ in ("deny", "confirm", "dismiss", "refute")))
    return False


def _speaker(verb: Token) -> Token | None:
    """Who speaks; in ``quoted an official as saying`` the official."""
    if verb.lemma_ == "say" and verb.dep_ == "pcomp":
        above = verb.head.head
        quoted = [child for child in above.children if child.dep_ == "dobj"]
        if is_verb(above) and quoted:
            return quoted[0]
    found = subjects(verb) or (grammatical_subjects(verb) if not is_passive(verb) else [])
    return found[0] if found else None


def _aside(reading: Reading, candidate: Candidate) -> Source | None:
    """``according to the ministry``, ``as the agency reports``: anywhere in the sentence."""
    number = reading.sentence_of[candidate.trigger.i]
    if reading.notes.get(("no aside", number)):
        return None
    noun = next(_asides(reading, reading.sentences[number]), None)
    if noun is None:
        reading.notes["no aside", number] = True
        return None
    return _source(reading, noun)


def _asides(reading: Reading, sentence: Span) -> Iterator[Token]:
    said = reading.frames.claims.reporting["verbs"]
    for token in sentence:
        if token.lower_ == "according":
            yield from after(token, "to")
        elif token.dep_ == "advcl" and token.lemma_ in said and any(c.lower_ == "as" for c in token.children):
            speaker = _speaker(token)
            if speaker is not None:
                yield speaker


def _source(reading: Reading, noun: Token) -> Source:
    reporting = reading.frames.claims.reporting
    named = things(reading, [noun], ACTORS)
    text = _written(reading, noun)
    unnamed = any(child.lower_ in reporting["unnamed"] for child in noun.children)
    official = any(child.lower_ in reporting["official"] for child in noun.children)
    unnamed |= not named and not official and any(_is_nobody(token, reporting) for token in (noun, *noun.conjuncts))
    unnamed |= any(child.lower_ in reporting["unnamed"] for cited in _cited(noun) for child in cited.children)
    vague = not named and not official and noun.lemma_.lower() in reporting["media"]
    written = [thing for thing in named if any(reading.inside.get(token.i) == thing for token in noun.subtree)]
    return Source(next(iter(written or named), None), text, vague or unnamed)


def _is_nobody(noun: Token, reporting: Mapping[str, frozenset[str]]) -> bool:
    """``a person briefed on the plans``, ``two diplomats``: nobody who could be asked."""
    return noun.lemma_.lower() in reporting["nobody"] or (
        noun.lemma_.lower() in reporting["some"] and any(child.dep_ == "nummod" for child in noun.children)
    )


def _cited(speaker: Token) -> list[Token]:
    """``the agency, quoting unnamed officials, says``: whom the speaker has it from."""
    near = [child for token in (speaker, speaker.head) for child in token.children]
    return [
        noun
        for verb in near
        if verb.dep_ in ("acl", "advcl") and verb.lemma_ in ("quote", "cite") and verb.tag_ == "VBG"
        for noun in verb.children
        if noun.dep_ == "dobj"
    ]


def _written(reading: Reading, noun: Token) -> str:
    """The noun phrase without the clauses that hang on it."""
    left = noun.left_edge.i
    right = noun.i
    for child in noun.rights:
        if child.dep_ in ("relcl", "acl", "punct", "appos", "advcl") or child.right_edge.i - noun.i > 12:
            break
        right = child.right_edge.i
    return _text(reading, reading.doc[left], reading.doc[right])


def _text(reading: Reading, start: Token, end: Token) -> str:
    return reading.story.text[start.idx : end.idx + len(end.text)]
