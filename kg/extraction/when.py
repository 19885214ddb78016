"""When an event took place."""

from collections import defaultdict
from dataclasses import replace

from spacy.tokens import Token

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import after, grammatical_subjects, is_passive, is_verb
from kg.extraction.parts import Time
from kg.extraction.reading import Reading
from kg.extraction.times import shift
from kg.extraction.where import participles

# Verbs whose time is that of the infinitive they govern.
_SAME_TIME = frozenset(
    {"be", "schedule", "set", "expect", "plan", "begin", "start", "continue", "go", "intend", "have", "manage"}
)


def _is_open(time: Time) -> bool:
    """``since the beginning of the year`` says no day."""
    return ".." in (time.past or "")


class Calendar:
    """The time expressions of a text by the verb or event noun they hang on."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._at: dict[int, list[Time]] = defaultdict(list)
        self._told: dict[int, str] = {}
        self._ahead: dict[int, bool] = {}
        for time in reading.times:
            if _is_open(time):
                continue
            anchor = self._anchor(time)
            self._at[anchor.i].append(time)
            self._ahead[time.start] = any(child.lower_ in reading.frames.claims.future for child in anchor.children)

    def _anchor(self, time: Time) -> Token:
        doc, nouns = self._reading.doc, self._reading.frames.nouns
        span = doc[time.start : time.end]
        # the full stop after "March" hangs on the verb of the sentence
        token = next((word for word in span if not word.is_punct and word.head not in span), span.root)
        while token.head.i != token.i:
            token = token.head
            if token.lower_ == "since":
                # "the first since reports last month"
                return token
            if is_verb(token) or token.lemma_.lower() in nouns:
                return token
            if token.lemma_.lower() in self._reading.frames.measures:
                # "on the eve of her visit on Monday"
                inner = next((noun for noun in after(token, "of") if noun.lemma_.lower() in nouns), None)
                if inner is not None:
                    return inner
        return token

    def of(self, candidate: Candidate) -> Time | None:
        """The expression that says when: the trigger's own, else that of the verbs it shares a clause with."""
        called_off = self._is_called_off(candidate)
        for token in self._path(candidate):
            times = self._at.get(token.i, [])
            if called_off and token.i == candidate.clause.i:
                times = [time for time in times if time.start > candidate.trigger.i]
            if times:
                return self._counted(self._nearest(times, candidate.trigger))
        return self._of_the_day_told(candidate)

    def note(self, time: Time, date: str | None) -> None:
        """Remember which day an expression was found to mean."""
        if date:
            self._told.setdefault(time.start, date)

    def _counted(self, time: Time) -> Time:
        """``The next day`` counts from the day that the one before it means, which may lie ahead."""
        if time.after is None:
            return time
        told = self._told.get(time.after)
        if told is None:
            return replace(time, past=time.future) if self._ahead.get(time.after) else time
        day = shift(told, time.days)
        return replace(time, past=day, future=day)

    def _of_the_day_told(self, candidate: Candidate) -> Time | None:
        """``X was hurt yesterday. X, who was visiting Y, …``: what went on while that happened has its day."""
        verb = candidate.trigger
        if verb.tag_ != "VBG" or not any(child.lower_ in ("was", "were") for child in verb.children):
            return None
        reading, number = self._reading, self._reading.sentence_of[verb.i]
        for sentence in reversed(reading.sentences[max(0, number - 1) : number + 1]):
            times = self._at.get(sentence.root.i)
            same = {thing for noun in grammatical_subjects(sentence.root) for thing in reading.own(noun)}
            if times and same & set(candidate.event.participants):
                return times[0]
        return None

    def _nearest(self, times: list[Time], trigger: Token) -> Time:
        return min(times, key=lambda time: (time.past is None and time.future is None, abs(time.start - trigger.i)))

    def _path(self, candidate: Candidate) -> list[Token]:
        """The trigger and the verbs whose time it shares, the nearest first."""
        path = [candidate.trigger, *participles(candidate.trigger)]
        token = candidate.trigger
        if not is_verb(token):
            token = candidate.clause
            if not is_verb(token):
                return path
            path.append(token)
        for _ in range(20):
            path += [child for child in token.children if child.dep_ == "advcl" and child.tag_ == "VB"]
            if token.head.i == token.i or not self._shares_time(token):
                break
            token = token.head
            if is_verb(token):
                path.append(token)
        return path

    def _is_called_off(self, candidate: Candidate) -> bool:
        """``yesterday cancelled a visit that was due to begin on Sunday``: what was called off had another day."""
        verb = candidate.clause
        return (
            candidate.link in ("object", "subject")
            and verb.lemma_ in self._reading.frames.claims.denied["verbs"]
            and not verb.dep_.endswith("comp")
        )

    def _shares_time(self, token: Token) -> bool:
        """Whether what a token hangs on took place at the same time."""
        head, dep = token.head, token.dep_
        if dep == "xcomp" and is_verb(head):
            # "agreed on Tuesday to meet": the day is that of the agreement
            return head.lemma_ in _SAME_TIME or is_passive(head)
        if dep == "xcomp" and head.pos_ == "ADJ" and head.dep_ == "acomp":
            return True
        if dep == "acomp":
            return True
        if dep == "relcl" and any(child.lower_ == "where" for child in token.children):
            # "spoke in Abuja on Thursday, where he met her"; not where he came from
            return head.dep_ == "pobj" and head.head.lower_ in ("in", "at", "to") and token.tag_ == "VBD"
        if dep == "relcl":
            return head.lemma_ in self._reading.frames.claims.reporting["recordings"]
        if dep in ("dobj", "pobj"):
            return not is_verb(token)
        return dep in ("pcomp", "prep") or (dep in ("conj", "advcl") and is_verb(head))
