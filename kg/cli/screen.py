"""A case as a person sees it: rich on a terminal, plain where output goes elsewhere."""

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from kg.linking.outcome import Choice
from kg.reviewing.cases import Case, Occurrence
from kg.reviewing.sentence import Sentence

KEYS = "number accept · r reject · Q… other · n none · s skip · b back · j join · sp split · ? help · q quit"
HELP = """\
  2             it is candidate 2
  r 1 3         it is neither candidate 1 nor 3 (r all: none of those shown, perhaps another)
  Q42           it is this item, a candidate or not; it is shown before it is taken
  n             no item is it
  s             leave it for a later review
  b             take the last answer back
  j WORDS       it is the same as something else whose name has these words; choose among them
  sp a c        those in a and c are not who the name says: each belongs to its document (sp all: so do all)
  m             show all places where it stands
  q             end; every answer is written already"""

_FEW = 5  # occurrences that are shown at first
_JOINERS = "\u200c\u200d"  # without them, names in several scripts fall apart
_WEIGHTY = 4  # features that are shown


def printable(text: str) -> str:
    """Give a text on one line that moves no cursor and turns no direction of writing.

    >>> printable("Ada\\x1b[2J \\u202eQuill")
    'Ada\ufffd[2J \ufffdQuill'
    """
    return "".join(c if c.isprintable() or c in _JOINERS else "\ufffd" for c in " ".join(text.split()))


def case_lines(case: Case, choices: Sequence[Choice], left: int) -> Iterator[Text]:
    """Show a case, with the candidates that are not rejected."""
    yield Text("")
    yield Text.assemble(
        (printable(case.name), "bold"), f"  {', '.join(case.types)}  ", (case.subject, "dim"), f"  {left} left"
    )
    if len(case.names) > 1:
        yield Text(f"  also {', '.join(map(printable, case.names[1:]))}")
    yield from place_lines(case, _FEW)
    for number, one in enumerate(choices, 1):
        yield from _choice_lines(number, one)
    if not choices:
        yield Text("  no candidate")
    yield from (Text(f"  {printable(reason)}", "dim") for reason in case.reasons[:_FEW])


def place_lines(case: Case, most: int | None = None) -> Iterator[Text]:
    """Show where a case stands."""
    for number, one in enumerate(case.occurrences[:most]):
        yield Text.assemble(f"  {letter_of(number)}  ", *_place(one))
    if most is not None and len(case.occurrences) > most:
        yield Text(f"     and {len(case.occurrences) - most:,} more (m)")


def letter_of(number: int) -> str:
    """Name an occurrence: a letter, as far as there are any."""
    return chr(ord("a") + number) if number < 26 else " "


def _place(one: Occurrence) -> Iterator[str | tuple[str, str]]:
    yield printable(one.document), "cyan"
    yield f" {one.published}: "
    yield from _sentence(one.sentence)


def _sentence(sentence: Sentence) -> Iterator[str | tuple[str, str]]:
    """Mark the mention so that it is seen without colours, too."""
    before, after = (" " if text[-1:].isspace() else "" for text in (sentence.before, sentence.mention))
    yield printable(sentence.before) + before
    if sentence.mention:
        yield f"[{printable(sentence.mention)}]{after}", "bold yellow"
    yield (" " if sentence.after[:1].isspace() else "") + printable(sentence.after)


def _choice_lines(number: int, one: Choice) -> Iterator[Text]:
    about = f": {printable(one.description)}" if one.description else ""
    label = f"  {printable(one.label)}{about}"
    yield Text.assemble((f"  {number}  ", "bold"), f"{one.score:.2f}  ", (one.item, "green"), label)
    if why := _why(one):
        yield Text(f"           {why}", "dim")


def _why(one: Choice) -> str:
    weighty = sorted(one.features.items(), key=lambda pair: -abs(pair[1]))[:_WEIGHTY]
    found = [f"by {one.way}"] if one.way else []
    return ", ".join([*found, *(f"{name} {value:.2f}" for name, value in weighty)])


def other_lines(others: Iterable[Case]) -> Iterator[Text]:
    """Show what a case may be joined to."""
    for number, case in enumerate(others, 1):
        (first, *_) = place_lines(case, 1)
        yield Text.assemble((f"  {number}  ", "bold"), f"{printable(case.name)}  ", (case.subject, "dim"))
        yield Text("   ") + first
