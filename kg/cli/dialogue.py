"""The conversation of ``kg review``: a case is shown, a line is read, and what it says is done and saved."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from rich.text import Text

from kg.cli.screen import HELP, KEYS, case_lines, other_lines, place_lines, printable
from kg.errors import DecisionError
from kg.iris import parse_item
from kg.linking.outcome import Choice
from kg.reviewing import answers
from kg.reviewing.answers import Answer, parse_answer, parse_places
from kg.reviewing.cases import Case
from kg.reviewing.session import Session

_MOST_OTHERS = 20


class Known(Protocol):
    """What an index says of an item."""

    @property
    def id(self) -> str:
        """Its number now: another where it was merged."""

    @property
    def label(self) -> str:
        """Its label."""

    @property
    def description(self) -> str:
        """What it is."""

    @property
    def types(self) -> frozenset[str]:
        """The types it may stand for; none means unknown."""


@dataclass
class Dialogue:
    """Asks until all is answered.

    :param ask: shows a prompt and gives the line that was typed; None at the end of input.
    :param show: shows a line.
    :param save: is called after each answer that changes decisions.
    :param look_up: gives what is known of an item.
    """

    session: Session
    ask: Callable[[str], str | None]
    show: Callable[[Text], None]
    save: Callable[[], None]
    look_up: Callable[[str], Known | None] = lambda item: None
    answered: int = field(default=0, init=False)

    def run(self) -> None:
        """Ask about each case, until the end of cases or of answers."""
        shown: Case | None = None
        while (case := self.session.case or self._taken_back()) is not None:
            choices = self._choices(case)
            if case is not shown:
                self._show_case(case, choices)
                shown = case
            line = self.ask("> ")
            answer = parse_answer(line) if line is not None else Answer(answers.QUIT)
            if answer is None:
                self.show(Text("not an answer; ? for help"))
            elif answer.verb == answers.QUIT:
                return
            elif self._do(answer, case, choices):
                shown = None

    def _taken_back(self) -> Case | None:
        """The last answer, too, can be taken back."""
        if not self.answered:
            return None
        answer = parse_answer(self.ask("nothing is left to decide; b takes the last answer back, Enter ends > ") or "")
        if answer is None or answer.verb != answers.BACK or not self.session.back():
            return None
        self.save()
        return self.session.case

    def _show_case(self, case: Case, choices: list[Choice]) -> None:
        for text in case_lines(case, choices, len(self.session.waiting())):
            self.show(text)
        self.show(Text(KEYS, "dim"))

    def _choices(self, case: Case) -> list[Choice]:
        rejected = self.session.verdict(case).rejected
        return [one for one in case.choices if one.item not in rejected]

    def _do(self, answer: Answer, case: Case, choices: list[Choice]) -> bool:
        """Do what was asked; tell whether the case is to be shown anew."""
        before = self.session.decided
        try:
            done = self._verbs()[answer.verb](answer.what, case, choices)
        except DecisionError as error:
            self.show(Text(printable(error.reason)))
            return False
        if self.session.decided is not before:
            self.answered += 1
            self.save()
        return done

    def _verbs(self) -> dict[str, Callable[[str, Case, list[Choice]], bool]]:
        return {
            answers.ACCEPT: self._accept,
            answers.REJECT: self._reject,
            answers.OTHER: self._other,
            answers.NONE: self._none,
            answers.SKIP: self._skip,
            answers.BACK: self._back,
            answers.JOIN: self._join,
            answers.SPLIT: self._split,
            answers.MORE: self._more,
            answers.HELP: self._help,
        }

    def _accept(self, what: str, case: Case, choices: list[Choice]) -> bool:
        places = parse_places(what, len(choices))
        if places is None or len(places) != 1 or what.lower() == "all":
            return self._refuse("which candidate? its number alone accepts it")
        chosen = choices[places[0]]
        self.session.accept(case, chosen.item, chosen.label)
        return True

    def _reject(self, what: str, case: Case, choices: list[Choice]) -> bool:
        places = [0] if not what and len(choices) == 1 else parse_places(what, len(choices))
        if not places:
            return self._refuse("which candidates? for example: r 1 3, or r all")
        self.session.reject(case, [(choices[place].item, choices[place].label) for place in places])
        return True

    def _other(self, what: str, case: Case, choices: list[Choice]) -> bool:
        item = parse_item(what)
        if item is None:
            return self._refuse(f"not an item of Wikidata: {printable(what)[:60]!r}; they look like Q42")
        known = self.look_up(item)
        label = next((one.label for one in choices if one.item == item), "") if known is None else known.label
        self.show(Text(_told(item, known, case)))
        if not self._sure():
            return self._refuse("not taken")
        self.session.accept(case, known.id if known else item, label)
        return True

    def _sure(self) -> bool:
        line = self.ask("take it? y/n > ")
        return line is not None and line.strip().lower() in ("y", "yes")

    def _none(self, what: str, case: Case, choices: list[Choice]) -> bool:
        self.session.none(case)
        return True

    def _skip(self, what: str, case: Case, choices: list[Choice]) -> bool:
        self.session.skip(case)
        return True

    def _back(self, what: str, case: Case, choices: list[Choice]) -> bool:
        return self.session.back() or self._refuse("there is nothing to take back")

    def _join(self, what: str, case: Case, choices: list[Choice]) -> bool:
        others = self._others(what or case.name, case)
        if not others:
            return self._refuse("nothing else of this type has such a name; j WORDS looks for others")
        for text in other_lines(others):
            self.show(text)
        places = parse_places(self.ask("the same as which number? nothing for none > ") or "", len(others))
        if places is None or len(places) != 1:
            return self._refuse("not joined")
        self.session.join(case, others[places[0]])
        return True

    def _others(self, words: str, case: Case) -> list[Case]:
        """Other cases of the same type that share a word, those that share most first."""
        wanted = set(words.casefold().split())
        found = [
            (-len(wanted & {word for name in one.names for word in name.casefold().split()}), one)
            for one in self.session.cases.values()
            if one.subject != case.subject and set(one.types) & set(case.types)
        ]
        return [one for shared, one in sorted(found, key=lambda pair: pair[0]) if shared][:_MOST_OTHERS]

    def _split(self, what: str, case: Case, choices: list[Choice]) -> bool:
        places = parse_places(what or ("all" if len(case.occurrences) == 1 else ""), len(case.occurrences))
        if places is None:
            return self._refuse("which places? for example: sp a c, or sp all")
        self.session.split(case, [case.occurrences[place] for place in places])
        return True

    def _more(self, what: str, case: Case, choices: list[Choice]) -> bool:
        for text in place_lines(case):
            self.show(text)
        return False

    def _help(self, what: str, case: Case, choices: list[Choice]) -> bool:
        return self._refuse(HELP)

    def _refuse(self, reason: str) -> bool:
        self.show(Text(reason))
        return False


def _told(item: str, known: Known | None, case: Case) -> str:
    if known is None:
        return f"{item}: not in an index here, so that nothing is known of it"
    merged = f", merged into {known.id}" if known.id != item else ""
    about = f": {printable(known.description)}" if known.description else ""
    types = f" (a {' or '.join(sorted(known.types))}, not a {case.types[0]})" if _is_other(known, case) else ""
    return f"{item}{merged}  {printable(known.label)}{about}{types}"


def _is_other(known: Known, case: Case) -> bool:
    return bool(known.types) and not known.types & set(case.types)
