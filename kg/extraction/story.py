"""A text as the model shall read it: marks folded one to one, and lines that tell no story left out."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kg.extraction.parts import Extent, Story

_MARKS: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‛ʼʹ`´", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‐‑‒−", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\u200b\ufeff\u00ad\t\r\f\v", " "),
        **dict.fromkeys("\u2028\u2029\x85", "\n"),
    }
)

# Letters that look alike in print. Within a word that has Latin letters they are Latin ones typed wrong.
_ALIKE: Final = str.maketrans(
    "АВЕКМНОРСТХУІЈЅаеорсухіјѕԁɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXYIJSaeopcyxijsdgABEZHIKMNOPTYXo"
)
_MIXED: Final = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u052f])\w+\b")

_LINE: Final = re.compile(r"[^\n]+")
_ENDS: Final = re.compile(r"""[.!?…:;,]["')\]]*$""")
_DATELINE: Final = re.compile(
    r"""\s*[A-Z][A-Za-z.,'/ -]{1,60}?  # MOSCOW, or Washington, Feb. 3 ...
    (?:,\ [A-Z][a-z]{2,8}\.?\ \d{1,2})?
    \ \([A-Z][\w ./-]{1,30}\)\ ?(?:-{1,3}|–|—)\ """,
    re.VERBOSE,
)
_FORM: Final = re.compile(
    r"""\s*(?:leave\ a\ (?:reply|comment)|please\ enter\ your|save\ my\ name|your\ email\ address|required\ fields
    |(?:source|photo|image|picture|video|caption|credit|pic)s?(?:\ credit|\ by)?\s*:
    |read\ (?:more|also|next)\b|see\ also\b|related\ (?:news|stories|articles|posts)|share\ (?:this|on)\b
    |follow\ us|subscribe|sign\ up|advertisement|click\ here|copyright\b|©|all\ rights\ reserved
    |tags?\s*:|topics?\s*:|print\ this|comments?\ (?:are|\())""",
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_HEADING: Final = 25
# The share of these among the words of English news is about 0.35; in no other language does it reach half of that.
_COMMON: Final = frozenset(
    """the of to and in a is that for it on was with as he be by at have are this not but his from they or which an had
    she has were their been will who would there its after said also when about into than more""".split()  # noqa: SIM905
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS: Final = 25


def read_story(text: str, published: datetime.date) -> Story:
    """Find out what of a text tells the story. What does not is blanked in the reading, so that no model reads it."""
    folded = fold(text)
    passages = tuple(_passages(folded))
    reading, end = [], 0
    for first, last in passages:
        reading += [_blanked(folded[end:first]), folded[first:last]]
        end = last
    reading.append(_blanked(folded[end:]))
    return Story(text, "".join(reading), passages, published)


def fold(text: str) -> str:
    """Fold typographic marks and look-alike letters, one for one."""
    text = text.translate(_MARKS)
    return _MIXED.sub(lambda found: found[0].translate(_ALIKE), text)


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _passages(text: str) -> Iterator[Extent]:
    seen = Counter(found[0].strip() for found in _LINE.finditer(text))
    for found in _LINE.finditer(text):
        line = found[0].strip()
        if line and not _FORM.match(line) and not (seen[line] > 1 and _is_short(line)) and not _is_heading(line):
            dateline = _DATELINE.match(found[0])
            yield found.start() + (dateline.end() if dateline else 0), found.end()


def _is_short(line: str) -> bool:
    return line.count(" ") < _LONGEST_HEADING


def _is_heading(line: str) -> bool:
    """A short line that does not end as a sentence does, or that is written as headlines are."""
    words = [word for word in line.split() if word[0].isalpha()]
    if not words or not _is_short(line):
        return False
    if not _ENDS.search(line):
        return True
    capital = sum(word[0].isupper() for word in words)
    return len(words) > 3 and (line.isupper() or capital == len(words))


def is_english(text: str) -> bool:
    """Whether a text reads as English, by its commonest words; a few words are always thought to be."""
    words = [found[0].lower() for found in _WORD.finditer(text[:20_000])]
    return len(words) < _ENOUGH_WORDS or sum(word in _COMMON for word in words) > 0.15 * len(words)
