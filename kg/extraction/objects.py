"""Aircraft, weapons and vessels that the next sentence names: ``Those planes were …``, ``In particular, …``."""

from collections.abc import Iterable
from typing import Final

from spacy.tokens import Span, Token

from kg.extraction.reading import MATERIAL, Reading
from kg.extraction.tellings import Telling

_SHOWN: Final = frozenset({"Inspection", "Demonstration", "Presentation"})
# How many sentences tell of an exercise, and the verbs that say what it was done with.
_EXERCISE: Final = 4
_USING: Final = frozenset({"use", "fire", "launch", "employ", "practice", "practise", "involve", "deploy", "feature"})
_NAMING: Final = frozenset({"include", "be", "feature", "comprise", "involve"})
_POINTING: Final = frozenset({"those", "these", "they", "among", "it"})


def add_objects(reading: Reading, telling: Telling) -> None:
    """Add what a following sentence lists, if the telling shows things at all."""
    if telling.event.type not in _SHOWN:
        return
    if telling.event.type == "Demonstration" and not telling.event.objects:
        _add_used(reading, telling)
    following = telling.sentence + 1
    if following >= len(reading.sentences):
        return
    sentence = reading.sentences[following]
    if _is_list(sentence):
        subjects = {token.i for token in sentence if token.dep_ == "nsubj"}
        _add(reading, telling, (token for token in sentence if token.i not in subjects))


def _add(reading: Reading, telling: Telling, tokens: Iterable[Token]) -> None:
    for token in tokens:
        for thing in reading.own(token):
            if reading.type_of(thing) in MATERIAL and thing not in telling.event.objects:
                telling.event.objects.append(thing)


def _add_used(reading: Reading, telling: Telling) -> None:
    """What the sentences after it say was used or fired in an exercise."""
    for sentence in reading.sentences[telling.sentence + 1 : telling.sentence + 1 + _EXERCISE]:
        if sentence.start_char >= telling.passage[1]:
            return
        if any(token.lemma_ in _USING for token in sentence):
            _add(reading, telling, sentence)


def _is_list(sentence: Span) -> bool:
    """A sentence without a verb of its own, or one that says which ones they were."""
    words = [token for token in sentence if not token.is_space and not token.is_punct]
    if not words:
        return False
    root: Token = sentence.root
    if root.pos_ not in ("VERB", "AUX"):
        return not any(token.pos_ in ("VERB", "AUX") and token.dep_ in ("ROOT", "ccomp") for token in words)
    return root.lemma_ in _NAMING and words[0].lower_ in _POINTING
