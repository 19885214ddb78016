"""What is known while a text is read: its things, who holds which office, and what was spoken of so far."""

from collections import defaultdict, deque
from functools import cached_property
from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.extraction.anaphora.discourse import TAKES_PART, Discourse, Ids
from kg.extraction.anaphora.phrases import ARGUMENTS, SUBJECTS, belonging, modifiers, subject_of, verb_of
from kg.extraction.anaphora.reference import Reference
from kg.extraction.anaphora.titles import Title, Titles, compatible
from kg.extraction.parts import Mention, Role, Thing

_LONGEST_LABEL: Final = 30
PERSONS: Final = frozenset({"Person", "Group"})


class Scene:
    """A text at the point where the reader is.

    :ivar sentence: the number of the sentence.
    :ivar span: the sentence.
    :ivar opening: the number of the first one that says anything.
    :ivar topic: the subject of the sentence.
    :ivar voices: in the transcript of a talk who spoke before and who speaks.
    :ivar coordinations: for each further member of a coordination its first one.
    :ivar members: the things of a coordination so far, by its first member.
    :ivar borne: whose each title is that stands beside a name, by its token.
    :ivar crowd: the last sentence with several people as its subject whom the text does not name.
    :ivar people: the last sentence with such people anywhere.
    :ivar first: what the first sentence is about.
    :ivar meetings: who had a part in the last sentences about meetings.
    """

    def __init__(self, doc: Doc, things: list[Thing], roles: list[Role], reference: Reference) -> None:
        self.doc = doc
        self.things = {thing.id: thing for thing in things}
        self.of: dict[int, Ids] = {mention.head: (thing.id,) for thing in things for mention in thing.mentions}
        self.places = {thing.name: thing.id for thing in things if thing.type == "Place"}
        self.named = frozenset(self.of)
        self.titled = 0
        self.crowd = self.people = -1
        self.meetings: deque[Ids] = deque(maxlen=3)
        self.first: str | None = None
        self.reference = reference
        self.titles = Titles(reference)
        self.past = Discourse()
        self.sentence = 0
        self.opening = -1
        self.span: Span = doc[:0]
        self.topic: Token | None = None
        self.voices: Ids = ()
        self.coordinations: dict[int, int] = {}
        self.members: dict[int, Ids] = {}
        self.offices = _offices(self.things, roles, self.titles, reference, doc)
        self.borne = {role.head: (role.person,) for role in roles}
        self.titled_persons = frozenset(role.person for role in roles)
        self.genders = {
            thing.id: _gender(thing, doc, self.offices[thing.id], reference)
            for thing in things
            if thing.type == "Person"
        }

    def begin(self, number: int, span: Span) -> None:
        """Go on to a sentence."""
        self.sentence, self.span = number, span
        if self.opening < 0 and not span.text.isspace():  # a headline above is an empty sentence
            self.opening = number
        self.topic = next((child for child in span.root.lefts if child.dep_ in SUBJECTS), None)
        voice = self._labels.get(span.start, ())
        if voice and voice != self.voices[-1:]:
            self.voices = (*self.voices[-1:], *voice)

    @cached_property
    def _labels(self) -> dict[int, Ids]:
        """Who speaks from a token on; one name before a colon makes no transcript."""
        found = {span.start: ids for span in self.doc.sents if (ids := self._voice(span))}
        return found if len(found) > 1 else {}

    def _voice(self, span: Span) -> Ids:
        """Who is said to speak at the beginning of a line: "President of Norvia Adam Vane: I was there"."""
        lines = [word for word in self.doc[max(0, span.start - 1) : span.start + 1] if "\n" in word.text]
        if span.start and not lines:
            return ()
        for word in span[:_LONGEST_LABEL]:
            if word.text == ":":
                ids = self.of.get(word.i - 1, ())
                return ids if ids and self.things[ids[0]].type == "Person" else ()
            if word.pos_ in ("VERB", "AUX", "PRON") or word.text == ",":
                break
        return ()

    def named_so(self, names: frozenset[str]) -> Ids:
        """The places of that name in the text."""
        return tuple(place for name in sorted(names) if (place := self.places.get(name)))

    def cast(self, sentence: int) -> Ids:
        """The persons who have a part in a sentence."""
        traces = [trace for trace in self.past.traces(sentence) if trace.sentence == sentence]
        names = [
            name
            for trace in reversed(traces)
            if trace.weight >= TAKES_PART
            for name in trace.ids
            if self.things[name].type in PERSONS
        ]
        return tuple(dict.fromkeys(names))

    def is_title(self, token: Token, word: str = "") -> bool:
        """Tell whether a noun is the head of a title; ``word`` is its singular."""
        return (word or token.lower_) in self.reference.titles or (word or token.lower_) in (
            "head",
            "counterpart",
            "colleague",
        )

    def subject_ids(self, token: Token) -> Ids:
        """The subject of the clause that a token is in."""
        subject = subject_of(verb_of(token))
        return self.of.get(subject.i, ()) if subject is not None and subject != token else ()

    def subjects_ids(self, token: Token) -> Ids:
        """The subject of the clause that a token is in, with all who are joined to it."""
        subject = subject_of(verb_of(token))
        heads = [subject, *subject.conjuncts] if subject is not None and subject != token else []
        return tuple(dict.fromkeys(name for head in heads for name in self.of.get(head.i, ())))

    @cached_property
    def leaders(self) -> frozenset[str]:
        """The heads of titles of those who lead a country."""
        means = self.reference.words["means"]
        return frozenset({"leader", *means["leader"], *means["head of state"]})

    @cached_property
    def by_nation(self) -> dict[str, list[str]]:
        """Who holds an office in a country, anywhere in the text."""
        found = defaultdict(list)
        for name, offices in self.offices.items():
            for office in offices:
                for nation in office.nations:
                    found[nation].append(name)
        return found

    def fit(self, said: Title, name: str) -> int:
        """2 if a person holds an office of that country, 1 if nobody says of what country, else 0."""
        held = [office for office in self.offices.get(name, ()) if self.titles.agree(said, office)]
        nations = frozenset().union(*(office.nations for office in self.offices.get(name, ())))
        if self.things[name].type != "Person" or not held or not compatible(said.nations, nations):
            return 0
        return 2 if not said.nations or nations else 1

    def holds_none(self, name: str) -> bool:
        """Tell whether the text says of no office of a person."""
        return self.things[name].type == "Person" and not self.offices.get(name)

    def know_by_title(self, kind: str, said: Title, token: Token, words: list[Token]) -> Ids:
        """Who is never named is known by an office, if that says of what country."""
        if {"first", "last", "only", "next", "new"} & {word.lower_ for word in words}:
            return ()
        if not said.nations or said.head not in self.reference.words["offices"] or token.dep_ not in ARGUMENTS:
            return ()
        first = next((word for word in words if word.dep_ != "det" and word.pos_ != "PRON"), token)
        end = max([token.i, *(word.i for word in belonging(token))]) + 1
        extent = self.doc[min(first.i, token.i) : self._listed(end)]
        self.titled += 1
        thing = Thing(f"t{self.titled}", kind, extent.text, nominal=True)
        thing.mentions.append(Mention(extent.start_char, extent.end_char, token.i))
        self.things[thing.id] = thing
        self.offices[thing.id].append(said)
        return (thing.id,)

    def _listed(self, end: int) -> int:
        """Where a list of places ends, the last of which the parser took for something else: "of A, B, and C met"."""
        for index in range(end, min(end + 4, len(self.doc))):
            token = self.doc[index]
            ids = self.of.get(index, ())
            if ids and self.things[ids[0]].type == "Place":
                return index + 1
            if not (token.text == "," or token.lower_ in ("and", "the") or token.dep_ == "compound"):
                break
        return end


def _offices(
    things: dict[str, Thing], roles: list[Role], titles: Titles, reference: Reference, doc: Doc
) -> dict[str, list[Title]]:
    offices: dict[str, list[Title]] = defaultdict(list)
    for role in roles:
        body = things.get(role.body or "")
        # "the U.N. chief": what his body is called is part of how he may be
        of = _words_of(body, doc, titles) if body and body.type == "Organization" else frozenset()
        nations = (
            reference.nations.get(body.name.lower(), frozenset({body.name}))
            if body and body.type == "Place"
            else frozenset(role.countries)
        )
        offices[role.person] += [
            Title(title.head, title.words | of, title.nations | nations) for title in titles.read_all(role.label)
        ]
    return offices


def _words_of(body: Thing, doc: Doc, titles: Titles) -> frozenset[str]:
    return titles.words(" ".join([body.name, *(doc.text[one.start : one.end] for one in body.mentions)]))


def _gender(thing: Thing, doc: Doc, offices: list[Title], reference: Reference) -> str | None:
    """Tell he from she by what stands before the name, by the office, by the first name; or say nothing."""
    beside = {word.lower_ for mention in thing.mentions for word in modifiers(doc[mention.head])}
    held = {office.head for office in offices}
    first = thing.name.split()[:1]
    for gender, names in (("she", "female"), ("he", "male")):
        titles = set(reference.words[gender])
        if titles & beside or titles & held or set(first) & set(reference.words[names]):
            return gender
    return None
