"""Where the text tells of an event: the frames, walked over every word."""

from collections.abc import Iterator

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import is_verb
from kg.extraction.nouns import read_noun
from kg.extraction.reading import Reading
from kg.extraction.verbs import read_verb


def find_candidates(reading: Reading) -> Iterator[Candidate]:
    """Every telling of an event, in the order of the text."""
    verbs, nouns = reading.frames.verbs, reading.frames.nouns
    for token in reading.doc:
        if token.lemma_ in verbs and token.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADJ") and is_verb(token):
            found = read_verb(reading, token, verbs[token.lemma_])
        elif token.lemma_.lower() in nouns and token.pos_ in ("NOUN", "PROPN"):
            found = read_noun(reading, token, nouns[token.lemma_.lower()])
        else:
            continue
        if found:
            yield found
