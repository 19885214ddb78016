"""What refers back: titles, nouns of a kind, pronouns, plural groups.

One pass over the text in its order; whatever is looked for is looked for in a window of what was last spoken of.
:attr:`Referents.of` holds, for each head of a noun phrase and each pronoun, its own things. The members of a
coordination ("Vane and her minister") hold theirs each: who wants all of them walks the conjuncts.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

from spacy.tokens import Doc, Span, Token

from kg.extraction.discourse import SUBJECT, TAKES_PART, Discourse, Ids, Trace, weight
from kg.extraction.parts import Mention, Referents, Role, Thing
from kg.extraction.reference import Reference
from kg.extraction.titles import Title, Titles, compatible

_PERSONS: Final = frozenset({"Person", "Group"})
_ACTORS: Final = frozenset({"Organization", "Place"})
_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "both"})
_INDEFINITE: Final = frozenset({"a", "an", "any", "each", "every", "no", "another", "other", "some", "many", "several"})
_MODIFIERS: Final = frozenset({"amod", "compound", "det", "nmod", "nummod", "poss", "quantmod", "npadvmod"})
_ARGUMENTS: Final = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "conj"})
_NUMBERS: Final = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_SUBJECTS: Final = ("nsubj", "nsubjpass")
# Most officials in the news are men: that one is a man tells little, that one is a woman much.
_SURE: Final = {"he": 6, "she": 30}
_PRONOUN_REACH: Final = 3
_GROUP_REACH: Final = 8
_TITLE_REACH: Final = 15
_CLIMB: Final = 12


def resolve(doc: Doc, things: list[Thing], roles: list[Role], reference: Reference) -> Referents:
    """For each head of a noun phrase and each pronoun, the things it stands for."""
    reader = _Reader(doc, things, roles, reference)
    for number, sentence in enumerate(doc.sents):
        reader.read(number, sentence)
    return Referents(reader.things, reader.of)


class _Reader:
    """Reads a text once, from its start to its end."""

    def __init__(self, doc: Doc, things: list[Thing], roles: list[Role], reference: Reference) -> None:
        self.doc = doc
        self.things = {thing.id: thing for thing in things}
        self.of: dict[int, Ids] = {mention.head: (thing.id,) for thing in things for mention in thing.mentions}
        self.named = frozenset(self.of)
        self.titled = 0
        self.crowd = self.people = -1
        self.meetings: deque[Ids] = deque(maxlen=3)
        self.first: str | None = None
        self.reference = reference
        self.titles = Titles(reference)
        self.past = Discourse()
        self.sentence = 0
        self.offices = _offices(self.things, roles, self.titles, reference)
        self.genders = {
            thing.id: _gender(thing, doc, self.offices[thing.id], reference)
            for thing in things
            if thing.type == "Person"
        }

    def read(self, number: int, sentence: Span) -> None:
        """Resolve a sentence after those before it."""
        self.sentence = number
        for token in sentence:
            ids = self._joined(token) if token.i in self.named else self.of.get(token.i) or self._refer(token)
            if ids:
                self.of[token.i] = ids
                self._remember(token, ids)
            else:
                self._note_people(token)
        if any(token.lemma_.lower() in self.reference.words["meetings"] for token in sentence):
            cast = self._cast(number)
            if len(cast) > 1:
                self.meetings.append(cast)

    def _joined(self, token: Token) -> Ids:
        """A person, with those whom the parser hung before the name instead of beside it: "Adam Vane and Bo Lund"."""
        ids = self.of[token.i]
        if self.things[ids[0]].type != "Person":
            return ids
        before = [
            name
            for child in token.lefts
            if child.i in self.named and child.dep_ in ("compound", "nmod") and self._is_apart(child, token)
            for name in self.of[child.i]
            if self.things[name].type == "Person"
        ]
        return tuple(dict.fromkeys((*before, *ids)))

    def _is_apart(self, one: Token, other: Token) -> bool:
        return any(word.lower_ in ("and", ",") for word in self.doc[one.i + 1 : other.i])

    def _note_people(self, token: Token) -> None:
        """Several people whom the text does not name, and whom "they" or "them" may mean."""
        if token.tag_ not in ("NNS", "NNPS") or token.dep_ not in _ARGUMENTS:
            return
        lemma = token.lemma_.lower()
        groups = self.reference.words["groups"]
        if self._is_title(token, lemma) or lemma in groups["any"] or lemma in groups["people"]:
            self.people = self.sentence
            if token.dep_ in _SUBJECTS:
                self.crowd = self.sentence

    def _refer(self, token: Token) -> Ids:
        kind = self.reference.pronoun(token.lower_)
        if kind and token.pos_ in ("PRON", "DET", "SCONJ", "ADV", "ADP"):
            return self._pronoun(token, kind)
        if token.pos_ in ("NOUN", "PROPN") or (token.lower_ in _NUMBERS and token.dep_ in _ARGUMENTS):
            return self._noun(token)
        return ()

    def _remember(self, token: Token, ids: Ids) -> None:
        if self.past_has(token, ids):
            return
        self.past.add(Trace(ids, token.i, self.sentence, weight(token)))
        if self.sentence == 0 and self.first is None and token.dep_ in ("nsubj", "nsubjpass"):
            self.first = ids[0]
        for name in ids:
            thing = self.things[name]
            if thing.type in _PERSONS:
                self.past.add_person(name)
            if thing.type != "Place" or token.dep_ not in ("compound", "nmod", "amod"):
                self._mark(thing, token)
        self._mark_all(ids)
        if token.dep_ == "conj":
            self._remember_all(token)

    def past_has(self, token: Token, ids: Ids) -> bool:
        """Tell whether a token only repeats the name that it stands beside: "the minister, Vane"."""
        return token.i not in self.named and token.dep_ in ("compound", "appos") and self.of.get(token.head.i) == ids

    def _mark(self, thing: Thing, token: Token) -> None:
        kind = thing.attributes.get("kind")
        ids = (thing.id,)
        self.past.mark(thing.type, ids)
        if kind:
            self.past.mark(f"{thing.type} {kind}", ids)
        if token.i in self.named:
            self.past.mark(f"named {token.lemma_.lower()}", ids)

    def _mark_all(self, ids: Ids) -> None:
        types = {self.things[name].type for name in ids}
        if len(types) == 1:
            self.past.mark(f"all {types.pop()}", ids)

    def _remember_all(self, token: Token) -> None:
        """The members of a coordination so far are spoken of together too."""
        first = token
        while first.dep_ == "conj":
            first = first.head
        members = [first, *first.conjuncts]
        ids = tuple(
            dict.fromkeys(name for member in members for name in self.of.get(member.i, ()) if member.i <= token.i)
        )
        if len(ids) > 1:
            self.past.add(Trace(ids, token.i, self.sentence, weight(token) + 1))
            self._mark_all(ids)

    # Pronouns

    def _pronoun(self, token: Token, kind: str) -> Ids:
        if kind == "relative":
            return self._relative(token)
        if kind == "place":
            return self._place(token)
        if kind == "speaker":
            return self._speaker(token)
        if kind == "it":
            return self._it(token)
        if kind == "they":
            return self._they(token)
        return self._person(token, kind)

    def _person(self, token: Token, kind: str) -> Ids:
        if token.lower_.endswith("self"):
            return self._subject_ids(token)
        excluded = self._clause_mates(token)

        def worth(ids: Ids) -> int:
            return self._may_be(ids[0], kind) if len(ids) == 1 and ids[0] not in excluded else 0

        ahead = self._subject_ahead(token)
        ids = ahead if ahead and worth(ahead) else self.past.best(token, self.sentence, _PRONOUN_REACH, worth)
        if ids and not self.genders.get(ids[0]):
            self.genders[ids[0]] = kind
        return ids

    def _may_be(self, name: str, kind: str) -> int:
        """More for a person who is known to be he or she than for one who may be."""
        if self.things[name].type != "Person":
            return 0
        gender = self.genders.get(name)
        return _SURE[kind] if gender == kind else int(gender is None)

    def _subject_ahead(self, token: Token) -> Ids:
        """In "During his visit, Vane said" the pronoun comes before the name."""
        root = token.sent.root
        subject = next((child for child in root.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or token.i >= subject.left_edge.i or (token.dep_ == "nsubj" and token.head == root):
            return ()
        return self.of.get(subject.i) or (self._noun(subject) if subject.pos_ in ("NOUN", "PROPN") else ())

    def _clause_mates(self, token: Token) -> frozenset[str]:
        """In "Vane received him" he is not Vane."""
        if token.dep_ not in ("dobj", "pobj", "dative"):
            return frozenset()
        return frozenset(self._subject_ids(token))

    def _subject_ids(self, token: Token) -> Ids:
        subject = _subject(_verb(token))
        return self.of.get(subject.i, ()) if subject is not None and subject != token else ()

    def _speaker(self, token: Token) -> Ids:
        """The one who says "I"."""
        place = token
        for _ in range(_CLIMB):
            place = place.head
            subject = _subject(place)
            if subject is not None and subject.lower_ != "i" and (ids := self.of.get(subject.i)):
                return ids if self.things[ids[0]].type == "Person" else ()
            if place.head is place:
                break
        return ()

    def _relative(self, token: Token) -> Ids:
        place = token
        for _ in range(_CLIMB):
            if place.dep_ == "relcl":
                return self.of.get(place.head.i, ())
            if place.head is place:
                break
            place = place.head
        return ()

    def _place(self, token: Token) -> Ids:
        if token.dep_ == "expl":
            return ()
        if token.lower_ != "where":
            return self._last_place(1)
        for index in range(token.i - 1, max(token.sent.start, token.i - _TITLE_REACH) - 1, -1):
            if self._is_place(self.of.get(index, ())):
                return self.of[self._outermost(self.doc[index]).i]
        return self._last_place(2)

    def _outermost(self, token: Token) -> Token:
        """In "an airport outside Artyom, where" the airport is meant."""
        outer = token.head.head
        if token.dep_ != "pobj":
            return token
        if outer.pos_ in ("NOUN", "PROPN") and self._is_place(self.of.get(outer.i, ())):
            return self._outermost(outer)
        earlier = (self._place_of(link) for link in outer.children if link.dep_ == "prep" and link.i < token.head.i)
        return next((place for place in earlier if place is not None), token)

    def _place_of(self, link: Token) -> Token | None:
        """The facility that a preposition leads to."""
        for noun in link.children:
            ids = self.of.get(noun.i)
            if ids and self.things[ids[0]].type == "Facility":
                return noun
        return None

    def _is_place(self, ids: Ids) -> bool:
        return len(ids) == 1 and self.things[ids[0]].type in ("Place", "Facility")

    def _last_place(self, reach: int) -> Ids:
        traces = self.past.traces(self.sentence - reach)
        return next((trace.ids for trace in traces if self._is_place(trace.ids) and trace.weight >= TAKES_PART), ())

    def _it(self, token: Token) -> Ids:
        if token.dep_ == "expl":
            return ()

        def worth(ids: Ids) -> int:
            return int(len(ids) == 1 and self.things[ids[0]].type in _ACTORS)

        return self.past.best(token, self.sentence, 1, worth)

    def _they(self, token: Token) -> Ids:
        if token.lower_.endswith("selves"):
            return self._subject_ids(token)
        excluded = self._clause_mates(token)
        if self.people == self.sentence and token.dep_ in ("dobj", "dative", "pobj"):
            return ()
        for back in range(_PRONOUN_REACH + 1):
            sentence = self.sentence - back
            together = [
                trace.ids
                for trace in self.past.traces(sentence)
                if trace.sentence == sentence
                and self._are_several(trace.ids)
                and trace.weight >= TAKES_PART
                and not excluded & set(trace.ids)
            ]
            ids = together[0] if together else self._cast(sentence)
            if self._are_several(ids) and not excluded & set(ids):
                return ids
            if sentence == self.crowd:
                return ()
        return self.past.best(token, self.sentence, 1, lambda ids: int(self.things[ids[0]].type == "Organization"))

    def _are_several(self, ids: Ids) -> bool:
        types = {self.things[name].type for name in ids}
        return bool(types) and types <= _PERSONS and (len(ids) > 1 or "Group" in types)

    def _cast(self, sentence: int) -> Ids:
        """The persons who have a part in a sentence."""
        traces = [trace for trace in self.past.traces(sentence) if trace.sentence == sentence]
        names = [
            name
            for trace in reversed(traces)
            if trace.weight >= TAKES_PART
            for name in trace.ids
            if self.things[name].type in _PERSONS
        ]
        return tuple(dict.fromkeys(names))

    # Nouns

    def _noun(self, token: Token) -> Ids:
        ids = self._beside(token) or self._said_to_be(token)
        if ids or token.dep_ == "compound":
            return ids
        words = _modifiers(token)
        if any(word.lower_ in _INDEFINITE for word in words):
            return self._sent(token)
        lemma = token.lemma_.lower()
        groups = self.reference.words["groups"]
        if token.tag_ in ("NNS", "NNPS") or token.lower_ in _NUMBERS:
            return self._several(token, words) or self._sent(token)
        if lemma in self.reference.words["delegations"]:
            return self._sent(token)
        if lemma in groups["countries"] and any(word.lower_ == "our" for word in words):
            return self._own_country()
        if self._is_title(token) or lemma == "colleague":
            return self._titled(token, words)
        if not any(word.lower_ in _DEFINITE for word in words) or lemma in groups["any"]:
            return ()
        return self._of_kind(token)

    def _beside(self, token: Token) -> Ids:
        """The name in apposition: "Vane, the minister", "the minister, Vane", "Minister of Trade Vane"."""
        if token.tag_ in ("NNS", "NNPS"):
            return ()
        apposed = [child for child in token.children if child.dep_ == "appos"]
        if token.dep_ == "appos":
            apposed.append(token.head)
        for other in apposed:
            ids = self.of.get(other.i, ())
            if ids and self._suits(token, ids):
                return ids
        return self._name_after(token) if self._is_title(token) else self._name_before(token)

    def _name_before(self, token: Token) -> Ids:
        """The city in "Elm city", the aircraft in "the Kx-12 fighter"."""
        lemma = token.lemma_.lower()
        types = self.reference.words["kinds"].get(lemma, ())
        for child in token.lefts if types else ():
            ids = self.of.get(child.i, ())
            if child.dep_ in ("compound", "nmod") and ids and self.things[ids[0]].type in types:
                self.past.mark(f"named {lemma}", ids)
                return ids
        return ()

    def _said_to_be(self, token: Token) -> Ids:
        """The names after "those planes were"."""
        if token.dep_ != "nsubj" or token.head.lemma_ != "be":
            return ()
        attribute = next((child for child in token.head.rights if child.dep_ == "attr"), None)
        if attribute is None or attribute.i not in self.named:
            return ()
        members = [attribute, *attribute.conjuncts]
        return tuple(dict.fromkeys(name for member in members for name in self.of.get(member.i, ())))

    def _suits(self, token: Token, ids: Ids) -> bool:
        """Persons are called by titles, places by nouns for places."""
        thing = self.things[ids[0]]
        if thing.type == "Person":
            return self._is_title(token) or token.lower_ in ("son", "daughter", "wife", "husband", "brother", "sister")
        return token.lower_ in self.reference.words["kinds"]

    def _is_title(self, token: Token, word: str = "") -> bool:
        return (word or token.lower_) in self.reference.titles or (word or token.lower_) in ("head", "counterpart")

    def _name_after(self, token: Token) -> Ids:
        """The name at the end of a title that the parser took apart."""
        for index in range(token.i + 1, min(token.i + _TITLE_REACH, len(self.doc))):
            other = self.doc[index]
            ids = self.of.get(index, ())
            if ids and self.things[ids[0]].type == "Person":
                return ids if index in self.named else ()
            joined = other.lower_ == "and" and index > token.i + 1
            comma = other.text == "," and index + 1 < len(self.doc) and self._starts_title(self.doc[index + 1])
            if not (
                joined
                or comma
                or other.text in ("-", "–", "—")
                or other.pos_ in ("NOUN", "PROPN", "ADJ", "ADP", "DET", "PART")
            ):
                return ()
            if other.pos_ == "ADP" and other.lower_ not in ("of", "for"):
                return ()
        return ()

    def _starts_title(self, token: Token) -> bool:
        return token.text[:1].isupper() and token.i not in self.named and token.ent_type_ != "PERSON"

    def _own_country(self) -> Ids:
        """ "Our country" in a text is that of whom it mostly speaks of."""
        person = (
            self.first
            if self.offices.get(self.first or "")
            else max(self.past.persons(), key=self.past.standing, default=None)
        )
        nations = {nation for office in self.offices.get(person or "", ()) for nation in office.nations}
        places = [thing.id for thing in self.things.values() if thing.type == "Place" and thing.name in nations]
        return tuple(places[:1])

    def _titled(self, token: Token, words: list[Token]) -> Ids:
        said = self.titles.read(_phrase(token, words))
        if said and token.lower_ in ("counterpart", "colleague"):
            return self._counterpart(said, token, words)
        if said is None or any(word.pos_ == "PRON" for word in words):
            return ()
        definite = any(word.lower_ in _DEFINITE for word in words)
        said = self._with_owner(said, token)
        if not definite and not said.nations:
            return ()
        return (
            self._first_subject(said, token)
            or self._holder(said, token)
            or self._holder_to_come(said, token)
            or self._untitled(said, token)
            or self._known_by_title("Person", said, token, words)
        )

    def _counterpart(self, said: Title, token: Token, words: list[Token]) -> Ids:
        """ "His Norvian counterpart" holds in Norvia what he holds."""
        owners = [name for child in token.lefts if child.dep_ == "poss" for name in self.of.get(child.i, ())]
        if not owners or not said.nations:
            return ()
        for office in self.offices.get(owners[0], ()):
            same = Title(office.head, office.words, said.nations)
            return (
                self._holder(same, token, tuple(owners))
                or self._holder_to_come(same, token)
                or self._untitled(same, token)
                or self._known_by_title("Person", same, token, words)
            )
        return ()

    def _with_owner(self, said: Title, token: Token) -> Title:
        """ "The country's leader" is of the country that this is."""
        for owner in token.children:
            ids = self.of.get(owner.i, ())
            if owner.dep_ == "poss" and owner.i not in self.named and ids and self.things[ids[0]].type == "Place":
                return Title(said.head, said.words - {owner.lemma_.lower()}, frozenset({self.things[ids[0]].name}))
        return said

    def _first_subject(self, said: Title, token: Token) -> Ids:
        """A ruler's own press office begins with his bare name, and goes on with "the President"."""
        if said.nations or not token.text[:1].isupper() or said.head not in self._leaders:
            return ()
        first = self.first
        if first is None or self.offices.get(first) or self.things[first].type != "Person":
            return ()
        self.offices[first].append(said)
        return (first,)

    def _holder(self, said: Title, token: Token, besides: Ids = ()) -> Ids:
        """Who holds an office: with a country the last one, else who stands out most."""
        others = frozenset((*self._subject_ids(token), *besides))
        fits = {name: fit for name in self.past.persons() if name not in others and (fit := self._fit(said, name))}
        if not fits:
            return ()
        best = max(fits.values())
        names = [name for name, fit in fits.items() if fit == best]
        return (names[0] if said.nations else max(names, key=self.past.standing),)

    def _fit(self, said: Title, name: str) -> int:
        """2 if a person holds an office of that country, 1 if nobody says of what country, else 0."""
        held = [office for office in self.offices.get(name, ()) if self.titles.agree(said, office)]
        nations = frozenset().union(*(office.nations for office in self.offices.get(name, ())))
        if self.things[name].type != "Person" or not held or not compatible(said.nations, nations):
            return 0
        return 2 if not said.nations or nations else 1

    def _holder_to_come(self, said: Title, token: Token) -> Ids:
        """In "Iran's foreign minister is ill. Mottaki was to travel" the name comes after."""
        for name in self._names_in_next_sentence(token):
            if self._fit(said, name) > 1 or (not self.offices.get(name) and weight(token) >= TAKES_PART):
                if not self.offices.get(name):
                    self.offices[name].append(said)
                return (name,)
        return ()

    def _names_in_next_sentence(self, token: Token) -> Iterator[str]:
        start = token.sent.end
        if start >= len(self.doc):
            return
        for other in self.doc[start].sent:
            ids = self.of.get(other.i, ())
            if ids and self.things[ids[0]].type == "Person" and other.dep_ in ("nsubj", "nsubjpass"):
                yield ids[0]
                return

    def _untitled(self, said: Title, token: Token) -> Ids:
        """One who stood out before, and of whom no office is told, may hold this one."""
        if said.head not in self._leaders:
            return ()
        others = frozenset(self._subject_ids(token)) if token.dep_ not in _SUBJECTS else frozenset()
        names = {
            trace.ids[0]: None
            for trace in self.past.traces(self.sentence - _GROUP_REACH)
            if len(trace.ids) == 1 and trace.weight >= TAKES_PART and trace.sentence < self.sentence
        }
        free = [name for name in names if name not in others and self._holds_none(name)]
        if not free:
            return ()
        name = max(free, key=self.past.standing)
        self.offices[name].append(said)
        return (name,)

    def _holds_none(self, name: str) -> bool:
        return self.things[name].type == "Person" and not self.offices.get(name)

    @cached_property
    def _leaders(self) -> frozenset[str]:
        means = self.reference.words["means"]
        return frozenset({"leader", *means["leader"], *means["head of state"]})

    def _known_by_title(self, kind: str, said: Title, token: Token, words: list[Token]) -> Ids:
        """Who is never named is known by an office, if that says of what country."""
        if not said.nations or said.head not in self.reference.words["offices"] or token.dep_ not in _ARGUMENTS:
            return ()
        first = next((word for word in words if word.dep_ != "det" and word.pos_ != "PRON"), token)
        extent = self.doc[min(first.i, token.i) : max([token.i, *(word.i for word in _after(token))]) + 1]
        self.titled += 1
        thing = Thing(f"t{self.titled}", kind, extent.text, nominal=True)
        thing.mentions.append(Mention(extent.start_char, extent.end_char, token.i))
        self.things[thing.id] = thing
        self.offices[thing.id].append(said)
        return (thing.id,)

    # Several

    def _several(self, token: Token, words: list[Token]) -> Ids:
        lemma = "any" if token.lower_ in _NUMBERS else token.lemma_.lower()
        groups = self.reference.words["groups"]
        definite = any(word.lower_ in _DEFINITE for word in words) or token.lower_ == "both"
        said = self.titles.read(_phrase(token, words))
        office = said is not None and self._is_title(token, lemma)
        if said and office and said.nations:
            ids = self._one_of_each(said)
            return ids if ids or said.head == "leader" else self._known_by_title("Group", said, token, words)
        if not definite:
            return ()
        if lemma in groups["countries"]:
            return self._last_places(_count(words))
        if lemma == "any" or lemma in groups["any"]:
            return self._last_cast(None, _count([*words, token]))
        if said and office:
            return self._group_named(lemma) or self._last_cast(said, _count(words))
        return self._of_kind(token)

    def _group_named(self, lemma: str) -> Ids:
        return next(
            (
                trace.ids
                for trace in self.past.traces(self.sentence - _GROUP_REACH)
                if self.things[trace.ids[0]].type == "Group" and lemma in self.doc[trace.token].lemma_.lower()
            ),
            (),
        )

    def _one_of_each(self, said: Title) -> Ids:
        """ "The Russian and Korean leaders": for each country the last one who leads it."""
        if len(said.nations) == 1:
            return self._all_of(said)
        found: list[str] = []
        for nation in sorted(said.nations):
            one = Title(said.head, said.words, frozenset({nation}))
            holders = [(self._fit(one, name), name) for name in self.past.persons() if name not in found]
            best = max((fit for fit, _ in holders), default=0)
            found += [name for fit, name in holders if fit == best and fit][:1]
        return tuple(found) if len(found) > 1 else self._untitled_pair(said)

    def _untitled_pair(self, said: Title) -> Ids:
        """As many as the countries, together in one sentence, of none of whom an office is told."""
        for back in range(_GROUP_REACH):
            cast = tuple(name for name in self._cast(self.sentence - back) if self._holds_none(name))
            if len(cast) == len(said.nations) and said.head in self._leaders:
                return cast
        return ()

    def _all_of(self, said: Title) -> Ids:
        """ "Israel's leaders": all in the text who lead that country."""
        nation = next(iter(said.nations))
        names = tuple(dict.fromkeys(name for name in self._by_nation.get(nation, ()) if self._fit(said, name) > 1))
        return names if len(names) > 1 else ()

    @cached_property
    def _by_nation(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for name, offices in self.offices.items():
            for office in offices:
                for nation in office.nations:
                    found[nation].append(name)
        return found

    def _last_cast(self, said: Title | None, count: int | None) -> Ids:
        """The last persons who had a part in one sentence, of those who may be called so."""
        several: Ids = ()
        for cast in reversed(self.meetings) if said is None else ():
            if count in (None, len(cast)):
                return cast
        for back in range(_GROUP_REACH):
            cast = tuple(
                name for name in self._cast(self.sentence - back) if said is None or self._may_hold(said, name)
            )
            if len(cast) > 1 and (count is None or len(cast) >= count):
                return cast[:count]
            several = tuple(dict.fromkeys((*several, *cast)))
            if count and len(several) == count:
                return several
        return ()

    def _may_hold(self, said: Title, name: str) -> bool:
        offices = self.offices.get(name)
        return not offices or any(self.titles.agree(said, office) for office in offices)

    def _last_places(self, count: int | None) -> Ids:
        places = [
            trace.ids[0]
            for trace in self.past.traces(self.sentence - _PRONOUN_REACH)
            if self.things[trace.ids[0]].attributes.get("kind") == "country"
        ]
        distinct = tuple(dict.fromkeys(places))[: count or 2]
        return distinct if len(distinct) > 1 else ()

    # Bodies of people, and other nouns

    def _sent(self, token: Token) -> Ids:
        """A delegation is who leads it, or who sends it."""
        lemma = token.lemma_.lower()
        if lemma not in self.reference.words["delegations"] and lemma not in self.reference.words["envoys"]:
            return ()
        ids = self._leading(token) or self._sending(token)
        if ids:
            self.past.mark("delegation", ids)
        if ids or lemma not in self.reference.words["delegations"]:
            return ids
        singular = token.tag_ in ("NN", "NNP")
        return self.past.last("delegation") if singular or token.left_edge.lower_ in _DEFINITE else ()

    def _leading(self, token: Token) -> Ids:
        for verb in token.children:
            if verb.dep_ == "acl" and verb.lemma_ in self.reference.words["led"]:
                for by in verb.children:
                    for agent in by.children if by.dep_ in ("agent", "prep") else ():
                        if ids := self.of.get(agent.i) or self._refer(agent):
                            return ids
        return ()

    def _sending(self, token: Token) -> Ids:
        for link in token.children:
            if link.dep_ == "prep" and link.lower_ in ("of", "from"):
                for sender in link.children:
                    ids = self.of.get(sender.i, ())
                    if ids and self.things[ids[0]].type == "Organization":
                        return ids
        return ()

    def _of_kind(self, token: Token) -> Ids:
        lemma = token.lemma_.lower()
        named = self.past.last(f"named {lemma}")
        if named:
            return named
        several = token.tag_ in ("NNS", "NNPS")
        for kind, only in self.reference.words["kinds"].get(lemma, {}).items():
            for key in [f"{kind} {name}" for name in only] or [f"all {kind}" if several else kind]:
                if ids := self.past.last(key):
                    return ids
        return ()


def _offices(
    things: dict[str, Thing], roles: list[Role], titles: Titles, reference: Reference
) -> dict[str, list[Title]]:
    offices: dict[str, list[Title]] = defaultdict(list)
    for role in roles:
        body = things.get(role.body or "")
        nations = (
            reference.nations.get(body.name.lower(), frozenset({body.name}))
            if body and body.type == "Place"
            else frozenset(role.countries)
        )
        offices[role.person] += [
            Title(title.head, title.words, title.nations | nations) for title in titles.read_all(role.label)
        ]
    return offices


def _gender(thing: Thing, doc: Doc, offices: list[Title], reference: Reference) -> str | None:
    """Tell he from she by what stands before the name, by the office, by the first name; or say nothing."""
    beside = {word.lower_ for mention in thing.mentions for word in _modifiers(doc[mention.head])}
    held = {office.head for office in offices}
    first = thing.name.split()[:1]
    for gender, names in (("she", "female"), ("he", "male")):
        titles = set(reference.words[gender])
        if titles & beside or titles & held or set(first) & set(reference.words[names]):
            return gender
    return None


def _modifiers(token: Token) -> list[Token]:
    """The words before a noun that belong to it."""
    direct = [child for child in token.lefts if child.dep_ in _MODIFIERS]
    return [word for child in direct for word in child.subtree] if direct else []


def _phrase(token: Token, words: Iterable[Token]) -> str:
    """A noun with what stands before it and after "of"."""
    before = "".join(word.text_with_ws for word in (*words, token))
    return f"{before} {''.join(word.text_with_ws for word in _after(token))}"


def _after(token: Token) -> list[Token]:
    """The words after a noun that belong to it: "of" and "for" with what they lead to."""
    links = (link for link in token.rights if link.dep_ == "prep" and link.lower_ in ("of", "for"))
    return [word for link in links for word in _without_clauses(link)]


def _without_clauses(link: Token) -> Iterator[Token]:
    for word in link.subtree:
        if word.dep_ in ("relcl", "acl") or word.pos_ == "VERB":
            return
        yield word


def _count(words: Iterable[Token]) -> int | None:
    return next((_NUMBERS[word.lower_] for word in words if word.lower_ in _NUMBERS), None)


def _verb(token: Token) -> Token:
    place = token.head
    for _ in range(_CLIMB):
        if place.pos_ in ("VERB", "AUX") or place.head is place:
            break
        place = place.head
    return place


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, or of the one that it is coordinated with or depends on."""
    place = verb
    for _ in range(_CLIMB):
        subject = next((child for child in place.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is not None or place.dep_ not in ("conj", "xcomp", "advcl", "aux"):
            return subject
        place = place.head
    return None
